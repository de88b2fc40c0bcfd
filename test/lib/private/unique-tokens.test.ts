import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  App,
  Fn,
  Lazy,
  TerraformIterator,
  TerraformResource,
  TerraformStack,
  TerraformVariable,
} from 'cdktf';
import {
  AadAksCluster,
  AksIdentity,
  AksIdentityRole,
  AksIdentityRoleAssignment,
  AzureRole,
  AzureRoleAssignment,
  AzureRoleEligibility,
  KubernetesNamespace,
  RbacBinding,
  RbacCustomRole,
  RbacRole,
  RbacSubject,
} from '../../../lib';
import { connect, existingCluster, synthConnected } from '../connected';
import { REGISTRY, REQUIRED } from '../sample-cluster';

const ROLE = AksIdentityRole.acrPull(REGISTRY);
const ADMIN = RbacSubject.serviceAccount('a', 'b');
const RULES = { rules: [{ verbs: ['get'], resources: ['pods'] }] };
const TWO = ['A', 'B'];

function stackOf(app: App, id: string): TerraformStack {
  const stack = new TerraformStack(app, id);
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  return stack;
}

const variable = (stack: TerraformStack, id = 'name'): TerraformVariable =>
  new TerraformVariable(stack, id, { type: 'string' });

const identity = (stack: TerraformStack): UserAssignedIdentity =>
  new UserAssignedIdentity(stack, 'Uai', { name: 'uai', resourceGroupName: 'g', location: 'eastus' });

const resourceIn = (one: KubernetesNamespace): TerraformResource =>
  one.node.defaultChild as TerraformResource;

test.each<[string, (stack: TerraformStack) => unknown, string]>([
  [
    'namespaces',
    (stack) => {
      const name = variable(stack);
      TWO.map((id) => new KubernetesNamespace(stack, id, { name: name.stringValue }));
    },
    "[test/B] namespace '${var.name}' is that of 'test/A', too: define it once",
  ],
  [
    'namespaces, one of them a text that is made late',
    (stack) => {
      new KubernetesNamespace(stack, 'A', { name: 'shop' });
      new KubernetesNamespace(stack, 'B', { name: Lazy.stringValue({ produce: () => 'shop' }) });
    },
    "[test/B] namespace 'shop' is that of 'test/A', too",
  ],
  [
    'roles in a namespace',
    (stack) => {
      const name = variable(stack);
      TWO.map((id) => new RbacCustomRole(stack, id, { name: 'ops', namespace: name.stringValue, ...RULES }));
    },
    "[test/B] Role 'ops' is that of 'test/A', too: define it once",
  ],
  [
    'bindings',
    (stack) => {
      const name = variable(stack);
      const props = { role: RbacRole.VIEW, subjects: [RbacSubject.user('alice@contoso.com')] };
      TWO.map((id) => new RbacBinding(stack, id, { ...props, name: `${name.stringValue}-x` }));
    },
    "[test/B] binding '${var.name}-x' is that of 'test/A', too: choose another name, or leave it out",
  ],
  [
    'names of a binding',
    (stack) => {
      const name = variable(stack);
      new RbacBinding(stack, 'A', {
        role: RbacRole.VIEW,
        subjects: [RbacSubject.user('alice@contoso.com'), ADMIN],
        name: name.stringValue,
        serviceAccountsName: name.stringValue,
      });
    },
    "[test/A] binding '${var.name}' is that of 'test/A', too: choose another name, or leave it out",
  ],
  [
    'clusters',
    (stack) => {
      const group = new ResourceGroup(stack, 'Rg', { name: 'rg', location: 'eastus' });
      TWO.map((id) => {
        const place = { resourceGroupName: group.name, createResourceGroup: false };
        return new AadAksCluster(stack, id, { ...REQUIRED, ...place });
      });
    },
    "[test/B] cluster 'myAKSCluster' in resource group '${azurerm_resource_group.Rg.name}' is that of 'test/A', too",
  ],
  [
    'roles of an identity',
    (stack) => {
      const own = identity(stack);
      TWO.map((id) => new AksIdentityRoleAssignment(stack, id, { role: ROLE, principalId: own.principalId }));
    },
    `[test/B] role 'AcrPull' on '${REGISTRY}' is that of 'test/A', too: define it once`,
  ],
  [
    'roles of an identity that each cluster looks up',
    (stack) => {
      const own = identity(stack);
      const role = AksIdentityRole.networkContributor(
        '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/hub',
      );
      TWO.forEach((id) => {
        const name = { clusterName: id, resourceGroupName: id };
        const props = { ...REQUIRED, ...name, identity: AksIdentity.userAssigned(own.id) };
        new AadAksCluster(stack, id, props).grantIdentityRole('Role', role);
      });
    },
    "of the identity '${azurerm_user_assigned_identity.Uai.id}' on '/subscriptions/s/",
  ],
  ...[AzureRoleAssignment, AzureRoleEligibility].map(
    (Grant): [string, (stack: TerraformStack) => unknown, string] => [
      Grant.name,
      (stack) => {
        const group = new TerraformVariable(stack, 'group', { type: 'string' });
        const cluster = existingCluster(stack);
        TWO.map((id) => {
          const subject = RbacSubject.group(group.stringValue);
          return new Grant(stack, id, { role: AzureRole.CLUSTER_USER, cluster, subject });
        });
      },
      "is that of 'test/A', too: ",
    ],
  ),
])('two %s that are equal as expressions are refused', (_, build, message) => {
  expect(() => synthConnected(build)).toThrow(message);
});

