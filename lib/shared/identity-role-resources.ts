/** What stands between two slashes of an ARM ID. */
const PART = String.raw`[^/\s"\\]+`;
const IN_A_GROUP = `^/subscriptions/${PART}/resourceGroups/${PART}/providers/`;

/** What an Azure role that the identities of a cluster need can be assigned on. */
export interface RoleResources {
  /** Form of the ARM ID. */
  readonly form: RegExp;
  readonly what: string;
  readonly example: string;
}

/** The same by the name of the role, in lower case and without blanks. */
const RESOURCES: Readonly<Record<string, RoleResources>> = {
  acrpull: {
    form: new RegExp(`${IN_A_GROUP}Microsoft\\.ContainerRegistry/registries/${PART}$`, 'i'),
    what: 'a container registry',
    example: '/subscriptions/…/registries/<name>',
  },
  networkcontributor: {
    form: new RegExp(`${IN_A_GROUP}Microsoft\\.Network/${PART}/${PART}(/${PART}/${PART})*$`, 'i'),
    what: 'a subnet, a route table or something else of Microsoft.Network',
    example: '/subscriptions/…/subnets/<name>',
  },
  privatednszonecontributor: {
    form: new RegExp(`${IN_A_GROUP}Microsoft\\.Network/privateDnsZones/${PART}$`, 'i'),
    what: 'a private DNS zone',
    example: '/subscriptions/…/privateDnsZones/<name>',
  },
};

/** @param role as Azure or a configuration calls it; there is nothing for another one */
export function identityRoleResources(role: string): RoleResources | undefined {
  return RESOURCES[role.replaceAll(' ', '').toLowerCase()];
}
