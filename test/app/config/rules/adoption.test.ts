import { LEGACY, MINIMAL, problemsOf } from '../config-file';
import { idOf, SUBSCRIPTION, UUID } from './sample-ids';

const ENV = { ARM_SUBSCRIPTION_ID: SUBSCRIPTION };

const AS_IT_IS = `  network: { type: existing }
  defaultNodePool: { name: nodepool1 }
  apiServer: { dnsPrefix: my-aks }
`;
const EXISTING = `aad:
  mode: managed
cluster:
  existing: true
  name: myAKSCluster
  resourceGroupName: myResourceGroup
`;

describe('a cluster that is imported', () => {
  test('and its pools are those of the ID, in the subscription of the configuration', () => {
    const pool = (id: string): string[] =>
      problemsOf(`${MINIMAL}  nodePools: [{ name: apps, import: ${id} }]\n`);
    const here = idOf('myAKSCluster');

    expect(pool(`${here}/agentPools/apps`)).toEqual([]);
    for (const id of [`${here}/agentPools/web`, `${idOf('other')}/agentPools/apps`]) {
      expect(pool(id)).toEqual([
        expect.stringMatching(
          /cluster\.nodePools\[0\]\.import: is the ID of pool '\w+' of cluster '\w+' in .*, and this is pool 'apps' of 'myAKSCluster' in/,
        ),
      ]);
    }
    expect(
      problemsOf(
        `azure: { subscriptionId: ${UUID} }\n${MINIMAL}${AS_IT_IS}  import: ${here}\n  nodePools: [{ name: apps, import: ${here}/agentPools/apps }]\n`,
      ),
    ).toEqual([
      expect.stringContaining('cluster.import: is in subscription'),
      expect.stringContaining('cluster.nodePools[0].import: is in subscription'),
    ]);
  });

  test('is named by the subscription and its names, or by its ID as the Azure CLI prints it', () => {
    expect(problemsOf(`${MINIMAL}${AS_IT_IS}  import: true\n`, ENV)).toEqual([]);
    expect(
      problemsOf(`${MINIMAL}${AS_IT_IS}  import: ${idOf('myAKSCluster').replace('Groups', 'groups')}\n`),
    ).toEqual([]);
    expect(problemsOf(`${MINIMAL}${AS_IT_IS}  import: true\n`)).toEqual([
      'aks.yaml:11:11 cluster.import: needs the subscription, which is part of the resource ID: set azure.subscriptionId or ARM_SUBSCRIPTION_ID',
    ]);
  });

  test('is not another one, and not something else', () => {
    expect(problemsOf(`${MINIMAL}${AS_IT_IS}  import: ${idOf('other')}\n`)).toEqual([
      "aks.yaml:11:11 cluster.import: is the ID of cluster 'other' in resource group 'myResourceGroup', and this is 'myAKSCluster' in 'myResourceGroup': Terraform would replace it; use the same names, in the same case",
    ]);
  });

  test.each([idOf('myAKSCluster', 'other'), idOf('MyAKSCluster'), idOf('myAKSCluster', 'MYRESOURCEGROUP')])(
    'has the names that are in its ID: %s',
    (id) => {
      expect(problemsOf(`${MINIMAL}${AS_IT_IS}  import: ${id}\n`)).toEqual([
        expect.stringContaining(
          "and this is 'myAKSCluster' in 'myResourceGroup': Terraform would replace it",
        ),
      ]);
    },
  );

  test.each(['yes', 'false', '7', `/subscriptions/${SUBSCRIPTION}/resourceGroups/g`, `[${idOf('other')}]`])(
    'is not taken over by %s',
    (value) => {
      expect(problemsOf(`${MINIMAL}  import: ${value}\n`, ENV)).toContainEqual(
        expect.stringMatching(/^aks\.yaml:8:11 cluster\.import: .*use true, or the resource ID of a cluster/),
      );
      expect(problemsOf(`${MINIMAL}${AS_IT_IS}  import: ${value}\n`, ENV)).toHaveLength(1);
    },
  );

  test('of which false is told without what an import needs', () => {
    expect(problemsOf(`${MINIMAL}  import: false\n`)).toHaveLength(1);
  });

  test('is not replaced by the defaults of a new one, and all of them are named at once', () => {
    expect(problemsOf(`${MINIMAL}  import: true\n`, ENV)).toEqual([
      "aks.yaml:8:11 cluster.import: needs 'network', whose default would replace the cluster: 'network: { type: existing }' leaves it as it is, whatever it is",
      "aks.yaml:8:11 cluster.import: needs 'defaultNodePool.name', whose default would replace the cluster: 'az aks show --query agentPoolProfiles[].name' names the pools",
      "aks.yaml:8:11 cluster.import: needs 'apiServer.dnsPrefix', whose default would replace the cluster: 'az aks show --query dnsPrefix' prints it",
    ]);
  });

  test('has a DNS prefix or a subdomain of its own zone, and does not need both', () => {
    const subdomain = '  apiServer: { fqdnSubdomain: my-aks }\n';

    expect(problemsOf(`${MINIMAL}${subdomain}  import: true\n`, ENV)).toEqual([
      expect.stringContaining("needs 'network'"),
      expect.stringContaining("needs 'defaultNodePool.name'"),
    ]);
  });

  test('keeps its network with legacy AAD, which does not choose one', () => {
    expect(problemsOf(`${LEGACY}  import: true\n`, ENV)).toEqual([
      expect.stringContaining("needs 'defaultNodePool.name'"),
      expect.stringContaining("needs 'apiServer.dnsPrefix'"),
    ]);
  });

  test.each([
    ['importResourceGroup: true', 'importResourceGroup'],
    ['nodePools: [{ name: web }, { name: apps, import: true }]', 'nodePools[1].import'],
  ])('needs the subscription for its surroundings, too: %s', (line, key) => {
    expect(problemsOf(`${MINIMAL}  ${line}\n`, ENV)).toEqual([]);
    expect(problemsOf(`${MINIMAL}  ${line}\n`)).toEqual([
      expect.stringContaining(`cluster.${key}: needs the subscription, which is part of the resource ID`),
    ]);
  });

  test('brings its resource group along, or leaves it to others', () => {
    expect(problemsOf(`${MINIMAL}  importResourceGroup: true\n`, ENV)).toEqual([]);
    expect(problemsOf(`${MINIMAL}  importResourceGroup: true\n  createResourceGroup: false\n`, ENV)).toEqual([
      "aks.yaml:8:24 cluster.importResourceGroup: cannot be combined with 'createResourceGroup: false': a group is taken over or referred to",
    ]);
  });
});

