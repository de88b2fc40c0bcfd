import { problemsOf } from '../config-file';

/** What is wrong with several clusters in one resource group, without the place. */
function problems(
  clusters: readonly string[],
  group = '  resourceGroupName: shop\n  createResourceGroup: false\n',
): string[] {
  const shared = `aad: { azureRbac: true }\ncluster:\n  location: eastus\n${group}`;
  return problemsOf(`${shared}clusters:\n${clusters.map((entry) => `  - { ${entry} }\n`).join('')}`).map(
    (problem) => problem.replace(/^aks\.yaml:\d+:\d+ /, ''),
  );
}

describe('names', () => {
  test('that a third cluster has, too, are those of the first', () => {
    expect(problems(['name: shop, key: a', 'name: shop, key: b', 'name: shop, key: c'])).toEqual([
      "clusters[1].name: 'shop' is also the name of clusters[0] in resource group 'shop': use another name",
      "clusters[2].name: 'shop' is also the name of clusters[0] in resource group 'shop': use another name",
    ]);
  });

  test('and resource groups that they have in common are told of each but the first, where that is written', () => {
    const shared = 'aad: { azureRbac: true }\ncluster: { resourceGroupName: x, location: eastus }\n';
    const sameGroup =
      "'x' is also created for clusters[0]: to share it, set 'createResourceGroup: false' here; this cluster then waits for that one";
    expect(problemsOf(`${shared}clusters:\n  - name: a\n  - name: b\n  - name: c\n`)).toEqual([
      `aks.yaml:5:5 clusters[1].resourceGroupName: ${sameGroup}`,
      `aks.yaml:6:5 clusters[2].resourceGroupName: ${sameGroup}`,
    ]);
    expect(
      problemsOf(
        `${shared.replace('cluster: { ', 'cluster: { name: y, ')}clusters:\n  - key: a\n  - key: b\n`,
      ),
    ).toEqual([
      "aks.yaml:5:5 clusters[1].name: 'y' is also the name of clusters[0] in resource group 'x': use another name",
    ]);
  });

  test('that are missing are not the same', () => {
    expect(problems(['key: a', 'key: b'])).toEqual([
      "clusters[0].name: is missing in every cluster: set it in each, or once under 'cluster'",
    ]);
  });

  test('that are none are not compared', () => {
    expect(problems(['key: a, name: 7', 'key: b, name: 7'])).toEqual([
      expect.stringContaining('clusters[0].name: 7 is read as a number'),
      expect.stringContaining('clusters[1].name: 7 is read as a number'),
    ]);
  });

  test('of resource groups that are missing are not the same', () => {
    expect(problems(['name: a', 'name: b'], '')).toEqual([
      "clusters[0].resourceGroupName: is missing in every cluster: set it in each, or once under 'cluster'",
    ]);
  });
});

describe('workload identities', () => {
  const identities = (...entries: string[]): string =>
    `workloadIdentities: [${entries.map((entry) => `{ ${entry} }`).join()}]`;

  test('are for accounts of their own', () => {
    expect(
      problems([
        `name: a, ${identities('namespace: shop, serviceAccount: web', 'namespace: shop, serviceAccount: api', 'namespace: bank, serviceAccount: web')}`,
      ]),
    ).toEqual([]);
    expect(
      problems([
        `name: a, ${identities('namespace: shop, serviceAccount: web', 'namespace: shop, serviceAccount: web, identityName: other')}`,
      ]),
    ).toEqual([
      "clusters[0].workloadIdentities[1]: 'shop/web' is also the service account of workloadIdentities[0]: remove one of the two",
    ]);
  });

  test('have names of their own in a cluster', () => {
    expect(
      problems([
        `name: a, ${identities('namespace: shop, serviceAccount: web, identityName: Pay', 'namespace: shop, serviceAccount: api, identityName: pay')}`,
      ]),
    ).toEqual([
      "clusters[0].workloadIdentities[1].identityName: 'pay' is also a managed identity of workloadIdentities[0]: use another name",
    ]);
  });

  test('that get the same name need one of their own', () => {
    expect(
      problems([
        `name: a, ${identities('namespace: shop, serviceAccount: web-api', 'namespace: shop-web, serviceAccount: api')}`,
      ]),
    ).toEqual([
      "clusters[0].workloadIdentities[1]: 'a-shop-web-api' is also a managed identity of workloadIdentities[0]: set 'identityName'",
    ]);
  });

  test('of two clusters in one resource group are told how to be told apart', () => {
    const pay = identities('namespace: shop, serviceAccount: web, identityName: pay');

    expect(problems([`name: a, ${pay}`, `name: b, ${pay}`])).toEqual([
      "clusters[1].workloadIdentities[0].identityName: 'pay' is also a managed identity of clusters[0] in the same resource group: use another name, such as 'pay-{key}'",
    ]);
    expect(
      problems([`name: a, resourceGroupName: one, ${pay}`, `name: b, resourceGroupName: two, ${pay}`]),
    ).toEqual([]);
  });

  test.each(['namespace: shop', 'serviceAccount: web', 'namespace: 7, serviceAccount: web'])(
    'that are not whole are told by what they lack: %s',
    (entry) => {
      expect(problems([`name: a, ${identities(entry, entry)}`])).toEqual([
        expect.stringMatching(/^clusters\[0\]\.workloadIdentities\[0\]\.\w+: /),
        expect.stringMatching(/^clusters\[0\]\.workloadIdentities\[1\]\.\w+: /),
      ]);
    },
  );
});

