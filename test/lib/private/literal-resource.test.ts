import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { RoleBindingV1 } from '@cdktf/provider-kubernetes/lib/role-binding-v1';
import { Aspects, Fn, TerraformOutput, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { TokenString } from 'cdktf/lib/tokens/private/encoding';
import { skipTokenSearch } from '../../../lib/private/literal-resource';

const SUBJECT = {
  apiGroup: 'rbac.authorization.k8s.io',
  kind: 'User',
  name: 'alice@contoso.com',
  namespace: '',
};

function binding(stack: TerraformStack, user = 'alice@contoso.com'): RoleBindingV1 {
  return new RoleBindingV1(stack, 'Binding', {
    metadata: { name: 'edit', namespace: 'shop', labels: { team: 'shop' } },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
    subject: [SUBJECT, { ...SUBJECT, name: user }],
  });
}

/** The JSON of an app's stacks, with the search for tokens skipped in the binding or not. */
function stacksOf(
  define: (stack: TerraformStack, other: TerraformStack) => RoleBindingV1,
  skips: boolean,
): string[] {
  const app = Testing.app();
  const other = new TerraformStack(app, 'other');
  const stack = new TerraformStack(app, 'stack');
  new KubernetesProvider(stack, 'kubernetes');

  const defined = define(stack, other);
  if (skips) {
    skipTokenSearch(defined);
  }
  app.synth();
  return [other, stack].map((each) => Testing.synth(each));
}

test.each<[string, (stack: TerraformStack, other: TerraformStack) => RoleBindingV1]>([
  ['with literals only', (stack) => binding(stack)],
  ['with a reference', (stack) => binding(stack, new TerraformVariable(stack, 'user', {}).stringValue)],
  [
    'with a reference to another stack',
    (stack, other) => binding(stack, new TerraformVariable(other, 'user', {}).stringValue),
  ],
  ['with an expression', (stack) => binding(stack, Fn.lower('ALICE@contoso.com'))],
  ['with an expression written by hand', (stack) => binding(stack, '${var.user}')],
  ['with a text that only looks like a token', (stack) => binding(stack, 'a{b}-1.8e+289')],
  [
    'with arguments overridden',
    (stack) => {
      const resource = binding(stack);
      resource.addOverride('metadata.labels.tier', 'one');
      resource.addOverride('metadata.annotations', {
        none: undefined,
        list: ['a', undefined, null],
        number: 1.5,
      });
      return resource;
    },
  ],
  [
    'with a reference in an override',
    (stack, other) => {
      const resource = binding(stack);
      resource.addOverride('metadata.labels.tier', new TerraformVariable(other, 'tier', {}).stringValue);
      return resource;
    },
  ],
  [
    'overridden by its stack',
    (stack) => {
      const resource = binding(stack);
      stack.addOverride(
        `resource.kubernetes_role_binding_v1.${resource.friendlyUniqueId}.metadata.name`,
        'own',
      );
      return resource;
    },
  ],
  [
    'changed by an aspect',
    (stack, other) => {
      const { stringValue } = new TerraformVariable(other, 'role', {});
      Aspects.of(stack).add({
        visit: (node) => {
          if (node instanceof RoleBindingV1) {
            node.putRoleRef({ apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' });
          }
        },
      });
      new TerraformOutput(stack, 'role', { value: stringValue });
      return binding(stack);
    },
  ],
  [
    'that has moved',
    (stack) => {
      const resource = binding(stack);
      resource.moveFromId('kubernetes_role_binding_v1.old');
      return resource;
    },
  ],
])('a resource %s is the same in JSON, byte for byte', (_, define) => {
  expect(stacksOf(define, true)).toEqual(stacksOf(define, false));
});

test('the texts of a resource without tokens are not searched for them', () => {
  const stack = new TerraformStack(Testing.app(), 'stack');
  const resource = binding(stack);
  skipTokenSearch(resource);
  const searched = jest.spyOn(TokenString.prototype, 'test');

  stack.prepareStack();
  stack.toTerraform();

  const texts = searched.mock.contexts.map(({ str }) => str as unknown);
  expect(texts).toContain('stack');
  expect(texts).not.toContain('alice@contoso.com');
});
