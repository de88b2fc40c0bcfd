import { Context, Problem, Refusal } from '../../../rehearsal/world/behaviour';
import { kubernetes } from '../../../rehearsal/kubernetes/kubernetes';
import { loadTenant } from '../../../access/directory/load-tenant';
import { State, Unknown } from '../../../rehearsal/protocol/values';
import { FileWorld } from '../../../rehearsal/world/world';
import {
  aggregation,
  ALICE,
  Case,
  CLUSTER_ROLE,
  CRB,
  PROVIDER_CASES,
  RB,
  READ_PODS,
  role,
  SERVICE_CASES,
} from './kubernetes-cases';
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
} from '../access/sample-world';

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

/** A message that is given as a whole, or by a pattern. */
function matching(message: string | RegExp): string {
  return typeof message === 'string' ? message : (expect.stringMatching(message) as string);
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

describe('what the provider refuses', () => {
  test.each(PROVIDER_CASES)('%s', (_what, type, object, message) => {
    expect(summaries(type, object)).toEqual([matching(message)]);
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

describe('what the API server refuses', () => {
  test.each(SERVICE_CASES)('%s', (_what, type, object, message) => {
    expect(summaries(type, object, SERVICE_CONTEXT)).toContainEqual(matching(message));
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

  test('the namespace that the provider puts into users and groups is kept', () => {
    const sent = binding('b', 'view', [subject('User', 'alice@contoso.com', 'default')]);
    const stored = applied(CRB, sent, contextOf(worldWithCluster()));

    expect(stored.subject).toEqual([expect.objectContaining({ namespace: 'default' })]);
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
