import { Context, Problem, Refusal } from '../../rehearsal/behaviour';
import { kubernetes } from '../../rehearsal/kubernetes';
import { loadTenant } from '../../rehearsal/tenant';
import { State, Unknown } from '../../rehearsal/values';
import { FileWorld } from '../../rehearsal/world';
import {
  addCluster,
  applied,
  AS_LOCAL_ADMIN,
  binding,
  CLUSTER_ADMINS,
  contextOf,
  execBlock,
  HOST,
  namespace,
  subject,
  THROUGH_KUBELOGIN,
  worldWithCluster,
} from './sample-world';

const CRB = 'kubernetes_cluster_role_binding_v1';
const RB = 'kubernetes_role_binding_v1';
const ROLE = 'kubernetes_role_v1';
const CLUSTER_ROLE = 'kubernetes_cluster_role_v1';
const ALICE = subject('User', 'alice@contoso.com');

/** What the rules say to an object, as the provider server asks them. */
function problems(on: string, object: State, context?: Context): Problem[] {
  const at = context ? 'apply' : 'validate';
  return kubernetes.rules
    .filter((rule) => rule.on === on && rule.at === at)
    .flatMap((rule) => rule.check(object, context) ?? []);
}

function summaries(on: string, object: State, context?: Context): string[] {
  return problems(on, object, context).map(({ summary }) => summary);
}

function role(rules: readonly State[], metadata: State = { name: 'tested' }): State {
  return { metadata: [metadata], rule: [...rules] };
}

function refusal(run: () => unknown): Problem {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) {
      return error.problem;
    }
    throw error;
  }
  throw new Error('nothing was refused');
}

const READ_PODS: State = { verbs: ['get'], api_groups: [''], resources: ['pods'] };

type Case = [what: string, type: string, object: State, message: string];

