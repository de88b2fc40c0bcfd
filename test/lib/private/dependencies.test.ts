import { DataAzurermKubernetesCluster } from '@cdktf/provider-azurerm/lib/data-azurerm-kubernetes-cluster';
import { Aspects, TerraformHclModule, TerraformResource, TerraformStack, Testing } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { existingCluster } from '../connected';
import {
  AadAksCluster,
  AadGroup,
  AadGroupActivationPolicy,
  AadGroupEligibility,
  AadIntegration,
  AksWorkloadIdentity,
  AzureRole,
  IRbacRole,
  KubernetesConnection,
  KubernetesNamespace,
  RbacBinding,
  RbacCustomRole,
  RbacRole,
  RbacRoleKind,
  RbacSubject,
} from '../../../lib';
import { binding, stack, SUBJECTS, waitsFor } from './sample-waits';

test.each<[what: string, define: (access: TerraformStack) => IConstruct, address: string]>([
  [
    'a namespace',
    (access) => new KubernetesNamespace(access, 'Shop', { name: 'shop' }),
    'kubernetes_namespace_v1.Shop_563325D0',
  ],
  [
    'a data source',
    (access) => new DataAzurermKubernetesCluster(access, 'Other', { name: 'aks', resourceGroupName: 'aks' }),
    'data.azurerm_kubernetes_cluster.Other',
  ],
  [
    'a module',
    (access) => new TerraformHclModule(access, 'Quota', { source: 'contoso/quota/kubernetes' }),
    'module.Quota',
  ],
])('a binding waits for %s that it depends on, alone or with all that is around it', (_, define, address) => {
  const access = stack();
  binding(access).node.addDependency(define(access));
  expect(waitsFor(access)).toEqual([address]);

  const other = stack();
  const team = new Construct(other, 'Team');
  binding(team);
  team.node.addDependency(define(other));
  expect(waitsFor(other)).toEqual([address]);
});

test('what is inside of what depends on it does not wait for itself', () => {
  const access = stack();
  const team = new Construct(access, 'Team');
  const shop = new KubernetesNamespace(team, 'Shop', { name: 'shop' });
  binding(team);
  team.node.addDependency(shop);

  expect(waitsFor(access)).toEqual(['kubernetes_namespace_v1.Team_Shop_AD3F6289']);
  const { resource } = JSON.parse(Testing.synth(access)) as { resource: Record<string, object> };
  expect(Object.values(resource.kubernetes_namespace_v1!)[0]).not.toHaveProperty('depends_on');
});

test('what is in another stack makes the stack wait, a stack of modules too', () => {
  const app = Testing.app();
  const [access, quota] = [stack('access', app), stack('quota', app)];
  new TerraformHclModule(quota, 'Quota', { source: 'contoso/quota/kubernetes' });
  binding(access).node.addDependency(quota);

  expect(waitsFor(access)).toBeUndefined();
  expect(access.dependencies).toEqual([quota]);
});

/** `depends_on` of everything that has it. */
function allWaits(made: TerraformStack, validated = true): Record<string, string[]> {
  const { resource, data } = JSON.parse(Testing.synth(made, validated)) as Partial<
    Record<'resource' | 'data', Record<string, Record<string, { depends_on?: string[] }>>>
  >;
  return Object.fromEntries(
    Object.entries({ ...resource, ...data }).flatMap(([type, blocks]) =>
      Object.values(blocks).flatMap(({ depends_on }) => (depends_on ? [[type, depends_on]] : [])),
    ),
  );
}

const GROUP_ID = '5f1c0b7a-6a0e-4c0d-9f3b-0c8a2d4e6f10';
const ISSUER = { oidcIssuerUrl: 'https://issuer.example.com/' };

test.each<[what: string, define: (made: TerraformStack) => IConstruct, types: string[]]>([
  [
    'a cluster',
    (made) =>
      new AadAksCluster(made, 'Aks', {
        clusterName: 'aks',
        resourceGroupName: 'aks',
        location: 'eastus',
        aad: AadIntegration.managed({ adminGroupObjectIds: [GROUP_ID] }),
      }),
    ['azurerm_kubernetes_cluster', 'azurerm_resource_group'],
  ],
  ['a group', (made) => new AadGroup(made, 'Team', { displayName: 'team' }), ['azuread_group']],
  [
    'an Azure role',
    (made) =>
      existingCluster(made).grantAzureRole('User', { role: AzureRole.CLUSTER_USER, subject: SUBJECTS[0]! }),
    ['azurerm_role_assignment'],
  ],
  [
    'a cluster that is looked up',
    (made) => AadAksCluster.fromLookup(made, 'Aks', { clusterName: 'aks', resourceGroupName: 'aks' }),
    ['azurerm_kubernetes_cluster'],
  ],
  [
    'what is created through a connection',
    (made) => {
      binding(made);
      return made.node.findChild('Kubernetes');
    },
    ['kubernetes_role_binding_v1'],
  ],
  ['the resource itself', (made) => binding(made).node.defaultChild!, ['kubernetes_role_binding_v1']],
  [
    'the service account of an identity, which is below the connection',
    (made) =>
      new AksWorkloadIdentity(made, 'Api', {
        cluster: existingCluster(made, 'Issuer', ISSUER),
        location: 'eastus',
        namespace: 'shop',
        serviceAccount: 'api',
        connection: made.node.findChild('Kubernetes') as KubernetesConnection,
      }),
    [
      'azurerm_federated_identity_credential',
      'azurerm_user_assigned_identity',
      'kubernetes_service_account_v1',
    ],
  ],
])('%s waits, too, and without validations', (_, define, types) => {
  const made = stack();
  define(made).node.addDependency(
    new TerraformHclModule(made, 'Quota', { source: 'contoso/quota/kubernetes' }),
  );

  const expected = Object.fromEntries(types.map((type) => [type, ['module.Quota']]));
  expect(allWaits(made, false)).toEqual(expected);
  expect(allWaits(made)).toEqual(expected);
});

