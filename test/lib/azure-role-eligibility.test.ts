import { TerraformStack, Testing } from 'cdktf';
import {
  AadAksCluster,
  AzureRole,
  AzureRoleActivationPolicy,
  AzureRoleEligibility,
  AzureRoleEligibilityProps,
  IAadAksCluster,
  RbacSubject,
} from '../../lib';
import { CLUSTER_ID, existingCluster } from './connected';
import { only, synth, Synthesized } from './synth';

const ID = '894656e1-39f8-4bfe-b16a-510f61af6f41';
const TYPE = 'azurerm_pim_eligible_role_assignment';
const POLICY = 'azurerm_role_management_policy';
const DEFINITION = `/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/${AzureRole.RBAC_ADMIN.roleId}`;

function eligible(props: Partial<AzureRoleEligibilityProps> = {}, azureRbac = true): Synthesized {
  return synth((stack) => {
    new AzureRoleEligibility(stack, 'Eligible', {
      cluster: existingCluster(stack, 'Aks', { azureRbac }),
      role: AzureRole.RBAC_ADMIN,
      subject: RbacSubject.group(ID),
      ...props,
    });
  });
}

test('ends after a year unless told otherwise, and names the role with the subscription of the cluster', () => {
  expect(only(eligible(), TYPE)).toEqual({
    scope: CLUSTER_ID,
    role_definition_id: DEFINITION,
    principal_id: ID,
    schedule: { expiration: { duration_days: 365 } },
  });
});

test('is of a namespace, with a reason and a ticket', () => {
  const synthesized = eligible({
    namespace: 'shop',
    days: 30,
    justification: 'On call',
    ticketNumber: 'OPS-1',
    ticketSystem: 'Jira',
  });

  expect(only(synthesized, TYPE)).toMatchObject({
    scope: `${CLUSTER_ID}/namespaces/shop`,
    schedule: { expiration: { duration_days: 30 } },
    justification: 'On call',
    ticket: { number: 'OPS-1', system: 'Jira' },
  });
});

test('comes after the rules of its activation', () => {
  const synthesized = synth((stack) => {
    const common = {
      cluster: existingCluster(stack, 'Aks', { azureRbac: true }),
      role: AzureRole.RBAC_ADMIN,
    };
    new AzureRoleEligibility(stack, 'Eligible', {
      ...common,
      subject: RbacSubject.group(ID),
      policy: new AzureRoleActivationPolicy(stack, 'Activation', common),
    });
  });

  expect(only(synthesized, TYPE).depends_on).toEqual([expect.stringContaining(`${POLICY}.Activation`)]);
});

test.each([
  ['a service principal', { subject: RbacSubject.servicePrincipal(ID) }, 'because only people can activate'],
  [
    'a service account',
    { subject: RbacSubject.serviceAccount('a', 'b') },
    'because only people can activate',
  ],
  ['a user by name', { subject: RbacSubject.user('a@contoso.com') }, 'has no object ID'],
  ['no days', { days: 0 }, 'days 0 is not valid: use a whole number from 1 to 365'],
  ['more than a year', { days: 366 }, 'days 366 is not valid'],
  ['half a ticket', { ticketNumber: '1' }, "ticketNumber needs 'ticketSystem' beside it"],
  ['an empty reason', { justification: '' }, 'justification'],
  [
    'a namespace for a role of the whole cluster',
    { role: AzureRole.CLUSTER_ADMIN, namespace: 'shop' },
    "namespace 'shop' cannot limit role",
  ],
])('%s is refused', (_what, props, message) => {
  expect(() => eligible(props)).toThrow(message);
});

test('a role that would grant nothing, and the same eligibility twice, are refused', () => {
  expect(() => eligible({}, false)).toThrow('would grant nothing');
  expect(() =>
    synth((stack) => {
      const props = {
        cluster: existingCluster(stack, 'Aks', { azureRbac: true }),
        role: AzureRole.RBAC_ADMIN,
        subject: RbacSubject.group(ID),
      };
      new AzureRoleEligibility(stack, 'One', props);
      new AzureRoleEligibility(stack, 'Two', props);
    }),
  ).toThrow("are those of 'test/One': make them eligible once");
});

test.each([
  ['something like a construct', { node: {} }],
  ['another construct', existingCluster(new TerraformStack(Testing.app(), 'other'))],
])('%s is no policy', (_, policy) => {
  expect(() => eligible({ policy: policy as unknown as AzureRoleActivationPolicy })).toThrow(
    'policy must be an AzureRoleActivationPolicy, as new AzureRoleActivationPolicy()',
  );
});

const BASIC = { clusterId: CLUSTER_ID };
const SECOND = { clusterId: CLUSTER_ID.replace(/[^/]+$/, 'second') };

test.each([
  ['another role', { role: AzureRole.RBAC_WRITER }, "is about role 'Azure Kubernetes Service RBAC Writer'"],
  [
    'a namespace',
    { namespace: 'shop' },
    "is about namespace 'shop', and the eligibility about the whole cluster",
  ],
])('rules for the activation of %s are refused, as they would not count', (_, other, message) => {
  const withRules = (): unknown =>
    synth((stack) => {
      const common = {
        cluster: existingCluster(stack, 'Aks', { azureRbac: true }),
        role: AzureRole.RBAC_ADMIN,
      };
      const policy = new AzureRoleActivationPolicy(stack, 'Rules', { ...common, ...other });
      new AzureRoleEligibility(stack, 'Eligible', { ...common, subject: RbacSubject.group(ID), policy });
    });

  expect(withRules).toThrow(message);
});

type ClusterOf = (stack: TerraformStack, id: string) => IAadAksCluster;

const byId =
  (more: { readonly clusterId: string }): ClusterOf =>
  (stack, id) =>
    existingCluster(stack, id, more);

const lookedUp =
  (clusterName: string): ClusterOf =>
  (stack, id) =>
    AadAksCluster.fromLookup(stack, id, { clusterName, resourceGroupName: 'g' });

function withRulesOf(about: ClusterOf, used: ClusterOf): Synthesized {
  return synth((stack) => {
    const role = AzureRole.RBAC_ADMIN;
    const policy = new AzureRoleActivationPolicy(stack, 'Rules', { cluster: about(stack, 'About'), role });
    const cluster = used(stack, 'Used');
    new AzureRoleEligibility(stack, 'Eligible', { cluster, role, subject: RbacSubject.group(ID), policy });
  });
}

test.each([
  ['by ID', byId(BASIC), byId(SECOND)],
  ['looked up', lookedUp('one'), lookedUp('two')],
])('rules of another cluster, %s, are refused', (_, about, used) => {
  expect(() => withRulesOf(about, used)).toThrow(
    "policy 'test/Rules' is about cluster 'test/About', and the eligibility about 'test/Used'",
  );
});

test.each([
  ['by ID', byId(BASIC), byId(BASIC)],
  ['looked up twice', lookedUp('one'), lookedUp('one')],
  ['by ID and looked up, which may be the same', byId(BASIC), lookedUp('one')],
])('rules of the cluster are taken, %s', (_, about, used) => {
  expect(() => withRulesOf(about, used)).not.toThrow();
});