const PROVIDER_CASES: Case[] = [
  [
    'a binding whose name cannot stand in a URL',
    CRB,
    binding('a/b', 'view', [ALICE]),
    "metadata.0.name may not contain '/'",
  ],
  [
    'a role whose name is two dots',
    ROLE,
    role([READ_PODS], { name: '..' }),
    "metadata.0.name may not be '..'",
  ],
  [
    'a namespace with capitals',
    'kubernetes_namespace_v1',
    namespace('Shop'),
    "metadata.0.name a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
  ],
  [
    'a name beside a generated one',
    ROLE,
    role([READ_PODS], { name: 'a', generate_name: 'b' }),
    'Conflicting configuration arguments',
  ],
  [
    'a label value with a blank',
    'kubernetes_namespace_v1',
    { metadata: [{ name: 'shop', labels: { team: 'a b' } }] },
    "metadata.0.labels (\"a b\") a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  ],
  [
    'a label key with an empty prefix',
    'kubernetes_namespace_v1',
    { metadata: [{ name: 'shop', labels: { '/team': 'a' } }] },
    'metadata.0.labels ("/team") prefix part must be non-empty',
  ],
  [
    'an annotation key with a blank',
    'kubernetes_namespace_v1',
    { metadata: [{ name: 'shop', annotations: { 'a b': 'c' } }] },
    "metadata.0.annotations (\"a b\") name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  ],
  [
    'a role reference in another API group',
    RB,
    {
      ...binding('b', 'view', [ALICE]),
      role_ref: [{ api_group: 'apps', kind: 'ClusterRole', name: 'view' }],
    },
    'expected role_ref.0.api_group to be one of ["rbac.authorization.k8s.io"], got apps',
  ],
  [
    'a role reference to a user',
    RB,
    binding('b', 'view', [ALICE], { kind: 'User' }),
    'expected role_ref.0.kind to be one of ["Role" "ClusterRole"], got User',
  ],
];

describe('what the provider refuses', () => {
  test.each(PROVIDER_CASES)('%s', (_what, type, object, message) => {
    expect(summaries(type, object)).toEqual([message]);
  });

  test('values that are not known yet pass', () => {
    const unknown = Unknown.VALUE;
    const object = {
      metadata: [{ name: unknown, labels: unknown, annotations: { a: unknown } }],
      role_ref: [{ api_group: unknown, kind: unknown, name: unknown }],
      subject: unknown,
    };

    expect(summaries(CRB, object)).toEqual([]);
    expect(summaries(CRB, { metadata: unknown, role_ref: unknown, subject: unknown })).toEqual([]);
  });

  test('kinds of subjects are left to the API server', () => {
    expect(summaries(CRB, binding('b', 'view', [subject('Person', 'alice')]))).toEqual([]);
  });

  test('the deprecated names of resources have the same rules', () => {
    const on = (type: string) =>
      kubernetes.rules.filter((rule) => rule.on === type).map(({ refuses }) => refuses);

    expect(on('kubernetes_role_binding')).toEqual(on(RB));
  });
});

const SERVICE_CONTEXT = contextOf(worldWithCluster());

const invalid = (name: string, error: string): string =>
  `ClusterRoleBinding.rbac.authorization.k8s.io "${name}" is invalid: ${error}`;

const SERVICE_CASES: Case[] = [
  [
    'a subject of a kind that does not exist',
    CRB,
    binding('b', 'view', [ALICE, subject('Person', 'p')]),
    invalid(
      'b',
      'subjects[1].kind: Unsupported value: "Person": supported values: "ServiceAccount", "User", "Group"',
    ),
  ],
  [
    'a ClusterRoleBinding to a Role',
    CRB,
    binding('b', 'reader', [ALICE], { kind: 'Role' }),
    invalid('b', 'roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole"'),
  ],
  [
    'a role reference without a name',
    CRB,
    binding('b', '', [ALICE]),
    invalid('b', 'roleRef.name: Required value'),
  ],
  [
    'a role reference whose name cannot stand in a URL',
    CRB,
    binding('b', 'a/b', [ALICE]),
    invalid('b', 'roleRef.name: Invalid value: "a/b": may not contain \'/\''),
  ],
  [
    'a subject without a name',
    CRB,
    binding('b', 'view', [subject('User', '')]),
    invalid('b', 'subjects[0].name: Required value'),
  ],
  [
    'a user in the core API group',
    CRB,
    binding('b', 'view', [{ ...ALICE, api_group: 'v1' }]),
    invalid(
      'b',
      'subjects[0].apiGroup: Unsupported value: "v1": supported values: "rbac.authorization.k8s.io"',
    ),
  ],
  [
    'a service account in the RBAC API group',
    CRB,
    binding('b', 'view', [
      { ...subject('ServiceAccount', 'ci', 'build'), api_group: 'rbac.authorization.k8s.io' },
    ]),
    invalid(
      'b',
      'subjects[0].apiGroup: Unsupported value: "rbac.authorization.k8s.io": supported values: ""',
    ),
  ],
  [
    'a service account without a namespace in the whole cluster',
    CRB,
    binding('b', 'view', [subject('ServiceAccount', 'ci')]),
    invalid('b', 'subjects[0].namespace: Required value'),
  ],
  [
    'a binding that Kubernetes has already',
    CRB,
    binding('cluster-admin', 'view', [ALICE]),
    'clusterrolebindings.rbac.authorization.k8s.io "cluster-admin" already exists',
  ],
  [
    'the binding that AKS makes',
    CRB,
    binding('aks-cluster-admin-binding-aad', 'view', [ALICE]),
    'clusterrolebindings.rbac.authorization.k8s.io "aks-cluster-admin-binding-aad" already exists',
  ],
  [
    'a role that Kubernetes has already',
    CLUSTER_ROLE,
    role([READ_PODS], { name: 'view' }),
    'clusterroles.rbac.authorization.k8s.io "view" already exists',
  ],
  [
    'a namespace that Kubernetes has already',
    'kubernetes_namespace_v1',
    namespace('kube-system'),
    'namespaces "kube-system" already exists',
  ],
  [
    'the service account that every namespace has',
    'kubernetes_service_account_v1',
    role([], { name: 'default', namespace: 'default' }),
    'serviceaccounts "default" already exists',
  ],
  [
    'an object in a namespace that does not exist',
    RB,
    binding('b', 'view', [ALICE], { namespace: 'nowhere' }),
    'namespaces "nowhere" not found',
  ],
  [
    'a namespace with a dot',
    'kubernetes_namespace_v1',
    namespace('a.b'),
    expect.stringMatching(
      /^Namespace "a\.b" is invalid: metadata\.name: Invalid value: "a\.b": a lowercase RFC 1123 label must/,
    ) as string,
  ],
  [
    'a namespace with a long name',
    'kubernetes_namespace_v1',
    namespace('a'.repeat(64)),
    expect.stringContaining('must be no more than 63 characters') as string,
  ],
  [
    'a rule without verbs',
    CLUSTER_ROLE,
    role([{ ...READ_PODS, verbs: [] }]),
    'ClusterRole.rbac.authorization.k8s.io "tested" is invalid: rules[0].verbs: Required value: verbs must contain at least one value',
  ],
  [
    'a rule without API groups',
    CLUSTER_ROLE,
    role([{ verbs: ['get'], resources: ['pods'] }]),
    'ClusterRole.rbac.authorization.k8s.io "tested" is invalid: rules[0].apiGroups: Required value: resource rules must supply at least one api group',
  ],
  [
    'a rule without resources',
    CLUSTER_ROLE,
    role([READ_PODS, { verbs: ['get'], api_groups: [''] }]),
    'ClusterRole.rbac.authorization.k8s.io "tested" is invalid: rules[1].resources: Required value: resource rules must supply at least one resource',
  ],
  [
    'a rule on both resources and URLs',
    CLUSTER_ROLE,
    role([{ ...READ_PODS, non_resource_urls: ['/healthz'] }]),
    'ClusterRole.rbac.authorization.k8s.io "tested" is invalid: rules[0].nonResourceURLs: Invalid value: rules cannot apply to both regular resources and non-resource URLs',
  ],
  [
    'an aggregation without selectors',
    CLUSTER_ROLE,
    { metadata: [{ name: 'a' }], aggregation_rule: [{ cluster_role_selectors: [] }] },
    'ClusterRole.rbac.authorization.k8s.io "a" is invalid: aggregationRule.clusterRoleSelectors: Required value: at least one clusterRoleSelector required if aggregationRule is non-nil',
  ],
  [
    'an operator that does not exist',
    CLUSTER_ROLE,
    aggregation({ match_expressions: [{ key: 'k', operator: 'Is' }] }),
    'ClusterRole.rbac.authorization.k8s.io "a" is invalid: aggregationRule.clusterRoleSelectors: operator: Invalid value: "Is": not a valid selector operator',
  ],
  [
    'an operator without its values',
    CLUSTER_ROLE,
    aggregation({ match_expressions: [{ key: 'k', operator: 'In' }] }),
    "ClusterRole.rbac.authorization.k8s.io \"a\" is invalid: aggregationRule.clusterRoleSelectors: values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
  ],
];

describe('what the API server refuses', () => {
  test.each(SERVICE_CASES)('%s', (_what, type, object, message) => {
    expect(summaries(type, object, SERVICE_CONTEXT)).toContainEqual(message);
  });

  test('a name that is taken, by whichever resource type, but not its own', () => {
    const world = worldWithCluster();
    const state = applied('kubernetes_cluster_role_binding', binding('b', 'view', [ALICE]), contextOf(world));

    const twice = summaries(CRB, binding('b', 'view', [ALICE]), contextOf(world));

    expect(twice).toEqual(['clusterrolebindings.rbac.authorization.k8s.io "b" already exists']);
    expect(summaries('kubernetes_cluster_role_binding', state, contextOf(world))).toEqual([]);
  });

  test('each rule has a case here or above that trips it', () => {
    const tripped = (at: 'validate' | 'apply', cases: Case[]): Set<string> => {
      const rules = kubernetes.rules.filter((rule) => rule.at === at);
      const trips = cases.flatMap(([, type, object]) =>
        rules.filter(
          (rule) => rule.on === type && rule.check(object, at === 'apply' ? SERVICE_CONTEXT : undefined),
        ),
      );
      return new Set(trips.map(({ refuses }) => refuses));
    };
    const covered = [...tripped('validate', PROVIDER_CASES), ...tripped('apply', SERVICE_CASES)];

    expect(kubernetes.rules.filter(({ refuses }) => !covered.includes(refuses))).toEqual([]);
  });
});

describe('what the API server makes of an object', () => {
  test('the ID is namespace/name, or the name of an object outside of namespaces', () => {
    const context = contextOf(worldWithCluster());

    expect(applied(RB, binding('b', 'view', [ALICE], { namespace: 'default' }), context).id).toBe(
      'default/b',
    );
    expect(applied(CRB, binding('b', 'view', [ALICE]), context).id).toBe('b');
  });

  test('metadata gets a UID that stays and a version that grows', () => {
    const context = contextOf(worldWithCluster());
    const created = applied(CRB, binding('b', 'view', [ALICE]), context);

    const changed = applied(
      CRB,
      { ...created, subject: [subject('Group', CLUSTER_ADMINS)] },
      context,
      created,
    );

    expect(created.metadata).toEqual([
      {
        name: 'b',
        generation: 0,
        resource_version: '1000',
        uid: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      },
    ]);
    expect(changed.metadata).toEqual([{ ...(created.metadata as State[])[0], resource_version: '1001' }]);
  });

  test('a generated name begins with its prefix', () => {
    const planned = {
      ...binding('', 'view', [ALICE]),
      metadata: [{ generate_name: 'team-', name: Unknown.VALUE }],
    };

    expect(applied(CRB, planned, contextOf(worldWithCluster())).id).toMatch(/^team-[0-9a-f]{5}$/);
  });

  test('subjects get the API group of their kind', () => {
    const subjects = [
      { ...ALICE, api_group: Unknown.VALUE },
      { ...subject('ServiceAccount', 'ci', 'build'), api_group: Unknown.VALUE },
    ];

    const state = applied(CRB, binding('b', 'view', subjects), contextOf(worldWithCluster()));

    expect(state.subject).toEqual([
      expect.objectContaining({ kind: 'User', api_group: 'rbac.authorization.k8s.io' }),
      expect.objectContaining({ kind: 'ServiceAccount', api_group: '', namespace: 'build' }),
    ]);
  });

  test('the namespace that the provider puts into users and groups is dropped, so each plan differs', () => {
    const behaviour = kubernetes.resources[CRB]!;
    const planned = binding('b', 'view', [ALICE]);

    const sent = behaviour.defaults!(planned).subject;
    const stored = applied(
      CRB,
      binding('b', 'view', [subject('User', 'alice@contoso.com', 'default')]),
      contextOf(worldWithCluster()),
    );

    expect(sent).toEqual([{ namespace: 'default' }]);
    expect(stored.subject).toEqual([expect.objectContaining({ namespace: '' })]);
  });

  test('a changed role reference replaces the binding', () => {
    expect(kubernetes.resources[RB]!.replacedBy).toEqual(
      expect.arrayContaining([
        'metadata.*.name',
        'metadata.*.namespace',
        'role_ref.*.kind',
        'role_ref.*.name',
      ]),
    );
  });

  test('an aggregated role reports the rules of what it selects, as it is at the moment', () => {
    const world = worldWithCluster();
    const context = contextOf(world);
    const state = applied(CLUSTER_ROLE, aggregation({ match_labels: { team: 'shop' } }), context);

    applied(CLUSTER_ROLE, role([READ_PODS], { name: 'reader', labels: { team: 'shop' } }), context);
    const read = kubernetes.resources[CLUSTER_ROLE]!.read!(state, context);

    expect(state.rule).toEqual([]);
    expect(read!.rule).toEqual([expect.objectContaining({ verbs: ['get'], resources: ['pods'] })]);
  });

  test('removing a namespace removes everything in it', () => {
    const context = contextOf(worldWithCluster());
    const shop = applied('kubernetes_namespace_v1', namespace('shop'), context);
    const inShop = applied(RB, binding('b', 'view', [ALICE], { namespace: 'shop' }), context);

    kubernetes.resources['kubernetes_namespace_v1']!.remove!(shop, context);

    expect(kubernetes.resources[RB]!.read!(inShop, context)).toBeUndefined();
  });

  test('objects of one name in two clusters are two', () => {
    const world = worldWithCluster();
    const other = 'https://stage-5678.hcp.eastus.azmk8s.io:443';
    addCluster(world, {
      name: 'stage',
      kube_config: [{ host: other }],
      kube_admin_config: [{ client_certificate: Buffer.from('admin certificate').toString('base64') }],
    });
    const there = contextOf(world, { ...AS_LOCAL_ADMIN, host: other });
    const here = applied(CRB, binding('b', 'view', [ALICE]), contextOf(world));
    const stage = applied(CRB, binding('b', 'edit', [ALICE]), there);

    kubernetes.resources[CRB]!.remove!(stage, there);

    expect(kubernetes.resources[CRB]!.key!(here)).not.toBe(kubernetes.resources[CRB]!.key!(stage));
    expect(kubernetes.resources[CRB]!.read!(here, contextOf(world))).toBeDefined();
    expect(kubernetes.resources[CRB]!.read!(stage, there)).toBeUndefined();
  });

  test('an object is imported by its ID', () => {
    const context = contextOf(worldWithCluster());
    applied(RB, binding('b', 'view', [ALICE], { namespace: 'default' }), context);
    const find = (id: string): State | undefined => kubernetes.resources[RB]!.import!(id, context);

    expect(find('default/b')).toMatchObject({ id: 'default/b' });
    expect(find('default/other')).toBeUndefined();
    expect(refusal(() => find('b')).summary).toBe('Unexpected ID format ("b"), expected "namespace/name".');
  });

  test('the namespaces that Kubernetes needs are not deleted', () => {
    const context = contextOf(worldWithCluster());
    const state = { id: 'default', ...namespace('default') };

    expect(
      refusal(() => kubernetes.resources['kubernetes_namespace_v1']!.remove!(state, context)).summary,
    ).toBe('namespaces "default" is forbidden: this namespace may not be deleted');
  });

  test('namespaces that the tenant file names are there already', () => {
    const tenant = { ...loadTenant(), namespaces: ['shop'] };
    const context = contextOf(worldWithCluster(), AS_LOCAL_ADMIN, tenant);

    expect(summaries(RB, binding('b', 'view', [ALICE], { namespace: 'shop' }), context)).toEqual([]);
  });
});

describe('data sources', () => {
  const context = contextOf(worldWithCluster());

  test('list the namespaces', () => {
    expect(kubernetes.dataSources.kubernetes_all_namespaces!({}, context)).toEqual({
      namespaces: ['default', 'kube-node-lease', 'kube-public', 'kube-system'],
    });
  });

  test('find a namespace, and refuse one that does not exist', () => {
    const read = kubernetes.dataSources.kubernetes_namespace_v1!;

    expect(read({ metadata: [{ name: 'default' }] }, context)).toMatchObject({
      id: 'default',
      metadata: [{ name: 'default' }],
    });
    expect(refusal(() => read({ metadata: [{ name: 'nowhere' }] }, context)).summary).toBe(
      'namespaces "nowhere" not found',
    );
  });

  test('find a service account, and refuse one that does not exist', () => {
    const read = kubernetes.dataSources.kubernetes_service_account_v1!;

    expect(read({ metadata: [{ name: 'default', namespace: 'default' }] }, context)).toMatchObject({
      id: 'default/default',
    });
    expect(refusal(() => read({ metadata: [{ name: 'ci' }] }, context)).summary).toBe(
      'serviceaccounts "ci" not found',
    );
  });
});

describe('the way to the API server', () => {
  const apply = (provider: State, world: FileWorld = worldWithCluster()): State =>
    applied(CRB, binding('b', 'view', [ALICE]), contextOf(world, provider));
  const refused = (provider: State, world?: FileWorld): Problem => refusal(() => apply(provider, world));

  test.each<[string, State, string]>([
    [
      'no host',
      { host: '' },
      'Post "http://localhost/apis/rbac.authorization.k8s.io/v1/clusterrolebindings": dial tcp 127.0.0.1:80: connect: connection refused',
    ],
    [
      'a host that is no cluster',
      { ...AS_LOCAL_ADMIN, host: 'https://gone.azmk8s.io:443' },
      'Post "https://gone.azmk8s.io:443/apis/rbac.authorization.k8s.io/v1/clusterrolebindings": dial tcp: lookup gone.azmk8s.io: no such host',
    ],
    [
      'another certificate authority',
      { ...AS_LOCAL_ADMIN, cluster_ca_certificate: 'other' },
      `Post "${HOST}/apis/rbac.authorization.k8s.io/v1/clusterrolebindings": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
    ],
    [
      'a certificate authority in Base64',
      { ...AS_LOCAL_ADMIN, cluster_ca_certificate: Buffer.from('ca certificate').toString('base64') },
      'unable to load root certificates: unable to parse bytes as PEM block',
    ],
    ['no credentials', { ...AS_LOCAL_ADMIN, client_certificate: '' }, 'Unauthorized'],
    ['a client certificate of nobody', { ...AS_LOCAL_ADMIN, client_certificate: 'other' }, 'Unauthorized'],
  ])('%s is refused', (_what, provider, summary) => {
    expect(refused(provider).summary).toBe(summary);
  });

  test('a host may be written without scheme and port', () => {
    expect(apply({ ...AS_LOCAL_ADMIN, host: 'shop-1234.hcp.eastus.azmk8s.io' }).id).toBe('b');
  });

  test('client certificates open nothing once local accounts are disabled', () => {
    expect(refused(AS_LOCAL_ADMIN, worldWithCluster({ local_account_disabled: true })).summary).toBe(
      'Unauthorized',
    );
  });

  test('nothing is read while the host is not known', () => {
    const object = { id: 'b', ...binding('b', 'view', [ALICE]) };

    expect(
      kubernetes.resources[CRB]!.read!(object, contextOf(new FileWorld(), { host: Unknown.VALUE })),
    ).toBe(object);
  });

  describe('through kubelogin', () => {
    const login = (...args: string[]): State => ({ ...THROUGH_KUBELOGIN, exec: [execBlock(...args)] });
    const SERVER = ['--server-id', '6dae42f8-4368-4678-94ff-3960e28e3630'];

    test('the deployer signs in, and as member of the admin group may do everything', () => {
      expect(apply(THROUGH_KUBELOGIN).id).toBe('b');
    });

    test.each<[string, State, string, RegExp]>([
      [
        'a token for another server',
        login('--login', 'azurecli', '--server-id', 'other'),
        'Unauthorized',
        /--server-id 6dae42f8/,
      ],
      [
        'another tenant',
        login('--login', 'azurecli', ...SERVER, '--tenant-id', 'other'),
        'getting credentials: exec: executable kubelogin failed with exit code 1',
        /AADSTS90002/,
      ],
      [
        'an application that does not exist',
        login('--login', 'spn', ...SERVER, '--client-id', 'nobody'),
        'getting credentials: exec: executable kubelogin failed with exit code 1',
        /AADSTS700016/,
      ],
      [
        'a device code',
        login('--login=devicecode', ...SERVER),
        "getting credentials: exec: kubelogin with '--login devicecode' waits for a person",
        /Use one of azurecli/,
      ],
      [
        'another program',
        { ...THROUGH_KUBELOGIN, exec: [{ command: 'aws', args: [] }] },
        'getting credentials: exec: executable aws is not run by the rehearsal',
        /kubelogin only/,
      ],
    ])('%s is refused', (_what, provider, summary, detail) => {
      const problem = refused(provider);

      expect(problem.summary).toBe(summary);
      expect(problem.detail).toMatch(detail);
    });

    test('a device code is refused before the first request already, since Terraform would hang', () => {
      const problem = refusal(() => kubernetes.configure!(login(...SERVER), contextOf(new FileWorld())));

      expect(problem.summary).toContain('waits for a person');
    });

    test('a cluster without Azure AD takes no tokens', () => {
      const world = worldWithCluster({ azure_active_directory_role_based_access_control: [] });

      expect(refused(THROUGH_KUBELOGIN, world)).toMatchObject({
        summary: 'Unauthorized',
        detail: expect.stringContaining('no Azure AD integration') as string,
      });
    });

    test('a cluster of another tenant takes no tokens of this one', () => {
      const world = worldWithCluster({
        azure_active_directory_role_based_access_control: [{ tenant_id: 'other' }],
      });

      expect(refused(THROUGH_KUBELOGIN, world).detail).toContain("tokens of tenant 'other' only");
    });

    test('a legacy cluster takes tokens for its own server application', () => {
      const aad = { tenant_id: null, server_app_id: 'server-app', admin_group_object_ids: null };
      const world = worldWithCluster({ azure_active_directory_role_based_access_control: [aad] });
      applied(
        CRB,
        binding('deployer', 'cluster-admin', [subject('Group', CLUSTER_ADMINS)]),
        contextOf(world),
      );

      expect(apply(login('--login', 'azurecli', '--server-id', 'server-app'), world).id).toBe('b');
    });
  });
});

describe('what the deployer may', () => {
  const CI = '3a7c0d2f-5e8b-4c90-b6d4-7f1e2a3b4c5d';
  const aad = (settings: State): State => ({
    azure_active_directory_role_based_access_control: [
      { tenant_id: null, admin_group_object_ids: [], ...settings },
    ],
  });

  /** A cluster on which the deployer holds only what a local administrator has given. */
  function deployerWith(...given: [string, State][]): Context {
    const world = worldWithCluster(aad({}));
    given.forEach(([type, planned]) => applied(type, planned, contextOf(world)));
    return contextOf(world, THROUGH_KUBELOGIN);
  }

  const mayWriteBindings = role(
    [
      {
        verbs: ['create', 'patch', 'get', 'delete'],
        api_groups: ['rbac.authorization.k8s.io'],
        resources: ['clusterrolebindings', 'clusterroles'],
      },
    ],
    { name: 'binder' },
  );
  const bound = binding('binder', 'binder', [subject('User', CI)]);

  test('without rights nothing, in the words of the API server', () => {
    const context = deployerWith();

    expect(refusal(() => applied(CRB, binding('b', 'view', [ALICE]), context)).summary).toBe(
      `clusterrolebindings.rbac.authorization.k8s.io is forbidden: User "${CI}" cannot create resource "clusterrolebindings" in API group "rbac.authorization.k8s.io" at the cluster scope`,
    );
    expect(
      refusal(() => applied(RB, binding('b', 'view', [ALICE], { namespace: 'default' }), context)).summary,
    ).toBe(
      `rolebindings.rbac.authorization.k8s.io is forbidden: User "${CI}" cannot create resource "rolebindings" in API group "rbac.authorization.k8s.io" in the namespace "default"`,
    );
  });

  test('reading needs rights, too', () => {
    const context = deployerWith();
    const object = { id: 'b', ...binding('b', 'view', [ALICE]) };

    expect(refusal(() => kubernetes.resources[CRB]!.read!(object, context)).summary).toMatch(
      /^clusterrolebindings\.rbac\.authorization\.k8s\.io "b" is forbidden: User ".*" cannot get resource/,
    );
  });

  test('with Azure RBAC the message names the way out', () => {
    const context = contextOf(worldWithCluster(aad({ azure_rbac_enabled: true })), THROUGH_KUBELOGIN);

    expect(refusal(() => applied(CRB, binding('b', 'view', [ALICE]), context)).summary).toMatch(
      /: User does not have access to the resource in Azure\. Update role assignment to allow access\.$/,
    );
  });

  test('an Azure role assignment on the cluster is as good as a binding', () => {
    const world = worldWithCluster(aad({ azure_rbac_enabled: true }));
    const scope =
      '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/shop';
    world.put('azurerm_role_assignment', 'a', {
      scope,
      principal_id: CI,
      role_definition_name: 'Azure Kubernetes Service RBAC Cluster Admin',
    });

    expect(applied(CRB, binding('b', 'view', [ALICE]), contextOf(world, THROUGH_KUBELOGIN)).id).toBe('b');
  });

  test('nobody hands out what they do not hold', () => {
    const context = deployerWith([CLUSTER_ROLE, mayWriteBindings], [CRB, bound]);

    expect(refusal(() => applied(CRB, binding('b', 'cluster-admin', [ALICE]), context)).summary).toBe(
      `clusterrolebindings.rbac.authorization.k8s.io "b" is forbidden: user "${CI}" (groups=["${CLUSTER_ADMINS}" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n` +
        '{APIGroups:["*"], Resources:["*"], Verbs:["*"]}\n{NonResourceURLs:["*"], Verbs:["*"]}',
    );
    expect(refusal(() => applied(CLUSTER_ROLE, role([READ_PODS]), context)).summary).toMatch(
      /^clusterroles\.rbac\.authorization\.k8s\.io "tested" is forbidden: user .*\n\{APIGroups:\[""\], Resources:\["pods"\], Verbs:\["get"\]\}$/,
    );
  });

  test('a binding to a role that does not exist cannot be checked, and is refused', () => {
    const context = deployerWith([CLUSTER_ROLE, mayWriteBindings], [CRB, bound]);

    expect(refusal(() => applied(CRB, binding('b', 'missing', [ALICE]), context)).summary).toBe(
      'clusterroles.rbac.authorization.k8s.io "missing" not found',
    );
    expect(applied(CRB, binding('b', 'missing', [ALICE]), { ...context, provider: AS_LOCAL_ADMIN }).id).toBe(
      'b',
    );
  });

  test('the verb bind hands out roles that are not held', () => {
    const mayBind = role(
      [
        {
          verbs: ['bind'],
          api_groups: ['rbac.authorization.k8s.io'],
          resources: ['clusterroles'],
          resource_names: ['view'],
        },
      ],
      { name: 'bind' },
    );
    const context = deployerWith(
      [CLUSTER_ROLE, mayWriteBindings],
      [CRB, bound],
      [CLUSTER_ROLE, mayBind],
      [CRB, binding('bind', 'bind', [subject('User', CI)])],
    );

    expect(applied(CRB, binding('b', 'view', [ALICE]), context).id).toBe('b');
    expect(refusal(() => applied(CRB, binding('c', 'edit', [ALICE]), context)).summary).toContain(
      'not currently held',
    );
  });

  test('the verb escalate writes roles beyond what is held', () => {
    const mayEscalate = role(
      [{ verbs: ['escalate'], api_groups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'] }],
      { name: 'escalate' },
    );
    const context = deployerWith(
      [CLUSTER_ROLE, mayWriteBindings],
      [CRB, bound],
      [CLUSTER_ROLE, mayEscalate],
      [CRB, binding('escalate', 'escalate', [subject('User', CI)])],
    );

    expect(applied(CLUSTER_ROLE, role([READ_PODS]), context).id).toBe('tested');
  });
});

function aggregation(selector: State): State {
  return {
    metadata: [{ name: 'a' }],
    aggregation_rule: [{ cluster_role_selectors: [selector] }],
    rule: Unknown.VALUE,
  };
}