test('a lookup waits for what it is told of, whatever is granted on it', () => {
  const made = stack();
  const cluster = AadAksCluster.fromLookup(made, 'Aks', { clusterName: 'aks', resourceGroupName: 'aks' });
  cluster.node.addDependency(new TerraformHclModule(made, 'Quota', { source: 'contoso/quota/kubernetes' }));
  cluster.grantAzureRole('User', { role: AzureRole.CLUSTER_USER, subject: SUBJECTS[0]! });

  expect(allWaits(made)).toEqual({
    azurerm_kubernetes_cluster: ['module.Quota'],
    azurerm_role_assignment: ['module.Quota'],
  });
});

/** A role of a program's own, with bindings of it inside. */
class TeamRole extends Construct implements IRbacRole {
  readonly apiGroup = 'rbac.authorization.k8s.io';
  readonly kind = RbacRoleKind.CLUSTER_ROLE;
  readonly name = 'team-reader';
  readonly isNamespaced = false;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const rules = [{ verbs: ['get'], resources: ['pods'] }];
    const role = new RbacCustomRole(this, 'Role', { name: this.name, rules });
    this.node.defaultChild = role.node.defaultChild;
    for (const namespace of ['shop', 'blog']) {
      new RbacBinding(this, namespace, { role: this, namespace, subjects: SUBJECTS });
    }
  }
}

test("bindings inside a role of a program's own wait for what it says is the role, not for each other", () => {
  const access = stack();
  new TeamRole(access, 'Team');

  const { resource } = JSON.parse(Testing.synth(access, true)) as {
    resource: Record<string, Record<string, { depends_on?: string[] }>>;
  };
  const [role] = Object.keys(resource.kubernetes_cluster_role_v1!);
  expect(Object.values(resource.kubernetes_role_binding_v1!).map((one) => one.depends_on)).toEqual([
    [`kubernetes_cluster_role_v1.${role}`],
    [`kubernetes_cluster_role_v1.${role}`],
  ]);
});

test('the service account of an identity is waited for', () => {
  const access = stack();
  const identity = new AksWorkloadIdentity(access, 'Api', {
    cluster: existingCluster(access, 'Issuer', ISSUER),
    location: 'eastus',
    namespace: 'shop',
    serviceAccount: 'api',
    connection: access.node.findChild('Kubernetes') as KubernetesConnection,
  });
  binding(access).node.addDependency(identity);

  expect(waitsFor(access)).toContainEqual(expect.stringMatching(/^kubernetes_service_account_v1\./));
});

test('rules of an activation in another stack make the stack wait', () => {
  const app = Testing.app();
  const [access, rules] = [stack('access', app), stack('rules', app)];
  const group = new AadGroup(rules, 'Team', { displayName: 'team' });
  const policy = new AadGroupActivationPolicy(rules, 'Rules', { group });
  new AadGroupEligibility(access, 'Eligible', { group, member: SUBJECTS[0]!, policy });

  expect(allWaits(access)).toEqual({});
  expect(access.dependencies).toContain(rules);
});

test('an eligibility waits for the rules of its activation, and not for others inside of them', () => {
  const access = stack();
  const group = new AadGroup(access, 'Team', { displayName: 'team' });
  const policy = new AadGroupActivationPolicy(access, 'Rules', { group });
  const [first, second] = [SUBJECTS[0]!, RbacSubject.group('6c7dd6a9-7f5f-4b7a-8b4e-0d1b3c2f4e55')];
  const outside = new AadGroupEligibility(access, 'Outside', { group, member: first, policy });
  new AadGroupEligibility(policy, 'Inside', { group, member: second, policy }).node.addDependency(outside);

  const { resource } = JSON.parse(Testing.synth(access, true)) as {
    resource: Record<string, Record<string, { depends_on?: string[] }>>;
  };
  const waits = Object.entries(resource.azuread_privileged_access_group_eligibility_schedule!).flatMap(
    ([address, { depends_on: on = [] }]) => on.map((one) => [address, one.replace(/^\w+\./, '')]),
  );
  const [rules, before, inside] = ['Rules_379FE035', 'Outside_DC7B680E', 'Rules_Inside'];
  expect(waits.map((pair) => pair.map((one) => one.replace(/^(Rules_Inside)_\w+$/, '$1')))).toEqual(
    expect.arrayContaining([
      [before, rules],
      [inside, rules],
      [inside, before],
    ]),
  );
});

test('a name that an aspect overrides is waited for as it is in the end', () => {
  const access = stack();
  const shop = new KubernetesNamespace(access, 'Shop', { name: 'shop' });
  const devs = new RbacBinding(access, 'Devs', {
    role: RbacRole.EDIT,
    namespace: 'other',
    subjects: SUBJECTS,
  });
  devs.node.addDependency(shop);
  Aspects.of(access).add({
    visit: (one) => one === shop.node.defaultChild && (one as TerraformResource).overrideLogicalId('shop'),
  });

  expect(waitsFor(access)).toEqual(['kubernetes_namespace_v1.shop']);
});

test('what has been taken out of the tree is not waited for', () => {
  const access = stack();
  binding(access).node.addDependency(
    new TerraformHclModule(access, 'Quota', { source: 'contoso/quota/kubernetes' }),
  );
  access.node.tryRemoveChild('Quota');

  expect(waitsFor(access)).toBeUndefined();
});
