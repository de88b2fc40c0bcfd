import { cdktn as azurerm } from '@cdktn/provider-azurerm/package.json';
import { DataAzurermKubernetesAutomaticCluster } from '@cdktn/provider-azurerm/lib/data-azurerm-kubernetes-automatic-cluster';
import { KubernetesAutomaticCluster } from '@cdktn/provider-azurerm/lib/kubernetes-automatic-cluster';
import { KubernetesClusterDeploymentSafeguard } from '@cdktn/provider-azurerm/lib/kubernetes-cluster-deployment-safeguard';
import { UserAssignedIdentity } from '@cdktn/provider-azurerm/lib/user-assigned-identity';
import type { AutomaticBindings } from './automatic-resources';

/* See bindings.ts, in whose place this file is in the package for CDK Terrain. */

/** Version of azurerm that the bindings were generated from. */
export function azurermVersion(): string {
  return azurerm.provider.version;
}

/** What the class of a cluster demands: what it has without it. */
export const DEMANDED_OF_CLUSTER = { nodeProvisioningProfile: { mode: 'Manual' } };

/** The prop for the number of log files of a container. */
export const MAX_LOG_FILES = 'containerLogMaxFiles';

/** Name and labels, as the classes of namespaces and roles take them: one block, or a list of one. */
export const metadata = <T>(values: T): T[] => [values];

/** How a federated credential says whose it is. */
export function ownerOf(identity: UserAssignedIdentity): { userAssignedIdentityId: string } {
  return { userAssignedIdentityId: identity.id };
}

/** AKS Automatic, which azurerm has from 5.x on. */
export const AUTOMATIC: AutomaticBindings | undefined = {
  cluster: (scope, id, config) => new KubernetesAutomaticCluster(scope, id, config),
  lookUp: (scope, id, config) => new DataAzurermKubernetesAutomaticCluster(scope, id, config),
  safeguard: (scope, id, config) => new KubernetesClusterDeploymentSafeguard(scope, id, config),
};
