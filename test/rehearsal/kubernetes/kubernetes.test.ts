import { kubernetes } from '../../../rehearsal/kubernetes/kubernetes';
import { loadTenant } from '../../../access/directory/load-tenant';
import { State, Unknown } from '../../../rehearsal/protocol/values';
import { aggregation, ALICE, CLUSTER_ROLE, CRB, RB, READ_PODS, role } from './kubernetes-cases';
import {
  addCluster,
  applied,
  AS_LOCAL_ADMIN,
  binding,
  CLUSTER_ADMINS,
  contextOf,
  namespace,
  subject,
  worldWithCluster,
} from '../access/sample-world';
import { refusal, summaries } from './refused';

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

  test('an aggregated role gets no rules of its own in place, and it is said what helps', () => {
    const context = contextOf(worldWithCluster());
    const state = applied(CLUSTER_ROLE, aggregation({ match_labels: { team: 'shop' } }), context);
    const planned = role([READ_PODS], { name: (state.metadata as State[])[0]!.name as string });

    expect(refusal(() => applied(CLUSTER_ROLE, planned, context, state))).toEqual({
      summary: 'Failed to update ClusterRole: the server rejected our request due to an error in our request',
      detail: expect.stringContaining('Give the role another name, or have it made anew') as string,
    });
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
