import { Fn, TerraformStack } from 'cdktf';
import {
  AadAksCluster,
  AadAksClusterProps,
  AadGroup,
  AadIntegration,
  AksNetwork,
  AksUpgradeChannel,
  AzureRole,
  AzureRoleAssignment,
  KubernetesConnection,
  KubernetesNamespace,
  NodeOsUpgradeChannel,
  RbacBinding,
  RbacCustomRole,
  RbacRole,
  RbacSubject,
} from '../../lib';
import {
  ADMINS,
  ASSIGNMENT_ID,
  CLUSTER_ID,
  EXISTING_TENANT,
  OPERATORS,
  POOL_ID,
  TENANT_ID,
} from './existing-tenant';
import { plannedChanges, serve, terraform, withExistingObjects, write } from './existing-under-terraform';
import { describeWithTerraform } from './terraform';

const POOL = { name: 'nodepool1', criticalAddonsOnly: false, rotation: false };

/** The props with which the constructs describe the cluster of the tenant as it is. */
const AS_IT_IS: AadAksClusterProps = {
  clusterName: 'myAKSCluster',
  resourceGroupName: 'myResourceGroup',
  location: 'eastus',
  aad: AadIntegration.managed({ tenantId: TENANT_ID, adminGroupObjectIds: [ADMINS] }),
  tags: { team: 'platform' },
  network: AksNetwork.existing(),
  defaultNodePool: POOL,
  apiServer: { dnsPrefix: 'myAKSClust-myResourceGroup-8ecadf', runCommand: true },
  security: {
    oidcIssuer: false,
    azurePolicy: false,
    imageCleanerIntervalHours: 48,
    keyVaultSecretsProvider: false,
  },
  upgrades: { channel: AksUpgradeChannel.NONE, nodeOsChannel: NodeOsUpgradeChannel.NODE_IMAGE },
};

/** Everything of the tenant as constructs; `isImported` is false once it is in the state. */
function everything(props: Partial<AadAksClusterProps> = {}, isImported = true) {
  return (stack: TerraformStack): void => {
    const group = new AadGroup(stack, 'Admins', { displayName: 'aks-admins' });
    const cluster = new AadAksCluster(stack, 'Aks', { ...AS_IT_IS, ...props });
    const pool = cluster.addNodePool('Apps', { name: 'apps', nodeCount: 2, rotation: false });
    const operators = RbacSubject.group(OPERATORS);
    const grant = cluster.grantAzureRole('Users', { role: AzureRole.CLUSTER_USER, subject: operators });

    const existing = AadAksCluster.fromLookup(stack, 'Existing', AS_IT_IS);
    new KubernetesConnection(stack, 'Kubernetes', { cluster: existing });
    const shop = new KubernetesNamespace(stack, 'Shop', { name: 'shop', labels: { team: 'shop' } });
    const role = new RbacCustomRole(stack, 'PodReader', {
      name: 'pod-reader',
      rules: [{ verbs: ['get', 'list'], resources: ['pods'] }],
    });
    const binding = new RbacBinding(stack, 'Operators', {
      name: 'operators',
      namespace: shop.namespaceName,
      role: RbacRole.EDIT,
      subjects: [operators],
    });
    if (!isImported) {
      return;
    }

    group.importFrom(ADMINS);
    // As the Azure CLI prints it.
    cluster.importFrom(CLUSTER_ID.replace('resourceGroups', 'resourcegroups'));
    pool.importFrom(POOL_ID);
    grant.importFrom(ASSIGNMENT_ID);
    shop.importFrom();
    role.importFrom();
    binding.importFrom('shop/operators');
  };
}

