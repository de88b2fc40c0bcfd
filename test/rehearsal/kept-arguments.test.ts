import { azuread } from '../../rehearsal/azuread/azuread';
import { azurerm } from '../../rehearsal/azurerm/azurerm';
import { keptArguments } from '../../rehearsal/kept-arguments';
import { PlanJson } from '../../rehearsal/planned-changes';
import { RehearsedConfig } from './rehearsed-config';
import { describeWithTerraform } from './terraform';

const PROVIDERS = [
  { behaviour: azurerm, version: '4.55.0' },
  { behaviour: azuread, version: '3.7.0' },
];

/** What is told of a resource that is written otherwise than when it was deployed. */
function kept(type: string, before: object, now: object, plan: PlanJson = {}): string[] {
  const resource = (one: object): Record<string, Record<string, Record<string, unknown>>> => ({
    [type]: { One_0123ABCD: { ...one } },
  });
  return keptArguments({ resource: resource(now), terraform: {} }, resource(before), {
    plan,
    providers: PROVIDERS,
  });
}

describe('what is no longer written', () => {
  const CLUSTER = 'azurerm_kubernetes_cluster';
  const pool = (more: object): object => ({ default_node_pool: { name: 'system', ...more } });
  const profile = (more: object): object => ({ network_profile: { network_plugin: 'azure', ...more } });
  const plan = (change: Partial<NonNullable<PlanJson['resource_changes']>[0]['change']>): PlanJson => ({
    resource_changes: [
      {
        address: `${CLUSTER}.One_0123ABCD`,
        type: CLUSTER,
        name: 'One_0123ABCD',
        change: { actions: ['update'], before: null, after: null, ...change },
      },
    ],
  });

  test.each([
    ['labels of nodes', pool({ node_labels: { tier: 'a' } }), pool({}), 'default_node_pool.node_labels'],
    ['a version', { kubernetes_version: '1.33' }, {}, 'kubernetes_version'],
    [
      'a block that the provider fills in',
      profile({ load_balancer_profile: { managed_outbound_ip_count: 2 } }),
      profile({}),
      'network_profile.load_balancer_profile',
    ],
    [
      'an argument of such a block',
      { auto_scaler_profile: { expander: 'random', scan_interval: '20s' } },
      { auto_scaler_profile: [{ expander: 'random' }] },
      'auto_scaler_profile.scan_interval',
    ],
  ])('is named where it stays: %s', (_, before, now, path) => {
    expect(kept(CLUSTER, before, now)).toEqual([
      `${CLUSTER}.One keeps ${path}: no longer written, and then left as it is; write what is to take its place`,
    ]);
  });

  test.each([
    [
      'has a default of the provider',
      { auto_scaler_profile: { expander: 'priority', scan_interval: '20s' } },
      { auto_scaler_profile: { scan_interval: '20s' } },
    ],
    ['is taken away by the plan', { tags: { team: 'a' } }, {}],
    ['is written as nothing', pool({ node_labels: { tier: 'a' } }), pool({ node_labels: {} })],
    [
      'is for the autoscaler to decide',
      pool({ node_count: 3 }),
      pool({ auto_scaling_enabled: true, min_count: 1, max_count: 3 }),
    ],
    ['was nothing', pool({ node_labels: {} }), pool({})],
  ])('is not named where it %s', (_, before, now) => {
    expect(kept(CLUSTER, before, now)).toEqual([]);
  });

  test('is not named where the plan changes it, or makes the object anew', () => {
    const [before, after] = [{ kubernetes_version: '1.32' }, { kubernetes_version: '1.33' }];

    expect(kept(CLUSTER, before, {}, plan({ before, after: before }))).toHaveLength(1);
    expect(kept(CLUSTER, before, {}, plan({ before, after }))).toEqual([]);
    expect(kept(CLUSTER, before, {}, plan({ actions: ['delete', 'create'], before, after: before }))).toEqual(
      [],
    );
  });

  test('is looked for in each object of a resource with count', () => {
    const version = { kubernetes_version: '1.33' };
    const change = (index: number, actions: string[], before: object | null): object => ({
      address: `${CLUSTER}.One_0123ABCD[${index}]`,
      type: CLUSTER,
      name: 'One_0123ABCD',
      change: { actions, before, after: version },
    });
    const keptBy = (...changes: object[]): string[] =>
      kept(CLUSTER, { count: 2, ...version }, { count: 2 }, { resource_changes: changes } as PlanJson);

    expect(keptBy(change(0, ['create'], null), change(1, ['delete', 'create'], version))).toEqual([]);
    expect(keptBy(change(0, ['no-op'], version), change(1, ['create'], null))).toHaveLength(1);
  });

  test('is named where it decides who is in a group', () => {
    expect(kept('azuread_group', { members: ['a'], owners: ['b'] }, { owners: ['b'] })).toEqual([
      expect.stringMatching(/^azuread_group\.One keeps members: no longer written/),
    ]);
  });
});

