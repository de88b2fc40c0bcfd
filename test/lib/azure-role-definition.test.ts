import { TerraformStack } from 'cdktf';
import {
  AzureRole,
  AzureRoleCondition,
  AzureRoleDefinition,
  AzureRoleDefinitionProps,
  AzureRoleEligibility,
  IAadAksCluster,
  RbacSubject,
} from '../../lib';
import { CLUSTER_ID, existingCluster, warnings } from './connected';
import { only, synth, Synthesized } from './synth';

const OPS = RbacSubject.group('894656e1-39f8-4bfe-b16a-510f61af6f41');
const GROUP = CLUSTER_ID.split('/').slice(0, 5).join('/');

type Given = Partial<AzureRoleDefinitionProps>;
type Use = (role: AzureRole, cluster: IAadAksCluster) => void;

function build(stack: TerraformStack, props: Given, use?: Use): void {
  const cluster = existingCluster(stack);
  const { role } = new AzureRoleDefinition(stack, 'Deployments', {
    cluster,
    roleName: 'deployment-reader',
    dataActions: ['apps/deployments/read'],
    ...props,
  });
  use?.(role, cluster);
}

const define = (props: Given, use?: Use): Synthesized =>
  synth((stack) => {
    build(stack, props, use);
  });
const warned = (props: Given, use?: Use): string[] =>
  warnings((stack) => {
    build(stack, props, use);
  });

const grantTo =
  (namespace?: string): Use =>
  (role, cluster) => {
    cluster.grantAzureRole(`Ops-${namespace ?? 'cluster'}`, {
      role,
      subject: OPS,
      ...(namespace && { namespace }),
    });
  };

test('is of the resource group of the cluster, with data actions in full', () => {
  const synthesized = define({
    dataActions: ['apps/deployments/*', 'Microsoft.ContainerService/managedClusters/pods/read'],
    notDataActions: ['apps/deployments/delete'],
    description: 'Sees deployments.',
  });

  expect(only(synthesized, 'azurerm_role_definition')).toEqual({
    name: 'deployment-reader',
    scope: GROUP,
    assignable_scopes: [GROUP],
    description: 'Sees deployments.',
    permissions: [
      {
        data_actions: [
          'Microsoft.ContainerService/managedClusters/apps/deployments/*',
          'Microsoft.ContainerService/managedClusters/pods/read',
        ],
        not_data_actions: ['Microsoft.ContainerService/managedClusters/apps/deployments/delete'],
      },
    ],
  });
});

test('its role is assigned by the ID of the definition, which comes first', () => {
  const synthesized = define({}, grantTo('shop'));

  expect(only(synthesized, 'azurerm_role_assignment')).toMatchObject({
    role_definition_id: '${azurerm_role_definition.Deployments_BF0A2B7C.role_definition_resource_id}'.replace(
      'Deployments_BF0A2B7C',
      Object.keys(synthesized.resource?.azurerm_role_definition ?? {})[0] ?? '',
    ),
    scope: `${CLUSTER_ID}/namespaces/shop`,
  });
  expect(only(synthesized, 'azurerm_role_assignment').role_definition_name).toBeUndefined();
});

test('its role can be activated, under a condition', () => {
  const synthesized = define({ dataActions: ['customresources/read'] }, (role, cluster) => {
    new AzureRoleEligibility(cluster, 'OnCall', {
      cluster,
      role,
      subject: OPS,
      condition: AzureRoleCondition.customResources([{ apiGroup: 'cert-manager.io' }]),
    });
  });

  expect(only(synthesized, 'azurerm_pim_eligible_role_assignment')).toMatchObject({
    role_definition_id: expect.stringMatching(
      /^\$\{azurerm_role_definition\..*role_definition_resource_id\}$/,
    ) as string,
    condition: expect.stringContaining("'cert-manager.io'") as string,
    condition_version: '2.0',
  });
});

test.each<[string, Given, string]>([
  ['no data action', { dataActions: [] }, "'dataActions' is empty"],
  ['an empty name', { roleName: '' }, 'roleName'],
  ['a blank description', { description: ' ' }, 'description'],
  [
    'an action of something else',
    { dataActions: ['Microsoft.Storage/storageAccounts/read'] },
    "dataActions[0] 'Microsoft.Storage/storageAccounts/read' is not a data action of a cluster",
  ],
  [
    'an action that is taken out again',
    { dataActions: ['pods/read'], notDataActions: ['pods/*'] },
    "dataActions has 'pods/read', which grants nothing, because notDataActions has 'pods/*'",
  ],
  [
    'an action that is taken out by several together',
    { dataActions: ['configmaps/*'], notDataActions: ['*/read', 'configmaps/write', 'CONFIGMAPS/DELETE'] },
    "'configmaps/*', which grants nothing, because notDataActions has '*/read', 'configmaps/write', 'CONFIGMAPS/DELETE'",
  ],
  ['a reference', { dataActions: ['${var.x}'] }, 'dataActions[0]'],
  ['a text that is none', { notDataActions: ['pods read'] }, "notDataActions[0] 'pods read'"],
])('%s is refused', (_what, props, message) => {
  expect(() => define(props)).toThrow(message);
});

