import { wayInWords } from '../../../access/ways/ways';
import { waysOf } from './plays';
import { account, Given, objectsOf, user } from './sample-cluster';

const RBAC = 'rbac.authorization.k8s.io';
const ADMIN: Given = { to: { kind: 'Group', name: 'admins' }, rules: ['* */*'] };
const READER: Given = { to: user('root@contoso.com'), rules: ['list /secrets'] };
const ROBOT: Given = { to: account('shop', 'robot'), rules: ['list /secrets'] };

function ways(rules: string[], ...others: Given[]): string[] {
  return waysOf(objectsOf([{ to: user('erin@contoso.com'), rules }, ...others])).map(wayInWords);
}

const AS_ANYBODY = ['users', 'groups'].map((who) => `impersonate:user-info authentication.k8s.io/${who}`);

test('who may be an administrator for bindings alone gives itself every right', () => {
  const create = `impersonate-on:user-info:create ${RBAC}/clusterrolebindings`;

  expect(ways([...AS_ANYBODY, create], ADMIN).join()).toContain(
    'can impersonate:user-info users (ClusterRoleBinding',
  );
  expect(ways([...AS_ANYBODY, create], ADMIN).join()).toMatch(
    /acts as others, to create clusterrolebindings → .* → is cluster administrator/,
  );
  expect(ways([AS_ANYBODY[0]!, create], ADMIN)).toEqual([]);
  expect(ways([...AS_ANYBODY, 'impersonate-on:user-info:list /pods'], ADMIN)).toEqual([]);
});

test('a rule for every verb has those of constrained impersonation, too', () => {
  const every = `* ${RBAC}/clusterrolebindings`;

  expect(ways([...AS_ANYBODY, every], ADMIN).join()).toMatch(
    /acts as others, to do anything with clusterrolebindings → .* → is cluster administrator/,
  );
  expect(ways([AS_ANYBODY[0]!, every], ADMIN)).toEqual([]);
  expect(ways([...AS_ANYBODY, '* /configmaps'], ADMIN)).toEqual([]);
  expect(ways([...AS_ANYBODY, `impersonate-on:user-info:* ${RBAC}/clusterrolebindings`], ADMIN)).toEqual([]);
});

test('what is bound under an own name is not what an administrator would bind', () => {
  const own = `create ${RBAC}/clusterrolebindings`;

  expect(ways([...AS_ANYBODY, `impersonate-on:user-info:get ${RBAC}/clusterroles`, own], ADMIN)).toEqual([]);
  expect(
    ways([...AS_ANYBODY, 'impersonate-on:user-info:update metrics.k8s.io/*', own], ADMIN).join(),
  ).not.toContain('is cluster administrator');
});

test('others give what they have, and in their own mode', () => {
  const list = 'impersonate-on:user-info:list /secrets';
  const accounts = 'impersonate:serviceaccount authentication.k8s.io/serviceaccounts robot';

  expect(ways([AS_ANYBODY[0]!, list], READER).join()).toContain('to list secrets → ');
  expect(ways([AS_ANYBODY[0]!, 'impersonate-on:user-info:create /pods'], READER)).toEqual([]);
  expect(ways([accounts, 'impersonate-on:serviceaccount:list /secrets'], ROBOT).join()).toContain(
    'to list secrets → ',
  );
  expect(ways([accounts, list], ROBOT)).toEqual([]);
  const robot = 'impersonate:user-info authentication.k8s.io/users system:serviceaccount:shop:robot';
  expect(ways([robot, list], ROBOT)).toEqual([]);
});

test('system:masters is nobody that may be impersonated so', () => {
  const masters = [
    'impersonate:user-info authentication.k8s.io/users erin@contoso.com',
    'impersonate:user-info authentication.k8s.io/groups system:masters',
  ];
  expect(ways([...masters, 'impersonate-on:user-info:list /secrets'])).toEqual([]);
});

test('who may be an administrator for patches alone makes pods by server-side apply', () => {
  const patch = 'impersonate-on:user-info:patch /pods';
  const runs = "acts as others, to patch pods, create pods → can create pods in namespace 'kube-system'";

  expect(ways([...AS_ANYBODY, patch], ADMIN).join()).toContain(runs);
  expect(ways([...AS_ANYBODY, patch.replace('patch', 'update')], ADMIN).join()).not.toContain('create pods');
  const patcher: Given = { to: { kind: 'Group', name: 'patchers' }, rules: ['patch /pods'] };
  expect(ways([...AS_ANYBODY, patch], patcher).join()).not.toContain('create pods');
});
