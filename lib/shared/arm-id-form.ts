/** What stands between two slashes of an ARM ID: nothing that could end a text in the Terraform that it is written into. */
export const ARM_ID_PART = String.raw`[^/\s"\\]+`;

/**
 * The form of ARM IDs of a type in a resource group, in any case.
 *
 * @param type as in `Microsoft.Network/virtualNetworks`
 * @param rest pattern of what follows the type
 */
export function armIdForm(type: string, rest = ARM_ID_PART): RegExp {
  const group = `/subscriptions/${ARM_ID_PART}/resourceGroups/${ARM_ID_PART}`;
  return new RegExp(`^${group}/providers/${type.replaceAll('.', '\\.')}/${rest}$`, 'i');
}
