import { readFileSync } from 'node:fs';
import { TerraformStack, Token } from 'cdktf';
import {
  RbacBinding,
  RbacBindingProps,
  RbacCustomRole,
  RbacRole,
  RbacRule,
  RbacSubject,
  RbacSubjectKind,
} from '../../lib';
import { CLUSTER_WIDE_ROLES } from '../../lib/private/cluster-wide-roles';
import { isOfNoNamespace } from '../../lib/private/dead-resources';
import { warnings } from './connected';
import { ALICE, OPS } from './sample-binding';
import { GROUP } from './sample-cluster';

describe('warnings', () => {
  const CAROL = RbacSubject.guest(GROUP);
  const exactly = (kind: RbacSubjectKind, name: string) => RbacSubject.unsafeExact(kind, name);
  const bind = (props: Partial<RbacBindingProps>) => (stack: TerraformStack) =>
    void new RbacBinding(stack, 'Ops', { role: RbacRole.CLUSTER_ADMIN, subjects: [ALICE], ...props });

  test('cluster-admin for a single user, once for all of them', () => {
    expect(warnings(bind({ subjects: [ALICE, CAROL, OPS] }))).toEqual([
      "cluster-admin is bound to a single user, 'alice@contoso.com': bind it to a group, whose members the directory reviews (at 'test/Ops'), and 1 more [cluster-admin-user]",
    ]);
  });

  test('groups that Kubernetes fills itself', () => {
    const subjects = [RbacSubject.unsafeSystemGroup('system:authenticated')];

    expect(warnings(bind({ role: RbacRole.VIEW, subjects }))).toEqual([
      "ClusterRole 'view' is bound to 'system:authenticated', whose members nobody controls: bind a group of the directory (at 'test/Ops') [system-group]",
    ]);
  });

  test('a role of Kubernetes about what is in no namespace, bound in one', () => {
    const role = RbacRole.clusterRole('system:auth-delegator');

    expect(warnings(bind({ role, subjects: [OPS], namespace: 'shop' }))).toEqual([
      "ClusterRole 'system:auth-delegator' is bound in namespace 'shop', where a binding grants nothing of it, as all of it is in no namespace: bind it in the whole cluster (at 'test/Ops') [rule-matches-nothing]",
    ]);
    expect(warnings(bind({ role, subjects: [OPS] }))).toEqual([]);
    const node = RbacRole.clusterRole('system:node-proxier');
    expect(warnings(bind({ role: node, subjects: [OPS], namespace: 'shop' }))).toEqual([]);
  });

  test('which these roles are, Kubernetes says', () => {
    const { clusterRoles } = JSON.parse(readFileSync('access/rbac/default-objects.json', 'utf8')) as {
      clusterRoles: {
        object: {
          metadata: { name: string };
          aggregationRule?: object;
          rules?: (RbacRule & { nonResourceURLs?: string[] })[];
        };
      }[];
    };
    const isClusterWide = ({ rules = [] }: (typeof clusterRoles)[number]['object']): boolean =>
      isOfNoNamespace(rules.map((rule) => ({ ...rule, nonResourceUrls: rule.nonResourceURLs })));
    const found = clusterRoles
      .map(({ object }) => object)
      .filter((one) => one.aggregationRule === undefined && isClusterWide(one));

    expect(CLUSTER_WIDE_ROLES).toEqual([...new Set(found.map(({ metadata }) => metadata.name))].sort());
  });

  test.each([
    ['system:authenticatd', "did you mean 'system:authenticated'?"],
    ['system:ops', 'bind a group of the directory'],
  ])('a group %s that Kubernetes does not fill', (group, fix) => {
    expect(warnings(bind({ role: RbacRole.VIEW, subjects: [RbacSubject.unsafeSystemGroup(group)] }))).toEqual(
      [
        `ClusterRole 'view' is bound to '${group}', which is no group that Kubernetes puts accounts in, so that nobody gets the right: ${fix} (at 'test/Ops') [unknown-system-group]`,
      ],
    );
  });

  test.each([
    [RbacSubjectKind.GROUP, GROUP.toUpperCase(), `use '${GROUP.toLowerCase()}'`],
    [RbacSubjectKind.USER, GROUP.toUpperCase(), 'tokens have object IDs in lower case'],
    [
      RbacSubjectKind.USER,
      'carol_fabrikam.com#EXT#@contoso.onmicrosoft.com',
      'a guest is known by object ID',
    ],
    [RbacSubjectKind.USER, 'system:authenticated', 'that is a group of Kubernetes'],
  ])('%s %s as written is nobody', (kind, name, reason) => {
    expect(warnings(bind({ role: RbacRole.VIEW, subjects: [exactly(kind, name)] }))).toEqual([
      expect.stringMatching(new RegExp(`matches nobody.*${reason}.*\\[subject-matches-nobody\\]$`)),
    ]);
  });

  test('what every pod has that has nothing of its own', () => {
    const subjects = [RbacSubject.serviceAccount('shop', 'default')];

    expect(warnings(bind({ role: RbacRole.VIEW, subjects, namespace: 'default' }))).toEqual([
      "ClusterRole 'view' is granted in the namespace 'default', where things end up by mistake: use a separate namespace (at 'test/Ops') [default-namespace]",
      "ClusterRole 'view' is bound to the service account 'default', which every pod gets unless it has its own: create one for the application (at 'test/Ops') [default-service-account]",
    ]);
  });

  test.each<[string, Partial<RbacBindingProps>]>([
    ['a group', { subjects: [OPS] }],
    ['a service account of its own', { subjects: [RbacSubject.serviceAccount('shop', 'ci')] }],
    ['a service principal', { subjects: [RbacSubject.servicePrincipal(GROUP)] }],
    ['one namespace', { namespace: 'shop' }],
    ['another role', { role: RbacRole.ADMIN }],
    ['a role of a namespace', { role: RbacRole.role('deployer'), namespace: 'shop' }],
    ['a group of another provider', { subjects: [exactly(RbacSubjectKind.GROUP, 'platform:ops')] }],
    [
      'an object ID as tokens have it',
      { role: RbacRole.VIEW, subjects: [exactly(RbacSubjectKind.GROUP, GROUP)] },
    ],
    ['a user of the system', { subjects: [exactly(RbacSubjectKind.USER, 'system:kube-proxy')] }],
    ["a user called 'default'", { subjects: [exactly(RbacSubjectKind.USER, 'default')] }],
  ])('none for %s', (_what, props) => {
    expect(warnings(bind(props))).toEqual([]);
  });

  test('can be silenced by ID', () => {
    expect(warnings(bind({}), { 'cdktf-aks-aad:silence': ['cluster-admin-user'] })).toEqual([]);
  });
});

