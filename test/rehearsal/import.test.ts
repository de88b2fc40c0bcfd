import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { Fn, TerraformStack, Testing } from 'cdktf';
import { Tenant } from '../../access/directory/tenant';
import {
  AadAksCluster,
  AadAksClusterProps,
  AadClientApp,
  AadGroup,
  AadIntegration,
  AadServerApp,
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
import { ExistingObjects } from '../../rehearsal/existing-objects';
import { RunningProviders, startProviders } from '../../rehearsal/protocol/provider-server';
import { FileWorld } from '../../rehearsal/world/world';
import {
  ADMINS,
  ASSIGNMENT_ID,
  CLUSTER_ID,
  EXISTING_TENANT,
  OPERATORS,
  POOL_ID,
  PROVIDERS,
  TENANT_ID,
  tenantWith,
} from './existing-tenant';
import { describeWithTerraform, PlannedChanges, TerraformDirectory } from './terraform';

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

let terraform: TerraformDirectory;
let providers: RunningProviders;

async function serve(objects: Tenant['objects']): Promise<void> {
  const world = new FileWorld();
  const tenant = tenantWith(objects);
  await new ExistingObjects(tenant, world).make(PROVIDERS);
  providers = await startProviders({ providers: PROVIDERS, tenant, world });
  terraform = new TerraformDirectory(providers.reattach);
}

async function write(build: (stack: TerraformStack) => void): Promise<void> {
  const stack = new TerraformStack(Testing.app(), 'test');
  new AzureadProvider(stack, 'azuread');
  new AzurermProvider(stack, 'azurerm', {
    features: [{}],
    subscriptionId: '8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8',
  });
  build(stack);
  terraform.write(Testing.synth(stack, true), 'main.tf.json');
  await terraform.succeed('init');
}

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

/** Without the hash that cdktf puts behind the path of a construct. */
async function plannedChanges(): Promise<PlannedChanges> {
  const changes = Object.entries(await terraform.plannedChanges());
  return Object.fromEntries(
    changes.map(([address, actions]) => [address.replace(/_[0-9A-F]{8}$/, ''), actions]),
  );
}

describeWithTerraform('what exists', () => {
  afterEach(async () => {
    terraform.remove();
    await providers.stop();
  });

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
    expect(output).toContain('The assignment that is taken over is at another scope');
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

  test('may be applications, of which only the secret is new', async () => {
    const server = 'cc333333-3333-4333-8333-333333333333';
    const client = 'dd444444-4444-4444-8444-444444444444';
    const scopeId = 'ee555555-5555-4555-8555-555555555555';
    const id = (last: string): string => `ff666666-6666-4666-8666-66666666666${last}`;
    const consent = 'kuk2FTtZ_0-xTJZkeF-x5T2MbqQ8YjdNq';
    const graph = '4b8d1e30-6f9c-4da1-87e5-80f2b3c4d5e6';
    const owners = ['3a7c0d2f-5e8b-4c90-b6d4-7f1e2a3b4c5d'];
    const clientConsent = 'pQk2FTtZ_0-xTJZkeF-x5T2MbqQ8YjdNq';

    await serve({
      azuread_application: [
        {
          object_id: server,
          client_id: id('1'),
          display_name: 'server',
          owners,
          sign_in_audience: 'AzureADMyOrg',
          group_membership_claims: ['All'],
          web: { redirect_uris: ['https://aksazureadserver/'] },
          api: {
            oauth2_permission_scope: {
              id: scopeId,
              value: 'user_impersonation',
              admin_consent_display_name: 'server',
              admin_consent_description: 'server',
              enabled: true,
              type: 'Admin',
            },
          },
          required_resource_access: {
            resource_app_id: '00000003-0000-0000-c000-000000000000',
            resource_access: [
              { id: '06da0dbc-49e2-44d2-8312-53f166ab848a', type: 'Scope' },
              { id: 'e1fe6dd8-ba31-4d61-89e7-88639da4683d', type: 'Scope' },
              { id: '7ab1d382-f21e-4acd-a863-ba3e13f7da61', type: 'Role' },
            ],
          },
        },
        {
          object_id: client,
          client_id: id('2'),
          display_name: 'client',
          owners,
          sign_in_audience: 'AzureADMyOrg',
          fallback_public_client_enabled: true,
          public_client: { redirect_uris: ['https://aksazureadclient/'] },
          required_resource_access: {
            resource_app_id: id('1'),
            resource_access: { id: scopeId, type: 'Scope' },
          },
        },
      ],
      azuread_service_principal: [
        { object_id: id('3'), client_id: id('1'), owners },
        { object_id: id('4'), client_id: id('2'), owners },
      ],
      azuread_service_principal_delegated_permission_grant: [
        {
          id: `/oauth2PermissionGrants/${consent}`,
          service_principal_object_id: id('3'),
          resource_service_principal_object_id: graph,
          claim_values: ['Directory.Read.All', 'User.Read'],
        },
        {
          id: `/oauth2PermissionGrants/${clientConsent}`,
          service_principal_object_id: id('4'),
          resource_service_principal_object_id: id('3'),
          claim_values: ['user_impersonation'],
        },
      ],
      azuread_app_role_assignment: [
        {
          id: `/servicePrincipals/${graph}/appRoleAssignedTo/${consent}`,
          principal_object_id: id('3'),
          resource_object_id: graph,
          app_role_id: '7ab1d382-f21e-4acd-a863-ba3e13f7da61',
        },
      ],
    });

    await write((stack) => {
      const serverApp = new AadServerApp(stack, 'Server', {
        displayName: 'server',
        redirectUris: ['https://aksazureadserver'],
        scopeId,
      });
      serverApp.importFrom({
        objectId: server,
        servicePrincipalObjectId: id('3'),
        delegatedConsentId: consent,
        applicationConsentId: consent,
        graphObjectId: graph,
      });
      const redirectUris = ['https://aksazureadclient'];
      new AadClientApp(stack, 'Client', { displayName: 'client', serverApp, redirectUris }).importFrom({
        objectId: client,
        servicePrincipalObjectId: id('4'),
        delegatedConsentId: clientConsent,
      });
    });

    expect(await plannedChanges()).toEqual({
      'azuread_application_password.Server_Secret': 'create',
    });
    expect(await terraform.apply()).toContain('7 imported, 1 added, 0 changed, 0 destroyed');
  });
});
