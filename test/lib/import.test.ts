import { TerraformStack, TerraformVariable } from 'cdktf';
import {
  AadAksCluster,
  AadClientApp,
  AadClientAppImport,
  AadGroup,
  AadServerApp,
  AadServerAppImport,
  AadServerAppProps,
  AksNetwork,
  AppConsent,
  AzureRole,
  AzureRoleAssignment,
  KubernetesConnection,
  KubernetesNamespace,
  RbacBinding,
  RbacBindingProps,
  RbacCustomRole,
  RbacRole,
  RbacSubject,
} from '../../lib';
import { CLUSTER_ID as OTHER_CLUSTER, existingCluster, synthConnected } from './connected';
import { REQUIRED } from './sample-cluster';
import { only, synth, Synthesized } from './synth';

const UUID = '894656e1-39f8-4bfe-b16a-510f61af6f41';
const OTHER = '1c1f2ad4-0c9b-4a43-a6a5-1f0a4b3f8a10';
const GRAPH_ID = 'kuk2FTtZ_0-xTJZkeF-x5T2MbqQ8YjdNq';

const GROUP_ID = '/subscriptions/8ecadfc9/resourceGroups/myResourceGroup';
const CLUSTER_ID = `${GROUP_ID}/providers/Microsoft.ContainerService/managedClusters/myAKSCluster`;

/** The import blocks: address without cdktf's hash, then ID. */
function imports({ json }: Synthesized): Record<string, string> {
  const blocks = (JSON.parse(json) as { import?: { to: string; id: string }[] }).import ?? [];
  return Object.fromEntries(blocks.map(({ to, id }) => [to.replace(/_[0-9A-F]{8}$/, ''), id]));
}

function errorOf(build: () => unknown): string {
  try {
    build();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}

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
  });

  test('without rotation gets no temporary pool, which an import could not know', () => {
    const { json } = synth((stack) =>
      new AadAksCluster(stack, 'Aks', ADOPTED).addNodePool('Apps', { name: 'apps', rotation: false }),
    );

    expect(json).not.toContain('temporary_name_for_rotation');
  });
});

describe('an object of the directory', () => {
  const server = (ids: AadServerAppImport, props: Partial<AadServerAppProps> = {}): Synthesized =>
    synth((stack) =>
      new AadServerApp(stack, 'Server', { displayName: 'server', scopeId: OTHER, ...props }).importFrom(ids),
    );

  const IDS = { objectId: UUID, servicePrincipalObjectId: OTHER };

  const client = (ids: AadClientAppImport, consent?: AppConsent): Synthesized =>
    synth((stack) => {
      const serverApp = AadServerApp.fromAadServerAppAttributes(stack, 'Server', {
        clientId: UUID,
        objectId: UUID,
        servicePrincipalObjectId: UUID,
        scopeId: UUID,
      });
      new AadClientApp(stack, 'Client', { displayName: 'client', serverApp, consent }).importFrom(ids);
    });

  test('is a group, by its object ID', () => {
    const adopt = (id: string): Synthesized =>
      synth((stack) => new AadGroup(stack, 'Ops', { displayName: 'ops' }).importFrom(id));

    expect(imports(adopt(UUID.toUpperCase()))).toEqual({ 'azuread_group.Ops': `/groups/${UUID}` });
    expect(errorOf(() => adopt('ops'))).toBe(
      "objectId 'ops' is not the object ID of a group: a UUID has the form 00000000-0000-0000-0000-000000000000 " +
        "(at 'test/Ops')",
    );
    expect(errorOf(() => adopt(`/groups/${UUID}`))).toContain(`pass '${UUID}'`);
  });

  test('is a server application with its service principal, and what it has been granted', () => {
    expect(imports(server(IDS))).toEqual({
      'azuread_application.Server': `/applications/${UUID}`,
      'azuread_service_principal.Server_ServicePrincipal': `/servicePrincipals/${OTHER}`,
    });

    const granted = {
      ...IDS,
      delegatedConsentId: GRAPH_ID,
      applicationConsentId: GRAPH_ID,
      graphObjectId: OTHER,
      clientId: UUID,
    };
    expect(imports(server(granted, { identifierUri: true }))).toMatchObject({
      'azuread_service_principal_delegated_permission_grant.Server_DelegatedConsent': `/oauth2PermissionGrants/${GRAPH_ID}`,
      'azuread_app_role_assignment.Server_ApplicationConsent': `/servicePrincipals/${OTHER}/appRoleAssignedTo/${GRAPH_ID}`,
      'azuread_application_identifier_uri.Server_IdentifierUri': `/applications/${UUID}/identifierUris/${Buffer.from(`api://${UUID}`).toString('base64')}`,
    });
  });

  test('is a server application whose secret is a new one, as no password can be imported', () => {
    const synthesized = server(IDS);

    expect(Object.keys(imports(synthesized)).join()).not.toContain('password');
    expect(Object.keys(synthesized.resource)).toContain('azuread_application_password');
  });

  test.each<[AadServerAppImport, string]>([
    [{ ...IDS, objectId: 'x' }, "objectId 'x' is not the object ID of an application"],
    [
      { ...IDS, delegatedConsentId: '/x' },
      "delegatedConsentId '/x' is not valid: use the 'id' that Microsoft Graph",
    ],
    [
      { ...IDS, applicationConsentId: GRAPH_ID },
      'graphObjectId is missing: applicationConsentId is imported together',
    ],
    [
      { ...IDS, clientId: UUID },
      'clientId is for an application with identifierUri: true: remove it, or set that prop',
    ],
  ])('is no server application by %j', (ids, message) => {
    expect(errorOf(() => server(ids))).toContain(message);
  });

  test('has no consent to import where none is given', () => {
    expect(
      errorOf(() => server({ ...IDS, delegatedConsentId: GRAPH_ID }, { consent: AppConsent.MANUAL })),
    ).toContain('delegatedConsentId is for an application with consent: AppConsent.ADMIN: remove it');
  });

  test('is a client application with its consent or its pre-authorisation', () => {
    expect(imports(client({ ...IDS, delegatedConsentId: GRAPH_ID }))).toEqual({
      'azuread_application.Client': `/applications/${UUID}`,
      'azuread_service_principal.Client_ServicePrincipal': `/servicePrincipals/${OTHER}`,
      'azuread_service_principal_delegated_permission_grant.Client_DelegatedConsent': `/oauth2PermissionGrants/${GRAPH_ID}`,
    });

    const preAuthorizationId = `${UUID}/preAuthorizedApplication/${OTHER}`;
    expect(imports(client({ ...IDS, preAuthorizationId }, AppConsent.PRE_AUTHORIZED))).toMatchObject({
      'azuread_application_pre_authorized.Client_PreAuthorization': preAuthorizationId,
    });
    expect(errorOf(() => client({ ...IDS, preAuthorizationId: UUID }, AppConsent.PRE_AUTHORIZED))).toContain(
      'use <object ID of the server application>/preAuthorizedApplication/<client ID>',
    );
  });
});

