import {
  AadGroup,
  AadGroupActivationPolicy,
  AadGroupEligibility,
  AadGroupEligibilityProps,
  RbacSubject,
} from '../../lib';
import { only, synth, Synthesized } from './synth';

const ID = '894656e1-39f8-4bfe-b16a-510f61af6f41';
const OTHER = '72f988bf-0000-0000-0000-2d7cd011db47';
const TYPE = 'azuread_privileged_access_group_eligibility_schedule';
const POLICY = 'azuread_group_role_management_policy';

function eligible(props: Partial<AadGroupEligibilityProps> = {}): Synthesized {
  return synth((stack) => {
    const group = AadGroup.fromAadGroupAttributes(stack, 'Group', { objectId: ID });
    new AadGroupEligibility(stack, 'Eligible', {
      group,
      member: RbacSubject.guest(OTHER),
      policy: new AadGroupActivationPolicy(stack, 'Activation', {
        group,
      }),
      ...props,
    });
  });
}

test('is a membership that ends after a year, behind the rules of its activation', () => {
  expect(only(eligible(), TYPE)).toEqual({
    group_id: ID,
    principal_id: OTHER,
    assignment_type: 'member',
    duration: 'P365D',
    depends_on: [expect.stringContaining(`${POLICY}.Activation`)],
  });
});

test('has a reason and a ticket', () => {
  const props = { days: 30, justification: 'On call', ticketNumber: 'OPS-1', ticketSystem: 'Jira' };

  expect(only(eligible(props), TYPE)).toMatchObject({
    duration: 'P30D',
    justification: 'On call',
    ticket_number: 'OPS-1',
    ticket_system: 'Jira',
  });
});

test('whoever cannot activate is refused', () => {
  expect(() => eligible({ member: RbacSubject.servicePrincipal(ID) })).toThrow('only people can activate');
  expect(() => eligible({ member: RbacSubject.user('a@contoso.com') })).toThrow('has no object ID');
});

test('rules of another group are refused, as nobody would go by them', () => {
  expect(() =>
    synth((stack) => {
      const [group, other] = ['One', 'Two'].map((id) => new AadGroup(stack, id, { displayName: id })) as [
        AadGroup,
        AadGroup,
      ];
      const policy = new AadGroupActivationPolicy(stack, 'Rules', { group: other });
      new AadGroupEligibility(stack, 'Eligible', { group, member: RbacSubject.guest(OTHER), policy });
    }),
  ).toThrow("policy 'test/Rules' is about group 'test/Two', and the eligibility about 'test/One'");
});
