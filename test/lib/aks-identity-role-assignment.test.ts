import { TerraformStack, TerraformVariable } from 'cdktf';
import {
  AadAksCluster,
  AadAksClusterProps,
  AadIntegration,
  AksIdentity,
  AksIdentityRole,
  AksIdentityRoleAssignment,
} from '../../lib';
import {
  clusterWarnings,
  GROUP,
  IDENTITY,
  REGISTRY,
  REQUIRED,
  ROUTE_TABLE,
  SUBNET,
  synthCluster,
  ZONE,
} from './sample-cluster';
import { only, synth, Synthesized } from './synth';

const OWN = { identity: AksIdentity.userAssigned(IDENTITY) };
const KUBELET = { userAssignedIdentityId: IDENTITY, clientId: GROUP, objectId: GROUP };

function granted(role: AksIdentityRole, props: Partial<AadAksClusterProps> = {}): Synthesized {
  return synthCluster(props, (cluster) => void cluster.grantIdentityRole('Role', role));
}

test('the identity that AKS makes for the nodes may pull images, as soon as it is there', () => {
  const synthesized = granted(AksIdentityRole.acrPull(REGISTRY));

  expect(only(synthesized, 'azurerm_role_assignment')).toMatchObject({
    scope: REGISTRY,
    role_definition_id:
      '/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d',
    principal_id: expect.stringMatching(
      /^\$\{azurerm_kubernetes_cluster\.\w+\.kubelet_identity\[0\]\.object_id\}$/,
    ) as string,
    principal_type: 'ServicePrincipal',
    skip_service_principal_aad_check: true,
  });
  expect(only(synthesized, 'azurerm_kubernetes_cluster')).not.toHaveProperty('depends_on');
});

test('the system-assigned identity of the control plane may write routes', () => {
  expect(
    only(granted(AksIdentityRole.networkContributor(ROUTE_TABLE)), 'azurerm_role_assignment'),
  ).toMatchObject({
    scope: ROUTE_TABLE,
    principal_id: expect.stringMatching(/identity\[0\]\.principal_id\}$/) as string,
  });
});

test('an identity that is there before has its roles before the cluster, and is looked up once', () => {
  const synthesized = synthCluster(OWN, (cluster) => {
    cluster.grantIdentityRole('Nodes', AksIdentityRole.networkContributor(SUBNET));
    cluster.grantIdentityRole('Zone', AksIdentityRole.privateDnsZoneContributor(ZONE));
  });
  const addresses = Object.keys(synthesized.resource.azurerm_role_assignment ?? {});

  expect(only(synthesized, 'data.azurerm_user_assigned_identity')).toEqual({
    name: 'aks',
    resource_group_name: 'shared',
  });
  expect(only(synthesized, 'azurerm_kubernetes_cluster').depends_on).toEqual(
    addresses.map((address) => `azurerm_role_assignment.${address}`),
  );
  expect(addresses).toHaveLength(2);
});

test('an identity of the nodes that is there before pulls from the first node on', () => {
  const synthesized = granted(AksIdentityRole.acrPull(REGISTRY), { ...OWN, kubeletIdentity: KUBELET });

  expect(only(synthesized, 'azurerm_role_assignment')).toMatchObject({ principal_id: GROUP });
  expect(only(synthesized, 'azurerm_kubernetes_cluster').depends_on).toHaveLength(1);
  expect(synthesized.data).not.toHaveProperty('azurerm_user_assigned_identity');
});

test('IDs that Terraform knows later are taken apart by it', () => {
  const synthesized = synth((stack) => {
    const [subnet, identity] = ['subnet', 'identity'].map((name) => new TerraformVariable(stack, name, {}));
    const props = { ...REQUIRED, identity: AksIdentity.userAssigned(identity!.stringValue) };
    new AadAksCluster(stack, 'Aks', props).grantIdentityRole(
      'Role',
      AksIdentityRole.networkContributor(subnet!.stringValue),
    );
  });

  expect(only(synthesized, 'azurerm_role_assignment').role_definition_id).toContain('split("/", var.subnet)');
  expect(only(synthesized, 'data.azurerm_user_assigned_identity')).toMatchObject({
    name: '${element(split("/", var.identity), 8)}',
    resource_group_name: '${element(split("/", var.identity), 4)}',
  });
});

