import { TerraformStack, TerraformVariable } from 'cdktf';
import {
  AadAksCluster,
  AksNetwork,
  AzureRole,
  AzureRoleAssignment,
  KubernetesNamespace,
  RbacSubject,
} from '../../lib';
import { CLUSTER_ID as OTHER_CLUSTER, existingCluster, synthConnected } from './connected';
import { REQUIRED } from './sample-cluster';
import { synth, Synthesized } from './synth';
import { errorOf, imports, OTHER, UUID } from './imported';

const GROUP_ID = '/subscriptions/8ecadfc9/resourceGroups/myResourceGroup';
const CLUSTER_ID = `${GROUP_ID}/providers/Microsoft.ContainerService/managedClusters/myAKSCluster`;

describe('a cluster', () => {
  const ADOPTED = {
    ...REQUIRED,
    network: AksNetwork.existing(),
    defaultNodePool: { name: 'nodepool1', rotation: false },
    apiServer: { dnsPrefix: 'my-my-8ecadf' },
  };

  const adopt = (id: string, props: Partial<typeof REQUIRED> = {}): Synthesized =>
    synth((stack) => new AadAksCluster(stack, 'Aks', { ...ADOPTED, ...props }).importFrom(id));

  test('is taken over with its resource group', () => {
    expect(imports(adopt(CLUSTER_ID))).toEqual({
      'azurerm_kubernetes_cluster.Aks': CLUSTER_ID,
      'azurerm_resource_group.Aks_ResourceGroup': GROUP_ID,
    });
  });

  test('is taken over without a resource group that others own', () => {
    expect(imports(adopt(CLUSTER_ID, { createResourceGroup: false }))).toEqual({
      'azurerm_kubernetes_cluster.Aks': CLUSTER_ID,
    });
  });

  test('is found by the ID as the Azure CLI prints it', () => {
    const printed = CLUSTER_ID.replace('resourceGroups', 'resourcegroups');

    expect(imports(adopt(printed))).toEqual(imports(adopt(CLUSTER_ID)));
  });

  test('has its subscription in lower case, as its pools do, which azurerm would replace for another spelling', () => {
    const adoptAs = (subscription: string): Synthesized =>
      synth((stack) => {
        const cluster = new AadAksCluster(stack, 'Aks', ADOPTED);
        cluster.importFrom(CLUSTER_ID.replace('8ecadfc9', subscription));
        cluster
          .addNodePool('Apps', { name: 'apps', vmSize: 'Standard_D2s_v5' })
          .importFrom(`${CLUSTER_ID}/agentPools/apps`);
      });

    expect(imports(adoptAs('8ECADFC9'))).toEqual(imports(adoptAs('8ecadfc9')));
  });

  test('is found by an ID that is not known at synth', () => {
    const synthesized = synth((stack) => {
      const id = new TerraformVariable(stack, 'id', { type: 'string' }).stringValue;
      new AadAksCluster(stack, 'Aks', ADOPTED).importFrom(id);
    });

    expect(imports(synthesized)).toEqual({
      'azurerm_kubernetes_cluster.Aks': '${var.id}',
      'azurerm_resource_group.Aks_ResourceGroup': '${element(split("/providers/", var.id), 0)}',
    });
  });

  test.each([
    [
      'myAKSCluster',
      "clusterId 'myAKSCluster' is not valid: use /subscriptions/<subscription>/resourceGroups/<group>/prov",
    ],
    [
      `${CLUSTER_ID}/agentPools/a`,
      `clusterId '${CLUSTER_ID}/agentPools/a' is not valid: use /subscriptions/`,
    ],
    [`${CLUSTER_ID}2`, "names the cluster 'myAKSCluster2', and this is 'myAKSCluster'"],
    [CLUSTER_ID.replace('myR', 'MyR'), "names the group 'MyResourceGroup', and this is 'myResourceGroup'"],
    ['', "clusterId '' is not valid"],
    [undefined as unknown as string, 'clusterId is missing: set it'],
    [7 as unknown as string, 'clusterId must be a string, received a number'],
  ])('is not found by %p', (id, message) => {
    expect(errorOf(() => adopt(id))).toContain(message);
  });

  test('is not replaced by what the constructs have for new ones', () => {
    const build = (): unknown =>
      synth((stack) => new AadAksCluster(stack, 'Aks', REQUIRED).importFrom(CLUSTER_ID));

    expect(errorOf(build)).toBe(
      "a cluster that is imported needs what its default would replace it for: set 'network' (AksNetwork.existing() " +
        "leaves the network as it is, whatever it is), 'defaultNodePool.name' ('az aks show --query " +
        "agentPoolProfiles[].name' names the pools), 'apiServer.dnsPrefix' ('az aks show --query dnsPrefix' prints it) " +
        "(at 'test/Aks')",
    );
  });

  test('that is new can be put into a resource group that is taken over', () => {
    const synthesized = synth((stack) =>
      new AadAksCluster(stack, 'Aks', REQUIRED).importResourceGroupFrom(GROUP_ID),
    );

    expect(imports(synthesized)).toEqual({ 'azurerm_resource_group.Aks_ResourceGroup': GROUP_ID });
  });

  test('does not take over a resource group that the stack does not hold', () => {
    const props = { ...REQUIRED, createResourceGroup: false };
    const build = (): unknown =>
      synth((stack) => new AadAksCluster(stack, 'Aks', props).importResourceGroupFrom(GROUP_ID));

    expect(errorOf(build)).toContain(
      "the resource group is not part of this stack: remove 'createResourceGroup: false'",
    );
  });

  test('has node pools that are taken over by their IDs', () => {
    const adoptPool = (id: string): Synthesized =>
      synth((stack) => {
        const cluster = new AadAksCluster(stack, 'Aks', ADOPTED);
        cluster.addNodePool('Apps', { name: 'apps', rotation: false }).importFrom(id);
      });
    const poolId = `${CLUSTER_ID}/agentPools/apps`;

    expect(imports(adoptPool(poolId))).toEqual({
      'azurerm_kubernetes_cluster_node_pool.Aks_Apps': poolId,
    });
    expect(errorOf(() => adoptPool(`${CLUSTER_ID}/agentPools/web`))).toContain(
      "names the pool 'web', and this is 'apps'",
    );
    expect(errorOf(() => adoptPool(poolId.replace('myAKSCluster', 'other')))).toContain(
      "names the cluster 'other', and this is 'myAKSCluster'",
    );
  });

  test('without rotation gets no temporary pool, which an import could not know', () => {
    const { json } = synth((stack) =>
      new AadAksCluster(stack, 'Aks', ADOPTED).addNodePool('Apps', { name: 'apps', rotation: false }),
    );

    expect(json).not.toContain('temporary_name_for_rotation');
  });
});

