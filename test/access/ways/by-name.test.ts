import { wayInWords } from '../../../access/ways/ways';
import { RbacObjects } from '../../../access/rbac/objects';
import { waysOf } from './plays';
import { account, Given, joined, objectsOf, user } from './sample-cluster';

const RBAC = 'rbac.authorization.k8s.io';
const ERIN = user('erin@contoso.com');
const ROBOT: Given = { to: account('shop', 'robot'), rules: ['* */*'] };
const BOB: Given = { to: user('bob@contoso.com'), rules: ['get /pods'] };
const NOTHING: RbacObjects = { roles: [], clusterRoles: [], roleBindings: [], clusterRoleBindings: [] };

/** How erin becomes cluster administrator with rules in a namespace or, without one, in the whole cluster. */
function ways(rules: string[], { namespace, others = [], objects = NOTHING }: Surroundings = {}): string[] {
  return waysOf(joined(objectsOf([{ to: ERIN, rules, namespace }, ...others]), objects))
    .filter(({ to }) => to === 'cluster-admin')
    .map(wayInWords);
}

interface Surroundings {
  readonly namespace?: string;
  readonly others?: readonly Given[];
  readonly objects?: RbacObjects;
}

/** A binding of erin to a cluster role that is not there. */
const DANGLING: RbacObjects = {
  ...NOTHING,
  clusterRoleBindings: [
    {
      kind: 'ClusterRoleBinding',
      metadata: { name: 'old' },
      roleRef: { kind: 'ClusterRole', name: 'gone' },
      subjects: [ERIN],
    },
  ],
};

describe('what may be created under a name alone', () => {
  const inShop = { namespace: 'shop', others: [ROBOT] };

  test.each([
    ['create,patch /pods debug', 'runs as'],
    ['* /pods debug', 'runs as'],
    ['create,patch batch/jobs once', 'runs as'],
    ['create,patch,get /secrets mine', 'has a token of'],
  ])('is made by server-side apply: %s', (rule, gets) => {
    expect(ways([rule], inShop).join()).toContain(`→ ${gets} service account 'shop/robot'`);
  });

  test('is not made by a request without the name, nor by a PUT to most types', () => {
    expect(ways(['create /pods debug'], inShop)).toEqual([]);
    expect(ways(['create,update /pods debug'], inShop)).toEqual([]);
    expect(ways(['create /pods debug', 'patch /pods other'], inShop)).toEqual([]);
    expect(ways(['create,patch /secrets one', 'get /secrets other'], inShop)).toEqual([]);
  });

  test('is a role that is not there, by whoever may change all of them', () => {
    const change = `escalate,patch ${RBAC}/roles`;
    const bind = `create,patch ${RBAC}/rolebindings mine`;

    expect(ways([change, `create,bind ${RBAC}/roles new`, bind], inShop).join()).toContain(
      'writes every right into Role shop/new, which it gives itself',
    );
    expect(ways([change, bind], inShop)).toEqual([]);
  });

  test('is a binding by PUT, too, unless its name is taken', () => {
    const bind = `bind ${RBAC}/clusterroles`;
    const make = (name: string): string => `create,update ${RBAC}/clusterrolebindings ${name}`;

    expect(ways([make('mine'), bind]).join()).toContain('gives itself ClusterRole cluster-admin');
    expect(ways([make('given-1'), bind], { others: [BOB] })).toEqual([]);
  });

  test('is a binding whose name is taken, for whoever deletes the other first and does not live on it', () => {
    const bind = `bind ${RBAC}/clusterroles`;
    const make = (name: string): string => `create,patch,delete ${RBAC}/clusterrolebindings ${name}`;

    expect(ways([make('given-1'), bind], { others: [BOB] }).join()).toContain(
      'gives itself ClusterRole cluster-admin',
    );
    expect(ways([make('given-0'), bind])).toEqual([]);
  });
});

