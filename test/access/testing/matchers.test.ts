import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect as importedExpect } from '@jest/globals';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, Testing, TerraformStack } from 'cdktf';
import { accessOf, AppAccess } from '../../../access/testing/jest';
import { shop } from '../../../examples/testing/stacks';
import { AadAksCluster, AadIntegration, AzureRole, RbacBinding, RbacRole, RbacSubject } from '../../../lib';

const TENANT = join('examples', 'testing', 'tenant.yaml');

let app: App;
let access: AppAccess;
let withoutDirectory: AppAccess;
beforeAll(() => {
  app = Testing.app();
  const stack = shop(app);
  new RbacBinding(stack, 'Ops', {
    role: RbacRole.EDIT,
    namespace: 'kube-system',
    subjects: [RbacSubject.user('bob@contoso.com'), RbacSubject.serviceAccount('shop', 'ci')],
  });
  access = accessOf(app, { tenant: TENANT });
  withoutDirectory = accessOf(app);
});

/** What the matcher says that fails. */
function message(expectation: () => void): string {
  try {
    expectation();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the expectation is met');
}

test('what is so passes, and its opposite fails with the grants', () => {
  expect(access).toAllow('bob@contoso.com', 'delete', 'pods', { namespace: 'shop' });
  expect(access).toAllow('shop/ci', 'delete', 'pods', { namespace: 'kube-system' });
  expect(access).toDeny('alice@contoso.com', 'delete', 'pods', { namespace: 'shop' });
  expect(access).not.toAllow('alice@contoso.com', 'delete', 'pods', { namespace: 'shop' });

  const denied = message(() =>
    expect(access).toDeny('bob@contoso.com', 'delete', 'pods', { namespace: 'shop' }),
  );
  expect(denied).toContain(
    "bob@contoso.com can delete pods in namespace 'shop'?\nexpected: no\nreceived: yes",
  );
  expect(denied).toContain('→ bob@contoso.com is in group shop-developers');
  expect(denied).toContain('grants ClusterRole edit to Group shop-developers');
  const allowed = message(() => expect(access).toAllow('alice@contoso.com', 'delete', 'pods'));
  expect(allowed).toContain('grants ClusterRole view to User alice@contoso.com');
});

test('the way to the top counts', () => {
  expect(access).toReachClusterAdmin('bob@contoso.com');
  expect(access).not.toReachClusterAdmin('alice@contoso.com');
  expect(message(() => expect(access).not.toReachClusterAdmin('bob@contoso.com'))).toContain(
    '→ is cluster administrator',
  );
});

test('what hangs on who is in a group fits neither expectation without a directory', () => {
  const place = { namespace: 'shop' };
  const told = [
    () => expect(withoutDirectory).toAllow('alice@contoso.com', 'delete', 'pods', place),
    () => expect(withoutDirectory).toDeny('alice@contoso.com', 'delete', 'pods', place),
    () => expect(withoutDirectory).not.toDeny('alice@contoso.com', 'delete', 'pods', place),
  ];

  for (const expectation of told) {
    expect(message(expectation)).toContain('group shop-developers can, and who is in it is not known');
  }
});

test('a question that every answer would fit is refused', () => {
  const ask = (...[subject, resource, namespace]: [string, string, string]) =>
    message(() => expect(access).toDeny(subject, 'get', resource, { namespace }));

  expect(ask('alcie@contoso.com', 'pods', 'shop')).toContain("did you mean 'alice@contoso.com'?");
  expect(ask('alice@contoso.com', 'pod', 'shop')).toContain("'pod' is no resource of Kubernetes");
  expect(ask('alice@contoso.com', 'pods', 'sohp')).toContain("there is no namespace 'sohp'");
});

test('clusters of one app are told apart by their stacks, and nothing is left behind', () => {
  const fleet = Testing.app();
  for (const id of ['weu', 'neu']) {
    const stack = new TerraformStack(fleet, id);
    new AzurermProvider(stack, 'azurerm', { features: [{}] });
    new AadAksCluster(stack, 'Aks', {
      clusterName: id,
      resourceGroupName: id,
      location: 'eastus',
      aad: AadIntegration.managed({ adminGroupObjectIds: ['894656e1-39f8-4bfe-b16a-510f61af6f41'] }),
    });
  }

  expect(() => accessOf(fleet)).toThrow('the app has 2 clusters: name the stacks of one');
  expect(() => accessOf(fleet, { stacks: ['weeu'] })).toThrow("no stack 'weeu': there are weu, neu");
  expect(accessOf(fleet, { stacks: ['weu'] })).toReachClusterAdmin('894656e1-39f8-4bfe-b16a-510f61af6f41');
  expect(existsSync('cdktf.out/stacks/weu')).toBe(false);
});

test('clusters that are looked up are told apart, too, and Azure roles on one of them count', () => {
  const fleet = Testing.app();
  for (const [id, objectId] of [
    ['weu', '894656e1-39f8-4bfe-b16a-510f61af6f41'],
    ['neu', '22222222-2222-4222-8222-222222222222'],
  ] as const) {
    const stack = new TerraformStack(fleet, id);
    new AzurermProvider(stack, 'azurerm', { features: [{}] });
    const cluster = AadAksCluster.fromLookup(stack, 'Aks', { clusterName: id, resourceGroupName: 'rg' });
    cluster.grantAzureRole('Admins', {
      role: AzureRole.RBAC_CLUSTER_ADMIN,
      subject: RbacSubject.group(objectId),
    });
  }

  expect(() => accessOf(fleet)).toThrow('the app has 2 clusters: name the stacks of one');
  const weu = accessOf(fleet, { stacks: ['weu'] });
  expect(weu).toReachClusterAdmin('894656e1-39f8-4bfe-b16a-510f61af6f41');
  expect(() => expect(weu).toReachClusterAdmin('22222222-2222-4222-8222-222222222222')).toThrow();
});

// That this compiles is half of it: `expect` of the globals and the imported one have types of their own.
test('the matchers are there on the imported expect, too', () => {
  const place = { namespace: 'shop' };
  expect(() => importedExpect(access).toAllow('bob@contoso.com', 'delete', 'pods', place)).not.toThrow();
  expect(() => importedExpect(access).toDeny('bob@contoso.com', 'delete', 'pods', place)).toThrow(
    'expected: no',
  );
  expect(() => importedExpect(access).toReachClusterAdmin('bob@contoso.com')).not.toThrow();
});

test.each<[string, () => void, string]>([
  [
    'a place that is a text',
    () => expect(access).toDeny('bob@contoso.com', 'delete', 'pods', 'shop' as never),
    'the place is "shop"',
  ],
  [
    'a misspelt key of a place',
    () => expect(access).toDeny('bob@contoso.com', 'delete', 'pods', { ns: 'shop' } as never),
    "the place has 'ns', which is not known: write { namespace: 'shop' }",
  ],
  [
    'a verb that Kubernetes never asks for',
    () => expect(access).toDeny('bob@contoso.com', 'destroy', 'pods', { namespace: 'shop' }),
    "'destroy' is no verb of Kubernetes: use 'delete'",
  ],
  [
    'a subresource that there is none of',
    () => expect(access).toDeny('bob@contoso.com', 'get', 'pods/logs', { namespace: 'shop' }),
    "'pods/logs' is no subresource of Kubernetes: there are 'pods/",
  ],
  [
    'an app',
    () => expect(app as never).toDeny('bob@contoso.com', 'delete', 'pods'),
    'write expect(accessOf(app))',
  ],
  ['stacks that are no list', () => accessOf(app, { stacks: 'access' as never }), 'stacks is no list'],
  [
    'a misspelt option',
    () => accessOf(app, { tenants: TENANT } as never),
    "has 'tenants', which is not known",
  ],
])('%s is an error, as the expectation would be met by mistake', (_, question, says) => {
  expect(question).toThrow(says);
});

test('verbs of an API server of their own may be asked for', () => {
  expect(access).toDeny('bob@contoso.com', 'read', 'reports.contoso.com', { namespace: 'shop' });
});
