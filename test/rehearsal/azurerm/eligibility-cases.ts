import { State } from '../../../rehearsal/protocol/values';
import { RefusalCase, RehearsedService } from '../protocol/rehearsed-service';

const ADMINS = '894656e1-39f8-4bfe-b16a-510f61af6f41';
const ALICE = 'a1b2c3d4-52c5-4d6c-9d0e-1f0e8f3a7b01';
const NOBODY = '99999999-9999-4999-8999-999999999999';
const CI_DEPLOYER = '3a7c0d2f-5e8b-4c90-b6d4-7f1e2a3b4c5d';
const ROLE_ID = '3498e952-d568-435e-9b2c-8d77e338d7f7';
const ROLE = `/subscriptions/0b1f6471-1bf0-4dda-aec3-cb9272f09590/providers/Microsoft.Authorization/roleDefinitions/${ROLE_ID}`;

const ELIGIBLE = 'azurerm_pim_eligible_role_assignment';

function ending(expiration: State): State {
  return { schedule: [{ expiration: [expiration] }] };
}

function eligible({ id }: State, more: State = {}): State {
  const year = ending({ duration_days: 365 });
  return { scope: id!, role_definition_id: ROLE, principal_id: ALICE, ...year, ...more };
}

/** Somebody who is eligible already. */
export async function makeEligible(service: RehearsedService, cluster: State): Promise<void> {
  await service.create(ELIGIBLE, eligible(cluster, { principal_id: ADMINS }));
}

/** What is refused of eligibilities. */
export function eligibilityCases({ cluster }: { readonly cluster: State }): RefusalCase[] {
  const bad = (more: State, says: string, good: State = {}): RefusalCase => ({
    on: ELIGIBLE,
    bad: eligible(cluster, more),
    good: eligible(cluster, good),
    says,
  });
  const policy = (rules: State): State => ({
    scope: cluster.id!,
    role_definition_id: ROLE,
    activation_rules: [rules],
  });
  const approver = { primary_approver: [{ object_id: ALICE, type: 'User' }] };

  return [
    bad({ condition: 'a' }, 'all of `condition,condition_version` must be specified'),
    bad(
      { condition: "a StringEquals 'b')", condition_version: '2.0' },
      'The given role assignment condition is invalid',
      { condition: "(a StringEquals 'b')", condition_version: '2.0' },
    ),
    bad(
      ending({ duration_days: 1, duration_hours: 1 }),
      'conflicts with schedule.0.expiration.0.duration_hours',
    ),
    bad({ principal_id: `/groups/${ADMINS}` }, 'expected "principal_id" to be a valid UUID'),
    bad(
      { role_definition_id: `/providers/Microsoft.Authorization/roleDefinitions/${ROLE_ID}` },
      'The role definition is not one of the scope',
    ),
    bad({ principal_id: NOBODY }, `SubjectNotFound: The subject ${NOBODY}`),
    bad({ principal_id: CI_DEPLOYER }, 'The principal cannot activate a role'),
    bad({ schedule: null }, 'The following policy rules failed: ["ExpirationRule"]'),
    bad(ending({ duration_days: 366 }), 'The following policy rules failed: ["ExpirationRule"]'),
    bad({ principal_id: ADMINS }, 'already exists - to be managed via Terraform'),
    {
      on: 'azurerm_role_management_policy',
      bad: policy({ require_approval: true }),
      good: policy({ require_approval: true, approval_stage: [approver] }),
      says: 'no `approval_stage` blocks are set',
    },
  ];
}
