import { Fn, TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';
import {
  AadAksCluster,
  AadAksClusterProps,
  AadDirectory,
  AadGroup,
  AadIntegration,
  AksNetwork,
  KubernetesNamespace,
  RbacBinding,
  RbacCustomRole,
  RbacRole,
  RbacSubject,
} from '../../../lib';
import { declaredKinds } from '../../../tools/reference/kinds';
import { ENUMS, OBJECTS, STRUCTS } from '../../../lib/private/kinds';
import { synthConnected } from '../connected';
import { REQUIRED, synthCluster } from '../sample-cluster';

/** As plain JavaScript calls it. */
const untyped = (value: unknown): never => value as never;

function cluster(props: object): () => unknown {
  return () => new AadAksCluster(stack(), 'Aks', { ...REQUIRED, ...props });
}

function role(props: object): () => unknown {
  return () =>
    synthConnected((inside) => {
      new RbacCustomRole(inside, 'Role', untyped({ name: 'role', ...props }));
    });
}

function stack(): TerraformStack {
  return new TerraformStack(Testing.app(), 'test');
}

test('the kinds are those of the declarations', () => {
  expect(declaredKinds()).toEqual({ STRUCTS, ENUMS, OBJECTS });
});

describe('refuses, and says what, where, and what it should be', () => {
  test.each([
    [
      "a text that says 'false'",
      cluster({ security: { localAccounts: 'false' } }),
      'security.localAccounts must be true or false, known at synth, received the text "false" (at \'test/Aks\')',
    ],
    [
      'another',
      cluster({ security: { kubernetesRbac: 'false' } }),
      'security.kubernetesRbac must be true or false, known at synth, received the text "false" (at \'test/Aks\')',
    ],
    [
      'a text in the place of a list',
      role({ rules: [{ verbs: 'get', resources: ['pods'] }] }),
      "rules[0].verbs must be a list of strings, received a text (at 'test/Role')",
    ],
    [
      'a token in the place of a list of rules',
      role({ rules: Token.asList('${var.rules}') }),
      "rules[0] must be an object with verbs, resources, apiGroups, resourceNames, nonResourceUrls, received a text (at 'test/Role')",
    ],
    [
      'a token in the place of a list of labels',
      role({ aggregateFrom: new TerraformVariable(stack(), 'labels', {}).listValue }),
      "aggregateFrom[0] must be a map of strings, received a text (at 'test/Role')",
    ],
    [
      'a list with nothing in a place',
      role({ rules: [null] }),
      "rules[0] is null: give it a value (at 'test/Role')",
    ],
    [
      'a number as a label',
      role({ rules: [{ verbs: ['get'], resources: ['pods'] }], labels: { cost: 5 } }),
      "labels.cost must be a string, received a number (at 'test/Role')",
    ],
    [
      'a number that is a text',
      cluster({ defaultNodePool: { nodeCount: '3' } }),
      'defaultNodePool.nodeCount must be a number, received the text "3" (at \'test/Aks\')',
    ],
    [
      'a value that an enum does not have',
      cluster({ skuTier: 'Gold' }),
      "skuTier must be one of 'Free', 'Standard', 'Premium' (AksSkuTier), received the text \"Gold\" (at 'test/Aks')",
    ],
    [
      'a text in the place of an object',
      () => new RbacBinding(stack(), 'Ops', untyped({ role: 'view' })),
      "role must be an IRbacRole, as new RbacCustomRole() or RbacRole.CLUSTER_ADMIN or RbacRole.ADMIN or RbacRole.role(), received a text (at 'test/Ops')",
    ],
    [
      'an argument',
      () => new AadGroup(stack(), 'Team', { displayName: 'team' }).addMember(untyped('alice')),
      "members[0] must be a RbacSubject, as RbacSubject.user() or RbacSubject.guest() or RbacSubject.group() or RbacSubject.serviceAccount(), received a text (at 'test/Team')",
    ],
    [
      'nobody',
      () => new AadDirectory(stack(), 'Directory').guest(untyped(undefined)),
      "guest is missing: set it (at 'test/Directory')",
    ],
    [
      'options without a construct, by their function',
      () => AksNetwork.kubenet(untyped({ podCidr: 10 })),
      'AksNetwork.kubenet(): podCidr must be a string, received a number',
    ],
    [
      'no props',
      () => new RbacBinding(stack(), 'Ops', untyped(undefined)),
      "props is missing: set it (at 'test/Ops')",
    ],
  ])('%s', (_, build, message) => {
    expect(build).toThrow(new Error(message));
  });
});

test('a variable in the place of a switch is refused, as it would always be on', () => {
  const inside = stack();
  const { booleanValue } = new TerraformVariable(inside, 'local', {});

  expect(
    () =>
      new AadAksCluster(inside, 'Aks', { ...REQUIRED, security: { localAccounts: untyped(booleanValue) } }),
  ).toThrow(
    'security.localAccounts must be true or false, known at synth, received something that is not known before Terraform runs',
  );
});

test('what is received stays out of the message where it may be a secret', () => {
  expect(cluster({ nodeAccess: 'hunter2' })).toThrow(/^(?!.*hunter2).*nodeAccess must be an object/);
});

test.each([
  ['namepsace', 'namespace'],
  ['nameSpace', 'namespace'],
  ['namespac', 'namespace'],
  ['subject', 'subjects'],
  ['namespaceName', 'namespace'],
  ['target_namespace', 'namespace'],
])('the key %s is refused, as leaving out %s would mean more', (written, meant) => {
  const props = { role: RbacRole.EDIT, [written]: 'shop' };

  expect(() => new RbacBinding(stack(), 'Ops', untyped(props))).toThrow(
    `${written} is not known: write '${meant}' (at 'test/Ops')`,
  );
});

test('an object may have other keys beside those of the props', () => {
  const props = { ...REQUIRED, costCentre: 4711 } as AadAksClusterProps;

  expect(() => synthCluster(props)).not.toThrow();
});

test.each([
  ['a variable in the place of its value', new TerraformVariable(stack(), 'zone', {}), 'an object'],
  ['what JSON has no form for', BigInt(1), 'a bigint'],
  ['no number', NaN, 'NaN'],
  ['a map that is no plain object', new Map([['ssh_key', 'x']]), 'an object'],
])('raw arguments refuse %s', (_, value, received) => {
  expect(cluster({ overrides: { edge_zone: value } })).toThrow(
    new Error(
      `overrides.edge_zone must be a text, a number, true, false, or a list or map of these, received ${received} (at 'test/Aks')`,
    ),
  );
});

test('raw arguments refuse what holds itself', () => {
  const block: Record<string, unknown> = {};
  block.ssh_key = [block];

  expect(cluster({ overrides: { linux_profile: block } })).toThrow(
    "overrides.linux_profile.ssh_key.0 holds itself: write out what is meant (at 'test/Aks')",
  );
});

test('a key that cdktf would lose is refused', () => {
  const labels = JSON.parse('{ "__proto__": "x" }') as Record<string, string>;

  expect(role({ rules: [{ verbs: ['get'], resources: ['pods'] }], labels })).toThrow(
    "labels has the key '__proto__', which would get lost: choose another (at 'test/Role')",
  );
  expect(cluster({ tags: { __proto__: { team: 'shop' } } })).toThrow(
    'tags must be a map of strings, received an object',
  );
});

test('tokens are left to Terraform', () => {
  expect(() =>
    synthConnected((inside) => {
      const variable = new TerraformVariable(inside, 'variable', {});
      new RbacCustomRole(inside, 'Role', {
        name: variable.stringValue,
        rules: [
          { verbs: variable.listValue, apiGroups: [''], resources: Token.asList(Fn.split(',', 'a,b')) },
          { verbs: untyped(Fn.flatten([['get']])), apiGroups: [''], resources: ['pods'] },
        ],
        labels: Token.asStringMap(Fn.merge([{ a: 'a' }, { b: 'b' }])),
        annotations: untyped(Fn.merge([{ a: 'a' }])),
        aggregateTo: [RbacRole.VIEW],
      });
      new RbacBinding(inside, 'Ops', {
        role: RbacRole.VIEW,
        subjects: [RbacSubject.user(variable.stringValue)],
      });
    }),
  ).not.toThrow();
});

test('what a class has by getters counts as what is written', () => {
  class Grant {
    readonly role = RbacRole.EDIT;
    readonly subjects = [RbacSubject.user('alice@contoso.com')];

    constructor(private readonly place?: string) {}

    get namespace(): string {
      return untyped(this.place);
    }
  }
  class Administrators {
    get adminGroupObjectIds(): string[] {
      return ['894656e1-39f8-4bfe-b16a-510f61af6f41'];
    }
  }

  const { json } = synthConnected((inside) => new RbacBinding(inside, 'Ops', new Grant('shop')));
  expect(json).toContain('"namespace": "shop"');
  expect(() => new RbacBinding(stack(), 'Ops', new Grant())).toThrow(
    'namespace is there and is undefined: give it a value, or leave the key out for the whole cluster',
  );
  expect(synthCluster({ aad: AadIntegration.managed(new Administrators()) }).json).toContain(
    '894656e1-39f8-4bfe-b16a-510f61af6f41',
  );
});

test('a construct in the place of a part of it is refused with the name of the part', () => {
  const inside = stack();
  const group = untyped(new AadGroup(inside, 'Group', { displayName: 'group' }));
  const binding = (props: object) => (): unknown =>
    new RbacBinding(stack(), 'Ops', { role: RbacRole.VIEW, ...props });

  expect(binding({ subjects: [group] })).toThrow("received an object: pass its 'subject'");
  expect(binding({ namespace: new KubernetesNamespace(inside, 'Shop', { name: 'shop' }) })).toThrow(
    "namespace must be a string, received an object: pass its 'namespaceName'",
  );
  expect(() => AadIntegration.managed({ adminGroupObjectIds: [group] })).toThrow("pass its 'objectId'");
  expect(binding({ name: group })).toThrow(/name must be a string, received an object \(/);
});
