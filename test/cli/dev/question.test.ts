import { loadTenant } from '../../../access/directory/load-tenant';
import { configuredAccess } from '../../../access/configured/configured-access';
import { answerPart } from '../../../cli/dev/page/answer';
import { questionIn } from '../../../cli/dev/question';
import { appOf, LITERAL } from '../../access/configurations';
import { textOf } from './project';

test.each([
  [
    'can alice@contoso.com delete pods in shop?',
    { words: ['alice@contoso.com', 'delete', 'pods'], namespace: 'shop' },
  ],
  [
    'alice@contoso.com delete pods -n shop',
    { words: ['alice@contoso.com', 'delete', 'pods'], namespace: 'shop' },
  ],
  [
    'Can alice@contoso.com get pods/log in the namespace shop ?',
    { words: ['alice@contoso.com', 'get', 'pods/log'], namespace: 'shop' },
  ],
  ['can alice@contoso.com get nodes', { words: ['alice@contoso.com', 'get', 'nodes'] }],
  [
    'can alice@contoso.com get secrets in the whole cluster',
    { words: ['alice@contoso.com', 'get', 'secrets'], allNamespaces: true },
  ],
  [
    'can alice@contoso.com get secrets in all namespaces',
    { words: ['alice@contoso.com', 'get', 'secrets'], allNamespaces: true },
  ],
  [
    'can alice@contoso.com get secrets -A',
    { words: ['alice@contoso.com', 'get', 'secrets'], allNamespaces: true },
  ],
  [
    'can alice@contoso.com get secrets --all-namespaces',
    { words: ['alice@contoso.com', 'get', 'secrets'], allNamespaces: true },
  ],
  [
    'can alice@contoso.com get secrets --namespace=shop',
    { words: ['alice@contoso.com', 'get', 'secrets'], namespace: 'shop' },
  ],
  ['can alice@contoso.com get /healthz', { words: ['alice@contoso.com', 'get', '/healthz'] }],
  ['can "CI deployer" create pods in shop', { words: ['CI deployer', 'create', 'pods'], namespace: 'shop' }],
  ['can shop/ci create pods in shop', { words: ['shop/ci', 'create', 'pods'], namespace: 'shop' }],
  ['can a get pods in the cluster', { words: ['a', 'get', 'pods'], allNamespaces: true }],
  ['can a get pods in namespace cluster', { words: ['a', 'get', 'pods'], namespace: 'cluster' }],
  ['can a get pods -n cluster', { words: ['a', 'get', 'pods'], namespace: 'cluster' }],
  ['can a get pods --namespace=namespace', { words: ['a', 'get', 'pods'], namespace: 'namespace' }],
  ['can a get pods in shop --activated', { words: ['a', 'get', 'pods'], namespace: 'shop', activated: true }],
  [
    'can alice@contoso.com delete pods web-1 in shop',
    { words: ['alice@contoso.com', 'delete', 'pods', 'web-1'], namespace: 'shop' },
  ],
])('%s', (text, expected) => {
  expect(questionIn(text)).toEqual(expected);
});

test.each([
  '',
  'can',
  'can alice@contoso.com',
  'can alice@contoso.com delete',
  'can alice@contoso.com in shop',
])('%j is no question yet', (text) => {
  expect(() => questionIn(text)).toThrow('no question yet');
});

test.each([
  'can a get pods in',
  'can a get pods in shop and bank',
  'can a get pods in *',
  'can a get pods in Shop',
  'can a get pods -A shop',
])('%j names no place', (text) => {
  expect(() => questionIn(text)).toThrow('names no place');
});

