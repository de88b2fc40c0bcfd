import { conditionProblem } from '../../lib/shared/condition-text';
import { isKnownDataAction, shortDataAction } from '../../lib/shared/aks-data-actions';
import { DATA_ACTION_PREFIX } from '../../lib/shared/aks-data-actions';
import { blocks, text, texts } from '../world/attributes';
import { Context, Problem, Refusal, ResourceBehaviour, Rule } from '../world/behaviour';
import { State } from '../protocol/values';
import { subscriptionOf } from './arm-ids';
import { roleIdByName, roleNameById } from './azure-roles';

const DEFINITION = 'azurerm_role_definition';
const ASSIGNMENTS = ['azurerm_role_assignment', 'azurerm_pim_eligible_role_assignment'];
const LEARN = 'https://learn.microsoft.com/azure/role-based-access-control';

export const azureRoleDefinition: ResourceBehaviour = {
  replacedBy: ['scope', 'role_definition_id'],
  apply: (planned, prior, context) => {
    const scope = text(planned, 'scope') ?? '';
    const roleId =
      text(prior ?? {}, 'role_definition_id') ??
      text(planned, 'role_definition_id') ??
      context.uuid('role definition', scope, text(planned, 'name') ?? '');
    const id = `/subscriptions/${subscriptionOf(context)}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`;
    const scopes = texts(planned, 'assignable_scopes');
    return {
      id: `${id}|${scope}`,
      role_definition_id: roleId,
      role_definition_resource_id: id,
      assignable_scopes: scopes.length > 0 ? scopes : [scope],
    };
  },
  remove: (prior, { world }) => {
    const id = (text(prior, 'role_definition_id') ?? '').toLowerCase();
    const isUsed = ASSIGNMENTS.flatMap((type) => world.all(type)).some((one) =>
      (text(one, 'role_definition_id') ?? '').toLowerCase().endsWith(id),
    );
    if (isUsed) {
      throw new Refusal({
        summary:
          'unexpected status 400 (400 Bad Request) with error: RoleDefinitionHasAssignments: There are existing role assignments referencing role.',
        detail: text(prior, 'name') ?? '',
      });
    }
  },
};

/** Name of the role of an assignment that has been defined here. */
export function definedRoleName(roleId: string, { world }: Context): string | undefined {
  const definition = world
    .all(DEFINITION)
    .find((one) => (text(one, 'role_definition_id') ?? '').toLowerCase() === roleId.toLowerCase());
  return definition && text(definition, 'name');
}

/** What Azure and azurerm refuse of definitions of roles, and of what refers to them. */
export const roleDefinitionRules: readonly Rule[] = [
  {
    on: DEFINITION,
    refuses: 'a name that a role of the tenant has already',
    source: `${LEARN}/troubleshooting`,
    at: 'apply',
    check: (definition, context) => context && sameName(definition, context),
  },
  {
    on: DEFINITION,
    refuses: 'a data action of a cluster that there is not',
    source: `${LEARN}/permissions/containers`,
    at: 'apply',
    check: (definition) => unknownAction(definition),
  },
  {
    on: 'azurerm_role_assignment',
    refuses: 'the ID of a role that is neither built in nor defined',
    source: `${LEARN}/troubleshooting`,
    at: 'apply',
    check: (assignment, context) => context && missingDefinition(assignment, context),
  },
  {
    on: 'azurerm_role_assignment',
    refuses: 'a condition with a parenthesis, brace or quotation mark that has no counterpart',
    source: `${LEARN}/conditions-troubleshoot`,
    at: 'apply',
    check: (assignment) => invalidCondition(assignment),
  },
  {
    on: 'azurerm_pim_eligible_role_assignment',
    refuses: 'such a condition',
    source: `${LEARN}/conditions-troubleshoot`,
    at: 'apply',
    check: (eligibility) => invalidCondition(eligibility),
  },
];

function sameName(definition: State, context: Context): Problem | undefined {
  const name = text(definition, 'name') ?? '';
  const other = context.world
    .all(DEFINITION)
    .find((one) => text(one, 'name')?.toLowerCase() === name.toLowerCase() && one.id !== definition.id);
  return other || roleIdByName(name) !== undefined
    ? {
        summary: `unexpected status 409 (409 Conflict) with error: RoleDefinitionWithSameNameExists: A custom role with the same name already exists in this directory. Use a different name`,
        path: ['name'],
      }
    : undefined;
}

function unknownAction(definition: State): Problem | undefined {
  const actions = blocks(definition, 'permissions').flatMap((permission) =>
    ['data_actions', 'not_data_actions'].flatMap((name) => texts(permission, name)),
  );
  const unknown = actions.find(
    (action) =>
      action.toLowerCase().startsWith(DATA_ACTION_PREFIX.toLowerCase()) &&
      !isKnownDataAction(shortDataAction(action)),
  );
  return unknown === undefined
    ? undefined
    : {
        summary: `unexpected status 400 (400 Bad Request) with error: InvalidActionOrNotAction: '${unknown}' does not match any of the actions supported by the providers.`,
        path: ['permissions'],
      };
}

function missingDefinition(assignment: State, context: Context): Problem | undefined {
  const id = text(assignment, 'role_definition_id')?.split('/').pop();
  return id === undefined || roleNameById(id) !== undefined || definedRoleName(id, context) !== undefined
    ? undefined
    : {
        summary: `unexpected status 400 (400 Bad Request) with error: RoleDefinitionDoesNotExist: The specified role definition with ID '${id.replaceAll('-', '')}' does not exist.`,
        detail: 'The rehearsal knows the roles that were deployed in it, and some built-in ones.',
        path: ['role_definition_id'],
      };
}

function invalidCondition(object: State): Problem | undefined {
  const condition = text(object, 'condition');
  return condition === undefined || conditionProblem(condition) === undefined
    ? undefined
    : {
        summary:
          'unexpected status 400 (400 Bad Request) with error: InvalidRoleAssignmentCondition: The given role assignment condition is invalid.',
        path: ['condition'],
      };
}
