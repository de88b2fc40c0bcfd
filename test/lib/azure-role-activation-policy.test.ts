import { ActivationRules, AzureRole, AzureRoleActivationPolicy, RbacSubject } from '../../lib';
import { CLUSTER_ID, existingCluster } from './connected';
import { only, synth, Synthesized } from './synth';

const ID = '894656e1-39f8-4bfe-b16a-510f61af6f41';
const OTHER = '72f988bf-0000-0000-0000-2d7cd011db47';
const POLICY = 'azurerm_role_management_policy';
const DEFINITION = `/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/${AzureRole.RBAC_ADMIN.roleId}`;

function policy(rules: ActivationRules): Synthesized {
  return synth((stack) => {
    new AzureRoleActivationPolicy(stack, 'Activation', {
      cluster: existingCluster(stack, 'Aks', { azureRbac: true }),
      role: AzureRole.RBAC_ADMIN,
      ...rules,
    });
  });
}

test('an activation lasts an hour and asks for a second factor and a reason, unless told otherwise', () => {
  expect(only(policy({}), POLICY)).toEqual({
    scope: CLUSTER_ID,
    role_definition_id: DEFINITION,
    activation_rules: {
      maximum_duration: 'PT1H',
      require_approval: false,
      require_justification: true,
      require_multifactor_authentication: true,
      require_ticket_info: false,
    },
  });
});

test('approvers are users or groups', () => {
  const rules = { maximumMinutes: 90, approvers: [RbacSubject.guest(OTHER), RbacSubject.group(ID)] };

  expect(only(policy(rules), POLICY)).toMatchObject({
    activation_rules: {
      maximum_duration: 'PT1H30M',
      require_approval: true,
      approval_stage: {
        primary_approver: [
          { object_id: OTHER, type: 'User' },
          { object_id: ID, type: 'Group' },
        ],
      },
    },
  });
});

test.each([
  [{ maximumMinutes: 45 }, 'maximumMinutes 45 is not valid: use a multiple of 30'],
  [{ maximumMinutes: 1440 }, 'maximumMinutes 1440 is not valid: use a whole number from 30 to 1410'],
  [{ approvers: [] }, 'approvers is empty'],
  [{ approvers: [RbacSubject.servicePrincipal(ID)] }, 'only people can activate'],
])('rules %j are refused', (rules, message) => {
  expect(() => policy(rules)).toThrow(message);
});
