import { ARM_ID_PART as PART, armIdForm } from './arm-id-form';

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
    form: armIdForm('Microsoft.ContainerRegistry/registries'),
    what: 'a container registry',
    example: '/subscriptions/…/registries/<name>',
  },
  networkcontributor: {
    form: armIdForm('Microsoft.Network', `${PART}/${PART}(/${PART}/${PART})*`),
    what: 'a subnet, a route table or something else of Microsoft.Network',
    example: '/subscriptions/…/subnets/<name>',
  },
  privatednszonecontributor: {
    form: armIdForm('Microsoft.Network/privateDnsZones'),
    what: 'a private DNS zone',
    example: '/subscriptions/…/privateDnsZones/<name>',
  },
};

/** @param role as Azure or a configuration calls it; there is nothing for another one */
export function identityRoleResources(role: string): RoleResources | undefined {
  return RESOURCES[role.replaceAll(' ', '').toLowerCase()];
}
