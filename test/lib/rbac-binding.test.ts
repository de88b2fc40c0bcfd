import { ClusterRoleBindingV1 } from '@cdktf/provider-kubernetes/lib/cluster-role-binding-v1';
import { RoleBindingV1 } from '@cdktf/provider-kubernetes/lib/role-binding-v1';
import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { Construct } from 'constructs';
import {
  AadAksCluster,
  AadIntegration,
  KubernetesConnection,
  RbacBinding,
  RbacBindingProps,
  RbacRole,
  RbacSubject,
  RbacSubjectKind,
} from '../../lib';
import { warnings } from './connected';
import { only, synth, Synthesized } from './synth';

const GROUP = '894656e1-39f8-4bfe-b16a-510f61af6f41';
const ALICE = RbacSubject.user('alice@contoso.com');
const OPS = RbacSubject.group(GROUP);

type Block = Readonly<Record<string, unknown>>;

const CLUSTER_BINDING = 'kubernetes_cluster_role_binding_v1';
const NAMESPACE_BINDING = 'kubernetes_role_binding_v1';

function connect(stack: TerraformStack, id = 'Kubernetes'): KubernetesConnection {
  const cluster = AadAksCluster.fromAadAksClusterAttributes(stack, `${id}Cluster`, {
    clusterId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/c',
    clusterName: 'c',
    resourceGroupName: 'g',
    host: 'https://c.example.com:443',
    clusterCaCertificate: 'Y2E=',
  });

  return new KubernetesConnection(stack, id, { cluster });
}

function synthBinding(props: Partial<RbacBindingProps>): Synthesized {
  return synth((stack) => {
    connect(stack);
    new RbacBinding(stack, 'Ops', { role: RbacRole.VIEW, subjects: [OPS], ...props });
  });
}

/** The two resources of the one binding. */
function pair(synthesized: Synthesized, type: string): { people: Block; accounts: Block } {
  const all = Object.values(synthesized.resource[type] ?? {});
  const isOfAccounts = ({ subject }: Block): boolean =>
    (subject as { kind: string }[]).every(({ kind }) => kind === 'ServiceAccount');
  expect(all).toHaveLength(2);

  return { people: all.find((one) => !isOfAccounts(one))!, accounts: all.find(isOfAccounts)! };
}

