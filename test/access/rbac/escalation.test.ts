import { RbacAuthorizer } from '../../../access/rbac/authorizer';
import { describeRule, rightsNotHeld } from '../../../access/rbac/escalation';
import { ALICE, boundToAlice, rule } from './rights';

describe('escalation prevention', () => {
  test('whoever holds all rules of a role may hand it out', () => {
    const authorizer = new RbacAuthorizer(
      boundToAlice(['get,list,delete pods,pods/log', 'get /healthz/*'], 'cluster'),
    );

    expect(
      rightsNotHeld(authorizer, ALICE, [rule('get,delete pods web'), rule('get /healthz/etcd')]),
    ).toEqual([]);
  });

  test('what is not held is told one resource a line, sorted', () => {
    const authorizer = new RbacAuthorizer(boundToAlice(['get pods', 'get secrets tls'], 'shop'));

    const missing = rightsNotHeld(
      authorizer,
      ALICE,
      [rule('get,list,watch pods'), rule('get secrets'), rule('get /api')],
      'shop',
    );

    expect(missing.map(describeRule)).toEqual([
      '{APIGroups:[""], Resources:["pods"], Verbs:["list" "watch"]}',
      '{APIGroups:[""], Resources:["secrets"], Verbs:["get"]}',
      '{NonResourceURLs:["/api"], Verbs:["get"]}',
    ]);
  });
});
