import { AzureRole, AzureRoleCondition, AzureRoleDefinition, CustomResources, RbacSubject } from '../../lib';
import { existingCluster } from './connected';
import { only, synth, Synthesized } from './synth';

const OPS = RbacSubject.group('894656e1-39f8-4bfe-b16a-510f61af6f41');
const SECRETS: CustomResources = {
  apiGroup: 'secrets-store.csi.x-k8s.io',
  resources: ['secretproviderclasses'],
};

function grant(
  condition: AzureRoleCondition,
  dataActions = ['customresources/read'],
  role?: AzureRole,
): Synthesized {
  return synth((stack) => {
    const cluster = existingCluster(stack);
    const definition = new AzureRoleDefinition(stack, 'Reader', {
      cluster,
      roleName: 'crd-reader',
      dataActions,
    });
    cluster.grantAzureRole('Ops', { role: role ?? definition.role, subject: OPS, condition });
  });
}

const conditionOf = (synthesized: Synthesized): unknown =>
  only(synthesized, 'azurerm_role_assignment').condition;

test('lets some custom resources through, in the form that Microsoft shows, and everything else that the role allows', () => {
  expect(only(grant(AzureRoleCondition.customResources([SECRETS])), 'azurerm_role_assignment')).toMatchObject(
    {
      condition_version: '2.0',
      condition:
        "((!(ActionMatches{'Microsoft.ContainerService/managedClusters/customresources/read'})) OR " +
        "(@Request[Microsoft.ContainerService/managedClusters/customResources:group] StringEqualsIgnoreCase 'secrets-store.csi.x-k8s.io' AND " +
        "(@Request[Microsoft.ContainerService/managedClusters/customResources:kind] StringEqualsIgnoreCase 'secretproviderclasses')))",
    },
  );
});

test('names each action of the role on custom resources, as any that it does not name would be free', () => {
  const condition = AzureRoleCondition.customResources([SECRETS]);

  for (const actions of [['*'], ['customresources/*']]) {
    const text = String(conditionOf(grant(condition, actions)));
    expect(text.match(/ActionMatches\{'[^']*\/(\w+)'\}/g)?.map((one) => one.split('/').pop())).toEqual([
      "read'}",
      "write'}",
      "delete'}",
    ]);
    expect(text).toContain('}) AND !(ActionMatches{');
  }
});

test('a whole API group, and several', () => {
  const text = String(
    conditionOf(
      grant(
        AzureRoleCondition.customResources([
          { apiGroup: 'cert-manager.io' },
          { apiGroup: 'kyverno.io', resources: ['policies', 'clusterpolicies'] },
        ]),
      ),
    ),
  );

  expect(text).toContain("StringEqualsIgnoreCase 'cert-manager.io') OR (");
  expect(text).toMatch(
    /IgnoreCase 'policies' OR @Request\[[^\]]*:kind\] StringEqualsIgnoreCase 'clusterpolicies'\)\)\)$/,
  );
});

test.each<[string, CustomResources[], string]>([
  ['nothing', [], "'resources' is empty: name the API groups that are let through"],
  ['an empty list', [{ apiGroup: 'x.io', resources: [] }], 'resources[0].resources is there and is []'],
  [
    'a kind for a plural',
    [{ apiGroup: 'x.io', resources: ['Certificate'] }],
    "resources[0].resources[0] 'Certificate'",
  ],
  ['a quotation mark', [{ apiGroup: "x' OR '1" }], 'resources[0].apiGroup'],
  [
    'a resource that Azure knows',
    [{ apiGroup: 'apps', resources: ['deployments'] }],
    "resources[0].resources[0] 'deployments' of 'apps' is no custom resource",
  ],
])('%s is refused', (_what, resources, message) => {
  expect(() => AzureRoleCondition.customResources(resources)).toThrow(message);
});

test('what has nothing to limit is refused', () => {
  const condition = AzureRoleCondition.customResources([SECRETS]);

  expect(() => grant(condition, ['pods/read'])).toThrow(
    "because role 'crd-reader' allows nothing with custom resources",
  );
  expect(() => grant(condition, undefined, AzureRole.RBAC_READER)).toThrow('condition has nothing to limit');
  expect(() => grant(condition, undefined, AzureRole.CLUSTER_USER)).toThrow(
    "condition cannot limit role 'Azure Kubernetes Service Cluster User Role', which grants nothing inside the cluster",
  );
  expect(conditionOf(grant(condition, undefined, AzureRole.RBAC_CLUSTER_ADMIN))).toContain(
    'customresources/delete',
  );
});

test('any condition is taken as it is', () => {
  const text = "@Environment[UtcNow] DateTimeLessThan '2027-01-01T00:00:00.0Z' AND ({'('} == {'\\'('})";

  expect(conditionOf(grant(AzureRoleCondition.unsafeRaw(text)))).toBe(text);
});

test.each([
  ['', 'expression is blank'],
  ['  ', 'expression is blank'],
  ["(a StringEquals 'b'", "expression lacks a ')'"],
  ["a StringEquals 'b')", "expression has a ')' that nothing opens"],
  ['({a)}', "expression has a ')' that nothing opens"],
  ["a StringEquals 'b", 'expression has a quotation mark that is not closed'],
  ["a StringEquals '${var.x}'", "expression has '${', which Terraform would evaluate"],
  ["a StringEquals '%{if true}'", "expression has '%{', which Terraform would evaluate"],
  ["a StringEquals '${TfToken[TOKEN.1]}'", 'expression has a marker of cdktf'],
])('a condition like %j is refused', (text, message) => {
  expect(() => AzureRoleCondition.unsafeRaw(text)).toThrow(message);
});
