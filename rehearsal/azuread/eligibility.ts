import { block, isTrue, text } from '../world/attributes';
import { Context, Problem, ResourceBehaviour, Rule } from '../world/behaviour';
import { approvalWithoutStage, requiredWith } from '../world/checks';
import { State } from '../protocol/values';
import { Directory } from './directory';
import { missingPrincipal } from './errors';
import { inDirectory } from './in-directory';

const SOURCE =
  'https://github.com/hashicorp/terraform-provider-azuread/blob/main/internal/services/identitygovernance/privileged_access_group_schedule.go';
const DOCS = 'https://registry.terraform.io/providers/hashicorp/azuread/3.7.0/docs/resources';
const LEARN = 'https://learn.microsoft.com/entra/id-governance/privileged-identity-management';

const ELIGIBLE = 'azuread_privileged_access_group_eligibility_schedule';
const POLICY = 'azuread_group_role_management_policy';

/** The moment of every start: a rehearsal has no clock. */
const START = '2026-01-01T00:00:00Z';

/** Longest eligibility that Azure AD takes by default. */
const YEAR = /^P(365|36[0-4]|3[0-5]\d|[12]\d\d|\d{1,2})D$|^P(1Y|12M|1[01]M|\dM)$|^PT\d+[HM]$/;

/** Somebody who may become a member of a group. */
export const groupEligibility: ResourceBehaviour = {
  replacedBy: ['group_id', 'principal_id', 'assignment_type'],
  apply: (planned, prior, context) => {
    const words = ['group_id', 'assignment_type', 'principal_id'].map((name) => text(planned, name) ?? '');
    const [group, relationship] = words;
    return {
      id: text(prior ?? planned, 'id') ?? `${group}_${relationship}_${context.uuid('eligibility', ...words)}`,
      status: 'Provisioned',
      start_date: text(planned, 'start_date') ?? START,
      permanent_assignment: isTrue(planned, 'permanent_assignment'),
    };
  },
};

/** Azure AD has one for each group and relationship, and a destroy leaves it alone. */
export const groupManagementPolicy: ResourceBehaviour = {
  replacedBy: ['group_id', 'role_id'],
  apply: (planned, prior, context) => {
    const group = text(planned, 'group_id') ?? '';
    return {
      id:
        text(prior ?? planned, 'id') ??
        `Group_${group}_${context.uuid('policy', group, text(planned, 'role_id') ?? '')}`,
      display_name: 'Group',
      description: 'Group',
    };
  },
};

/** What Azure AD and azuread refuse of an eligibility and of the rules of its activation. */
export const groupEligibilityRules: readonly Rule[] = [
  {
    on: ELIGIBLE,
    refuses: 'the number of a ticket without its system, or a system without a number',
    source: SOURCE,
    at: 'validate',
    check: (object) => requiredWith(object, 'ticket_number', 'ticket_system'),
  },
  {
    on: ELIGIBLE,
    refuses: 'a duration beside a date on which it ends',
    source: SOURCE,
    at: 'validate',
    check: (object) =>
      text(object, 'duration') !== undefined && text(object, 'expiration_date') !== undefined
        ? { summary: '"duration": conflicts with expiration_date', path: ['duration'] }
        : undefined,
  },
  {
    on: ELIGIBLE,
    refuses: 'an eligibility that says nothing about its end',
    source: SOURCE,
    at: 'apply',
    check: (object) =>
      (text(object, 'duration') ?? text(object, 'expiration_date') ?? isTrue(object, 'permanent_assignment'))
        ? undefined
        : {
            summary:
              'either `expiration_date` or `duration` must be set, or `permanent_assignment` must be true',
          },
  },
  {
    on: ELIGIBLE,
    refuses:
      'an eligibility without an end, or for more than a year, where the policy of the group does not allow it',
    source: 'https://github.com/hashicorp/terraform-provider-azuread/issues/1450',
    at: 'apply',
    check: (object, context) => tooLong(object, context),
  },
  {
    on: ELIGIBLE,
    refuses: 'a group that does not exist, or whose members follow from a rule',
    source: `${LEARN}/groups-discover-groups`,
    at: 'apply',
    check: inDirectory((object, directory, context) =>
      groupProblem(object, directory, context.world.all('azuread_group')),
    ),
  },
  {
    on: ELIGIBLE,
    refuses: 'somebody who does not exist, or who is neither a user nor a group',
    source: `${DOCS}/privileged_access_group_eligibility_schedule`,
    at: 'apply',
    check: inDirectory((object, directory) => principalProblem(object, directory)),
  },
  {
    on: POLICY,
    refuses: 'an approval without approvers',
    source: `${DOCS}/group_role_management_policy`,
    at: 'validate',
    check: approvalWithoutStage,
  },
  {
    on: POLICY,
    refuses: 'a group that does not exist, or whose members follow from a rule',
    source: `${LEARN}/groups-discover-groups`,
    at: 'apply',
    check: inDirectory((object, directory, context) =>
      groupProblem(object, directory, context.world.all('azuread_group')),
    ),
  },
];

function tooLong(object: State, context: Context | undefined): Problem | undefined {
  const policy = context?.world.all(POLICY).find((one) => one.group_id === object.group_id);
  const mayBeEndless = block(policy, 'eligible_assignment_rules')?.expiration_required === false;
  const duration = text(object, 'duration');
  const isLong = isTrue(object, 'permanent_assignment') || (duration !== undefined && !YEAR.test(duration));
  return isLong && !mayBeEndless
    ? {
        summary:
          'creating eligibility schedule request: unexpected status 400 (400 Bad Request) with error: RoleAssignmentRequestPolicyValidationFailed: The following policy rules failed: ["ExpirationRule"]',
        path: ['duration'],
      }
    : undefined;
}

function groupProblem(object: State, directory: Directory, deployed: readonly State[]): Problem | undefined {
  const id = text(object, 'group_id');
  if (!directory.groups.some((group) => group.objectId === id)) {
    return { summary: `Group with object ID "${id}" was not found`, path: ['group_id'] };
  }
  const byRule = deployed.some((group) => group.object_id === id && block(group, 'dynamic_membership'));
  return byRule
    ? {
        summary:
          'unexpected status 400 (400 Bad Request) with error: InvalidResource: The resource is not valid for Privileged Identity Management.',
        path: ['group_id'],
      }
    : undefined;
}

function principalProblem(object: State, directory: Directory): Problem | undefined {
  const missing = missingPrincipal(object, 'principal_id', directory);
  return (
    missing ??
    (directory.principal(text(object, 'principal_id'))?.type === 'ServicePrincipal'
      ? {
          summary:
            'unexpected status 400 (400 Bad Request) with error: InvalidRoleAssignmentRequest: The role assignment request is invalid.',
          path: ['principal_id'],
        }
      : undefined)
  );
}
