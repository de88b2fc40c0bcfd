import { State } from '../../../rehearsal/protocol/values';
import { RefusalCase } from '../protocol/rehearsed-service';

const ADMINS = '894656e1-39f8-4bfe-b16a-510f61af6f41';
const ALICE = 'a1b2c3d4-52c5-4d6c-9d0e-1f0e8f3a7b01';
const NOBODY = '99999999-9999-4999-8999-999999999999';
const CI_DEPLOYER = '3a7c0d2f-5e8b-4c90-b6d4-7f1e2a3b4c5d';

function eligible(more: State = {}): State {
  return { group_id: ADMINS, principal_id: ALICE, assignment_type: 'member', duration: 'P365D', ...more };
}

/** What is refused of eligible memberships. */
export function groupEligibilityCases(): RefusalCase[] {
  const bad = (more: State, says: string): RefusalCase => ({
    on: 'azuread_privileged_access_group_eligibility_schedule',
    bad: eligible(more),
    good: eligible(),
    says,
  });
  const policy = (more: State): State => ({ group_id: ADMINS, role_id: 'member', ...more });
  const badPolicy = (more: State, says: string): RefusalCase => ({
    on: 'azuread_group_role_management_policy',
    bad: policy(more),
    good: policy({}),
    says,
  });

  return [
    bad({ ticket_number: '1' }, 'all of `ticket_number,ticket_system` must be specified'),
    bad({ expiration_date: '2027-01-01T00:00:00Z' }, 'conflicts with expiration_date'),
    bad({ duration: null }, 'either `expiration_date` or `duration` must be set'),
    bad({ duration: 'P366D' }, 'The following policy rules failed: ["ExpirationRule"]'),
    bad(
      { duration: null, permanent_assignment: true },
      'The following policy rules failed: ["ExpirationRule"]',
    ),
    bad({ group_id: NOBODY }, `Group with object ID "${NOBODY}" was not found`),
    bad({ principal_id: NOBODY }, `Resource '${NOBODY}' does not exist`),
    bad({ principal_id: CI_DEPLOYER }, 'InvalidRoleAssignmentRequest'),
    badPolicy({ activation_rules: [{ require_approval: true }] }, 'no `approval_stage` blocks are set'),
    badPolicy({ group_id: NOBODY }, `Group with object ID "${NOBODY}" was not found`),
  ];
}
