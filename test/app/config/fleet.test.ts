import { App, TerraformStack, Testing } from 'cdktf';
import { defineStacks } from '../../../app/stacks/define-stacks';
import { loadApp, problemsOf } from './config-file';

const SHARED = `aad: { azureRbac: true }
cluster:
  location: eastus
  resourceGroupName: shop-{key}
  defaultNodePool: { nodeCount: 3 }
namespaces: [{ name: shop }]
access:
  - { clusterRole: view, groups: [readers] }
`;

const FLEET = `${SHARED}clusters:
  - name: shop-weu
  - name: shop-NEU
`;

const SUBSCRIPTIONS = ['11111111-2222-4333-8444-555555555555', '66666666-7777-4888-8999-aaaaaaaaaaaa'];

describe('clusters', () => {
  test('each is laid over the section cluster, and its lists are added to those of the top level', () => {
    const { clusters } = loadApp(`${SHARED}clusters:
  - name: shop-weu
    location: westeurope
    defaultNodePool: { nodeCount: null, minCount: 1, maxCount: 3 }
    access: [{ clusterRole: edit, groups: [writers] }]
    namespaces: [{ name: weu }]
  - name: shop-neu
`);

    expect(
      clusters.map(({ key, cluster, access, namespaces }) => ({
        key,
        location: cluster.location,
        group: cluster.resourceGroupName,
        pool: cluster.defaultNodePool,
        access: access.map(({ groups }) => groups).flat(),
        namespaces: namespaces.map(({ name }) => name),
      })),
    ).toEqual([
      {
        key: 'shop-weu',
        location: 'westeurope',
        group: 'shop-shop-weu',
        pool: { minCount: 1, maxCount: 3 },
        access: ['readers', 'writers'],
        namespaces: ['shop', 'weu'],
      },
      {
        key: 'shop-neu',
        location: 'eastus',
        group: 'shop-shop-neu',
        pool: { nodeCount: 3 },
        access: ['readers'],
        namespaces: ['shop'],
      },
    ]);
  });

  test('a key may be given, and names be made from it', () => {
    const { clusters } = loadApp(
      `${SHARED.replace('cluster:', 'cluster:\n  name: "{key}-shop"')}clusters: [{ key: weu }, { key: neu }]\n`,
    );

    expect(clusters.map(({ key, cluster }) => [key, cluster.name])).toEqual([
      ['weu', 'weu-shop'],
      ['neu', 'neu-shop'],
    ]);
  });

  test('each may be in a subscription of its own', () => {
    const { clusters } = loadApp(`${SHARED}azure: { subscriptionId: ${SUBSCRIPTIONS[0]} }
clusters: [{ name: a, subscriptionId: ${SUBSCRIPTIONS[1]} }, { name: b }]
`);

    expect(clusters.map(({ azure }) => azure.subscriptionId)).toEqual([SUBSCRIPTIONS[1], SUBSCRIPTIONS[0]]);
  });
});

describe('stacks', () => {
  const stacksOf = (content: string): Record<string, string[]> => {
    const app = new App({ outdir: '/nowhere' });
    defineStacks(app, loadApp(content));
    return Object.fromEntries(
      app.node.children.map((stack) => [
        stack.node.id,
        (stack as unknown as { dependencies: { node: { id: string } }[] }).dependencies.map(
          ({ node }) => node.id,
        ),
      ]),
    );
  };

  test('there is one for identity and two for each cluster, which wait for no other cluster', () => {
    expect(stacksOf(FLEET)).toEqual({
      identity: [],
      'cluster-shop-weu': ['identity'],
      'access-shop-weu': ['cluster-shop-weu'],
      'cluster-shop-neu': ['identity'],
      'access-shop-neu': ['cluster-shop-neu'],
    });
  });

  test('the environment stands before the key', () => {
    expect(Object.keys(stacksOf(`environment: production\n${FLEET}`))).toEqual([
      'identity-production',
      'cluster-production-shop-weu',
      'access-production-shop-weu',
      'cluster-production-shop-neu',
      'access-production-shop-neu',
    ]);
  });

  test('a cluster in the resource group of another one waits for it, wherever it stands', () => {
    const fleet = FLEET.replace(
      '  - name: shop-weu\n  - name: shop-NEU\n',
      '  - { name: a, resourceGroupName: shop, createResourceGroup: false }\n  - { name: b, resourceGroupName: Shop }\n',
    );

    expect(stacksOf(fleet)).toMatchObject({
      'cluster-a': ['identity', 'cluster-b'],
      'cluster-b': ['identity'],
    });
  });
});

test('a warning names an entry as it is written, common or of one cluster', () => {
  const app = new App({ outdir: '/nowhere' });
  defineStacks(app, loadApp(`${FLEET}    access: [{ clusterRole: edit, groups: [readers] }]\n`));
  const stack = app.node.findChild('access-shop-neu') as TerraformStack;
  Testing.synth(stack, true);

  expect(stack.node.metadata.map(({ data }) => String(data))).toContainEqual(
    expect.stringContaining(
      "group 'readers' gets nothing from access[0] that clusters[1].access[0] does not give",
    ),
  );
});

