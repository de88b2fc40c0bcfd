import { cdktn as azurerm } from '@cdktn/provider-azurerm/package.json';
import { UserAssignedIdentity } from '@cdktn/provider-azurerm/lib/user-assigned-identity';

/* See bindings.ts, in whose place this file is in the package for CDK Terrain. */

/** Version of azurerm that the bindings were generated from. */
export function azurermVersion(): string {
  return azurerm.provider.version;
}

/** What the class of a cluster demands; Manual is what a cluster has without it. */
export const DEMANDED_OF_CLUSTER = { nodeProvisioningProfile: { mode: 'Manual' } };

/** The prop for the number of log files of a container. */
export const MAX_LOG_FILES = 'containerLogMaxFiles';

/** Name and labels, as the classes of namespaces and roles take them: a list of one block. */
export function metadata<T>(values: T): T[] {
  return [values];
}

/** The name of a namespace, as a reference to it. */
export function nameOf(namespace: {
  readonly metadata: { get(index: number): { readonly name: string } };
}): string {
  return namespace.metadata.get(0).name;
}

/** How a federated credential says whose it is. */
export function ownerOf(identity: UserAssignedIdentity): { userAssignedIdentityId: string } {
  return { userAssignedIdentityId: identity.id };
}
