import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { Construct } from 'constructs';
import { ValidationError } from '../shared/errors';
import { protectedIf } from '../shared/protection';
import { takeOver } from '../shared/take-over';
import { armImportId, RESOURCE_GROUP_FORM } from './import-ids';
import { withLateAddress } from './late-address';
import { requireUnique } from './unique-objects';

const GROUP_ID = 'ResourceGroup';

/** What the resource group around a cluster follows from. */
interface Surrounded {
  readonly resourceGroupName: string;
  readonly location: string;
  readonly createResourceGroup?: boolean;
  readonly tags?: { [key: string]: string };
  readonly protect?: boolean;
}

/** Where a cluster is: in a resource group that is defined with it, or in one that exists. */
export function placeOf(
  cluster: Construct,
  { resourceGroupName, location, createResourceGroup, tags, protect }: Surrounded,
): { resourceGroupName: string; location: string } {
  if (createResourceGroup === false) {
    return { resourceGroupName, location };
  }
  const group = new ResourceGroup(cluster, GROUP_ID, {
    name: resourceGroupName,
    location,
    tags,
    lifecycle: protectedIf(protect),
  });
  withLateAddress(group);
  requireUnique(
    cluster,
    group,
    `resource group '${resourceGroupName}'`,
    [resourceGroupName],
    "set 'createResourceGroup' to false in one of the two",
  );
  return { resourceGroupName: group.name, location: group.location };
}

/** Takes over the existing resource group of a cluster. */
export function takeOverGroup(cluster: Construct, resourceGroupId: string, name: string): void {
  const group = cluster.node.tryFindChild(GROUP_ID);
  if (!(group instanceof ResourceGroup)) {
    throw new ValidationError(
      "the resource group is not part of this stack: remove 'createResourceGroup: false', or leave the group alone",
      cluster,
    );
  }
  takeOver(
    group,
    armImportId('resourceGroupId', resourceGroupId, RESOURCE_GROUP_FORM, { group: name }, cluster),
  );
}
