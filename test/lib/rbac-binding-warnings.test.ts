import { TerraformStack } from 'cdktf';
import { RbacBinding, RbacBindingProps, RbacRole, RbacSubject, RbacSubjectKind } from '../../lib';
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
    ['a role of a namespace with that name', { role: RbacRole.role('cluster-admin'), namespace: 'shop' }],
    ['a group of another provider', { subjects: [exactly(RbacSubjectKind.GROUP, 'platform:ops')] }],
    ['a user of the system', { subjects: [exactly(RbacSubjectKind.USER, 'system:kube-proxy')] }],
    ["a user called 'default'", { subjects: [exactly(RbacSubjectKind.USER, 'default')] }],
  ])('none for %s', (_what, props) => {
    expect(warnings(bind(props))).toEqual([]);
  });

  test('can be silenced by ID', () => {
    expect(warnings(bind({}), { 'cdktf-aks-aad:silence': ['cluster-admin-user'] })).toEqual([]);
  });
});