test('service accounts of one connection are refused when their identities are in two stacks', () => {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'unique-')) });
  const [one, two, access] = ['one', 'two', 'access'].map((id) => stackOf(app, id)) as [
    TerraformStack,
    TerraformStack,
    TerraformStack,
  ];
  const connection = connect(access);
  for (const stack of [one, two]) {
    const cluster = new AadAksCluster(stack, 'Aks', { ...REQUIRED, resourceGroupName: stack.node.id });
    cluster.addWorkloadIdentity('Orders', { namespace: 'shop', serviceAccount: 'orders', connection });
  }

  expect(() => app.synth()).toThrow("service account 'shop/orders' is that of 'one/Aks/Orders', too");
});

test.each<[string, (stack: TerraformStack) => unknown]>([
  [
    'each of two lists',
    (stack) =>
      TWO.map((id) => {
        const iterator = TerraformIterator.fromList([id.toLowerCase()]);
        const one = new KubernetesNamespace(stack, id, { name: iterator.value as string });
        resourceIn(one).forEach = iterator;
      }),
  ],
  [
    'one of two with a condition',
    (stack) =>
      TWO.map((id, index) => {
        const one = new KubernetesNamespace(stack, id, { name: 'shop' });
        resourceIn(one).addOverride('count', `\${var.blue ? ${index} : ${1 - index}}`);
      }),
  ],
  [
    'a function that gives another value each time',
    (stack) => TWO.map((id) => new KubernetesNamespace(stack, id, { name: Fn.uuid() })),
  ],
  [
    'variables that differ in case, in Azure',
    (stack) =>
      ['name', 'Name'].map((id) => {
        const place = { resourceGroupName: variable(stack, id).stringValue, createResourceGroup: false };
        return new AadAksCluster(stack, `Aks${id}`, { ...REQUIRED, ...place });
      }),
  ],
  [
    'the same address in two other stacks',
    (stack) =>
      TWO.map((id) => {
        const other = new TerraformStack(stack.node.root, id);
        const group = new ResourceGroup(other, 'Rg', { name: id, location: 'eastus' });
        const place = { resourceGroupName: group.name, createResourceGroup: false };
        return new AadAksCluster(stack, `Aks${id}`, { ...REQUIRED, ...place });
      }),
  ],
])('what may differ is taken: %s', (_, build) => {
  expect(() => synthConnected(build)).not.toThrow();
});
