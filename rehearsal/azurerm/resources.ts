import { block, text } from '../world/attributes';
import {
  armId,
  findById,
  GROUP_SCOPED,
  identityOfCredential,
  isWithin,
  NAMED_TYPES,
  resourceGroupOf,
  subscriptionOf,
} from './arm-ids';
import { idsOfIdentity, principalOf } from './azure-principals';
import { definedRoleName } from './role-definitions';
import { roleIdByName, roleNameById } from './azure-roles';
import { refuseLocked, removable } from './locks';
import { AksCluster } from '../kubernetes/aks-cluster';
import { removeObjectsOf } from '../kubernetes/store';
import { Context, Refusal, ResourceBehaviour } from '../world/behaviour';
import { State } from '../protocol/values';

export const resourceGroup: ResourceBehaviour = {
  apply: (planned, _prior, context) => ({ id: armId('azurerm_resource_group', planned, context) }),
  remove: (prior, context) => {
    refuseLocked(prior, context);
    const contained = contentsOf(prior, context);
    if (contained.length > 0 && mustBeEmpty(context)) {
      throw new Refusal({
        summary: `deleting Resource Group "${text(prior, 'name')}": the Resource Group still contains Resources.`,
        detail: [
          'Terraform is configured to check for Resources within the Resource Group when deleting it, and raises an error if nested Resources still exist:',
          ...contained.map(({ id }) => `* \`${id}\``),
          'Set `prevent_deletion_if_contains_resources` to false in the `features` block to delete them, too.',
        ].join('\n'),
      });
    }
    for (const { type, id } of contained) {
      const cluster = AksCluster.all(context.world).find((one) => one.id === id);
      if (cluster) {
        removeObjectsOf(cluster, context.world);
      }
      context.world.remove(type, id);
    }
  },
};

export const userAssignedIdentity: ResourceBehaviour = {
  apply: (planned, _prior, context) => {
    const id = armId('azurerm_user_assigned_identity', planned, context);
    return { id, ...idsOfIdentity(id, context) };
  },
  ...removable,
};

export const federatedIdentityCredential: ResourceBehaviour = {
  // The identity's argument has another name in each major version and is required in both.
  apply: (planned, _prior, context) => ({
    id: armId('azurerm_federated_identity_credential', planned, context),
  }),
  // Every version reads the identity out of the credential's ID, whatever wrote the state: flatten() of
  // https://github.com/hashicorp/terraform-provider-azurerm/blob/main/internal/services/managedidentity/federated_identity_credential_resource.go
  read: (stored) => {
    const identity = identityOfCredential(stored) ?? '';
    return {
      ...stored,
      parent_id: identity,
      user_assigned_identity_id: identity,
      resource_group_name: resourceGroupOf(identity) ?? '',
    };
  },
  ...removable,
};

export const managementLock: ResourceBehaviour = {
  apply: (planned, _prior, context) => ({ id: armId('azurerm_management_lock', planned, context) }),
};

export const roleAssignment: ResourceBehaviour = {
  apply: (planned, _prior, context) => {
    const scope = text(planned, 'scope') ?? '';
    const principalId = text(planned, 'principal_id') ?? '';
    const { id: roleId, name: roleName } = roleOf(planned, context);
    const name = text(planned, 'name') ?? context.uuid('role assignment', scope, roleId, principalId);
    return {
      id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
      name,
      // Azure answers with the subscription that the scope is in.
      role_definition_id: `/subscriptions/${/^\/subscriptions\/([^/]+)/i.exec(scope)?.[1] ?? subscriptionOf(context)}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`,
      role_definition_name: roleName,
      principal_type: text(planned, 'principal_type') ?? principalOf(principalId, context)?.type ?? '',
    };
  },
  // Azure keeps the scope in the case in which it was given, and finds the assignment in any.
  import: (id, context) => findById('azurerm_role_assignment', id, context),
  ...removable,
};

/** Everything else in a resource group of which only the ID matters here. */
export function groupScoped(type: string): ResourceBehaviour {
  return {
    apply: (planned, _prior, context) => ({ id: armId(type, planned, context) }),
    ...removable,
  };
}

export const GROUP_SCOPED_TYPES = Object.keys(GROUP_SCOPED);

/** The role of an assignment, whichever of its two arguments names it. */
export function roleOf(assignment: State, context: Context): { readonly id: string; readonly name: string } {
  const roleId = text(assignment, 'role_definition_id')?.split('/').pop();
  if (roleId !== undefined) {
    return { id: roleId, name: roleNameById(roleId) ?? definedRoleName(roleId, context) ?? '' };
  }
  const name = text(assignment, 'role_definition_name') ?? '';
  return { id: roleIdByName(name) ?? context.uuid('role', name), name };
}

function contentsOf(group: State, { world }: Context): { readonly type: string; readonly id: string }[] {
  const groupId = text(group, 'id') ?? '';
  return NAMED_TYPES.filter((type) => type !== 'azurerm_resource_group' && type !== 'azurerm_management_lock')
    .flatMap((type) => world.all(type).map((object) => ({ type, id: text(object, 'id') ?? '' })))
    .filter(({ id }) => isWithin(id, groupId));
}

function mustBeEmpty({ provider }: Context): boolean {
  const settings = block(block(provider, 'features'), 'resource_group');
  return settings?.prevent_deletion_if_contains_resources !== false;
}
