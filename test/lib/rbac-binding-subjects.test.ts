import { ClusterRoleBindingV1 } from '@cdktf/provider-kubernetes/lib/cluster-role-binding-v1';
import {
  AadAksCluster,
  AadIntegration,
  KubernetesConnection,
  RbacBinding,
  RbacRole,
  RbacSubject,
  RbacSubjectKind,
} from '../../lib';
import { connect, synthConnected } from './connected';
import { only, synth, Synthesized } from './synth';
import { ALICE, CLUSTER_BINDING, NAMESPACE_BINDING, OPS, synthBinding } from './sample-binding';
import { GROUP } from './sample-cluster';

type Block = Readonly<Record<string, unknown>>;

/** The two resources of the one binding. */
function pair(synthesized: Synthesized, type: string): { people: Block; accounts: Block } {
  const all = Object.values(synthesized.resource[type] ?? {});
  const isOfAccounts = ({ subject }: Block): boolean =>
    (subject as { kind: string }[]).every(({ kind }) => kind === 'ServiceAccount');
  expect(all).toHaveLength(2);

  return { people: all.find((one) => !isOfAccounts(one))!, accounts: all.find(isOfAccounts)! };
}

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

  test('of the whole cluster cannot be a service account without a namespace', () => {
    const account = RbacSubject.unsafeExact(RbacSubjectKind.SERVICE_ACCOUNT, 'ci');

    expect(() => synthBinding({ subjects: [ALICE, account], keepSubjects: true })).toThrow(
      "subject 2, ServiceAccount 'ci', has no namespace, which a binding of the whole cluster needs: pass it as third",
    );
    expect(() => synthBinding({ subjects: [account], keepSubjects: true, namespace: 'shop' })).not.toThrow();
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

  test.each<
    [string, (accounts: ClusterRoleBindingV1, other: ClusterRoleBindingV1) => void, object[] | undefined]
  >([
    [
      'by its address',
      (accounts) => accounts.moveFromId(`${CLUSTER_BINDING}.old`),
      [{ from: `${CLUSTER_BINDING}.old`, to: `${CLUSTER_BINDING}.Ops_ServiceAccounts_7394FF84` }],
    ],
    [
      'as a target',
      (accounts, other) => {
        accounts.addMoveTarget('ops');
        other.moveTo('ops');
      },
      [
        {
          from: expect.stringContaining('.Old_') as string,
          to: `${CLUSTER_BINDING}.Ops_ServiceAccounts_7394FF84`,
        },
      ],
    ],
    ['to where it was', (accounts) => accounts.overrideLogicalId('Ops_A097D252'), undefined],
  ])('are moved once, as Terraform wants it, when a program moves them %s', (_, move, moved) => {
    const { json } = synthConnected((stack) => {
      const role = RbacRole.VIEW;
      const [old, ops] = [
        new RbacBinding(stack, 'Old', { role, subjects: [ALICE] }),
        new RbacBinding(stack, 'Ops', { role, subjects: [DEPLOYER] }),
      ];
      move(ops.node.defaultChild as ClusterRoleBindingV1, old.node.defaultChild as ClusterRoleBindingV1);
    });

    expect((JSON.parse(json) as { moved?: object[] }).moved).toEqual(moved);
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