describe('answers', () => {
  const app = appOf(`${LITERAL}
roles:
  - { name: restarter, namespace: shop, rules: [{ verbs: [patch], resources: [deployments] }] }
access:
  - { name: developers, clusterRole: edit, namespace: shop, groups: [5f1c0b7a-6a0e-4c0d-9f3b-0c8a2d4e6f10] }
  - { name: bobs, clusterRole: view, namespace: bank, users: [bob@contoso.com] }
  - { name: restarters, role: restarter, namespace: shop, serviceAccounts: [shop/ci] }
`);
  const tenant = loadTenant();
  const asked = {
    app,
    access: configuredAccess(app, tenant),
    people: 'the tenant contoso.com',
    editor: 'vscode://file{file}:{line}:{column}',
  };
  const ask = (text: string): string => textOf(answerPart(text, asked));

  test('yes, with the binding, the subject, the rule, and where that is written', () => {
    expect(ask('can bob@contoso.com list pods in bank?')).toMatch(
      /^yes: bob@contoso.com can list pods in namespace 'bank' in cluster 'shop' by RoleBinding 'bobs' in namespace 'bank' to ClusterRole 'view', as User bob@contoso.com: .* \(\S*aks.yaml:9:63\)$/,
    );
  });

  test('no, with the smallest role that would be enough, groups that may, and places in which it is allowed', () => {
    expect(ask('can bob@contoso.com list pods in shop?')).toMatch(/^yes/);
    const answer = ask('can erin@contoso.com list pods in bank?');
    expect(answer).toContain("no: erin@contoso.com cannot list pods in namespace 'bank'");
    expect(answer).toContain(
      "a RoleBinding in namespace 'bank' to ClusterRole 'view' would be enough: - { clusterRole: view, namespace: bank, users: [erin@contoso.com] }",
    );
    expect(ask('can erin@contoso.com create pods in shop?')).toContain('Members of Group shop-developers');
    expect(ask('can bob@contoso.com list pods in kube-public?')).toContain(
      "The same is allowed in namespace 'bank'.",
    );
  });

  test('a role of the configuration that is smaller comes first', () => {
    expect(ask('can erin@contoso.com patch deployments in shop?')).toContain(
      "a RoleBinding in namespace 'shop' to Role 'restarter' would be enough: - { role: restarter, namespace: shop, users: [erin@contoso.com] }",
    );
  });

  test('what is in the whole cluster needs a binding there', () => {
    expect(ask('can shop/ci list nodes?')).toContain(
      "a ClusterRoleBinding to ClusterRole 'cluster-admin' would be enough: - { clusterRole: cluster-admin, serviceAccounts: [shop/ci] }",
    );
    expect(ask('can shop/ci patch deployments in shop')).toMatch(/^yes/);
  });

  test('of a group what it alone gives', () => {
    expect(ask('can shop-developers create pods in shop')).toMatch(/^yes: shop-developers can create pods/);
    expect(ask('can shop-developers create pods in bank')).toContain('groups: […]');
  });

  test.each([
    ['can nobdy@contoso.com get pods', 'is nobody in the tenant contoso.com: did you mean'],
    ['can bob@contoso.com get podz', "'podz' is not a built-in resource: did you mean 'pods'?"],
    ['can <b>bob</b> get pods', "'<b>bob</b>' is nobody"],
    ['can Bob get pods', "'Bob' is nobody in the tenant contoso.com: did you mean 'bob@contoso.com'?"],
    ['can bob@contoso.com get pods web-1 web-2', "'web-2' does not belong in a question"],
    ['can bob@contoso.com get pods --subresource log', "'--subresource' does not belong in a question"],
  ])('%s: %s', (question, message) => {
    expect(ask(question)).toContain(message.replace(/<.*?>/g, (tag) => tag));
    expect(answerPart(question, asked)).not.toContain('<b>');
  });

  test.each(['nobody@x.y', 'kann'])('a name that is near to nothing gets no guess: %s', (name) => {
    expect(ask(`can ${name} get pods`)).toBe(`'${name}' is nobody in the tenant contoso.com`);
  });

  test('a group of Kubernetes itself may what Kubernetes grants it', () => {
    expect(ask('can system:masters delete nodes?')).toMatch(
      /^yes: system:masters can delete nodes in the whole cluster 'shop'/,
    );
  });

  test.each([
    ['system:anonymous', 'get', '/version', 'yes'],
    ['system:anonymous', 'get', '/api', 'no'],
    ['system:serviceaccounts:shop', 'get', 'pods', 'no'],
  ])('%s is known without a binding', (name, verb, what, verdict) => {
    expect(ask(`can ${name} ${verb} ${what}`)).toMatch(new RegExp(`^${verdict}: ${name} `));
  });

  test.each(['bob', 'Bob', 'BOB@contoso.com'])('where there is no directory, %s is guessed at', (name) => {
    const unknown = { ...asked, access: configuredAccess(app), people: 'aks.yaml' };
    expect(textOf(answerPart(`can ${name} get pods`, unknown))).toBe(
      `'${name}' is nobody in aks.yaml: did you mean 'bob@contoso.com'?`,
    );
  });

  test('of an account that only stands under words nothing is said that is not known', () => {
    const app = appOf(LITERAL.replace(/aad:.*\n/, 'aad: { adminGroup: { displayName: admins } }\n'));
    const unknown = { ...asked, app, access: configuredAccess(app), people: 'aks.yaml' };
    const text = textOf(answerPart('can "the deploying account" delete pods?', unknown));
    expect(text).toMatch(/^yes: the deploying account can delete pods/);
    expect(text).not.toMatch(/guest|object ID/);
  });

  test('a verb that is none is noted', () => {
    expect(ask('can bob@contoso.com delte pods in bank')).toContain("did you mean 'delete'?");
  });
});
