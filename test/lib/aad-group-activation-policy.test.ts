import { AadGroup, AadGroupActivationPolicy, RbacSubject } from '../../lib';
import { only, synth } from './synth';

const ID = '894656e1-39f8-4bfe-b16a-510f61af6f41';
const OTHER = '72f988bf-0000-0000-0000-2d7cd011db47';
const POLICY = 'azuread_group_role_management_policy';

test('the rules are those of members, and call users and groups as Microsoft Graph does', () => {
  const synthesized = synth((stack) => {
    new AadGroupActivationPolicy(stack, 'Activation', {
      group: AadGroup.fromAadGroupAttributes(stack, 'Group', { objectId: ID }),
      approvers: [RbacSubject.guest(OTHER), RbacSubject.group(ID)],
    });
  });

  expect(only(synthesized, POLICY)).toEqual({
    group_id: ID,
    role_id: 'member',
    activation_rules: {
      maximum_duration: 'PT1H',
      require_approval: true,
      require_justification: true,
      require_multifactor_authentication: true,
      require_ticket_info: false,
      approval_stage: {
        primary_approver: [
          { object_id: OTHER, type: 'singleUser' },
          { object_id: ID, type: 'groupMembers' },
        ],
      },
    },
  });
});
