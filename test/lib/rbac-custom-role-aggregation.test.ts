import { TerraformVariable } from 'cdktf';
import { RbacCustomRole, RbacCustomRoleProps, RbacRole } from '../../lib';
import { synthConnected } from './connected';
import { CLUSTER_ROLE, synthRole } from './sample-custom-role';
import { only } from './synth';

describe('aggregation', () => {
  test('gives the rules to other cluster roles', () => {
    const synthesized = synthRole({ aggregateTo: [RbacRole.VIEW, RbacRole.EDIT], labels: { team: 'shop' } });

    expect(only(synthesized, CLUSTER_ROLE).metadata).toEqual({
      name: 'reader',
      labels: {
        team: 'shop',
        'rbac.authorization.k8s.io/aggregate-to-view': 'true',
        'rbac.authorization.k8s.io/aggregate-to-edit': 'true',
      },
    });
  });

  test('takes them from others, and then has none of its own', () => {
    const synthesized = synthRole({ rules: undefined, aggregateFrom: [{ team: 'shop' }] });

    expect(only(synthesized, CLUSTER_ROLE)).toEqual({
      metadata: { name: 'reader' },
      aggregation_rule: { cluster_role_selectors: [{ match_labels: { team: 'shop' } }] },
    });
    expect(() => synthRole({ aggregateFrom: [{ team: 'shop' }] })).toThrow(
      "rules would be overwritten with those of 'aggregateFrom': give one of the two, or put the rules into a role of their own (at 'test/Reader')",
    );
    expect(() => synthRole({ rules: [] })).toThrow(
      "the role allows nothing: give it 'rules' or 'aggregateFrom' (at 'test/Reader')",
    );
    expect(() => synthRole({ namespace: 'shop', aggregateTo: [RbacRole.VIEW] })).toThrow(
      "only cluster roles aggregate: leave out 'namespace', or 'aggregateFrom' and 'aggregateTo' (at 'test/Reader')",
    );
  });
});

describe('labels of aggregation', () => {
  test.each<[RbacCustomRoleProps['aggregateFrom'], string]>([
    [[], 'aggregateFrom is empty, which Kubernetes refuses: list at least one set of labels'],
    [
      [{ team: 'shop' }, {}],
      'aggregateFrom[1] has no label and would take the rules of every cluster role: name at least one label',
    ],
    [[{ 'a b': 'c' }], "aggregateFrom[0]: label 'a b' is not valid"],
    [[{ team: 'x y' }], "aggregateFrom[0]: value of label 'team' 'x y' is not valid"],
  ])('that select all or nothing are refused: %j', (aggregateFrom, message) => {
    expect(() => synthRole({ rules: undefined, aggregateFrom })).toThrow(message);
  });

  test('may be known to Terraform only', () => {
    const synthesized = synthConnected((stack) => {
      const team = new TerraformVariable(stack, 'team', {}).stringValue;
      new RbacCustomRole(stack, 'Reader', { name: 'reader', aggregateFrom: [{ team }] });
    });
    expect(only(synthesized, CLUSTER_ROLE).aggregation_rule).toEqual({
      cluster_role_selectors: [{ match_labels: { team: '${var.team}' } }],
    });
  });
});
