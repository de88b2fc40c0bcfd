import { TerraformElement, TerraformStack, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import { AadAksCluster, RbacBinding, RbacRole, RbacSubject } from '../../../lib';
import { synthConnected } from '../connected';

const bind = (scope: Construct, id: string, name = 'ops') =>
  new RbacBinding(scope, id, {
    role: RbacRole.VIEW,
    name,
    subjects: [RbacSubject.user('dana@contoso.com')],
  });

const synth = (define: (stack: TerraformStack) => unknown) => () => synthConnected(define);

test.each<[string, (stack: TerraformStack) => unknown, string]>([
  ['a digit', (stack) => bind(stack, '1st'), "[test/1st] construct ID '1st' makes the address '1st_"],
  ['a hyphen', (stack) => bind(stack, '-st'), "[test/-st] construct ID '-st' makes the address '-st_"],
  [
    'what cdktf leaves out, then a digit',
    (stack) => bind(stack, 'ü2'),
    "construct ID 'ü2' makes the address '2_",
  ],
  [
    'a digit, further out',
    (stack) => bind(new Construct(stack, '7'), 'Ops'),
    "[test/7/Ops] construct ID '7' makes the address '7_Ops_",
  ],
  [
    'a digit behind an ID without a part in addresses',
    (stack) => bind(new Construct(stack, 'Default'), '7'),
    "[test/Default/7] construct ID '7' makes the address '7_",
  ],
])('an ID that begins with %s is refused, as Terraform would', (_, define, message) => {
  expect(synth(define)).toThrow(message);
});

test.each<[string, (stack: TerraformStack) => unknown]>([
  ['letters beyond ASCII', (stack) => bind(stack, 'ü')],
  ['a digit below a letter', (stack) => bind(new Construct(stack, 'Team'), '1st')],
  [
    'a digit that an override takes out of the address',
    (stack) =>
      bind(stack, '1st')
        .node.findAll()
        .filter((one) => TerraformElement.isTerraformElement(one))
        .forEach((one) => one.overrideLogicalId('first')),
  ],
])('an ID with %s has an address that Terraform takes', (_, define) => {
  const { resource } = JSON.parse(synth(define)().json) as { resource: Record<string, object> };

  expect(Object.keys(resource.kubernetes_cluster_role_binding_v1!)).toEqual([
    expect.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]*$/),
  ]);
});

const rename = (name: string, ...constructs: Construct[]) =>
  constructs
    .flatMap(({ node }) => node.findAll())
    .filter((one) => TerraformElement.isTerraformElement(one))
    .forEach((one) => one.overrideLogicalId(name));

test.each<[string, (stack: TerraformStack) => unknown, string]>([
  [
    'IDs that cdktf leaves out',
    (stack) => [bind(new Construct(stack, 'Default'), 'Ops', 'a'), bind(stack, 'Ops', 'b')],
    "'test/Default/Ops/Resource' and 'test/Ops/Resource' both have the address 'kubernetes_cluster_role_binding_v1.Ops_",
  ],
  [
    'names that are overridden',
    (stack) => rename('ops', bind(stack, 'A', 'a'), bind(stack, 'B', 'b')),
    "'test/A/Resource' and 'test/B/Resource' both have the address 'kubernetes_cluster_role_binding_v1.ops'",
  ],
  [
    'lookups',
    (stack) =>
      [new Construct(stack, 'Default'), stack].map((scope, index) =>
        AadAksCluster.fromLookup(scope, 'Aks', { clusterName: `aks-${index}`, resourceGroupName: 'aks' }),
      ),
    "'test/Default/Aks/Resource' and 'test/Aks/Resource' both have the address 'data.azurerm_kubernetes_cluster.Aks_",
  ],
])('two of the same address are refused, as one would get lost: %s', (_, define, message) => {
  expect(synth(define)).toThrow(message);
});

test.each(['größe', 'über', '名前-1', '_ünïcode'])('the name %s is taken, as Terraform does', (name) => {
  const { resource } = JSON.parse(synth((stack) => rename(name, bind(stack, '1st')))().json) as {
    resource: Record<string, object>;
  };
  expect(Object.keys(resource.kubernetes_cluster_role_binding_v1!)).toEqual([name]);
});

test.each(['1st', 'on call', 'ops.eu', '·ops', 'a・b', '😀'])(
  'the name %s is refused, as Terraform would',
  (name) => {
    expect(synth((stack) => rename(name, bind(stack, 'Ops')))).toThrow(
      `overrideLogicalId('${name}') of 'test/Ops/Resource' is not a name that Terraform accepts: use letters, digits, underscores and hyphens`,
    );
  },
);

test('an ID that is a token is refused, as its number changes', () => {
  expect(synth((stack) => bind(stack, new TerraformVariable(stack, 'team', {}).stringValue))).toThrow(
    'the construct ID is a token, so it and every address below it change whenever the program does: use a plain string',
  );
});
