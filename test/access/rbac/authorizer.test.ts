import { RbacAuthorizer, UserInfo } from '../../../access/rbac/authorizer';
import {
  ClusterRole,
  RbacObjects,
  Role,
  RoleBinding,
  serviceAccountUser,
  Subject,
} from '../../../access/rbac/objects';
import { describeRule } from '../../../access/rbac/escalation';
import { ALICE, boundToAlice, objects, request, rule } from './rights';

describe('who a subject is', () => {
  const rules = ['get pods'];

  test.each<[string, Subject, UserInfo, string]>([
    ['a user goes by name', { kind: 'User', name: 'alice' }, ALICE, 'yes'],
    ['the name is compared with case', { kind: 'User', name: 'Alice' }, ALICE, 'no'],
    ['a group holds for its members', { kind: 'Group', name: 'developers' }, ALICE, 'yes'],
    ['a group is no user', { kind: 'User', name: 'developers' }, ALICE, 'no'],
    [
      'system:authenticated holds for everybody',
      { kind: 'Group', name: 'system:authenticated' },
      ALICE,
      'yes',
    ],
    [
      'a service account goes by name and namespace',
      { kind: 'ServiceAccount', name: 'ci', namespace: 'build' },
      serviceAccountUser('build', 'ci'),
      'yes',
    ],
    [
      'a service account of another namespace is another',
      { kind: 'ServiceAccount', name: 'ci', namespace: 'build' },
      serviceAccountUser('shop', 'ci'),
      'no',
    ],
    [
      'a service account without a namespace is of that of the RoleBinding',
      { kind: 'ServiceAccount', name: 'ci' },
      serviceAccountUser('shop', 'ci'),
      'yes',
    ],
    [
      'a service account is also a user name',
      { kind: 'User', name: 'system:serviceaccount:build:ci' },
      serviceAccountUser('build', 'ci'),
      'yes',
    ],
    [
      'all service accounts of a namespace are a group',
      { kind: 'Group', name: 'system:serviceaccounts:build' },
      serviceAccountUser('build', 'ci'),
      'yes',
    ],
    [
      'all service accounts are a group',
      { kind: 'Group', name: 'system:serviceaccounts' },
      serviceAccountUser('build', 'ci'),
      'yes',
    ],
    ['users are no service accounts', { kind: 'Group', name: 'system:serviceaccounts' }, ALICE, 'no'],
    ['a kind that does not exist is nobody', { kind: 'Person', name: 'alice' }, ALICE, 'no'],
  ])('%s', (_reason, subject, asking, answer) => {
    const authorizer = new RbacAuthorizer(objects(rules, 'shop', [subject]));

    expect(authorizer.authorize(asking, request('get pods web @shop')) ? 'yes' : 'no').toBe(answer);
  });

  test('a service account without a namespace is nobody in a ClusterRoleBinding', () => {
    const authorizer = new RbacAuthorizer(
      objects(rules, 'cluster', [{ kind: 'ServiceAccount', name: 'ci' }]),
    );

    expect(
      authorizer.authorize(serviceAccountUser('shop', 'ci'), request('get pods web @shop')),
    ).toBeUndefined();
  });

  test('a binding is told once, as the first of its subjects that the user is', () => {
    const { clusterRoles, roleBindings } = objects(['get pods'], 'shop', [
      { kind: 'User', name: 'bob' },
      { kind: 'ServiceAccount', name: 'alice' },
      { kind: 'Group', name: 'testers' },
      { kind: 'Group', name: 'developers' },
      { kind: 'User', name: 'alice' },
    ]);
    const authorizer = new RbacAuthorizer({ clusterRoles, roleBindings, roles: [], clusterRoleBindings: [] });

    expect(authorizer.grants(ALICE, request('get pods web @shop')).map(({ subject }) => subject)).toEqual([
      { kind: 'Group', name: 'developers' },
    ]);
  });

  test('bindings are told in their order, whichever of them name the user and which a group', () => {
    const { clusterRoles, roleBindings } = boundToAlice(['get pods'], 'shop');
    const byGroup = (name: string): RoleBinding => ({
      ...roleBindings[0]!,
      metadata: { name, namespace: 'shop' },
      subjects: [{ kind: 'Group', name: 'developers' }],
    });
    const authorizer = new RbacAuthorizer({
      clusterRoles,
      roleBindings: [byGroup('first'), roleBindings[0]!, byGroup('last')],
      roles: [],
      clusterRoleBindings: [],
    });
    const names = [...authorizer.bindingsFor(ALICE, 'shop')].map(({ binding }) => binding.metadata.name);

    expect(names).toEqual(['first', roleBindings[0]!.metadata.name, 'last']);
  });
});