describe('an Azure role assignment', () => {
  const adopt = (id: string): Synthesized =>
    synth((stack: TerraformStack) => {
      const cluster = existingCluster(stack);
      new AzureRoleAssignment(stack, 'Grant', {
        cluster,
        role: AzureRole.CLUSTER_USER,
        subject: RbacSubject.group(UUID),
      }).importFrom(id);
    });

  test('is taken over under the name that it has', () => {
    const id = `${OTHER_CLUSTER}/providers/Microsoft.Authorization/roleAssignments/${OTHER}`;

    expect(imports(adopt(id))).toEqual({ 'azurerm_role_assignment.Grant': id });
    expect(imports(adopt(id.replace('Microsoft.Authorization', 'microsoft.authorization')))).toEqual(
      imports(adopt(id)),
    );
  });

  test('is taken over once, in whatever case, as the second role would delete what grants the first', () => {
    const id = `${OTHER_CLUSTER}/providers/Microsoft.Authorization/roleAssignments/${OTHER}`;
    const twice = (): Synthesized =>
      synth((stack) => {
        const cluster = existingCluster(stack);
        const subject = RbacSubject.group(UUID);
        cluster.grantAzureRole('User', { role: AzureRole.CLUSTER_USER, subject }).importFrom(id);
        cluster
          .grantAzureRole('Reader', { role: AzureRole.RBAC_READER, subject })
          .importFrom(id.replace(OTHER, OTHER.toUpperCase()).replace('resourceGroups', 'resourcegroups'));
      });

    expect(errorOf(twice)).toMatch(
      /Reader\] the imported ID '\S+' is that of '\S+\/User', too: import it once/,
    );
  });

  test('is one of this cluster', () => {
    expect(errorOf(() => adopt(OTHER))).toContain(
      `roleAssignmentId '${OTHER}' is not valid: use the ARM ID of an assignment, <scope>/providers/`,
    );
    expect(
      errorOf(() => adopt(`${CLUSTER_ID}/providers/Microsoft.Authorization/roleAssignments/${OTHER}`)),
    ).toContain(`is at another scope than '${OTHER_CLUSTER}': import what is assigned there`);
  });
});

test('no import runs Terraform at synth', () => {
  const path = process.env.PATH;
  process.env.PATH = '/nowhere';
  try {
    const synthesized = synthConnected((stack) => {
      new KubernetesNamespace(stack, 'Shop', { name: 'shop' }).importFrom();
    });
    expect(imports(synthesized)).toEqual({ 'kubernetes_namespace_v1.Shop': 'shop' });
  } finally {
    process.env.PATH = path;
  }
});
