import { TerraformResource, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { IAadServerApp } from '../aad-server-app-props';
import { AksIdentityRoleAssignment } from '../aks-identity-role-assignment';
import { warnAboutLocalState } from './local-state';
import { ignoredSettings } from '../shared/ignored-settings';
import { warn } from '../shared/warn';
import { AadAksClusterProps } from '../aad-aks-cluster-props';

/** What an administrator should know of a cluster with applications of its own. */
export function warnAboutLegacyAad(cluster: Construct, serverApp: IAadServerApp): void {
  warn(
    cluster,
    'legacy-aad',
    'legacy Azure AD integration: Azure creates no new clusters with it since December 2023 and it needs azurerm 3.x; ' +
      'for a new cluster, and to move an existing one in place, use AadIntegration.managed()',
  );
  warnAboutLocalState(cluster, 'the secret of the server application');

  const [home, here] = [TerraformStack.of(serverApp), TerraformStack.of(cluster)];
  if (home !== here) {
    warn(
      cluster,
      'secret-across-stacks',
      `the secret of '${serverApp.node.path}' is in the state of two stacks, '${home.node.id}' and '${here.node.id}': protect both`,
    );
  }
}

/** Settings that count once only. */
export function warnAboutIgnoredSettings(cluster: Construct, props: AadAksClusterProps): void {
  for (const { path, argument } of ignoredSettings(props, props.ignoreChanges ?? [])) {
    warn(
      cluster,
      'ignored-setting',
      `${path.join('.')} has no effect once the cluster exists, as ignoreChanges names '${argument}': remove one of the two`,
    );
  }
}

/** Without an admin group, somebody has to be assigned a role; by this app or by hand. */
export function warnAboutUnassignedAzureRbac(cluster: Construct): void {
  warn(cluster, 'azure-rbac-unassigned', () => {
    const isAssigned = cluster.node.root.node.findAll().some(
      (node) =>
        TerraformResource.isTerraformResource(node) &&
        node.terraformResourceType === 'azurerm_role_assignment' &&
        // What the cluster itself may do in Azure lets nobody in.
        !(node.node.scope instanceof AksIdentityRoleAssignment),
    );

    return isAssigned
      ? undefined
      : 'azureRbac is the only way in, and nobody has a role yet: assign Azure Kubernetes Service RBAC Cluster Admin, or set adminGroupObjectIds';
  });
}