test('a cluster without Azure RBAC has no use for it', () => {
  expect(() => define({ cluster: undefined })).toThrow('cluster');
  expect(() =>
    synth((stack) => {
      new AzureRoleDefinition(stack, 'Role', {
        cluster: existingCluster(stack, 'Aks', { azureRbac: false }),
        roleName: 'r',
        dataActions: ['pods/read'],
      });
    }),
  ).toThrow("role 'r' would grant nothing, because cluster 'test/Aks' has Azure RBAC off");
});

describe('warnings', () => {
  test('of an action that is not known, as Azure would refuse it', () => {
    expect(warned({ dataActions: ['apps/deployment/read'] })).toEqual([
      expect.stringContaining(
        "dataActions has 'apps/deployment/read', which is no data action that is known here",
      ),
    ]);
    expect(
      warned({ dataActions: ['openapi/v2/read', 'healthz/etcd/read', 'apps/*/read'] }).join(),
    ).not.toContain('known here');
  });

  test.each([
    ['secrets/read', 'read the secrets of every namespace'],
    ['serviceaccounts/write', 'service account'],
    ['pods/read', 'reach the ports of pods'],
    ['pods/write', 'run pods'],
    ['nodes/read', 'run commands in every pod past admission'],
    ['rbac.authorization.k8s.io/clusterroles/escalate/action', 'write rights into a role'],
    ['users/impersonate/action', 'act as'],
    ['customresources/write', 'admission'],
  ])('%s leads further where the role is assigned: %s', (action, what) => {
    const told = warned({ dataActions: [action] }, grantTo()).join('\n');

    expect(told).toContain("Azure role 'deployment-reader' allows to");
    expect(told).toContain(what);
  });

  test('are about the namespaces in which the role is assigned', () => {
    const told = warned({ dataActions: ['pods/write', 'secrets/read'] }, grantTo('shop'));

    expect(told.length).toBeGreaterThan(0);
    expect(told.filter((line) => !line.includes("in namespaces 'shop'"))).toEqual([]);
    expect(told.join()).not.toContain('secrets of every namespace');
  });

  test('say when a pattern will mean more one day, and do not list what it means today', () => {
    const told = warned({ dataActions: ['*/read'] }, grantTo());

    expect(told).toEqual([expect.stringContaining("'*' in dataActions")]);
    expect(warned({ dataActions: ['apps/deployments/*'] }, grantTo()).join()).not.toContain("'*' in");
  });

  test('are none of what is harmless', () => {
    expect(warned({ dataActions: ['apps/deployments/read', 'configmaps/write'] }, grantTo())).toEqual([]);
  });
});

test.each([
  [['nodes/read'], 1],
  [['nodes/*', 'storage.k8s.io/storageclasses/read', 'healthz/read'], 1],
  [['rbac.authorization.k8s.io/clusterroles/escalate/action'], 1],
  [['rbac.authorization.k8s.io/clusterroles/bind/action'], 0],
  [['namespaces/read'], 0],
  [['nodes/read', 'pods/read'], 0],
  [['customresources/read'], 0],
  [['podz/read'], 0],
])('%j grants nothing in a namespace, where it is about what is in none', (dataActions, count) => {
  const problem = (use: Use): string[] =>
    warned({ dataActions }, use).filter((one) => one.includes('[rule-matches-nothing]'));

  expect(problem(grantTo('shop'))).toHaveLength(count);
  expect(problem(grantTo())).toEqual([]);
});

test('so does what may be activated', () => {
  const use: Use = (role, cluster) => {
    new AzureRoleEligibility(TerraformStack.of(cluster), 'Eligible', {
      role,
      cluster,
      subject: OPS,
      namespace: 'shop',
      days: 30,
    });
  };
  expect(warned({ dataActions: ['nodes/read'] }, use)).toContain(
    "role 'deployment-reader' grants nothing in namespace 'shop', as all of it is in no namespace: grant it in the whole cluster (at 'test/Eligible') [rule-matches-nothing]",
  );
});