describe('whoever may escalate a cluster role that it does not have', () => {
  const others = [BOB];
  const write = `patch,escalate ${RBAC}/clusterroles given-1`;

  test('empties it, binds it and fills it again', () => {
    const make = `create ${RBAC}/clusterrolebindings`;
    const change = `update ${RBAC}/clusterrolebindings given-1`;
    const way =
      'writes every right into ClusterRole given-1, which it gives itself → is cluster administrator';

    expect(ways([write, make], { others }).join()).toContain(way);
    expect(ways([write, change], { others }).join()).toContain(way);
    expect(ways([write], { others })).toEqual([]);
    expect(ways([write.replace('given-1', 'gone'), make], { others })).toEqual([]);
  });

  test('writes into it what somebody has whom it becomes next', () => {
    const robot: Given = { to: account('shop', 'robot'), rules: ['get /pods'] };
    const pods: Given = { to: ERIN, rules: ['create /pods'], namespace: 'shop' };
    const way =
      "writes every right into ClusterRole given-1 → can create pods in namespace 'shop' → runs as service account 'shop/robot'";

    expect(ways([write], { others: [robot, pods] }).join()).toContain(way);
    expect(ways([write], { others: [{ ...robot, namespace: 'shop' }, pods] })).toEqual([]);
    expect(ways([write], { others: [robot] })).toEqual([]);
  });

  test('makes it again without having it, but not by rights that it gives', () => {
    const make = `create,escalate ${RBAC}/clusterroles`;
    const change = `update ${RBAC}/clusterrolebindings given-1`;
    const free = `delete ${RBAC}/clusterroles given-1`;

    expect(ways([make, free, change], { others }).join()).toContain(
      'deletes ClusterRole given-1, which it gives itself, and makes it again with every right',
    );
    expect(ways([make, free], { others })).toEqual([]);
    expect(ways([make, change], { others })).toEqual([]);
    expect(ways([make, free.replace('given-1', 'given-0')])).toEqual([]);
  });

  test('makes it where a binding has been waiting for it', () => {
    const make = `create,escalate ${RBAC}/clusterroles`;

    expect(ways([make], { objects: DANGLING }).join()).toContain('writes every right into ClusterRole gone');
    expect(ways([make])).toEqual([]);
    expect(ways([`create ${RBAC}/clusterroles`], { objects: DANGLING })).toEqual([]);
    expect(ways([`update,escalate ${RBAC}/clusterroles gone`], { objects: DANGLING })).toEqual([]);
  });
});

test('a role of a namespace is given to oneself while nothing is in it', () => {
  const write = `create,patch,escalate ${RBAC}/roles mine`;
  const make = `create,patch ${RBAC}/rolebindings mine`;
  const inShop = { namespace: 'shop', others: [ROBOT] };

  expect(ways([write, make], inShop).join()).toContain(
    "writes every right into Role shop/mine, which it gives itself → can create pods in namespace 'shop'",
  );
  expect(ways([write], inShop)).toEqual([]);
  expect(ways([write.replace('create,', ''), make], inShop)).toEqual([]);
});

test('who is called like a service account is no user that may be impersonated', () => {
  const robot = 'system:serviceaccount:shop:robot';
  const others = [ROBOT];

  expect(ways([`impersonate /users ${robot}`], { others })).toEqual([]);
  expect(ways([`impersonate /users ${robot}`, 'impersonate /groups system:masters'], { others })).toEqual([]);
  expect(ways(['impersonate /serviceaccounts robot'], { namespace: 'shop', others })).toHaveLength(1);
});

test.each(['namespaces', 'namespaces/status', 'namespaces/finalize'])(
  'the Pod Security level is taken off by a change of %s',
  (resource) => {
    const rules = [`update /${resource} shop`, 'create /pods'];
    const told = waysOf(objectsOf([{ to: ERIN, rules, namespace: 'shop' }]), ['shop']).map(wayInWords);

    expect(told.join()).toContain('takes the Pod Security level off');
  },
);