describe('an object of Kubernetes', () => {
  const role = RbacRole.VIEW;
  const subjects = [RbacSubject.group(UUID)];
  const rules = [{ verbs: ['get'], resources: ['pods'] }];

  test('is taken over by the name that it has here', () => {
    const synthesized = synthConnected((stack) => {
      new KubernetesNamespace(stack, 'Shop', { name: 'shop' }).importFrom();
      new RbacCustomRole(stack, 'Role', { name: 'pods', rules }).importFrom();
      new RbacCustomRole(stack, 'ShopRole', { name: 'pods', namespace: 'shop', rules }).importFrom();
      new RbacBinding(stack, 'Binding', { name: 'ops', role, subjects }).importFrom();
      new RbacBinding(stack, 'ShopBinding', { name: 'ops', namespace: 'shop', role, subjects }).importFrom(
        'shop/ops',
      );
    });

    expect(imports(synthesized)).toEqual({
      'kubernetes_namespace_v1.Shop': 'shop',
      'kubernetes_cluster_role_v1.Role': 'pods',
      'kubernetes_role_v1.ShopRole': 'shop/pods',
      'kubernetes_cluster_role_binding_v1.Binding': 'ops',
      'kubernetes_role_binding_v1.ShopBinding': 'shop/ops',
    });
  });

  test('is not taken over under another name', () => {
    const build = (id: string): unknown =>
      synthConnected((stack) =>
        new RbacBinding(stack, 'Ops', { name: 'ops', namespace: 'shop', role, subjects }).importFrom(id),
      );

    expect(errorOf(() => build('ops'))).toBe(
      "id 'ops' is not that of this object: use 'shop/ops', <namespace>/<name>, or leave it out (at 'test/Ops')",
    );
  });

  test('of service accounts alone is taken over by their name', () => {
    const accounts = [RbacSubject.serviceAccount('shop', 'deployer')];
    const build = (props: Partial<RbacBindingProps>, id?: string): Synthesized =>
      synthConnected((stack) =>
        new RbacBinding(stack, 'Ops', { role, subjects: accounts, namespace: 'shop', ...props }).importFrom(
          id,
        ),
      );
    const robots = { 'kubernetes_role_binding_v1.Ops_ServiceAccounts': 'shop/robots' };

    expect(imports(build({ serviceAccountsName: 'robots' }))).toEqual(robots);
    expect(imports(build({ serviceAccountsName: 'robots', name: 'ops' }, 'shop/robots'))).toEqual(robots);
    expect(errorOf(() => build({ name: 'robots' }))).toContain(
      "set 'serviceAccountsName' to the name that it has in Kubernetes (at 'test/Ops')",
    );
    expect(errorOf(() => build({ name: 'robots' }, 'shop/robots'))).toContain(
      "and there are none: set 'serviceAccountsName'",
    );
  });

  test('of users and service accounts is taken over as that of the users', () => {
    const both = [...subjects, RbacSubject.serviceAccount('shop', 'deployer')];
    const synthesized = synthConnected((stack) => {
      const binding = new RbacBinding(stack, 'Ops', { name: 'ops', role });
      binding.importFrom();
      binding.addSubject(...both);
    });

    expect(imports(synthesized)).toEqual({ 'kubernetes_cluster_role_binding_v1.Ops': 'ops' });
  });

  test('keeps the connection of the resource, which Terraform does not take in an import', () => {
    const synthesized = synthConnected((stack) => {
      const cluster = existingCluster(stack, 'Second');
      const connection = new KubernetesConnection(stack, 'Other', { cluster });
      new KubernetesNamespace(stack, 'Shop', { name: 'shop', connection }).importFrom();
    });

    expect(only(synthesized, 'kubernetes_namespace_v1').provider).toBe('kubernetes.Other');
    expect(imports(synthesized)).toEqual({ 'kubernetes_namespace_v1.Shop': 'shop' });
    expect(synthesized.json).not.toMatch(/"import":[^\]]*"provider"/);
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
