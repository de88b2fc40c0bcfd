import { cdktf as azurerm } from '@cdktf/provider-azurerm/package.json';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import type { AutomaticBindings } from './automatic-resources';

/*
 * What the packages of bindings have in different ways: here those for cdktf, in bindings.cdktn.ts those for CDK Terrain, which
 * takes the place of this file in the package for it. Everything else of the library is the same in both.
 */

/** Version of azurerm that the bindings were generated from. */
export function azurermVersion(): string {
  return azurerm.provider.version;
}

/** What the class of a cluster demands: what it has without it. */
export const DEMANDED_OF_CLUSTER = {};

/** The prop for the number of log files of a container. */
export const MAX_LOG_FILES = 'containerLogMaxLine';

/** Name and labels, as the classes of namespaces and roles take them: one block, or a list of one. */
export const metadata = <T>(values: T): T => values;

/** How a federated credential says whose it is. */
export function ownerOf(identity: UserAssignedIdentity): { parentId: string; resourceGroupName: string } {
  return { parentId: identity.id, resourceGroupName: identity.resourceGroupName };
}

/** AKS Automatic, which azurerm has from 5.x on. */
export const AUTOMATIC: AutomaticBindings | undefined = undefined;
