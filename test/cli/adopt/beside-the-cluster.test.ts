import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesizedClusters } from '../../../access/configured/synthesized-app';
import { adoptedCluster, AdoptedCluster } from '../../../cli/adopt/adopted-cluster';
import { clustersIn } from '../../../cli/adopt/azure-documents';
import { comparedResources, differencesOf } from '../../../cli/adopt/planned-differences';
import { writtenConfiguration } from '../../../cli/adopt/written-configuration';
import { readCluster } from './azurerm-reads';

type Json = Record<string, unknown>;

const plain = JSON.parse(readFileSync(join(__dirname, 'documents', 'plain.json'), 'utf8')) as Json;
const id = plain.id as string;
const subscription = id.split('/').slice(0, 3).join('/');

function adopted(...beside: Json[]): AdoptedCluster {
  const [found] = clustersIn(JSON.stringify([...beside, plain]), 'documents');
  return adoptedCluster(found!);
}

function maintenance(name: string, more: Json): Json {
  const type = 'Microsoft.ContainerService/managedClusters/maintenanceConfigurations';
  return { id: `${id}/maintenanceConfigurations/${name}`, name, type, ...more };
}

function assignment(roleDefinitionId: string, more: Json = {}): Json {
  return {
    id: `${id}/providers/Microsoft.Authorization/roleAssignments/bb222222-2222-4222-8222-222222222222`,
    principalId: '894656e1-39f8-4bfe-b16a-510f61af6f41',
    principalName: 'admins',
    principalType: 'Group',
    roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleDefinitionId}`,
    roleDefinitionName: 'a role',
    scope: id,
    condition: null,
    description: null,
    ...more,
  };
}

const CLUSTER_USER = '4abbcc35-e782-43d8-92c5-2d3f1bd2253f';
const READER = '7f6c6a51-bcf8-42ba-9220-52d62157d7db';

test('planned maintenance becomes windows, or raw arguments, and nothing is left alone then', () => {
  const hours = { durationHours: 6, startTime: '03:00', startDate: '2026-01-01', utcOffset: '+00:00' };
  const { configuration, notes } = adopted(
    maintenance('default', {
      timeInWeek: [{ day: 'Saturday', hourSlots: [1, 2] }],
      notAllowedTime: [{ start: '2026-12-20T00:00:00Z', end: '2027-01-02T00:00:00Z' }],
    }),
    maintenance('aksManagedAutoUpgradeSchedule', {
      maintenanceWindow: {
        ...hours,
        schedule: { relativeMonthly: { dayOfWeek: 'Tuesday', intervalMonths: 1, weekIndex: 'Second' } },
        notAllowedDates: [{ start: '2026-12-20', end: '2027-01-02' }],
      },
    }),
    maintenance('aksManagedNodeOSUpgradeSchedule', {
      properties: {
        maintenanceWindow: { ...hours, schedule: { weekly: { dayOfWeek: 'Sunday', intervalWeeks: 2 } } },
      },
    }),
    maintenance('of-mine', {}),
  );
  const cluster = configuration.cluster as Json;

  expect(cluster.upgrades).toMatchObject({
    window: {
      type: 'relativeMonthly',
      week: 'Second',
      day: 'Tuesday',
      startTime: '03:00',
      durationHours: 6,
      notAllowed: [{ start: '2026-12-20', end: '2027-01-02' }],
    },
    nodeOsWindow: { type: 'weekly', day: 'Sunday', everyWeeks: 2, startTime: '03:00', durationHours: 6 },
  });
  expect(cluster.overrides).toMatchObject({
    maintenance_window: {
      allowed: { day: 'Saturday', hours: [1, 2] },
      not_allowed: { start: '2026-12-20T00:00:00Z', end: '2027-01-02T00:00:00Z' },
    },
  });
  expect(cluster.ignoreChanges).toEqual(['storage_profile']);
  expect(notes.map(({ property }) => property)).toContain("planned maintenance 'of-mine'");
});

test('roles of AKS on the cluster are taken over, and others named', () => {
  const { configuration, notes } = adopted(
    assignment(CLUSTER_USER),
    assignment(READER, { principalName: 'reader' }),
    assignment(CLUSTER_USER, { scope: subscription, principalName: 'inherited' }),
    assignment(CLUSTER_USER, { condition: '@Resource', principalName: 'conditional' }),
    assignment('8e3af657-a8ff-443c-a75c-2fe8c4bcb635', { principalName: 'owner' }),
    assignment(CLUSTER_USER, { principalType: 'ForeignGroup', principalName: 'foreign' }),
  );
  const reasons = Object.fromEntries(
    notes.flatMap(({ property, reason }) => {
      const [, who] = /^role assignment .* of (\w+)$/.exec(property) ?? [];
      return who === undefined ? [] : [[who, reason]];
    }),
  );

  expect(configuration.azureRoles).toEqual([
    {
      role: 'ClusterUser',
      groups: ['894656e1-39f8-4bfe-b16a-510f61af6f41'],
      import: `${id}/providers/Microsoft.Authorization/roleAssignments/bb222222-2222-4222-8222-222222222222`,
    },
  ]);
  expect(reasons).toMatchObject({
    reader: expect.stringContaining('Azure RBAC is off') as string,
    inherited: expect.stringContaining(`assigned on '${subscription}'`) as string,
    conditional: expect.stringContaining('without which Terraform would replace it') as string,
    owner: expect.stringContaining('roles of AKS only') as string,
    foreign: expect.stringContaining("'ForeignGroup'") as string,
  });

  const [app] = synthesizedClusters('aks.yaml', () =>
    Buffer.from(writtenConfiguration([{ name: 'plain', configuration, notes }])),
  );
  const stacks = Object.values(app!.stacks) as { resource?: Json; import?: { id: string }[] }[];
  const access = stacks.find(({ resource }) => resource?.azurerm_role_assignment)!;

  expect(Object.keys(access.resource!)).toEqual(['azurerm_role_assignment']);
  expect(access.import!.map((one) => one.id)).toEqual([
    expect.stringMatching(/\/resourceGroups\/.*\/roleAssignments\/bb222222/),
  ]);
});

test('node pools that are given by themselves take the place of those of the cluster, or come along', () => {
  const [first] = plain.agentPoolProfiles as Json[];
  const poolOf = (name: string, more: Json): Json => ({
    ...first,
    id: `${id}/agentPools/${name}`,
    name,
    ...more,
  });
  const changed = poolOf('nodepool1', { count: 5 });
  const added = poolOf('apps', { mode: 'User', tags: { team: 'shop' } });
  const { configuration, notes } = adopted(changed, added);
  const [app] = synthesizedClusters('aks.yaml', () =>
    Buffer.from(writtenConfiguration([{ name: 'plain', configuration, notes }])),
  );
  const stack = Object.values(app!.stacks).find((one) => one.resource?.azurerm_kubernetes_cluster)!;
  const states = readCluster({ ...plain, agentPoolProfiles: [changed, added] });

  expect(configuration.cluster).toMatchObject({
    defaultNodePool: { name: 'nodepool1', nodeCount: 5 },
    nodePools: [{ name: 'apps', import: true, tags: { team: 'shop' } }],
  });
  expect(comparedResources(stack, states).flatMap(differencesOf)).toEqual([]);
});

test.each([
  ['a pool', { id: `${id}x/agentPools/apps`, name: 'apps' }],
  ['maintenance', { id: `${id}x/maintenanceConfigurations/default`, name: 'default' }],
])('%s of another cluster is refused', (_, document) => {
  expect(() => adopted(document)).toThrow(`documents[0]: the cluster of '${document.id}' is not there`);
});

test('the tenant of the users is written, and sent where the subscription has another one', () => {
  const document = structuredClone(plain) as { identity: Json; aadProfile: Json };
  document.identity.tenantId = '11111111-0000-0000-0000-2d7cd011db47';
  const [found] = clustersIn(JSON.stringify(document), 'document');
  const { configuration } = adoptedCluster(found!);

  expect(adopted().configuration.azure).toMatchObject({ tenantId: '72f988bf-0000-0000-0000-2d7cd011db47' });
  expect(configuration.azure).not.toHaveProperty('tenantId');
  expect(configuration.cluster).toMatchObject({
    overrides: {
      azure_active_directory_role_based_access_control: { tenant_id: '72f988bf-0000-0000-0000-2d7cd011db47' },
    },
  });
});

describe('the resource group of the cluster', () => {
  const group = (more: object): Json => ({
    id: `${subscription}/resourceGroups/shop`,
    name: 'shop',
    location: 'westeurope',
    managedBy: null,
    tags: null,
    type: 'Microsoft.Resources/resourceGroups',
    ...more,
  });
  const clusterOf = (more: object): Json => adopted(group(more)).configuration.cluster as Json;

  test('is taken over where nothing of it would change', () => {
    expect(clusterOf({})).not.toHaveProperty('createResourceGroup');
    expect(adopted(group({})).notes.map(({ property }) => property)).not.toContain('the resource group');
  });

  test.each([
    { tags: { owner: 'ann' } },
    { location: 'eastus' },
    { managedBy: '/subscriptions/x' },
    { name: 'Shop' },
  ])('is left alone with %j, and its tags are named', (more) => {
    const { configuration, notes } = adopted(group(more));

    expect(configuration.cluster).toMatchObject({ createResourceGroup: false });
    expect(notes.map(({ property }) => property)).toContainEqual(
      expect.stringMatching(/^the resource group with tags \{/),
    );
  });
});
