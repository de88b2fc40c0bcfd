import { answer, canI, parseQuestion, QuestionError } from '../../../rehearsal/access/access';
import { asked } from '../asked';
import { State } from '../../../rehearsal/protocol/values';
import { FileWorld } from '../../../rehearsal/world/world';
import { CRB } from '../kubernetes/kubernetes-cases';
import {
  addCluster,
  applied,
  binding,
  CAROL,
  contextOf,
  ERIN,
  SHOP_DEVELOPERS,
  SHOP_READERS,
  subject,
  surroundingsOf,
  worldWithCluster,
} from './sample-world';
import { shop, TENANT } from './shop';

function ask(question: string, world: FileWorld = shop()): { allowed: boolean; text: string } {
  return canI(asked(question.split(' ')), world, TENANT);
}

describe('reading a question', () => {
  test.each<[string, object]>([
    ['alice delete pods', { verb: 'delete', apiGroup: '', resource: 'pods', namespace: 'default' }],
    ['alice delete pods -n shop', { verb: 'delete', apiGroup: '', resource: 'pods', namespace: 'shop' }],
    ['alice list pods -A', { verb: 'list', apiGroup: '', resource: 'pods', namespace: undefined }],
    ['alice list pods --all-namespaces', { namespace: undefined }],
    ['alice get deployments', { resource: 'deployments', apiGroup: 'apps' }],
    ['alice get deployments.apps', { resource: 'deployments', apiGroup: 'apps' }],
    ['alice get deploy', { resource: 'deployments', apiGroup: 'apps' }],
    ['alice get networkpolicy', { resource: 'networkpolicies', apiGroup: 'networking.k8s.io' }],
    ['alice get ingress', { resource: 'ingresses', apiGroup: 'networking.k8s.io' }],
    [
      'alice get storageclass',
      { resource: 'storageclasses', apiGroup: 'storage.k8s.io', namespace: undefined },
    ],
    [
      'alice get certificates.cert-manager.io',
      { resource: 'certificates', apiGroup: 'cert-manager.io', namespace: 'default' },
    ],
    ['alice get pods/log', { resource: 'pods', subresource: 'log', name: undefined }],
    ['alice get pods/web-1', { resource: 'pods', subresource: undefined, name: 'web-1' }],
    ['alice get pods/log web-1', { resource: 'pods', subresource: 'log', name: 'web-1' }],
    ['alice get pods/web-1 --subresource log', { resource: 'pods', subresource: 'log', name: 'web-1' }],
    ['alice get nodes', { resource: 'nodes', namespace: undefined }],
    ['alice get nodes/metrics', { resource: 'nodes', subresource: 'metrics', name: undefined }],
    ['alice update deployments/finalizers', { subresource: 'finalizers', name: undefined }],
    ['alice impersonate userextras/scopes', { subresource: 'scopes', name: undefined }],
    ['alice get secrets/token', { resource: 'secrets', subresource: undefined, name: 'token' }],
    ['alice get widgets.example.com/scale', { subresource: 'scale', name: undefined }],
    ['alice approve signers/example.com/kubelet', { name: 'example.com/kubelet' }],
    ['alice get deployments.v1.apps/web', { resource: 'deployments', apiGroup: 'apps', name: 'web' }],
    ['alice GET pods', { verb: 'get' }],
    ['alice POST /metrics', { verb: 'post', path: '/metrics' }],
    ['alice get namespaces/shop', { resource: 'namespaces', name: 'shop', namespace: 'shop' }],
    ['alice get namespaces -n shop', { resource: 'namespaces', namespace: 'shop' }],
    ['alice get namespaces -n default', { resource: 'namespaces', namespace: 'default' }],
    ['alice create namespaces', { resource: 'namespaces', namespace: undefined }],
    ['alice bind clusterroles/view', { resource: 'clusterroles', name: 'view', namespace: undefined }],
    ['alice bind clusterroles/view -n shop', { resource: 'clusterroles', name: 'view', namespace: 'shop' }],
    ['alice get clusterroles/view -n shop', { resource: 'clusterroles', name: 'view', namespace: undefined }],
    ['alice * *', { verb: '*', resource: '*', apiGroup: '*' }],
    ['alice get /healthz', { verb: 'get', path: '/healthz' }],
  ])('%s', (question, request) => {
    expect(parseQuestion(asked(question.split(' '))).request).toMatchObject(request);
  });

  test.each([
    ['alice delete', /^rehearse can-i needs <resource>: npm run rehearse -- can-i alice@contoso\.com/],
    ['alice get pods web extra', /so 'extra' is unexpected: leave it out$/],
    [
      'alice get podz',
      /^'podz' is not a built-in resource: did you mean 'pods'\? Name one of your own with its group/,
    ],
    ['alice get pods/web-1/log', /^'pods\/web-1\/log' names no object: use 'pods\/log web-1'$/],
    ['alice get pods/logs web', /^'pods\/logs' names .* 'logs', and 'web' is another: use 'pods\/log web'$/],
    ['alice get secrets/db web', /^'secrets\/db' names .* 'db', and 'web' is another: name one of them$/],
    ['alice get pods -n shop -A', /^-n and -A exclude each other/],
    [
      'alice get pods --namspace shop',
      /^rehearse can-i has no option --namspace, did you mean '--namespace'\?$/,
    ],
  ])('%s is refused', (question, message) => {
    expect(() => parseQuestion(asked(question.split(' ')))).toThrow(message);
  });

  test('a namespace beside a resource outside of namespaces is noted, and so is a mistyped verb', () => {
    expect(parseQuestion(asked('alice list nodes -n shop'.split(' '))).notes).toEqual([
      'nodes live outside of namespaces: naming one means nothing here',
    ]);
    expect(parseQuestion(asked('alice delte pods'.split(' '))).notes).toEqual([
      "'delte' is not a built-in Kubernetes verb; did you mean 'delete'?",
    ]);
    const constrained = 'alice impersonate:user-info users.authentication.k8s.io';
    expect(parseQuestion(asked(constrained.split(' '))).notes).toEqual([]);
    expect(parseQuestion(asked('alice exec pods'.split(' '))).notes).toEqual([
      "'exec' is not a built-in Kubernetes verb; did you mean 'create' on 'pods/exec'?",
    ]);
    expect(parseQuestion(asked('alice list /metrics'.split(' '))).notes).toEqual([
      "'list' is not a verb of URLs; did you mean 'get'?",
    ]);
  });
});