test('a cluster that has been switched to managed AAD is not replaced by the network of a new one', () => {
  const switched = LEGACY.replace('mode: legacy', 'mode: managed\n  azureRbac: true\n  legacyApps:')
    .replace('  serverApp', '    serverApp')
    .replace('  clientApp', '    clientApp');

  expect(problemsOf(switched)).toEqual([
    "aks.yaml:7:1 cluster.network: is missing: with managed AAD its default is that of a new cluster, and would replace the one that 'aad.legacyApps' is for; 'network: { type: existing }' leaves it as it is",
  ]);
  expect(problemsOf(`${switched}  network: { type: existing }\n`)).toEqual([]);
  expect(problemsOf(`${switched.slice(0, switched.indexOf('  location'))}  existing: true\n`)).toEqual([]);
});

describe('a cluster that is referred to', () => {
  test('needs its names alone', () => {
    expect(problemsOf(EXISTING)).toEqual([]);
    expect(problemsOf(EXISTING.replace('existing: true', 'existing: false'))).toContain(
      'aks.yaml:3:1 cluster.location: is missing, and it is required',
    );
  });

  test('has no settings that would be without effect', () => {
    expect(
      problemsOf(
        `${EXISTING}  location: eastus\n  security: { localAccounts: true, oidcIssuer: true }\n  import: true\n  workloadIdentities:\n    - { namespace: shop, serviceAccount: app }\n`,
        ENV,
      ),
    ).toEqual([
      "aks.yaml:7:13 cluster.location: has no effect with 'existing: true', which leaves the cluster as it is: remove it",
      "aks.yaml:8:48 cluster.security.oidcIssuer: has no effect with 'existing: true', which leaves the cluster as it is: remove it",
      "aks.yaml:9:11 cluster.import: cannot be combined with 'existing: true': a cluster is taken over or referred to",
      expect.stringContaining('cluster.workloadIdentities: belong to the stack of the cluster'),
    ]);
  });

  test('has a key that nobody knows told once', () => {
    expect(problemsOf(`${EXISTING}  resourceGroupNmae: a\n`)).toEqual([
      expect.stringContaining("cluster.resourceGroupNmae: unknown key, did you mean 'resourceGroupName'?"),
    ]);
    expect(problemsOf(EXISTING.replace('existing: true', "existing: 'true'"))).toEqual([
      "aks.yaml:4:13 cluster.existing: 'true' is not valid: use true or false, without quotes",
    ]);
  });

  test('gets no group of administrators, and no applications', () => {
    expect(problemsOf(EXISTING.replace('mode: managed', 'adminGroup: { displayName: admins }'))).toEqual([
      expect.stringContaining('aad.adminGroup: would administer nothing, because the cluster exists'),
    ]);
    expect(
      problemsOf(
        `${EXISTING}${LEGACY.slice(0, LEGACY.indexOf('cluster:'))}`.replace('aad:\n  mode: managed\n', ''),
      ),
    ).toEqual([
      expect.stringContaining("aad.mode: 'legacy' registers applications for a cluster, and this one exists"),
    ]);
  });

  test('may be one of several, whose common settings it does without', () => {
    const fleet = `${MINIMAL}  skuTier: Standard\nclusters:\n  - name: shop-weu\n  - name: shop-old\n    existing: true\n`;

    expect(problemsOf(fleet.replace('  name: myAKSCluster\n', ''))).toEqual([]);
  });
});

