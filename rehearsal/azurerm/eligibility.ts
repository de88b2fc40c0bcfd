import { amount, block, text } from '../world/attributes';
import { isUuid } from '../azuread/formats';
import { principalOf } from './azure-principals';
import { Context, Problem, ResourceBehaviour, Rule } from '../world/behaviour';
import { approvalWithoutStage, requiredWith } from '../world/checks';
import { State } from '../protocol/values';

const SOURCE =
  'https://github.com/hashicorp/terraform-provider-azurerm/blob/main/internal/services/authorization/pim_eligible_role_assignment_resource.go';
const ISSUES = 'https://github.com/hashicorp/terraform-provider-azurerm/issues';
const LEARN = 'https://learn.microsoft.com/azure/role-based-access-control';

const ELIGIBLE = 'azurerm_pim_eligible_role_assignment';
const POLICY = 'azurerm_role_management_policy';

/** The moment of every start: a rehearsal has no clock. */
const START = '2026-01-01T00:00:00Z';

const LONGEST_DAYS = 365;

/** Everything of it replaces it: Azure has no update of an eligibility. */
export const eligibleRoleAssignment: ResourceBehaviour = {
  replacedBy: [
    ...['scope', 'role_definition_id', 'principal_id', 'justification', 'condition', 'condition_version'],
    ...['ticket.*.number', 'ticket.*.system', 'schedule.*.start_date_time'],
    ...['days', 'hours'].map((unit) => `schedule.*.expiration.*.duration_${unit}`),
    'schedule.*.expiration.*.end_date_time',
  ],
  apply: (planned, _prior, context) => ({
    id: idOf(planned),
    principal_type: principalOf(text(planned, 'principal_id') ?? '', context)?.type ?? '',
    schedule: [{ ...block(planned, 'schedule'), start_date_time: startOf(planned) }].map((schedule) => ({
      ...schedule,
      ...(block(planned, 'schedule') && { expiration: expirationOf(planned) }),
    })),
  }),
};

/** Azure has one for each role in each scope, and a destroy leaves it alone. */
export const roleManagementPolicy: ResourceBehaviour = {
  replacedBy: ['scope', 'role_definition_id'],
  apply: (planned, _prior, context) => {
    const id = `${text(planned, 'role_definition_id')}|${text(planned, 'scope')}`;
    return { id, name: context.uuid('role management policy', id) };
  },
};

/** What Azure and azurerm refuse of an eligibility and of the rules of its activation. */
export const eligibilityRules: readonly Rule[] = [
  {
    on: ELIGIBLE,
    refuses: 'a condition without its version, or a version without a condition',
    source: SOURCE,
    at: 'validate',
    check: (object) => requiredWith(object, 'condition', 'condition_version'),
  },
  {
    on: ELIGIBLE,
    refuses: 'more than one way to say when it ends',
    source: SOURCE,
    at: 'validate',
    check: (object) => conflictingEnds(block(block(object, 'schedule'), 'expiration')),
  },
  {
    on: ELIGIBLE,
    refuses: 'a principal_id that is not a UUID',
    source: SOURCE,
    at: 'validate',
    check: (object) => notUuid(text(object, 'principal_id')),
  },
  {
    on: ELIGIBLE,
    refuses: 'a role definition without the subscription, or the management group, in front',
    source: `${ISSUES}/31052`,
    at: 'apply',
    check: (object) =>
      /^\/(subscriptions|providers\/Microsoft\.Management)\//i.test(text(object, 'role_definition_id') ?? '')
        ? undefined
        : badRequest(
            'InvalidResourceType',
            'The role definition is not one of the scope.',
            'role_definition_id',
          ),
  },
  {
    on: ELIGIBLE,
    refuses: 'a principal that does not exist, which the provider asks for again until its time is up',
    source: SOURCE,
    at: 'apply',
    check: (object, context) => context && missingSubject(text(object, 'principal_id') ?? '', context),
  },
  {
    on: ELIGIBLE,
    refuses: 'a service principal or managed identity, which cannot activate',
    source: `${LEARN}/pim-integration`,
    at: 'apply',
    check: (object, context) =>
      context && principalOf(text(object, 'principal_id') ?? '', context)?.type === 'ServicePrincipal'
        ? badRequest('InvalidPrincipalType', 'The principal cannot activate a role.', 'principal_id')
        : undefined,
  },
  {
    on: ELIGIBLE,
    refuses:
      'an eligibility without an end, or for more than a year, where the policy of the role does not allow it',
    source: `${ISSUES}/22766`,
    at: 'apply',
    check: (object, context) => (context ? tooLong(object, context) : undefined),
  },
  {
    on: ELIGIBLE,
    refuses: 'a second eligibility of the same principal for the same role and scope',
    source: SOURCE,
    at: 'apply',
    check: (object, context) =>
      context?.world.get(ELIGIBLE, idOf(object)) && typeof object.id !== 'string'
        ? {
            summary: `A resource with the ID "${idOf(object)}" already exists - to be managed via Terraform this resource needs to be imported into the State. Please see the resource documentation for "${ELIGIBLE}" for more information.`,
          }
        : undefined,
  },
  {
    on: POLICY,
    refuses: 'an approval without approvers',
    source:
      'https://registry.terraform.io/providers/hashicorp/azurerm/4.55.0/docs/resources/role_management_policy',
    at: 'validate',
    check: approvalWithoutStage,
  },
];