describeWithTerraform('what exists', () => {
  withExistingObjects();

  test('is taken over without a change, and the import can be removed afterwards', async () => {
    await serve(EXISTING_TENANT.objects);
    await write(everything());

    const plan = await terraform.succeed('plan');
    expect(plan).toContain('Plan: 8 to import, 0 to add, 0 to change, 0 to destroy.');

    await terraform.apply();
    expect(await terraform.succeed('plan')).toContain('No changes.');

    await write(everything({}, false));
    expect(await terraform.succeed('plan')).toContain('No changes.');
  });

  test('is changed in what the configuration asks for, and in nothing else', async () => {
    await serve(EXISTING_TENANT.objects);
    await write(everything({ defaultNodePool: { ...POOL, nodeCount: 5 } }));

    expect(await plannedChanges()).toEqual({ 'azurerm_kubernetes_cluster.Aks': 'update' });
    const plan = await terraform.succeed('plan');
    expect(plan).toContain('~ node_count = 3 -> 5');
    expect(plan.match(/ ~ \w+ = /g)).toHaveLength(1);
  });

  test('gets the name of a temporary pool with rotation, and Azure does not notice', async () => {
    await serve(EXISTING_TENANT.objects);
    await write(everything({ defaultNodePool: { ...POOL, rotation: true } }));

    const plan = await terraform.succeed('plan');
    expect(plan).toContain('+ temporary_name_for_rotation = "nodepool1tmp"');
    expect(plan).toContain('Plan: 8 to import, 0 to add, 1 to change, 0 to destroy.');
  });

  test('would be replaced by another network, and the plan says so', async () => {
    await serve(EXISTING_TENANT.objects);
    await write(everything({ network: AksNetwork.azureCniOverlay() }));

    expect(await terraform.succeed('plan')).toMatch(/azurerm_kubernetes_cluster\.Aks_\w+ must be replaced/);
  });

  test('loses an assignment with the cluster that is replaced, and has it again by the same deployment', async () => {
    const granted = (props: Partial<AadAksClusterProps> = {}) => {
      return (stack: TerraformStack): void => {
        const cluster = new AadAksCluster(stack, 'Aks', { ...AS_IT_IS, ...props });
        const grant = { role: AzureRole.CLUSTER_USER, subject: RbacSubject.group(OPERATORS) };
        cluster.importFrom(CLUSTER_ID);
        cluster.grantAzureRole('Users', grant).importFrom(ASSIGNMENT_ID);
      };
    };
    await serve(EXISTING_TENANT.objects);
    await write(granted());
    expect(await terraform.succeed('plan')).toContain('3 to import, 0 to add, 0 to change, 0 to destroy.');
    await terraform.apply();

    await write(granted({ defaultNodePool: { ...POOL, nodeCount: 5 } }));
    expect(await plannedChanges()).toEqual({ 'azurerm_kubernetes_cluster.Aks': 'update' });

    await write(granted({ apiServer: { dnsPrefix: 'other' } }));
    expect(await plannedChanges()).toEqual({
      'azurerm_kubernetes_cluster.Aks': 'delete,create',
      'azurerm_role_assignment.Aks_Users': 'delete,create',
    });
    await terraform.apply();
    expect(await terraform.succeed('plan')).toContain('No changes.');
  });

  test('keeps the case in which Azure has the scope of an assignment, which has to be the same place', async () => {
    const scope = CLUSTER_ID.replace('resourceGroups', 'resourcegroups');
    const { azurerm_role_assignment: [assignment] = [], ...others } = EXISTING_TENANT.objects ?? {};
    await serve({ ...others, azurerm_role_assignment: [{ ...assignment, scope }] });
    await write(everything());
    expect(await terraform.succeed('plan')).toContain(
      'Plan: 8 to import, 0 to add, 0 to change, 0 to destroy.',
    );
    await terraform.apply();
    expect(await terraform.succeed('plan')).toContain('No changes.');

    await write((stack) => {
      const cluster = AadAksCluster.fromLookup(stack, 'Aks', AS_IT_IS);
      const grant = { role: AzureRole.CLUSTER_USER, subject: RbacSubject.group(OPERATORS) };
      new AzureRoleAssignment(stack, 'Other', {
        ...grant,
        cluster: { node: cluster.node, clusterId: Fn.join('', [cluster.clusterId, '2']) },
      }).importFrom(ASSIGNMENT_ID);
    });
    const { code, output } = await terraform.run('plan');
    expect(code).toBe(1);
    expect(output).toContain('The assignment to import is at another scope');
  });

  test('must exist', async () => {
    await serve({});
    await write((stack) => new AadGroup(stack, 'Admins', { displayName: 'aks-admins' }).importFrom(ADMINS));

    const { code, output } = await terraform.run('plan');
    expect(code).toBe(1);
    expect(output).toContain(`azuread_group '/groups/${ADMINS}' was not found`);
  });

  test('may be what every cluster has, of which the rules change', async () => {
    await serve(EXISTING_TENANT.objects);
    const withRole = (isImported: boolean) => (stack: TerraformStack) => {
      everything({}, isImported)(stack);
      const role = new RbacCustomRole(stack, 'Discovery', {
        name: 'system:public-info-viewer',
        rules: [{ verbs: ['get'], nonResourceUrls: ['/healthz'] }],
      });
      role.importFrom();
    };
    await write(withRole(true));
    const plan = await terraform.succeed('plan');

    expect(plan).toContain('Plan: 9 to import, 0 to add, 1 to change, 0 to destroy.');
    expect(plan).toContain('- "/livez",');
    await terraform.succeed('apply', '-auto-approve');
    await write(withRole(false));
    expect(await terraform.plannedChanges()).toEqual({});
  });
});
