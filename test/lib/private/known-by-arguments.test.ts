import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { DataAzurermKubernetesCluster } from '@cdktf/provider-azurerm/lib/data-azurerm-kubernetes-cluster';
import { DataAzurermResourceGroup } from '@cdktf/provider-azurerm/lib/data-azurerm-resource-group';
import { TerraformStack, Testing } from 'cdktf';
import { AadAksCluster, AzureRole, AzureRoleAssignment, IAadAksCluster, RbacSubject } from '../../../lib';
import { REQUIRED } from '../sample-cluster';

const NAMES = { clusterName: 'aks', resourceGroupName: 'rg' };

/** What is wrong with a stack, at synth. */
function problems(define: (stack: TerraformStack) => void): string[] {
  const stack = new TerraformStack(Testing.app(), 'test');
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  define(stack);
  return stack.node.findAll().flatMap((one) => one.node.validate());
}

function assignTwice(stack: TerraformStack, clusters: readonly IAadAksCluster[]): void {
  clusters.forEach(
    (cluster, i) =>
      new AzureRoleAssignment(stack, `Role${i}`, {
        cluster,
        role: AzureRole.CLUSTER_USER,
        subject: RbacSubject.group('894656e1-39f8-4bfe-b16a-510f61af6f41'),
      }),
  );
}

test('a role on a cluster that is looked up twice is one role', () => {
  expect(
    problems((stack) =>
      assignTwice(
        stack,
        ['A', 'B'].map((id) => AadAksCluster.fromLookup(stack, id, NAMES)),
      ),
    ),
  ).toEqual([expect.stringMatching(/ is that of 'test\/Role0', too: assign it once$/)]);
});

test('so it is where the group is looked up twice as well', () => {
  expect(
    problems((stack) =>
      assignTwice(
        stack,
        ['A', 'B'].map((id) => {
          const group = new DataAzurermResourceGroup(stack, `Group${id}`, { name: 'rg' });
          return AadAksCluster.fromLookup(stack, id, { ...NAMES, resourceGroupName: group.name });
        }),
      ),
    ),
  ).toHaveLength(1);
});

test.each<[string, (stack: TerraformStack) => IAadAksCluster]>([
  ['of another name', (stack) => AadAksCluster.fromLookup(stack, 'B', { ...NAMES, clusterName: 'other' })],
  [
    'of another subscription',
    (stack) => {
      const provider = new AzurermProvider(stack, 'other', { alias: 'other', features: [{}] });
      const cluster = AadAksCluster.fromLookup(stack, 'B', NAMES);
      const read = cluster.node.findAll().find((one) => one instanceof DataAzurermKubernetesCluster);
      read!.provider = provider;
      return cluster;
    },
  ],
  [
    'that may not be there',
    (stack) => {
      const cluster = AadAksCluster.fromLookup(stack, 'B', NAMES);
      const read = cluster.node.findAll().find((one) => one instanceof DataAzurermKubernetesCluster);
      read!.addOverride('count', 1);
      return cluster;
    },
  ],
])('a role on a cluster %s is another one', (_, other) => {
  expect(
    problems((stack) => assignTwice(stack, [AadAksCluster.fromLookup(stack, 'A', NAMES), other(stack)])),
  ).toEqual([]);
});

test('a cluster in a group that is named by its resource is that in the group of this name', () => {
  const clusters = (name: string): string[] =>
    problems((stack) => {
      const group = new ResourceGroup(stack, 'Group', { name, location: 'eastus' });
      new AadAksCluster(stack, 'A', { ...REQUIRED, ...NAMES, createResourceGroup: false });
      new AadAksCluster(stack, 'B', {
        ...REQUIRED,
        ...NAMES,
        resourceGroupName: group.name,
        createResourceGroup: false,
      });
    });

  expect(clusters('RG')).toEqual([expect.stringMatching(/ is that of 'test\/A', too/)]);
  expect(clusters('other')).toEqual([]);
});

test('names that wait for each other are left to Terraform, which tells of the cycle', () => {
  expect(
    problems((stack) => {
      const [one, other] = ['One', 'Other'].map(
        (id) => new ResourceGroup(stack, id, { name: 'rg', location: 'eastus' }),
      ) as [ResourceGroup, ResourceGroup];
      [one.name, other.name] = [other.name, one.name];
      new AadAksCluster(stack, 'A', {
        ...REQUIRED,
        ...NAMES,
        resourceGroupName: one.name,
        createResourceGroup: false,
      });
    }),
  ).toEqual([]);
});