function idOf(object: State): string {
  return ['scope', 'role_definition_id', 'principal_id'].map((name) => text(object, name)).join('|');
}

function notUuid(id: string | undefined): Problem | undefined {
  return id === undefined || isUuid(id)
    ? undefined
    : { summary: `expected "principal_id" to be a valid UUID, got ${id}`, path: ['principal_id'] };
}

function missingSubject(id: string, context: Context): Problem | undefined {
  return principalOf(id, context)
    ? undefined
    : badRequest('SubjectNotFound', `The subject ${id} is not found.`, 'principal_id');
}

function startOf(planned: State): string {
  return text(block(planned, 'schedule'), 'start_date_time') ?? START;
}

function expirationOf(planned: State): State[] {
  const expiration = block(block(planned, 'schedule'), 'expiration');
  return expiration
    ? [
        {
          duration_days: amount(expiration, 'duration_days') ?? 0,
          duration_hours: amount(expiration, 'duration_hours') ?? 0,
          end_date_time: text(expiration, 'end_date_time') ?? '',
        },
      ]
    : [];
}

function conflictingEnds(expiration: State | undefined): Problem | undefined {
  const given = ['duration_days', 'duration_hours', 'end_date_time'].filter(
    (name) => (expiration?.[name] ?? null) !== null,
  );
  return given.length > 1
    ? {
        summary: `"schedule.0.expiration.0.${given[0]}": conflicts with schedule.0.expiration.0.${given[1]}`,
        path: ['schedule', 0, 'expiration', 0, given[0]!],
      }
    : undefined;
}

function tooLong(object: State, { world }: Context): Problem | undefined {
  const expiration = block(block(object, 'schedule'), 'expiration');
  const days = amount(expiration, 'duration_days') ?? 0;
  const hours = amount(expiration, 'duration_hours') ?? 0;
  const end = text(expiration, 'end_date_time');
  const isEndless = days === 0 && hours === 0 && end === undefined;
  const policy = world
    .all(POLICY)
    .find((one) => one.id === `${text(object, 'role_definition_id')}|${text(object, 'scope')}`);
  const mayBeEndless = block(policy, 'eligible_assignment_rules')?.expiration_required === false;

  return (isEndless || days > LONGEST_DAYS) && !mayBeEndless
    ? badRequest(
        'RoleAssignmentRequestPolicyValidationFailed',
        'The following policy rules failed: ["ExpirationRule"]',
        'schedule',
      )
    : undefined;
}

function badRequest(code: string, message: string, attribute: string): Problem {
  return { summary: `unexpected status 400 with error: ${code}: ${message}`, path: [attribute] };
}
