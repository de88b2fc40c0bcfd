import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTenant } from '../../access/directory/load-tenant';
import { State } from '../../rehearsal/protocol/values';
import { FileWorld } from '../../rehearsal/world/world';
import { RehearsedConfig } from './rehearsed-config';
import { describeWithTerraform } from './terraform';

const PROVIDERS = '/subscriptions/8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8/resourceGroups/platform/providers';
const REGISTRY = `${PROVIDERS}/Microsoft.ContainerRegistry/registries/contoso`;
const SUBNET = `${PROVIDERS}/Microsoft.Network/virtualNetworks/platform/subnets/nodes`;
const IDENTITY = `${PROVIDERS}/Microsoft.ManagedIdentity/userAssignedIdentities/myAKSCluster`;

const CONFIGURATION = `aad: { adminGroupObjectIds: [894656e1-39f8-4bfe-b16a-510f61af6f41] }
cluster:
  name: shop
  resourceGroupName: shop
  location: eastus
  network: { type: azureCniOverlay, vnetSubnetId: ${SUBNET} }
  identityRoles:
    - { role: AcrPull, resourceId: ${REGISTRY} }
    - { role: NetworkContributor, resourceId: ${SUBNET} }
`;

const folder = mkdtempSync(join(tmpdir(), 'identity-roles-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The assignments outside of clusters: role, resource, principal. */
function assigned(rehearsed: RehearsedConfig): State[] {
  return new FileWorld(rehearsed.workspace.worldFile)
    .all('azurerm_role_assignment')
    .filter(({ scope }) => typeof scope === 'string' && !scope.includes('managedClusters'));
}

describeWithTerraform('roles of the identities of a cluster', () => {
  let rehearsed: RehearsedConfig;
  afterEach(() => {
    rehearsed.remove();
  });

  test.each<[string, string]>([
    ['that AKS makes', ''],
    ['that is there before the cluster', `  identity: { userAssignedIdentityId: ${IDENTITY} }\n`],
  ])('are assigned to one %s, and a second plan is empty', async (_, identity) => {
    const file = join(folder, 'aks.yaml');
    writeFileSync(file, CONFIGURATION + identity);
    rehearsed = new RehearsedConfig(file, loadTenant());
    await rehearsed.rehearse();

    expect(
      assigned(rehearsed).map((one) => [one.role_definition_name, one.scope, one.principal_type]),
    ).toEqual(
      expect.arrayContaining([
        ['AcrPull', REGISTRY, 'ServicePrincipal'],
        ['Network Contributor', SUBNET, 'ServicePrincipal'],
      ]),
    );
    expect(new Set(assigned(rehearsed).map((one) => one.principal_id)).size).toBe(2);
  });
});