describe('place', () => {
  test('without a namespace the grant holds in the whole cluster', () => {
    const synthesized = synthBinding({});

    expect(only(synthesized, CLUSTER_BINDING)).toEqual({
      metadata: { name: expect.any(String) as string },
      role_ref: { api_group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
      subject: [{ api_group: 'rbac.authorization.k8s.io', kind: 'Group', name: GROUP, namespace: '' }],
    });
    expect(synthesized.resource[NAMESPACE_BINDING]).toBeUndefined();
  });

  test('a namespace limits the grant to a RoleBinding', () => {
    const synthesized = synthBinding({ namespace: 'shop' });

    expect(only(synthesized, NAMESPACE_BINDING)).toMatchObject({
      metadata: { namespace: 'shop' },
      role_ref: { kind: 'ClusterRole', name: 'view' },
    });
    expect(synthesized.resource[CLUSTER_BINDING]).toBeUndefined();
  });

  test('a namespaced role is bound in its namespace', () => {
    const synthesized = synthBinding({ role: RbacRole.role('deployer'), namespace: 'shop' });

    expect(only(synthesized, NAMESPACE_BINDING).role_ref).toMatchObject({ kind: 'Role', name: 'deployer' });
  });

  test('a namespaced role without a namespace is refused', () => {
    expect(() => synthBinding({ role: RbacRole.role('deployer') })).toThrow(
      "role 'deployer' is namespaced but 'namespace' is not set: set it or use RbacRole.clusterRole() (at 'test/Ops')",
    );
  });

  test.each([[undefined], [null], [''], ['  ']])(
    '%j is no namespace, and not the whole cluster either',
    (namespace) => {
      expect(() => synthBinding({ namespace: namespace as string })).toThrow(
        /namespace is there and is .*: give it a value, or leave the key out for the whole cluster/,
      );
    },
  );

  test.each(['Shop', 'a_b', 'a'.repeat(64)])("'%s' is not a namespace", (namespace) => {
    expect(() => synthBinding({ namespace })).toThrow(
      `namespace '${namespace}' is not valid: use 1 to 63 lowercase letters, digits and hyphens, ` +
        "starting and ending with a letter or digit (at 'test/Ops')",
    );
  });
});

describe('name', () => {
  function defaultName(path: string[]): string {
    let name = '';
    synth((stack) => {
      connect(stack);
      const scope = path.slice(0, -1).reduce<Construct>((parent, id) => new Construct(parent, id), stack);
      name = new RbacBinding(scope, path.at(-1) ?? '', { role: RbacRole.VIEW, subjects: [OPS] }).name;
    });
    return name;
  }

  test('comes from the construct path and is the same every time', () => {
    const name = defaultName(['Shop', 'Ops Team']);

    expect(name).toMatch(/^test-shop-ops-team-[0-9a-f]{8}$/);
    expect(defaultName(['Shop', 'Ops Team'])).toBe(name);
  });

  test('differs for paths that only differ in case or punctuation', () => {
    const names = [['Shop', 'Ops'], ['Shop-Ops'], ['shop', 'ops'], ['Shop.Ops']].map(defaultName);

    expect(new Set(names).size).toBe(names.length);
  });

  test.each([[['x'.repeat(300)]], [['a'.repeat(150), 'b'.repeat(150)]], [['开发']], [['_']]])(
    'is a valid object name for the path %j',
    (path) => {
      expect(defaultName(path)).toMatch(/^(?=.{1,253}$)[a-z0-9]+(-[a-z0-9]+)*$/);
    },
  );

  test('is honoured with its case when it is given', () => {
    const synthesized = synthBinding({ name: 'Contoso-Cluster:Admins' });

    expect(only(synthesized, CLUSTER_BINDING).metadata).toEqual({ name: 'Contoso-Cluster:Admins' });
  });

  test.each(['', '.', '..', 'a/b', 'a%b'])("cannot be '%s'", (name) => {
    expect(() => synthBinding({ name })).toThrow(
      `name '${name}' is not valid: use at least one character, neither '/' nor '%', and neither '.' nor '..' alone ` +
        "(at 'test/Ops')",
    );
  });

  test('cannot be that of another binding in the same place', () => {
    expect(() =>
      synth((stack) => {
        const props = { role: RbacRole.VIEW, subjects: [OPS], name: 'admins' };
        new RbacBinding(stack, 'First', props);
        new RbacBinding(stack, 'Second', props);
      }),
    ).toThrow(
      "name 'admins' is already that of the binding 'test/First': choose another, or leave it out (at 'test/Second')",
    );
  });

  test('can be used again in another case, namespace, cluster or stack', () => {
    const build = (stack: TerraformStack): void => {
      const props = {
        role: RbacRole.VIEW,
        subjects: [OPS],
        name: 'admins',
        connection: connect(stack, 'Blue'),
      };

      new RbacBinding(stack, 'Cluster', props);
      new RbacBinding(stack, 'Case', { ...props, name: 'Admins' });
      new RbacBinding(stack, 'Shop', { ...props, namespace: 'shop' });
      new RbacBinding(stack, 'Bank', { ...props, namespace: 'bank' });
      new RbacBinding(stack, 'Green', { ...props, connection: connect(stack, 'GreenConnection') });
    };

    expect(Object.keys(synth(build).resource[CLUSTER_BINDING] ?? {})).toHaveLength(3);
    expect(Object.keys(synth(build).resource[NAMESPACE_BINDING] ?? {})).toHaveLength(2);
  });
});

describe('subjects', () => {
  test('users and groups have no namespace, service accounts have theirs', () => {
    const synthesized = synthBinding({
      subjects: [ALICE, OPS, RbacSubject.serviceAccount('shop', 'deployer')],
    });

    const { people, accounts } = pair(synthesized, CLUSTER_BINDING);
    expect(people.subject).toEqual([
      { api_group: 'rbac.authorization.k8s.io', kind: 'User', name: 'alice@contoso.com', namespace: '' },
      { api_group: 'rbac.authorization.k8s.io', kind: 'Group', name: GROUP, namespace: '' },
    ]);
    expect(accounts.subject).toEqual([
      { api_group: '', kind: 'ServiceAccount', name: 'deployer', namespace: 'shop' },
    ]);
  });

  test('that are kept stay in one binding, in their order and spelling', () => {
    const kept = [
      RbacSubject.serviceAccount('shop', 'deployer'),
      RbacSubject.unsafeExact(RbacSubjectKind.GROUP, 'developers', 'default'),
      ALICE,
      RbacSubject.unsafeExact(RbacSubjectKind.USER, 'A1B2C3D4-0000-4000-8000-000000000000'),
    ];
    const synthesized = synthBinding({ subjects: kept, keepSubjects: true, name: 'Old' });

    expect(only(synthesized, CLUSTER_BINDING)).toMatchObject({
      metadata: { name: 'Old' },
      subject: [
        { api_group: '', kind: 'ServiceAccount', name: 'deployer', namespace: 'shop' },
        { kind: 'Group', name: 'developers', namespace: 'default' },
        { kind: 'User', name: 'alice@contoso.com', namespace: '' },
        { kind: 'User', name: 'A1B2C3D4-0000-4000-8000-000000000000', namespace: '' },
      ],
    });
    expect(() => synthBinding({ keepSubjects: true, serviceAccountsName: 'x' })).toThrow(
      "serviceAccountsName 'x' would name nothing, because keepSubjects makes one binding: leave it out",
    );
  });

  test('have the labels and annotations of the binding, in both of its resources', () => {
    const { people, accounts } = pair(
      synthBinding({
        subjects: [ALICE, RbacSubject.serviceAccount('shop', 'deployer')],
        labels: { team: 'shop' },
        annotations: { 'contoso.com/ticket': 'none' },
      }),
      CLUSTER_BINDING,
    );
    const metadata = { labels: { team: 'shop' }, annotations: { 'contoso.com/ticket': 'none' } };

    expect(people.metadata).toMatchObject(metadata);
    expect(accounts.metadata).toMatchObject(metadata);
    expect(() => synthBinding({ labels: { 'not valid': 'x' } })).toThrow("label 'not valid' is not valid");
  });

  test.each([[undefined], ['shop']])('can all be added later (namespace %s)', (namespace) => {
    const synthesized = synth((stack) => {
      connect(stack);
      const binding = new RbacBinding(stack, 'Ops', { role: RbacRole.VIEW, ...(namespace && { namespace }) });
      binding.addSubject(ALICE);
      binding.addSubject(OPS, RbacSubject.serviceAccount('shop', 'deployer'));
    });
    const type = namespace ? NAMESPACE_BINDING : CLUSTER_BINDING;

    const { people, accounts } = pair(synthesized, type);
    expect(people.subject).toMatchObject([{ name: 'alice@contoso.com' }, { name: GROUP }]);
    expect(accounts.subject).toMatchObject([{ api_group: '', name: 'deployer' }]);
  });

  test('the list that was passed is not changed and not kept', () => {
    const subjects = [ALICE];
    const synthesized = synth((stack) => {
      connect(stack);
      new RbacBinding(stack, 'Ops', { role: RbacRole.VIEW, subjects }).addSubject(OPS);
      subjects.push(RbacSubject.user('mallory@contoso.com'));
    });

    expect(only(synthesized, CLUSTER_BINDING).subject).toHaveLength(2);
    expect(synthesized.json).not.toContain('mallory');
  });

  test('nobody at synth is an error', () => {
    expect(() => synthBinding({ subjects: [] })).toThrow(
      "[test/Ops] no subjects; pass 'subjects' or call addSubject()",
    );
    expect(() => synthBinding({ subjects: undefined })).toThrow(
      "[test/Ops] no subjects; pass 'subjects' or call addSubject()",
    );
  });

  test('the same one twice is an error that names both', () => {
    expect(() => synthBinding({ subjects: [OPS, ALICE, RbacSubject.group(GROUP.toUpperCase())] })).toThrow(
      `subjects 1 and 3 are both Group '${GROUP}': name it once (at 'test/Ops')`,
    );
  });

  test('the same one added again is an error that names both', () => {
    const account = (namespace: string): RbacSubject => RbacSubject.serviceAccount(namespace, 'deployer');

    synth((stack) => {
      connect(stack);
      const binding = new RbacBinding(stack, 'Ops', { role: RbacRole.VIEW, subjects: [account('shop')] });
      binding.addSubject(account('bank'));

      expect(() => binding.addSubject(account('bank'))).toThrow(
        "subjects 2 and 3 are both ServiceAccount 'bank/deployer': name it once (at 'test/Ops')",
      );
    });
  });

  test('the same ID as a guest and as a group are two subjects, and so are two cases of a user name', () => {
    const subjects = [RbacSubject.guest(GROUP), OPS, ALICE, RbacSubject.user('Alice@contoso.com')];

    expect(only(synthBinding({ subjects }), CLUSTER_BINDING).subject).toHaveLength(4);
  });

  test('are sorted, so that the order in which they were given changes nothing', () => {
    const subjects = [
      RbacSubject.serviceAccount('shop', 'deployer'),
      RbacSubject.serviceAccount('bank', 'deployer'),
      OPS,
      RbacSubject.user('bob@contoso.com'),
      ALICE,
    ];
    const synthesized = synthBinding({ subjects });

    expect(synthBinding({ subjects: subjects.reverse() }).json).toBe(synthesized.json);
    const { people, accounts } = pair(synthesized, CLUSTER_BINDING);
    expect(people.subject).toMatchObject([
      { name: 'alice@contoso.com' },
      { name: 'bob@contoso.com' },
      { name: GROUP },
    ]);
    expect(accounts.subject).toMatchObject([{ namespace: 'bank' }, { namespace: 'shop' }]);
  });

  test('thousands in one binding are no trouble', () => {
    const names = Array.from({ length: 5000 }, (_, i) => `user${i}@contoso.com`);
    const synthesized = synth((stack) => {
      connect(stack);
      const binding = new RbacBinding(stack, 'Ops', { role: RbacRole.VIEW });
      names.forEach((name) => binding.addSubject(RbacSubject.user(name)));
    });
    const subjects = only(synthesized, CLUSTER_BINDING).subject as { name: string }[];

    expect(subjects.map(({ name }) => name)).toEqual(names.sort());
  });
});

describe('service accounts', () => {
  const DEPLOYER = RbacSubject.serviceAccount('shop', 'deployer');

  test('have a binding of their own, which is made before they are taken out of the other', () => {
    const synthesized = synthBinding({ name: 'ops', subjects: [ALICE, DEPLOYER] });
    const { people, accounts } = pair(synthesized, CLUSTER_BINDING);
    const [address] = Object.entries(synthesized.resource[CLUSTER_BINDING]!).find(
      ([, one]) => one === accounts,
    )!;

    expect(people.metadata).toEqual({ name: 'ops' });
    expect(people.depends_on).toEqual([`${CLUSTER_BINDING}.${address}`]);
    expect(accounts.role_ref).toEqual(people.role_ref);
  });

  test('alone are moved from the address that they had, and created before the old binding is deleted', () => {
    const synthesized = synthBinding({ name: 'ops', subjects: [DEPLOYER] });
    const accounts = only(synthesized, CLUSTER_BINDING);

    expect(JSON.parse(synthesized.json)).toMatchObject({
      moved: [
        { from: `${CLUSTER_BINDING}.Ops_A097D252`, to: `${CLUSTER_BINDING}.Ops_ServiceAccounts_7394FF84` },
      ],
    });
    expect(accounts.lifecycle).toEqual({ create_before_destroy: true });
    expect(synthBinding({ subjects: [ALICE, DEPLOYER] }).json).not.toContain('moved');
  });

  test('are bound under another name for each role, as a new binding is made first', () => {
    const names = [RbacRole.VIEW, RbacRole.EDIT].map(
      (role) => only(synthBinding({ name: 'ops', role, subjects: [DEPLOYER] }), CLUSTER_BINDING).metadata,
    );

    expect(names).toEqual([
      { name: expect.stringMatching(/^ops-service-accounts-[0-9a-f]{8}$/) as string },
      { name: expect.stringMatching(/^ops-service-accounts-[0-9a-f]{8}$/) as string },
    ]);
    expect(names[0]).not.toEqual(names[1]);
  });

  test('under a name of their own are replaced in their place', () => {
    const accounts = only(
      synthBinding({ serviceAccountsName: 'robots', subjects: [DEPLOYER] }),
      CLUSTER_BINDING,
    );

    expect(accounts.metadata).toEqual({ name: 'robots' });
    expect(accounts.lifecycle).toBeUndefined();
  });

  test('do not let a cluster of the same stack be created before the old one is deleted', () => {
    const synthesized = synth((stack) => {
      const cluster = new AadAksCluster(stack, 'Aks', {
        clusterName: 'c',
        resourceGroupName: 'g',
        location: 'eastus',
        aad: AadIntegration.managed({ adminGroupObjectIds: [GROUP] }),
      });
      new KubernetesConnection(stack, 'Kubernetes', { cluster });
      new RbacBinding(stack, 'Ops', { role: RbacRole.VIEW, subjects: [DEPLOYER] });
    });

    expect(only(synthesized, CLUSTER_BINDING).lifecycle).toBeUndefined();
  });

  test.each([
    [{ name: 'ops', serviceAccountsName: 'ops' }, /name and serviceAccountsName are both 'ops'/],
    [{ serviceAccountsName: 'a/b' }, /serviceAccountsName 'a\/b'/],
  ])('%j is refused', (props, message) => {
    expect(() => synthBinding({ subjects: [ALICE, DEPLOYER], ...props })).toThrow(message);
  });
});

describe('connection', () => {
  test('may be left out when the stack has one', () => {
    expect(only(synthBinding({}), CLUSTER_BINDING)).not.toHaveProperty('provider');
  });

  test('picks the provider of its cluster', () => {
    const synthesized = synth((stack) => {
      const blue = connect(stack, 'Blue');
      const green = connect(stack, 'Green');
      new RbacBinding(stack, 'OnBlue', { role: RbacRole.VIEW, subjects: [OPS], connection: blue });
      new RbacBinding(stack, 'OnGreen', {
        role: RbacRole.VIEW,
        subjects: [OPS],
        connection: green,
        namespace: 'shop',
      });
    });

    expect(only(synthesized, CLUSTER_BINDING).provider).toBe('kubernetes');
    expect(only(synthesized, NAMESPACE_BINDING).provider).toBe('kubernetes.Green');
  });

  test('left out in a stack with two is an error, whichever came first', () => {
    expect(() =>
      synth((stack) => {
        connect(stack, 'Blue');
        new RbacBinding(stack, 'Ops', { role: RbacRole.VIEW, subjects: [OPS] });
        connect(stack, 'Green');
      }),
    ).toThrow(
      "[test/Ops] no connection, and the stack has several: pass 'connection', one of 'test/Blue' and 'test/Green'",
    );
  });

  test('of another stack is refused', () => {
    const app = Testing.app();
    const connection = connect(new TerraformStack(app, 'other'));
    const stack = new TerraformStack(app, 'access');

    expect(() => new RbacBinding(stack, 'Ops', { role: RbacRole.VIEW, subjects: [OPS], connection })).toThrow(
      "connection 'other/Kubernetes' is of stack 'other' and the binding of stack 'access': " +
        "define a KubernetesConnection in the stack of the binding (at 'access/Ops')",
    );
  });
});

test('what only Terraform knows is left to Terraform', () => {
  const synthesized = synth((stack) => {
    connect(stack);
    const value = new TerraformVariable(stack, 'Value', { type: 'string' }).stringValue;
    const user = RbacSubject.user(value);

    new RbacBinding(stack, 'Ops', {
      role: RbacRole.role(value),
      subjects: [user, user, RbacSubject.serviceAccount(value, 'deployer')],
      namespace: value,
      name: value,
    });
    new RbacBinding(stack, 'Again', { role: RbacRole.VIEW, subjects: [OPS], namespace: value, name: value });
  });
  const bindings = synthesized.resource[NAMESPACE_BINDING] ?? {};

  expect(Object.values(bindings)).toContainEqual(
    expect.objectContaining({
      metadata: { name: '${var.Value}', namespace: '${var.Value}' },
      role_ref: { api_group: 'rbac.authorization.k8s.io', kind: 'Role', name: '${var.Value}' },
      subject: [
        { api_group: 'rbac.authorization.k8s.io', kind: 'User', name: '${var.Value}', namespace: '' },
        { api_group: 'rbac.authorization.k8s.io', kind: 'User', name: '${var.Value}', namespace: '' },
      ],
    }),
  );
  expect(Object.values(bindings)).toContainEqual(
    expect.objectContaining({
      metadata: { name: '${var.Value}-service-accounts', namespace: '${var.Value}' },
      subject: [{ api_group: '', kind: 'ServiceAccount', name: 'deployer', namespace: '${var.Value}' }],
    }),
  );
});

test('the default child is the resource, so that anything of it can be overridden', () => {
  const synthesized = synth((stack) => {
    connect(stack);
    const inCluster = new RbacBinding(stack, 'Ops', { role: RbacRole.VIEW, subjects: [OPS] });
    const inNamespace = new RbacBinding(stack, 'Shop', {
      role: RbacRole.VIEW,
      subjects: [OPS],
      namespace: 'shop',
    });

    (inCluster.node.defaultChild as ClusterRoleBindingV1).addOverride('metadata.labels', { team: 'ops' });
    (inNamespace.node.defaultChild as RoleBindingV1).lifecycle = { preventDestroy: true };
  });

  expect(only(synthesized, CLUSTER_BINDING).metadata).toMatchObject({ labels: { team: 'ops' } });
  expect(only(synthesized, NAMESPACE_BINDING).lifecycle).toEqual({ prevent_destroy: true });
});

describe('warnings', () => {
  const CAROL = RbacSubject.guest(GROUP);
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
  ])('none for %s', (_what, props) => {
    expect(warnings(bind(props))).toEqual([]);
  });

  test('can be silenced by ID', () => {
    expect(warnings(bind({}), { 'cdktf-aks-aad:silence': ['cluster-admin-user'] })).toEqual([]);
  });
});