describe('an application', () => {
  test('that is referred to has a client ID and nothing else', () => {
    const existing = LEGACY.replace('displayName: server', `existing: ${UUID}`);

    expect(problemsOf(existing)).toEqual([]);
    expect(
      problemsOf(existing.replace(`existing: ${UUID}`, `existing: ${UUID}, identifierUri: true`)),
    ).toEqual([expect.stringContaining("aad.serverApp.identifierUri: has no effect beside 'existing'")]);
    expect(problemsOf(LEGACY.replace('displayName: client', `existing: ${UUID}`))).toEqual([
      expect.stringContaining('aad.clientApp.existing: has a permission on a server application that exists'),
    ]);
    expect(problemsOf(existing.replace('displayName: client', `existing: ${UUID}`))).toEqual([]);
  });

  test('that is registered has a display name', () => {
    const nameless = LEGACY.replace('{ displayName: server }', '{}').replace('{ displayName: client }', '{}');

    expect(problemsOf(nameless)).toEqual([
      'aks.yaml:3:3 aad.serverApp.displayName: is missing, and it is required',
      'aks.yaml:4:3 aad.clientApp.displayName: is missing, and it is required',
    ]);
    expect(
      problemsOf(
        MINIMAL.replace(
          'cluster:\n',
          '  legacyApps: { serverApp: {}, clientApp: {} }\ncluster:\n  network: { type: existing }\n',
        ),
      ),
    ).toEqual([
      'aks.yaml:4:17 aad.legacyApps.serverApp.displayName: is missing, and it is required',
      'aks.yaml:4:32 aad.legacyApps.clientApp.displayName: is missing, and it is required',
    ]);
  });

  test('that is imported is named by its object IDs', () => {
    const imported = LEGACY.replace(
      'displayName: server',
      `displayName: server, import: { objectId: server, servicePrincipalObjectId: ${UUID} }`,
    );

    expect(problemsOf(imported)).toEqual([
      expect.stringMatching(
        /aad\.serverApp\.import\.objectId: 'server' is not .*the object ID of an application/,
      ),
    ]);
    expect(problemsOf(imported.replace('objectId: server', `objectId: ${UUID}`))).toEqual([]);
  });
});
