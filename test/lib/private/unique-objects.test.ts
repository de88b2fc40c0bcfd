import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { App, TerraformResource, TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import {
  AadAksCluster,
  AadDirectory,
  AadGroup,
  AadGroupActivationPolicy,
  AadGroupEligibility,
  AadServerApp,
  AzureRole,
  AzureRoleActivationPolicy,
  AzureRoleAssignment,
  AzureRoleDefinition,
  AzureRoleEligibility,
  IAadAksCluster,
  KubernetesConnection,
  KubernetesNamespace,
  RbacBinding,
  RbacCustomRole,
  RbacRole,
  RbacSubject,
} from '../../../lib';
import { connect, existingCluster, synthConnected } from '../connected';
import { GROUP, REQUIRED } from '../sample-cluster';

const MEMBER = '11111111-39f8-4bfe-b16a-510f61af6f41';
const TEAM = RbacSubject.group(GROUP);
const RULES = { rules: [{ verbs: ['get'], resources: ['pods'] }] };
const ACCOUNT = { namespace: 'shop', serviceAccount: 'orders' };
const SHARED = { ...REQUIRED, createResourceGroup: false };

const anyCluster = (stack: TerraformStack) =>
  (stack.node.tryFindChild('Any') as IAadAksCluster | undefined) ?? existingCluster(stack, 'Any');

const namespace = (stack: TerraformStack, id: string, name = 'shop') =>
  new KubernetesNamespace(stack, id, { name });

test.each<[string, (stack: TerraformStack) => unknown, string]>([
  [
    'policies of a group',
    (stack) => {
      const group = AadGroup.fromAadGroupAttributes(stack, 'Team', { objectId: GROUP });
      ['A', 'B'].map((id) => new AadGroupActivationPolicy(stack, id, { group }));
    },
    "[test/B] the policy of group 'test/Team' is that of 'test/A', too: define it once",
  ],
  [
    'policies of an Azure role',
    (stack) => {
      const [cluster, role] = [existingCluster(stack), AzureRole.CLUSTER_USER];
      ['A', 'B'].map((id) => new AzureRoleActivationPolicy(stack, id, { cluster, role }));
    },
    "[test/B] the policy of role 'Azure Kubernetes Service Cluster User Role' there is that of 'test/A', too: define it once",
  ],
  [
    'eligibilities of a member',
    (stack) => {
      const group = AadGroup.fromAadGroupAttributes(stack, 'Team', { objectId: GROUP });
      const member = RbacSubject.guest(MEMBER.toUpperCase());
      ['A', 'B'].map((id) => new AadGroupEligibility(stack, id, { group, member }));
    },
    `[test/B] the eligibility of '${MEMBER}' for the group is that of 'test/A', too: make them eligible once`,
  ],
  [
    'Azure roles',
    (stack) => {
      const cluster = existingCluster(stack, 'Aks', { azureRbac: true });
      ['reader', 'Reader'].map(
        (roleName) =>
          new AzureRoleDefinition(stack, roleName, { roleName, cluster, dataActions: ['pods/read'] }),
      );
    },
    "[test/Reader] Azure role 'Reader' is that of 'test/reader', too: role names are unique in a tenant, so choose another",
  ],
  [
    'namespaces',
    (stack) => [namespace(stack, 'A'), namespace(stack, 'B')],
    "[test/B] namespace 'shop' is that of 'test/A', too: define it once",
  ],
  [
    'cluster roles',
    (stack) => ['A', 'B'].map((id) => new RbacCustomRole(stack, id, { name: 'ops', ...RULES })),
    "[test/B] ClusterRole 'ops' is that of 'test/A', too: define it once",
  ],
  [
    'roles of a namespace, one of them by reference',
    (stack) => {
      const { namespaceName } = namespace(stack, 'Shop');
      new RbacCustomRole(stack, 'A', { name: 'ops', namespace: namespaceName, ...RULES });
      new RbacCustomRole(stack, 'B', { name: 'ops', namespace: 'shop', ...RULES });
    },
    "[test/B] Role 'ops' is that of 'test/A', too: define it once",
  ],
  [
    'groups',
    (stack) => ['A', 'B'].map((id) => new AadGroup(stack, id, { displayName: 'ops' })),
    "[test/B] group 'ops' is that of 'test/A', too: define it once",
  ],
  [
    'clusters',
    (stack) => [
      new AadAksCluster(stack, 'A', SHARED),
      new AadAksCluster(stack, 'B', { ...SHARED, clusterName: REQUIRED.clusterName.toUpperCase() }),
    ],
    `[test/B] cluster '${REQUIRED.clusterName.toUpperCase()}' in resource group '${REQUIRED.resourceGroupName}' is that of 'test/A', too: define it once`,
  ],
  [
    'resource groups',
    (stack) => [
      new AadAksCluster(stack, 'A', REQUIRED),
      new AadAksCluster(stack, 'B', { ...REQUIRED, clusterName: 'other' }),
    ],
    `[test/B] resource group '${REQUIRED.resourceGroupName}' is that of 'test/A', too: set 'createResourceGroup' to false in one of the two`,
  ],
  [
    'managed identities, which have the same name by default',
    (stack) => {
      const cluster = new AadAksCluster(stack, 'Aks', REQUIRED);
      cluster.addWorkloadIdentity('A', { namespace: 'a-b', serviceAccount: 'c' });
      cluster.addWorkloadIdentity('B', { namespace: 'a', serviceAccount: 'b-c' });
    },
    `[test/Aks/B] managed identity '${REQUIRED.clusterName}-a-b-c' is that of 'test/Aks/A', too: set 'identityName'`,
  ],
  [
    'service accounts',
    (stack) => {
      const connection = connect(stack, 'Other');
      const cluster = new AadAksCluster(stack, 'Aks', REQUIRED);
      cluster.addWorkloadIdentity('A', { ...ACCOUNT, connection });
      cluster.addWorkloadIdentity('B', { ...ACCOUNT, connection, identityName: 'other' });
    },
    "[test/Aks/B] service account 'shop/orders' is that of 'test/Aks/A', too: define it once",
  ],
])('two %s that would be one are refused, with their paths', (_, build, message) => {
  expect(() => synthConnected(build)).toThrow(message);
});

test('what is in another place, or goes another way, is another object', () => {
  const { resource } = synthConnected((stack) => {
    namespace(stack, 'A');
    const escaped = namespace(stack, 'B').node.defaultChild as TerraformResource;
    escaped.provider = new KubernetesProvider(stack, 'Other', { alias: 'other' });
    new RbacCustomRole(stack, 'D', { name: 'ops', ...RULES });
    new RbacCustomRole(stack, 'E', { name: 'ops', namespace: 'shop', ...RULES });
    new RbacCustomRole(stack, 'F', { name: 'ops', namespace: 'bank', ...RULES });
  });

  expect(Object.keys(resource.kubernetes_namespace_v1!)).toHaveLength(2);
});

test('identities of two clusters may have one ID and one connection', () => {
  const { resource } = synthConnected((stack) => {
    const connection = connect(stack, 'Other');
    const clusters = ['one', 'two'].map(
      (name) => new AadAksCluster(stack, name, { ...REQUIRED, clusterName: name, resourceGroupName: name }),
    );
    clusters.forEach((cluster, index) =>
      cluster.addWorkloadIdentity('Orders', { ...ACCOUNT, namespace: `shop-${index}`, connection }),
    );
  });

  expect(Object.keys(resource.kubernetes_service_account_v1!)).toEqual([
    expect.stringMatching(/^Other_ServiceAccount-Orders-[0-9a-f]{8}_/),
    expect.stringMatching(/^Other_ServiceAccount-Orders_[0-9A-F]{8}$/),
  ]);
});

test.each<[string, (app: App) => unknown]>([
  [
    'a binding',
    (app) =>
      new RbacBinding(app, 'X', { role: RbacRole.VIEW, subjects: [RbacSubject.serviceAccount('a', 'b')] }),
  ],
  ['a role', (app) => new RbacCustomRole(app, 'X', { name: 'ops', ...RULES })],
  ['a namespace', (app) => new KubernetesNamespace(app, 'X', { name: 'shop' })],
  ['a namespace that exists', (app) => KubernetesNamespace.fromLookup(app, 'X', 'shop')],
  ['a cluster', (app) => new AadAksCluster(app, 'X', REQUIRED)],
  [
    'a cluster that exists',
    (app) => AadAksCluster.fromLookup(app, 'X', { clusterName: 'c', resourceGroupName: 'g' }),
  ],
  ['an application', (app) => new AadServerApp(app, 'X', { displayName: 'server' })],
  ['a group', (app) => new AadGroup(app, 'X', { displayName: 'ops' })],
  ['what a directory finds', (app) => new AadDirectory(app, 'X').group('ops')],
])('%s directly under the app is refused, as nobody would deploy it', (_, define) => {
  expect(() => define(Testing.app())).toThrow(
    new Error("the construct is in no stack: pass a TerraformStack, or something in one, as scope (at 'X')"),
  );
});

test.each([
  ['1', 'connection_cad4a5be'],
  ['ü', 'connection_'],
  ['second', 'second'],
])('a further connection called %s has an alias that Terraform takes', (id, alias) => {
  const { json } = synthConnected((stack) => {
    new KubernetesConnection(stack, id, { cluster: existingCluster(stack, 'Second') });
  });
  const { provider } = JSON.parse(json) as { provider: { kubernetes: { alias?: string }[] } };

  expect(provider.kubernetes.map((one) => one.alias)).toContainEqual(expect.stringContaining(alias));
});

test('connections that differ only in what no alias can have get two', () => {
  const { json } = synthConnected((stack) => {
    ['a b', 'ab'].forEach(
      (id, index) => new KubernetesConnection(stack, id, { cluster: existingCluster(stack, `C${index}`) }),
    );
  });
  const { provider } = JSON.parse(json) as { provider: { kubernetes: { alias?: string }[] } };

  expect(new Set(provider.kubernetes.map(({ alias }) => alias)).size).toBe(4); // two, that of the first, and none
});

test('a role of another stack is deployed before the binding, by the order of the stacks', () => {
  const app = Testing.app();
  const [one, two] = ['one', 'two'].map((id) => {
    const stack = new TerraformStack(app, id);
    connect(stack);
    return stack;
  }) as [TerraformStack, TerraformStack];
  const role = new RbacCustomRole(one, 'Ops', { name: 'ops', ...RULES });
  new RbacBinding(two, 'Binding', { role, subjects: [RbacSubject.serviceAccount('a', 'b')] });

  expect(Testing.synth(two, true)).not.toContain('depends_on');
  expect(two.dependencies).toEqual([one]);
});

test('a resource group with letters that azurerm does not take is refused, unless it exists', () => {
  const attributes = { resourceGroupName: 'größe' };

  expect(() =>
    synthConnected((stack) => new AadAksCluster(stack, 'Aks', { ...REQUIRED, ...attributes })),
  ).toThrow("resourceGroupName 'größe' is not valid");
  expect(() => synthConnected((stack) => existingCluster(stack, 'Aks', attributes))).not.toThrow();
});

test.each<[string, (stack: TerraformStack) => Construct]>([
  ['a namespace', (stack) => namespace(stack, 'It')],
  [
    'a named binding',
    (stack) => new RbacBinding(stack, 'It', { role: RbacRole.VIEW, name: 'ops', subjects: [TEAM] }),
  ],
  [
    'an assignment',
    (stack) =>
      new AzureRoleAssignment(stack, 'It', {
        role: AzureRole.CLUSTER_USER,
        cluster: anyCluster(stack),
        subject: TEAM,
      }),
  ],
  [
    'an eligibility',
    (stack) =>
      new AzureRoleEligibility(stack, 'It', {
        role: AzureRole.CLUSTER_USER,
        cluster: anyCluster(stack),
        subject: TEAM,
      }),
  ],
  [
    'a connection',
    (stack) => {
      stack.node.tryRemoveChild('Kubernetes');
      new RbacBinding(stack, `Ops${stack.node.children.length}`, { role: RbacRole.VIEW, subjects: [TEAM] });
      return new KubernetesConnection(stack, 'It', { cluster: anyCluster(stack) });
    },
  ],
])('what has been taken out of the tree again counts no longer: %s', (_, define) => {
  const { json } = synthConnected((stack) => {
    define(stack);
    Testing.synth(stack, true);
    stack.node.tryRemoveChild('It');
    expect(define(stack).node.path).toBe('test/It');
  });

  expect(json).not.toContain('alias');
});

test('a node pool that has been taken out leaves its name, and a namespace those that are in it', () => {
  const { json } = synthConnected((stack) => {
    const cluster = new AadAksCluster(stack, 'Aks', REQUIRED);
    cluster.addNodePool('Blue', { name: 'apps' });
    cluster.node.tryRemoveChild('Blue');
    cluster.addNodePool('Green', { name: 'apps' });

    namespace(stack, 'Shop');
    stack.node.tryRemoveChild('Shop');
    new RbacBinding(stack, 'Ops', { role: RbacRole.VIEW, namespace: 'shop', subjects: [TEAM] });
  });

  expect(json).toContain('"namespace": "shop"');
});
