import { isTrue, text } from '../world/attributes';
import { Context, PlannedChange, Refusal } from '../world/behaviour';

/**
 * Refuses a plan for an object that is to have a name of its own when there is another one of that name.
 *
 * Source: azuread 3.7, CustomizeDiff of azuread_application and azuread_group, recorded as app-dup-name.
 */
export function refuseDuplicateName(
  type: 'azuread_application' | 'azuread_group',
  { prior, planned }: PlannedChange,
  { world, tenant }: Context,
): void {
  const name = text(planned, 'display_name');
  if (
    !isTrue(planned, 'prevent_duplicate_names') ||
    name === undefined ||
    name === text(prior ?? {}, 'display_name')
  ) {
    return;
  }
  const deployed = world.all(type).find((object) => object.display_name === name)?.object_id;
  const given =
    type === 'azuread_group' ? tenant.groups.find(({ displayName }) => displayName === name) : undefined;
  const found = deployed ?? given?.objectId;
  if (typeof found === 'string') {
    throw new Refusal({
      summary:
        `An existing "${type}" with name "${name}" (ID: "${found}") was found and \`prevent_duplicate_names\` was specified. ` +
        'To be managed via Terraform, this resource needs to be imported into the State. ' +
        `Please see the resource documentation for "${type}" for more information.`,
      path: ['display_name'],
    });
  }
}