test.each<[string, AksIdentityRole, string]>([
  [
    'AcrPull on a subnet',
    AksIdentityRole.acrPull(SUBNET),
    `resourceId '${SUBNET}' is not valid: for AcrPull use the ARM ID of a container registry`,
  ],
  [
    'Network Contributor on a registry',
    AksIdentityRole.networkContributor(REGISTRY),
    `resourceId '${REGISTRY}' is not valid: for Network Contributor use the ARM ID of a subnet, a route table or something else of Microsoft.Network, such as /subscriptions/`,
  ],
  [
    'a zone by its name',
    AksIdentityRole.privateDnsZoneContributor('privatelink.eastus.azmk8s.io'),
    "resourceId 'privatelink.eastus.azmk8s.io' is not valid: for Private DNS Zone Contributor use the ARM ID of a private DNS zone",
  ],
])('refuses %s', (_, role, message) => {
  expect(() => granted(role)).toThrow(message);
});

test('refuses a role for a service principal, of which nobody knows the object ID', () => {
  const build = (stack: TerraformStack) => {
    const secret = new TerraformVariable(stack, 'secret', { sensitive: true }).stringValue;
    const identity = AksIdentity.servicePrincipal(GROUP, secret);
    new AadAksCluster(stack, 'Aks', { ...REQUIRED, identity }).grantIdentityRole(
      'Role',
      AksIdentityRole.acrPull(REGISTRY),
    );
  };

  expect(() => synth(build)).toThrow(
    "role 'AcrPull' cannot be assigned here: the cluster is a service principal in Azure",
  );
});

test('refuses the same role for the same identity on the same resource twice', () => {
  const attempt = () =>
    synthCluster({}, (cluster) => {
      cluster.grantIdentityRole('One', AksIdentityRole.acrPull(REGISTRY));
      cluster.grantIdentityRole('Two', AksIdentityRole.acrPull(REGISTRY.replace('contoso', 'Contoso')));
    });

  expect(attempt).toThrow(/role 'AcrPull' on '.*' is that of 'test\/Aks\/One', too: define it once/);
});

test('refuses the same role for the identity that two clusters have in common', () => {
  const attempt = (...identities: string[]) =>
    synth((stack) =>
      identities.forEach((id, i) =>
        new AadAksCluster(stack, `Aks${i}`, {
          ...REQUIRED,
          resourceGroupName: `aks${i}`,
          identity: AksIdentity.userAssigned(id),
        }).grantIdentityRole('Role', AksIdentityRole.networkContributor(SUBNET)),
      ),
    );

  const again = IDENTITY.replace('resourceGroups', 'resourcegroups');
  expect(() => attempt(IDENTITY, again)).toThrow(
    `role 'Network Contributor' of the identity '${again}' on '${SUBNET}' is that of 'test/Aks0', too: define it once`,
  );
  expect(() => attempt(IDENTITY, `${IDENTITY}-2`)).not.toThrow();
});

test('what the cluster may do in Azure lets nobody in', () => {
  const aad = AadIntegration.managed({ azureRbac: true });

  expect(
    clusterWarnings(
      { aad },
      (cluster) => void cluster.grantIdentityRole('Role', AksIdentityRole.acrPull(REGISTRY)),
    ),
  ).toEqual([expect.stringContaining('[azure-rbac-unassigned]')]);
});

test('an assignment by hand is taken over, when it is one on the resource', () => {
  const id = (resource: string) =>
    `${resource}/providers/Microsoft.Authorization/roleAssignments/894656e1-39f8-4bfe-b16a-510f61af6f41`;
  const take = (resource: string) =>
    synth((stack) => {
      const role = AksIdentityRole.acrPull(REGISTRY);
      new AksIdentityRoleAssignment(stack, 'Role', { role, principalId: GROUP }).importFrom(id(resource));
    });

  expect(take(REGISTRY).json).toContain(id(REGISTRY));
  expect(() => take(SUBNET)).toThrow('is at another scope than');
});