describe('answers', () => {
  test('a yes names every binding and rule that grants it', () => {
    expect(ask('bob@contoso.com list pods -n shop')).toEqual({
      allowed: true,
      text:
        "yes: bob@contoso.com can list pods in namespace 'shop' in cluster 'shop'\n" +
        `  by RoleBinding 'developers' in namespace 'shop' to ClusterRole 'edit', as Group shop-developers (${SHOP_DEVELOPERS}): ` +
        '{APIGroups:[""], Resources:["configmaps" "endpoints" "persistentvolumeclaims" "persistentvolumeclaims/status" "pods" ' +
        '"replicationcontrollers" "replicationcontrollers/scale" "serviceaccounts" "services" "services/status"], Verbs:["get" "list" "watch"]}\n' +
        `  by RoleBinding 'readers' in namespace 'shop' to ClusterRole 'view', as Group shop-readers (${SHOP_READERS}): ` +
        '{APIGroups:[""], Resources:["configmaps" "endpoints" "persistentvolumeclaims" "persistentvolumeclaims/status" "pods" ' +
        '"replicationcontrollers" "replicationcontrollers/scale" "serviceaccounts" "services" "services/status"], Verbs:["get" "list" "watch"]}',
    });
  });

  test.each([
    ['alice@contoso.com delete nodes', true, 'the admin group of the cluster holds everything'],
    ['alice@contoso.com get /metrics', true, 'URLs included'],
    ['bob@contoso.com delete pods -n shop', true, 'a member of a bound group'],
    ['bob@contoso.com delete pods', false, 'bound in another namespace'],
    ['bob@contoso.com delete pods -A', false, 'bound in one namespace only'],
    ['bob@contoso.com list nodes', false, 'a RoleBinding grants nothing outside of namespaces'],
    ['bob@contoso.com get namespaces/shop', true, 'view reads its own namespace'],
    ['erin@contoso.com get pods/log -n shop', true, 'a reader reads logs'],
    ['erin@contoso.com delete pods -n shop', false, 'a reader only reads'],
    ['dana.lee@contoso.com delete pods -n shop', true, 'who asks may be written in any case'],
    [
      'carol_fabrikam.com#EXT#@contoso.onmicrosoft.com delete pods -n shop',
      true,
      'a guest is in groups like anybody',
    ],
    ['ci-deployer delete nodes', true, 'a service principal is in groups like anybody'],
    ['system:serviceaccount:shop:ci get pods -n shop', false, 'a service account that nobody has bound'],
    ['bob@contoso.com get /version', true, 'everybody discovers the API'],
  ])('%s: %s, since %s', (question, allowed) => {
    expect(ask(question).allowed).toBe(allowed);
  });

  test('a user bound by a name in another case holds nothing, and a note says so', () => {
    const world = worldWithCluster();
    applied(CRB, binding('b', 'view', [subject('User', 'dana.lee@contoso.com')]), contextOf(world));

    expect(ask('Dana.Lee@contoso.com list pods', world)).toEqual({
      allowed: false,
      text:
        "no: Dana.Lee@contoso.com cannot list pods in namespace 'default' in cluster 'shop'\n" +
        "  note: ClusterRoleBinding 'b' names User 'dana.lee@contoso.com', which grants nothing: the directory spells it 'Dana.Lee@contoso.com'",
    });
  });

  test('a guest bound by user principal name holds nothing, bound by object ID what was meant', () => {
    const guest = 'carol_fabrikam.com#EXT#@contoso.onmicrosoft.com';
    const world = worldWithCluster();
    applied(CRB, binding('by-upn', 'view', [subject('User', guest)]), contextOf(world));

    const before = ask(`${guest} list pods`, world);
    applied(CRB, binding('by-id', 'view', [subject('User', CAROL)]), contextOf(world));

    expect(before.allowed).toBe(false);
    expect(before.text).toContain(
      `names User '${guest}', which grants nothing: the cluster knows ${guest} as '${CAROL}'`,
    );
    expect(ask(`${guest} list pods`, world).allowed).toBe(true);
  });

  test('a group bound by display name grants nothing, and a note says so', () => {
    const world = worldWithCluster();
    applied(CRB, binding('b', 'view', [subject('Group', 'shop-readers')]), contextOf(world));

    expect(ask('erin@contoso.com list pods', world).text).toContain(
      "names Group 'shop-readers', which grants nothing: groups go by object ID",
    );
  });

  test('a namespace that does not exist is noted', () => {
    expect(ask('bob@contoso.com list pods -n shopp').text).toContain(
      "note: there is no namespace 'shopp'; there are default, kube-system, kube-public, kube-node-lease, shop",
    );
  });

  test('on a cluster without Azure AD, or of another tenant, no account can do anything', () => {
    const without = worldWithCluster({ azure_active_directory_role_based_access_control: [] });
    const foreign = worldWithCluster({
      azure_active_directory_role_based_access_control: [{ tenant_id: 'other' }],
    });

    expect(ask('alice@contoso.com list pods', without).text).toContain(
      "cluster 'shop' has no Azure AD integration: only local accounts can sign in",
    );
    expect(ask('alice@contoso.com list pods', foreign).text).toContain(
      "cluster 'shop' takes tokens of tenant 'other' only",
    );
  });

  test('Azure role assignments count on clusters with Azure RBAC, on a namespace or on the whole', () => {
    const aad: State = { tenant_id: null, admin_group_object_ids: [], azure_rbac_enabled: true };
    const world = worldWithCluster({ azure_active_directory_role_based_access_control: [aad] });
    const cluster =
      '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/shop';
    const assign = (principal_id: string, role: string, scope: string): void =>
      world.put('azurerm_role_assignment', principal_id, {
        principal_id,
        scope,
        role_definition_name: `Azure Kubernetes Service RBAC ${role}`,
      });
    assign(ERIN, 'Writer', `${cluster}/namespaces/shop`);
    assign(CAROL, 'Reader', '/subscriptions/s/resourceGroups/rg');
    assign(SHOP_DEVELOPERS, 'Cluster Admin', `${cluster}2`);

    const answers = [
      'erin@contoso.com delete pods -n shop',
      'erin@contoso.com delete pods -n stage',
      'carol@fabrikam.com list pods -A',
      'bob@contoso.com list pods -n shop',
    ].map((question) => ask(question, world).allowed);

    expect(answers).toEqual([true, false, true, false]);
  });

  test('with several clusters, each answers, and yes means all of them', () => {
    const world = shop();
    addCluster(world, { name: 'stage', kube_config: [{ host: 'https://stage.azmk8s.io:443' }] });

    const both = ask('bob@contoso.com delete pods -n shop', world);

    expect(both.allowed).toBe(false);
    expect(both.text).toMatch(/^yes: .* in cluster 'shop'\n[^]*\n\nno: .* in cluster 'stage'\n/);
    expect(ask('bob@contoso.com delete pods -n shop --cluster shop', world).allowed).toBe(true);
  });

  test('clusters of one name are told apart by their resource groups', () => {
    const world = shop();
    addCluster(world, {
      id: '/elsewhere',
      resource_group_name: 'elsewhere',
      kube_config: [{ host: 'https://elsewhere.azmk8s.io:443' }],
    });

    expect(ask('bob@contoso.com delete pods -n shop', world).text).toMatch(
      /^yes: .* in cluster '[^']*\/shop'\n[^]*\n\nno: .* in cluster 'elsewhere\/shop'\n/,
    );
    expect(ask('bob@contoso.com delete pods -n shop --cluster elsewhere/shop', world).text).toMatch(
      /^no: .*\n?.*$/,
    );
    expect(ask('bob@contoso.com delete pods -n shop --cluster shop', world).allowed).toBe(false);
  });

  test.each([
    [
      'alise@contoso.com get pods',
      /^'alise@contoso\.com' is nobody in the tenant contoso\.com: did you mean 'alice@contoso\.com'\?$/,
    ],
    ['shop-readers get pods', /^'shop-readers' is a group: ask about one of its members$/],
    ['alice@contoso.com get pods --cluster prod', /^there is no cluster 'prod': name one of 'shop'$/],
  ])('%s cannot be answered', (question, message) => {
    expect(() => ask(question)).toThrow(message);
    expect(() => ask(question)).toThrow(QuestionError);
  });

  test('without a cluster there is nothing to answer', () => {
    expect(() => ask('alice@contoso.com get pods', new FileWorld())).toThrow('no cluster has been deployed');
  });

  test('grants are there for machines, too', () => {
    const [first] = answer(
      parseQuestion(asked('bob@contoso.com delete pods -n shop'.split(' '))),
      surroundingsOf(shop()),
    );

    expect(first!.grants.map(({ binding: { metadata } }) => metadata.name)).toEqual(['developers']);
  });
});
