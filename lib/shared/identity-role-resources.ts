const IN_A_GROUP = '^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/';

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
    form: new RegExp(`${IN_A_GROUP}Microsoft\\.ContainerRegistry/registries/[^/]+$`, 'i'),
    what: 'a container registry',
    example: '/subscriptions/…/registries/<name>',
  },
  networkcontributor: {
    form: new RegExp(`${IN_A_GROUP}Microsoft\\.Network/[^/]+/[^/]+(/[^/]+/[^/]+)*$`, 'i'),
    what: 'a subnet, a route table or something else of Microsoft.Network',
    example: '/subscriptions/…/subnets/<name>',
  },
  privatednszonecontributor: {
    form: new RegExp(`${IN_A_GROUP}Microsoft\\.Network/privateDnsZones/[^/]+$`, 'i'),
    what: 'a private DNS zone',
    example: '/subscriptions/…/privateDnsZones/<name>',
  },
};

/** @param role as Azure or a configuration calls it; there is nothing for another one */
export function identityRoleResources(role: string): RoleResources | undefined {
  return RESOURCES[role.replaceAll(' ', '').toLowerCase()];
}