describe('roles of an identity', () => {
  const ids = '/subscriptions/8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8/resourceGroups/shop/providers';
  const identity = (name: string) =>
    `{ userAssignedIdentityId: ${ids}/Microsoft.ManagedIdentity/userAssignedIdentities/${name} }`;
  const registry = `${ids}/Microsoft.ContainerRegistry/registries/contoso`;
  const zone = `${ids}/Microsoft.Network/privateDnsZones/contoso.com`;

  function fleet(
    roleOf: (cluster: string) => string,
    identityOf: (cluster: string) => string = () => 'shared',
  ): string[] {
    const nodes = (cluster: string) =>
      `{ ${identity('nodes').slice(2, -2)}, clientId: 11111111-39f8-4bfe-b16a-510f61af6f41, objectId: ${identityOf(cluster) === 'shared' ? '2' : '3'}2222222-86f1-41af-91ab-2d7cd011db47 }`;
    return problems(
      ['a', 'b'].map(
        (name) =>
          `name: ${name}, identity: ${identity(identityOf(name))}, kubeletIdentity: ${nodes(name)}, identityRoles: [{ ${roleOf(name)} }]`,
      ),
    );
  }

  test.each([
    ['identity', 'PrivateDnsZoneContributor', zone],
    ['kubeletIdentity', 'AcrPull', registry],
  ])('that clusters share by %s are given to it once', (key, role, resourceId) => {
    const grant = `role: ${role}, resourceId: ${resourceId}`;

    expect(fleet(() => grant)).toEqual([
      `clusters[1].identityRoles[0]: ${role} on '${resourceId}' is given to the same identity by clusters[0], and Azure takes an assignment once: list it for one cluster, or give each a '${key}' of its own`,
    ]);
    expect(
      fleet(
        () => grant,
        (cluster) => (cluster === 'a' ? 'shared' : 'own'),
      ),
    ).toEqual([]);
  });

  test('may be taken over by a further cluster', () => {
    const grant = `role: AcrPull, resourceId: ${registry}`;
    const made = `${registry}/providers/Microsoft.Authorization/roleAssignments/3b2f1c8e-6a0e-4c0d-9f3b-0c8a2d4e6f10`;

    expect(fleet((cluster) => (cluster === 'a' ? grant : `${grant}, import: ${made}`))).toEqual([]);
  });
});

describe('what follows from the names of clusters', () => {
  test('AKS makes a resource group of the nodes for each', () => {
    expect(problems(['name: a, nodeResourceGroup: nodes', 'name: b, nodeResourceGroup: Nodes'])).toEqual([
      "clusters[1].nodeResourceGroup: 'Nodes' is also the group of the nodes of clusters[0], and AKS makes one for each cluster: use another name, such as 'Nodes-{key}'",
    ]);
    expect(problems(['name: a, nodeResourceGroup: nodes-a', 'name: b, nodeResourceGroup: nodes-b'])).toEqual(
      [],
    );
  });

  test('custom Azure roles are called after the cluster, and a directory has a name once', () => {
    const shared = 'aad: { azureRbac: true }\ncluster: { name: shop, location: eastus }\n';
    const clusters = 'clusters: [{ key: a, resourceGroupName: a }, { key: b, resourceGroupName: b }]\n';
    const definitions = 'azureRoleDefinitions: [{ name: deployer, dataActions: [pods/read] }]\n';

    expect(problemsOf(shared + clusters + definitions)).toEqual([
      "aks.yaml:3:46 clusters[1].name: 'shop' is also the name of clusters[0], and the directory takes an Azure role such as 'shop deployer' once: use another name, or built-in roles in the place of azureRoleDefinitions",
    ]);
    expect(problemsOf(shared + clusters)).toEqual([]);
  });

  test('the endpoint for Prometheus has the beginning of a long name', () => {
    const account =
      '/subscriptions/8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8/resourceGroups/shop/providers/Microsoft.Monitor/accounts/p';
    const cluster = (name: string, more = '') =>
      `name: ${name}, monitoring: { prometheusWorkspaceId: ${account} }${more}`;
    const long = 'x'.repeat(37);

    expect(problems([cluster(`${long}-a`), cluster(`${long}-b`)])).toEqual([
      `clusters[1].name: '${long}-b' begins like the name of clusters[0] in the same resource group, so that both make the data collection endpoint 'MSProm-${long}': use names that differ before that, or a resource group each`,
    ]);
    expect(problems([cluster(`a-${long}`), cluster(`b-${long}`)])).toEqual([]);
    expect(
      problems([
        cluster(`${long}-a`, ', resourceGroupName: a'),
        cluster(`${long}-b`, ', resourceGroupName: b'),
      ]),
    ).toEqual([]);
  });
});
