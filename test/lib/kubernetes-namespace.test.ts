import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1';
import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import {
  AadAksCluster,
  AksWorkloadIdentity,
  KubernetesConnection,
  KubernetesNamespace,
  RbacBinding,
  RbacCustomRole,
  RbacRole,
  RbacSubject,
} from '../../lib';
import { metadata, metadataOf } from './provider-generations';
import { connect, synthConnected } from './connected';
import { only } from './synth';

const TYPE = 'kubernetes_namespace_v1';
const OPS = RbacSubject.group('894656e1-39f8-4bfe-b16a-510f61af6f41');

test('has labels and annotations', () => {
  const synthesized = synthConnected((stack) => {
    new KubernetesNamespace(stack, 'Shop', {
      name: 'shop',
      labels: { 'contoso.com/team': 'shop' },
      annotations: { note: 'any text' },
    });
  });

  expect(only(synthesized, TYPE)).toMatchObject({
    metadata: metadata({
      name: 'shop',
      labels: { 'contoso.com/team': 'shop' },
      annotations: { note: 'any text' },
    }),
  });
});

test('is created before what refers to it', () => {
  const synthesized = synthConnected((stack) => {
    const { namespaceName } = new KubernetesNamespace(stack, 'Shop', { name: 'shop' });
    new RbacBinding(stack, 'Ops', { role: RbacRole.VIEW, subjects: [OPS], namespace: namespaceName });
  });

  expect(only(synthesized, 'kubernetes_role_binding_v1').metadata).toMatchObject({
    namespace: expect.stringMatching(
      /^\$\{kubernetes_namespace_v1\.Shop_\w+\.metadata\[0\]\.name\}$/,
    ) as string,
  });
});

test('is created before whatever is put into it by its name', () => {
  const synthesized = synthConnected((stack) => {
    const connection = stack.node.findAll().find((one) => one instanceof KubernetesConnection);
    new KubernetesNamespace(stack, 'Shop', { name: 'shop' });
    new RbacCustomRole(stack, 'Role', {
      name: 'r',
      namespace: 'shop',
      rules: [{ verbs: ['get'], resources: ['pods'] }],
    });
    new RbacBinding(stack, 'Ops', {
      role: RbacRole.VIEW,
      subjects: [OPS, RbacSubject.serviceAccount('shop', 'ci')],
      namespace: 'shop',
    });
    new AksWorkloadIdentity(stack, 'Identity', {
      cluster: AadAksCluster.fromLookup(stack, 'Cluster', { clusterName: 'c', resourceGroupName: 'g' }),
      location: 'eastus',
      namespace: 'shop',
      serviceAccount: 'web',
      connection,
    });
  });

  const inNamespace = ['role_v1', 'role_binding_v1', 'service_account_v1'].flatMap((type) =>
    Object.values(synthesized.resource[`kubernetes_${type}`] ?? {}),
  );
  expect(inNamespace).toHaveLength(4);
  for (const block of inNamespace) {
    expect(metadataOf(block).namespace).toMatch(/^\$\{kubernetes_namespace_v1\.Shop_/);
  }
});

test.each(['default', 'kube-system'])("'%s' is there already", (name) => {
  expect(() => synthConnected((stack) => new KubernetesNamespace(stack, 'Shop', { name }))).toThrow(
    `name '${name}' is a namespace of every cluster: refer to it by name (at 'test/Shop')`,
  );
});

test('names, labels and annotations are those of Kubernetes', () => {
  const create =
    (props: object): (() => unknown) =>
    () =>
      synthConnected((stack) => new KubernetesNamespace(stack, 'Shop', { name: 'shop', ...props }));

  expect(create({ name: 'Shop' })).toThrow(
    "name 'Shop' is not valid: use 1 to 63 lowercase letters, digits and hyphens, starting and ending with a letter or digit (at 'test/Shop')",
  );
  expect(create({ labels: { team: 'a b' } })).toThrow(
    "value of label 'team' 'a b' is not valid: use up to 63 letters, digits, hyphens, underscores and periods, a letter or digit at both ends (at 'test/Shop')",
  );
  expect(create({ annotations: { 'a b': '' } })).toThrow(
    "annotation 'a b' is not valid: use 1 to 63 letters, digits, hyphens, underscores and periods, a letter or digit at both ends, behind a DNS name and a slash if at all (at 'test/Shop')",
  );
});

test('a connection of another stack is refused, and so is none where there are two', () => {
  const connection = connect(new TerraformStack(Testing.app(), 'other'));

  expect(() =>
    synthConnected((stack) => new KubernetesNamespace(stack, 'Shop', { name: 'shop', connection })),
  ).toThrow(
    "connection 'other/Kubernetes' is of stack 'other' and the namespace of stack 'test': define a KubernetesConnection in the stack of the namespace (at 'test/Shop')",
  );
  expect(() =>
    synthConnected((stack) => {
      connect(stack, 'Second');
      new KubernetesNamespace(stack, 'Shop', { name: 'shop' });
    }),
  ).toThrow(
    "[test/Shop] no connection, and the stack has several: pass 'connection', one of 'test/Kubernetes' and 'test/Second'",
  );
});

test('can be looked up', () => {
  const synthesized = synthConnected((stack) => {
    const { namespaceName } = KubernetesNamespace.fromLookup(stack, 'Shop', 'shop');
    new RbacBinding(stack, 'Ops', { role: RbacRole.VIEW, subjects: [OPS], namespace: namespaceName });
  });

  expect(only(synthesized, 'data.kubernetes_namespace_v1')).toEqual({ metadata: metadata({ name: 'shop' }) });
});

test('what only Terraform knows is left to Terraform, and anything can be overridden', () => {
  const synthesized = synthConnected((stack) => {
    const name = new TerraformVariable(stack, 'Name', { type: 'string' }).stringValue;
    const namespace = new KubernetesNamespace(stack, 'Shop', { name, labels: { team: name } });
    (namespace.node.defaultChild as NamespaceV1).lifecycle = { preventDestroy: true };
  });

  expect(only(synthesized, TYPE)).toEqual({
    metadata: metadata({ name: '${var.Name}', labels: { team: '${var.Name}' } }),
    lifecycle: { prevent_destroy: true },
  });
});

test.each([
  ['pod-security.kubernetes.io/enforce', 'restricted', 'Restricted', "'Restricted' is not valid: use one of"],
  [
    'pod-security.kubernetes.io/warn-version',
    'v1.33',
    '1.33',
    "'1.33' is not valid: use 'latest' or a minor",
  ],
  ['kubernetes.io/metadata.name', 'shop', 'web', "'web' is not valid: Kubernetes sets it to the name"],
])('the label %s is %s and not %s', (key, good, bad, problem) => {
  const labelled = (value: string) => () =>
    synthConnected((stack) => {
      new KubernetesNamespace(stack, 'Shop', { name: 'shop', labels: { [key]: value } });
    });

  expect(labelled(good)).not.toThrow();
  expect(labelled(bad)).toThrow(`label '${key}': ${problem}`);
});
