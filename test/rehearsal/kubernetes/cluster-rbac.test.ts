import { Context } from '../../../rehearsal/world/behaviour';
import { kubernetes } from '../../../rehearsal/kubernetes/kubernetes';
import { State } from '../../../rehearsal/protocol/values';
import { ALICE, CLUSTER_ROLE, CRB, RB, READ_PODS, role } from './kubernetes-cases';
import {
  applied,
  AS_LOCAL_ADMIN,
  binding,
  CLUSTER_ADMINS,
  contextOf,
  subject,
  THROUGH_KUBELOGIN,
  worldWithCluster,
} from '../access/sample-world';
import { refusal } from './refused';

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