describe('names of roles that are probably slips', () => {
  const NEEDS_NAMESPACE = { namespace: 'shop' };
  const bind =
    (role: RbacRole, props: Partial<RbacBindingProps> = {}) =>
    (stack: TerraformStack) => {
      new RbacBinding(stack, 'Ops', { role, subjects: [OPS], ...props });
      // Defined after the binding that names it.
      const rules = [{ resources: ['services'], verbs: ['get'] }];
      new RbacCustomRole(stack, 'Here', { name: 'deployer', namespace: 'shop', rules });
      new RbacCustomRole(stack, 'Everywhere', { name: 'restarter', rules });
    };

  test.each<[RbacRole, Partial<RbacBindingProps>, string, string]>([
    [RbacRole.clusterRole('edti'), {}, "did you mean 'edit'?", 'unknown-cluster-role'],
    [RbacRole.clusterRole('Restarter'), {}, "did you mean 'restarter'?", 'unknown-cluster-role'],
    [
      RbacRole.clusterRole('deployer'),
      {},
      "use RbacRole.role('deployer') in namespace 'shop'",
      'unknown-cluster-role',
    ],
    [RbacRole.role('edit'), NEEDS_NAMESPACE, "use RbacRole.clusterRole('edit')", 'unknown-role'],
    [RbacRole.role('deployer'), { namespace: 'bank' }, "defined in namespace 'shop' here", 'unknown-role'],
  ])('%j %j', (role, props, message, id) => {
    expect(warnings(bind(role, props))).toEqual([
      expect.stringMatching(new RegExp(`${message.replace(/[?()]/g, '\\$&')}.*\\[${id}\\]$`)),
    ]);
  });

  test.each<[string, RbacRole, Partial<RbacBindingProps>]>([
    ['one that is defined', RbacRole.role('deployer'), NEEDS_NAMESPACE],
    ['one of somebody else', RbacRole.clusterRole('argocd-server'), {}],
    ['one that is not known yet', RbacRole.clusterRole(Token.asString({ resolve: () => 'edti' })), {}],
  ])('none for %s', (_what, role, props) => {
    expect(warnings(bind(role, props))).toEqual([]);
  });

  test('none for a binding that is taken over', () => {
    const taken = (stack: TerraformStack): void =>
      new RbacBinding(stack, 'Ops', {
        name: 'x',
        role: RbacRole.clusterRole('veiw'),
        subjects: [OPS],
      }).importFrom();

    expect(warnings(taken)).toEqual([]);
  });
});