describe('role references', () => {
  test('a Role of the namespace is granted by a RoleBinding, and by no ClusterRoleBinding', () => {
    const role: Role = {
      kind: 'Role',
      metadata: { name: 'tester', namespace: 'shop' },
      rules: [rule('get pods')],
    };
    const roleRef = { kind: 'Role', name: 'tester' };
    const inShop = { ...boundToAlice([], 'shop').roleBindings[0]!, roleRef };
    const everywhere = { ...boundToAlice([], 'cluster').clusterRoleBindings[0]!, roleRef };
    const clusterRoles: ClusterRole[] = [
      { kind: 'ClusterRole', metadata: { name: 'tester' }, rules: [rule('delete pods')] },
    ];
    const of = (some: Partial<RbacObjects>): RbacAuthorizer =>
      new RbacAuthorizer({
        roles: [role],
        clusterRoles,
        roleBindings: [],
        clusterRoleBindings: [],
        ...some,
      });

    expect(of({ roleBindings: [inShop] }).authorize(ALICE, request('get pods web @shop'))).toBeDefined();
    expect(of({ roleBindings: [inShop] }).authorize(ALICE, request('delete pods web @shop'))).toBeUndefined();
    expect([...of({ clusterRoleBindings: [everywhere] }).rulesFor(ALICE)]).toEqual([]);
  });

  test('a role that does not exist grants nothing', () => {
    const { roleBindings } = boundToAlice(['* *.*/*'], 'shop');
    const authorizer = new RbacAuthorizer({
      roles: [],
      clusterRoles: [],
      roleBindings,
      clusterRoleBindings: [],
    });

    expect(authorizer.authorize(ALICE, request('get pods web @shop'))).toBeUndefined();
  });

  test('a Role of the same name in another namespace is another role', () => {
    const role: Role = {
      kind: 'Role',
      metadata: { name: 'tester', namespace: 'stage' },
      rules: [rule('get pods')],
    };
    const binding: RoleBinding = {
      ...boundToAlice([], 'shop').roleBindings[0]!,
      roleRef: { kind: 'Role', name: 'tester' },
    };
    const authorizer = new RbacAuthorizer({
      roles: [role],
      clusterRoles: [],
      roleBindings: [binding],
      clusterRoleBindings: [],
    });

    expect(authorizer.authorize(ALICE, request('get pods web @shop'))).toBeUndefined();
  });

  test('every binding and rule that allows a request is told, cluster-wide ones first', () => {
    const inShop = boundToAlice(['get pods', 'get *'], 'shop');
    const everywhere = boundToAlice(['* *.*/*'], 'cluster');
    const authorizer = new RbacAuthorizer({
      ...inShop,
      clusterRoles: [...inShop.clusterRoles, { ...everywhere.clusterRoles[0]!, metadata: { name: 'all' } }],
      clusterRoleBindings: [
        { ...everywhere.clusterRoleBindings[0]!, roleRef: { kind: 'ClusterRole', name: 'all' } },
      ],
    });

    const grants = authorizer.grants(ALICE, request('get pods web @shop'));

    expect(grants.map(({ binding, rule: allowing }) => [binding.kind, describeRule(allowing)])).toEqual([
      ['ClusterRoleBinding', '{APIGroups:["*"], Resources:["*"], Verbs:["*"]}'],
      ['RoleBinding', '{APIGroups:[""], Resources:["pods"], Verbs:["get"]}'],
      ['RoleBinding', '{APIGroups:[""], Resources:["*"], Verbs:["get"]}'],
    ]);
  });
});
