import { RbacAuthorizer } from '../../../access/rbac/authorizer';
import { ClusterRole } from '../../../access/rbac/objects';
import { ALICE, boundToAlice, request, rule } from './rights';

describe('aggregated cluster roles', () => {
  const plain = (name: string, labels: Record<string, string>, ...rules: string[]): ClusterRole => ({
    kind: 'ClusterRole',
    metadata: { name, labels },
    rules: rules.map(rule),
  });
  const authorizerWith = (selector: object, ...roles: ClusterRole[]): RbacAuthorizer => {
    const bound = boundToAlice(['delete nodes'], 'cluster');
    const aggregating = { ...bound.clusterRoles[0]!, aggregationRule: { clusterRoleSelectors: [selector] } };
    return new RbacAuthorizer({ ...bound, clusterRoles: [aggregating, ...roles] });
  };
  const monitoring = plain(
    'monitoring-endpoints',
    { monitoring: 'true' },
    'get,list services,endpoints,pods',
  );

  test('a role is filled with the rules of those that its selector matches', () => {
    const authorizer = authorizerWith(
      { matchLabels: { monitoring: 'true' } },
      monitoring,
      plain('other', {}, 'get secrets'),
    );

    expect(authorizer.authorize(ALICE, request('list endpoints @shop'))).toBeDefined();
    expect(authorizer.authorize(ALICE, request('get secrets tls @shop'))).toBeUndefined();
  });

  test('rules of its own are overwritten', () => {
    const authorizer = authorizerWith({ matchLabels: { monitoring: 'true' } }, monitoring);

    expect(authorizer.authorize(ALICE, request('delete nodes node-1'))).toBeUndefined();
  });

  test.each([
    [{ key: 'tier', operator: 'In', values: ['gold'] }, 'yes'],
    [{ key: 'tier', operator: 'In', values: ['silver'] }, 'no'],
    [{ key: 'team', operator: 'In', values: ['gold'] }, 'no'],
    [{ key: 'tier', operator: 'NotIn', values: ['gold'] }, 'no'],
    [{ key: 'tier', operator: 'NotIn', values: ['silver'] }, 'yes'],
    [{ key: 'team', operator: 'Exists' }, 'no'],
    [{ key: 'tier', operator: 'Like', values: ['gold'] }, 'no'],
    [{ key: 'team', operator: 'NotIn', values: ['gold'] }, 'yes'],
    [{ key: 'tier', operator: 'Exists' }, 'yes'],
    [{ key: 'tier', operator: 'DoesNotExist' }, 'no'],
    [{ key: 'team', operator: 'DoesNotExist' }, 'yes'],
  ])('the expression %j selects: %s', (requirement, answer) => {
    const authorizer = authorizerWith(
      { matchExpressions: [requirement] },
      plain('gold', { tier: 'gold' }, 'get pods'),
    );

    expect(authorizer.authorize(ALICE, request('get pods web @shop')) ? 'yes' : 'no').toBe(answer);
  });

  test('roles that select each other do not run in circles', () => {
    const circle = {
      ...plain('circle', { monitoring: 'true' }),
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { monitoring: 'true' } }] },
    };

    const authorizer = authorizerWith({ matchLabels: { monitoring: 'true' } }, circle, monitoring);

    expect(authorizer.authorize(ALICE, request('get pods web @shop'))).toBeDefined();
  });
});
