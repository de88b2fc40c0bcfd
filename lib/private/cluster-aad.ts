import { DataAzurermClientConfig } from '@cdktf/provider-azurerm/lib/data-azurerm-client-config';
import { KubernetesCluster, KubernetesClusterConfig } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { Construct } from 'constructs';
import { AadIntegration, LegacyAadOptions } from '../aad-integration';

/** The provider's arguments for managed Azure AD; none for legacy. */
export function managedAadArguments(
  aad: AadIntegration,
  scope: Construct,
): Pick<KubernetesClusterConfig, 'azureActiveDirectoryRoleBasedAccessControl'> {
  if (!aad._managed) {
    return {};
  }
  const { tenantId, adminGroupObjectIds } = aad._managed;

  return {
    azureActiveDirectoryRoleBasedAccessControl: {
      tenantId: tenantId ?? deployingTenantId(scope),
      adminGroupObjectIds,
      azureRbacEnabled: aad._azureRbac,
    },
  };
}

/** Gives a cluster applications of its own; the bindings are of azurerm 4.x, which has lost these arguments. */
export function useLegacyAad(
  cluster: KubernetesCluster,
  { serverApp, clientApp, tenantId }: LegacyAadOptions,
  scope: Construct,
): void {
  cluster.addOverride('azure_active_directory_role_based_access_control', {
    client_app_id: clientApp.clientId,
    server_app_id: serverApp.clientId,
    server_app_secret: serverApp.secret,
    tenant_id: tenantId ?? deployingTenantId(scope),
  });
}

function deployingTenantId(scope: Construct): string {
  return new DataAzurermClientConfig(scope, 'ClientConfig').tenantId;
}
