import { subscriptionTenantOf } from '../world/deployer';
import { text } from '../world/attributes';
import {
  armId,
  exists,
  findById,
  GROUP_SCOPED,
  identityOfCredential,
  NAMED_TYPES,
  virtualNetworkId,
} from './arm-ids';
import { isUuid } from '../azuread/formats';
import { principalOf } from './azure-principals';
import { isKnownNotToExist } from './azure-roles';
import { roleOf } from './resources';
import { Context, Problem, Rule } from '../world/behaviour';
import { State } from '../protocol/values';

const PROVIDER = 'https://github.com/hashicorp/terraform-provider-azurerm/blob/main/internal';
const LEARN = 'https://learn.microsoft.com/azure';

/** A rehearsed subscription begins with what the tenant file says. */
const ONLY_WHAT_WAS_DEPLOYED =
  "In a rehearsal only what was deployed in it exists, and what the tenant file lists under 'resources'.";

/** What Azure Resource Manager and azurerm refuse when an object is written. */
export const azureServiceRules: readonly Rule[] = [
  ...NAMED_TYPES.map((on): Rule => ({
    on,
    refuses: 'a second object of the same ID',
    source: 'https://github.com/hashicorp/terraform-provider-azurerm/blob/main/helpers/tf/errors.go',
    at: 'apply',
    check: (object, context) => context && alreadyExists(on, object, context),
  })),
  ...[...Object.keys(GROUP_SCOPED), 'azurerm_subnet'].map((on): Rule => ({
    on,
    refuses: 'a resource group that does not exist',
    source: `${LEARN}/azure-resource-manager/troubleshooting/error-not-found`,
    at: 'apply',
    check: (object, context) => context && missingGroup(object, context),
  })),
  {
    on: 'azurerm_subnet',
    refuses: 'a virtual network that does not exist',
    source: `${PROVIDER}/services/network/subnet_resource.go`,
    at: 'apply',
    check: (subnet, context) =>
      context &&
      missing('azurerm_virtual_network', virtualNetworkId(subnet, context), 'virtual_network_name', context),
  },
  {
    on: 'azurerm_federated_identity_credential',
    refuses: 'an identity that does not exist',
    source: `${LEARN}/azure-resource-manager/troubleshooting/error-not-found`,
    at: 'apply',
    check: (credential, context) =>
      context && missing('azurerm_user_assigned_identity', identityOfCredential(credential), 'name', context),
  },
  {
    on: 'azurerm_role_assignment',
    refuses: 'a principal_id that is not a bare UUID, such as the id /groups/<uuid> of a group',
    source: `${LEARN}/role-based-access-control/troubleshooting`,
    at: 'apply',
    check: (assignment) =>
      isUuid(text(assignment, 'principal_id') ?? '')
        ? undefined
        : {
            summary:
              'unexpected status 400 (400 Bad Request) with error: InvalidPrincipalId: A valid principal ID must be provided for role assignment.',
            path: ['principal_id'],
          },
  },
  {
    on: 'azurerm_role_assignment',
    refuses: 'a principal that does not exist',
    source: `${LEARN}/role-based-access-control/troubleshooting`,
    at: 'apply',
    check: (assignment, context) => context && missingPrincipal(assignment, context),
  },
  {
    on: 'azurerm_role_assignment',
    refuses: 'a principal_type that is not that of the principal',
    source: 'https://github.com/Azure/modern-web-app-pattern-dotnet/pull/129',
    at: 'apply',
    check: (assignment, context) => context && unmatchedType(assignment, context),
  },
  {
    on: 'azurerm_role_assignment',
    refuses: 'a role that does not exist',
    source: `${PROVIDER}/services/authorization/role_assignment_resource.go`,
    at: 'apply',
    check: (assignment) => unknownRole(text(assignment, 'role_definition_name') ?? ''),
  },
  {
    on: 'azurerm_role_assignment',
    refuses: 'the same role for the same principal at the same scope twice',
    source: `${LEARN}/role-based-access-control/troubleshooting`,
    at: 'apply',
    check: (assignment, context) => context && assignedTwice(assignment, context),
  },
];

/** The problem of an object that another one names and that is not there. */
export function missing(
  type: string,
  id: string | undefined,
  attribute: string,
  context: Context,
): Problem | undefined {
  return exists(type, id, context)
    ? undefined
    : {
        summary: `unexpected status 404 (404 Not Found) with error: ResourceNotFound: The Resource '${id}' was not found.`,
        detail: ONLY_WHAT_WAS_DEPLOYED,
        path: [attribute],
      };
}

function alreadyExists(type: string, object: State, context: Context): Problem | undefined {
  const id = armId(type, object, context);
  const isNew = typeof object.id !== 'string';
  return isNew && findById(type, id, context)
    ? {
        summary: `A resource with the ID "${id}" already exists - to be managed via Terraform this resource needs to be imported into the State. Please see the resource documentation for "${type}" for more information.`,
      }
    : undefined;
}

function missingGroup(object: State, context: Context): Problem | undefined {
  const name = text(object, 'resource_group_name') ?? '';
  return exists('azurerm_resource_group', armId('azurerm_resource_group', { name }, context), context)
    ? undefined
    : {
        summary: `unexpected status 404 (404 Not Found) with error: ResourceGroupNotFound: Resource group '${name}' could not be found.`,
        detail: ONLY_WHAT_WAS_DEPLOYED,
        path: ['resource_group_name'],
      };
}

function missingPrincipal(assignment: State, context: Context): Problem | undefined {
  const principalId = text(assignment, 'principal_id') ?? '';
  return !isUuid(principalId) || principalOf(principalId, context)
    ? undefined
    : {
        summary: `unexpected status 400 (400 Bad Request) with error: PrincipalNotFound: Principal ${principalId.replaceAll('-', '')} does not exist in the directory ${subscriptionTenantOf(context)}.`,
        detail: 'If the principal exists, add it to the tenant file.',
        path: ['principal_id'],
      };
}

function unmatchedType(assignment: State, context: Context): Problem | undefined {
  const [principalId, type] = [text(assignment, 'principal_id') ?? '', text(assignment, 'principal_type')];
  const actual = principalOf(principalId, context)?.type;
  return type === undefined || actual === undefined || type === actual
    ? undefined
    : {
        summary: `unexpected status 400 (400 Bad Request) with error: UnmatchedPrincipalType: The PrincipalId '${principalId.replaceAll('-', '')}' has type '${actual}' , which is different from specified PrinciaplType '${type}'.`,
        path: ['principal_type'],
      };
}

function unknownRole(name: string): Problem | undefined {
  return isKnownNotToExist(name)
    ? {
        summary: `loading Role Definition List: could not find role '${name}'`,
        path: ['role_definition_name'],
      }
    : undefined;
}

function assignedTwice(assignment: State, context: Context): Problem | undefined {
  const role = roleOf(assignment, context).id;
  const existing = context.world
    .all('azurerm_role_assignment')
    .filter((other) => other.id !== assignment.id && other.principal_id === assignment.principal_id)
    .find((other) => sameText(other.scope, assignment.scope) && roleOf(other, context).id === role);
  return existing && typeof assignment.id !== 'string'
    ? {
        summary:
          'unexpected status 409 (409 Conflict) with error: RoleAssignmentExists: The role assignment already exists.',
        detail: `The ID of the existing role assignment is ${text(existing, 'name')}.`,
      }
    : undefined;
}

function sameText(a: State[string] | undefined, b: State[string] | undefined): boolean {
  return typeof a === 'string' && typeof b === 'string' && a.toLowerCase() === b.toLowerCase();
}