test('what is written otherwise and ignored is named', () => {
  const lifecycle = { ignore_changes: ['members'] };

  expect(kept('azuread_group', { members: ['a', 'b'] }, { members: ['b'], lifecycle })).toEqual([
    'azuread_group.One keeps members: written otherwise, and left as it is by ignore_changes',
  ]);
  expect(kept('azuread_group', { members: ['a'], lifecycle }, { members: ['a'], lifecycle })).toEqual([]);
});

test('all that is written otherwise is ignored where ignore_changes says so', () => {
  const lifecycle = { ignore_changes: 'all' };
  const [before, now] = [
    { display_name: 'a', members: ['a', 'b'], lifecycle },
    { display_name: 'a', members: ['b'], lifecycle },
  ];

  expect(kept('azuread_group', before, now)).toEqual([
    'azuread_group.One keeps members: written otherwise, and left as it is by ignore_changes',
  ]);
});

test('of what is ignored under a key only that key is named', () => {
  const lifecycle = { ignore_changes: ['tags["app.io/team"]'] };
  const tags = (team: string, cost: string): object => ({ tags: { 'app.io/team': team, cost }, lifecycle });

  expect(kept('azurerm_resource_group', tags('a', '1'), tags('b', '1'))).toEqual([
    'azurerm_resource_group.One keeps tags["app.io/team"]: written otherwise, and left as it is by ignore_changes',
  ]);
  expect(kept('azurerm_resource_group', tags('a', '1'), tags('a', '2'))).toEqual([]);
});

test('what is moved keeps what it had at the old address', () => {
  const moved = [{ from: 'azuread_group.Old_0123ABCD', to: 'azuread_group.New_0123ABCD' }];
  const stack = { terraform: {}, moved, resource: { azuread_group: { New_0123ABCD: {} } } };
  const deployed = { azuread_group: { Old_0123ABCD: { members: ['a'] } } };

  expect(keptArguments(stack, deployed, { plan: {}, providers: PROVIDERS })).toEqual([
    expect.stringMatching(/^azuread_group\.New keeps members: no longer written/),
  ]);
});

test.each([
  ['stays', ['no-op'], 1],
  ['is made anew', ['delete', 'create'], 0],
  ['is destroyed', ['delete'], 0],
])('of several by count each is looked at: one that %s', (_, actions, lines) => {
  const change = { actions, before: { members: ['a'] }, after: { members: ['a'] } };
  const [type, name] = ['azuread_group', 'One_0123ABCD'];
  const plan = { resource_changes: [{ address: `${type}.${name}[0]`, type, name, change }] };

  expect(kept(type, { members: ['a'], count: 1 }, { count: 1 }, plan)).toHaveLength(lines);
});

describeWithTerraform('a key that is taken out of the configuration', () => {
  let config: RehearsedConfig;
  afterEach(() => config.remove());

  test('is told once where that changes nothing', async () => {
    config = await RehearsedConfig.deployed('aks.yaml');
    config.edit('location: eastus', 'location: eastus\n  defaultNodePool: { labels: { tier: a } }');
    config.edit(
      'displayName: myAKSCluster-admins',
      '$&\n    members: [a1b2c3d4-52c5-4d6c-9d0e-1f0e8f3a7b01]',
    );
    await config.rehearse();
    config.printed = '';
    config.edit('\n  defaultNodePool: { labels: { tier: a } }', '');
    config.edit('\n    members: [a1b2c3d4-52c5-4d6c-9d0e-1f0e8f3a7b01]', '');
    await config.rehearse();

    expect(config.printed).toMatch(/^identity +No changes\.\n +azuread_group\.AdminGroup keeps members: /m);
    expect(config.printed).toMatch(
      /^cluster +No changes\.\n +azurerm_kubernetes_cluster\.Aks keeps default_node_pool\.node_labels: /m,
    );
    config.printed = '';
    await config.rehearse();
    expect(config.printed).not.toContain(' keeps ');
  });
});