describe('problems', () => {
  test.each([
    ['no list', 'clusters: { a: {} }', 'aks.yaml:9:11 clusters: is not a list'],
    ['an empty list', 'clusters: []', 'aks.yaml:9:11 clusters: is empty'],
    ['nothing', 'clusters:', 'aks.yaml:9:1 clusters: is empty'],
    [
      'a list of names',
      'clusters: [a]',
      "aks.yaml:9:12 clusters[0]: is not a map: write what the cluster has for itself, such as 'name: shop-weu'",
    ],
  ])('%s is refused', (_, content, message) => {
    expect(problemsOf(`${SHARED}${content}\n`)).toEqual([expect.stringContaining(message)]);
  });

  test('what is common is told once and where it stands, what is of one cluster in its entry', () => {
    const fleet = `${FLEET.replace('eastus', '"-"')}    nodes: 3
    acess: []
    access: [{ clusterRole: view }]
`;

    expect(problemsOf(fleet)).toEqual([
      expect.stringMatching(/^aks\.yaml:3:13 cluster\.location: '-' is not valid: use an Azure region/),
      expect.stringMatching(
        /^aks\.yaml:12:5 clusters\[1\]\.nodes: unknown key; allowed here: name,.*key, subscriptionId/,
      ),
      expect.stringMatching(/^aks\.yaml:13:5 clusters\[1\]\.acess: unknown key, did you mean 'access'\?/),
      expect.stringMatching(/^aks\.yaml:14:14 clusters\[1\]\.access\[0\]: is granted to nobody/),
    ]);
  });

  test('what is common and wrong for some clusters only names them', () => {
    expect(problemsOf(`${FLEET}    defaultNodePool: { minCount: 1, maxCount: 3 }\n`)).toEqual([
      "aks.yaml:5:33 cluster.defaultNodePool.nodeCount: cannot be combined with 'minCount' and 'maxCount': keep the number or the range (in cluster 'shop-neu')",
    ]);
  });

  test('what every cluster lacks is told once, what one lacks in its entry', () => {
    const without = FLEET.replace('  location: eastus\n', '');

    expect(problemsOf(without)).toEqual([
      "aks.yaml:9:5 clusters[0].location: is missing in every cluster: set it in each, or once under 'cluster'",
    ]);
    expect(problemsOf(`${without}    location: eastus\n`)).toEqual([
      'aks.yaml:9:5 clusters[0].location: is missing, and it is required',
    ]);
  });

  test('an entry of a list that meets a common one names both as they are written', () => {
    expect(problemsOf(`${FLEET}    namespaces: [{ name: neu }, { name: shop }, { name: neu }]\n`)).toEqual([
      "aks.yaml:12:41 clusters[1].namespaces[1].name: 'shop' is also the name of namespaces[0]: remove one of the two",
      "aks.yaml:12:57 clusters[1].namespaces[2].name: 'neu' is also the name of clusters[1].namespaces[0]: remove one of the two",
    ]);
  });

  test.each([
    [
      'the same name in the same resource group',
      '[{ key: a, name: Shop, resourceGroupName: g }, { key: b, name: shop, resourceGroupName: G }]',
      "aks.yaml:9:74 clusters[1].name: 'shop' is also the name of clusters[0] in resource group 'G': use another name",
    ],
    [
      'the same key',
      '[{ name: Shop }, { name: shop, resourceGroupName: other }]',
      "aks.yaml:9:28 clusters[1].key: 'shop' is also the key of clusters[0], and part of the IDs of its stacks: set 'key' to another word",
    ],
    [
      'a resource group that both create',
      '[{ name: a, resourceGroupName: g }, { name: b, resourceGroupName: G }]',
      "aks.yaml:9:77 clusters[1].resourceGroupName: 'G' is also created for clusters[0]: to share it, set 'createResourceGroup: false' here; this cluster then waits for that one",
    ],
    [
      'a managed identity of the same name',
      '[{ name: a, resourceGroupName: g, workloadIdentities: &w [{ namespace: shop, serviceAccount: pay, identityName: pay }] }, { name: b, resourceGroupName: g, createResourceGroup: false, workloadIdentities: *w }]',
      "aks.yaml:9:123 clusters[1].workloadIdentities[0].identityName: 'pay' is also a managed identity of clusters[0] in the same resource group: use another name, such as 'pay-{key}'",
    ],
  ])('two clusters with %s are refused', (_, clusters, message) => {
    expect(problemsOf(`${SHARED}clusters: ${clusters}\n`)).toEqual([message]);
  });

  test('the same names in different subscriptions are fine', () => {
    const clusters = SUBSCRIPTIONS.map(
      (id, index) => `{ key: "k${index}", name: shop, resourceGroupName: g, subscriptionId: ${id} }`,
    );

    expect(problemsOf(`${SHARED}clusters: [${clusters.join()}]\n`)).toEqual([]);
  });

  test('a key that cannot be part of an ID is refused', () => {
    expect(problemsOf(`${FLEET}    key: N_EU\n`)).toEqual([
      "aks.yaml:12:10 clusters[1].key: 'N_EU' is not valid: use 1 to 40 lowercase letters, digits and hyphens, such as weu",
    ]);
  });

  test('a name that is made from the key needs one', () => {
    expect(problemsOf(`${SHARED}clusters: [{ name: "shop-{key}" }]\n`)).toContain(
      "aks.yaml:9:12 clusters[0]: needs 'key', because its name is made from it: add one, such as key: weu",
    );
  });

  test('{key} has no meaning where all clusters are meant, nor without several', () => {
    const message: unknown = expect.stringContaining("'{key}' stands for the key of one of several clusters");

    expect(problemsOf(FLEET.replace('azureRbac: true', 'adminGroup: { displayName: "a-{key}" }'))).toEqual([
      message,
    ]);
    expect(problemsOf(SHARED.replace('cluster:', 'cluster:\n  name: a'))).toContainEqual(message);
  });
});
