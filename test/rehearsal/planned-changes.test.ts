import { PlanGuard } from '../../rehearsal/plan-guard';
import { PlanJson, PlannedChanges } from '../../rehearsal/planned-changes';
import { SynthesizedStack } from '../../rehearsal/workspace';

type Change = NonNullable<PlanJson['resource_changes']>[number];

function change(actions: string[], details: Partial<Change['change']> = {}, address = 'azuread_group.Ops') {
  const [type = '', name = ''] = address.split('.');
  return { address, mode: 'managed', type, name, change: { actions, before: {}, after: {}, ...details } };
}

function described(...changes: Change[]): string {
  return new PlannedChanges({ resource_changes: changes }).describe();
}

describe('the changes of a stack', () => {
  test.each([
    [['no-op'], {}, 'No changes.'],
    [['forget'], {}, '0 added, 0 changed, 0 destroyed — no longer managed: azuread_group.Ops'],
    [['create'], {}, '1 added, 0 changed, 0 destroyed'],
    [['update'], {}, '0 added, 1 changed, 0 destroyed'],
    [['delete'], {}, '0 added, 0 changed, 1 destroyed'],
    [['no-op'], { importing: { id: 'x' } }, '1 imported, 0 added, 0 changed, 0 destroyed'],
    [['update'], { importing: { id: 'x' } }, '1 imported, 0 added, 1 changed, 0 destroyed'],
    [['delete', 'create'], {}, '1 added, 0 changed, 1 destroyed — replaced: azuread_group.Ops'],
    [['create', 'delete'], {}, '1 added, 0 changed, 1 destroyed — replaced: azuread_group.Ops'],
  ])('of %j with %j are counted as Terraform counts them', (actions, details, expected) => {
    expect(described(change(actions, details))).toBe(expected);
  });

  test('of what only moves are none, and what has moved is named', () => {
    expect(described({ ...change(['no-op']), previous_address: 'azuread_group.Old' })).toBe(
      '0 added, 0 changed, 0 destroyed — moved: azuread_group.Ops',
    );
  });

  test('of what would have moved and is destroyed are a destruction', () => {
    const moved = {
      ...change(['delete'], {}, 'azuread_group.Ops[0]'),
      previous_address: 'azuread_group.Ops',
    };

    expect(described(moved)).toBe('0 added, 0 changed, 1 destroyed');
    expect(new PlannedChanges({ resource_changes: [moved] }).resources[0]!.fate).toBe('destroyed');
  });

  test('of outputs are named where nothing else changes', () => {
    const outputs = { id: { actions: ['create'] }, same: { actions: ['no-op'] } };
    const describe = (...changes: Change[]): string =>
      new PlannedChanges({ resource_changes: changes, output_changes: outputs }).describe();

    expect(describe(change(['no-op']))).toBe('0 added, 0 changed, 0 destroyed — outputs: id');
    expect(describe(change(['create']))).toBe('1 added, 0 changed, 0 destroyed');
  });

  test('leave out data sources, and what only was read anew', () => {
    expect(described({ ...change(['read']), mode: 'data' })).toBe('No changes.');
  });

  test('name the first few of many, without the hashes of cdktf', () => {
    const many = Array.from({ length: 8 }, (_, i) =>
      change(['delete', 'create'], {}, `azuread_group.G${i}_0A1B2C3D`),
    );

    expect(described(...many)).toMatch(/replaced: azuread_group\.G0, .*azuread_group\.G4, 3 more$/);
  });

  test('of what is taken over are told attribute by attribute, without what is secret', () => {
    const before = {
      metadata: [{ labels: { 'istio.io/rev': 'asm', team: 'shop' }, annotations: null }],
      list: ['a', 'b'],
      secret: 'hunter2',
      url: 'https://old',
      kept: { a: 1 },
    };
    const after = {
      metadata: [{ labels: { team: 'shop' }, annotations: { 'a/b': 'c' } }],
      list: ['b'],
      secret: 'correct horse',
      kept: { a: 1 },
    };
    const one = change(['update'], {
      importing: { id: 'x' },
      before,
      after,
      after_unknown: { url: true },
      before_sensitive: { secret: true },
      after_sensitive: {},
    });

    expect(new PlannedChanges({ resource_changes: [one, change(['update'])] }).changedImports).toEqual([
      'azuread_group.Ops is taken over and changed:',
      '  metadata[0].labels["istio.io/rev"]: "asm" -> null',
      '  metadata[0].annotations["a/b"]: null -> "c"',
      '  list: ["a","b"] -> ["b"]',
      '  secret: (sensitive) -> (sensitive)',
      '  url: "https://old" -> (known after apply)',
    ]);
  });
});

describe('a plan', () => {
  const AKS = 'azurerm_kubernetes_cluster.Aks_0A1B2C3D';
  const replaced = {
    resource_changes: [
      change(
        ['delete', 'create'],
        { before: { name: 'shop' }, replace_paths: [['network_profile', 0, 'pod_cidr']] },
        AKS,
      ),
    ],
  };
  const guard = (...allowed: string[]): PlanGuard =>
    new PlanGuard({ allowed, mayHoldCluster: (stack) => stack === 'cluster' });

  test('that replaces a cluster is refused in capitals, with the reason and the way on', () => {
    const one = guard('other');

    expect(one.mayApply('cluster', replaced)).toBe(false);
    expect(one.refusals).toEqual([
      "THIS DESTROYS CLUSTER 'shop' AND ALL THAT RUNS IN IT, AND MAKES A NEW ONE IN ITS PLACE: " +
        "azurerm_kubernetes_cluster.Aks of stack 'cluster', because of network_profile[0].pod_cidr.\n" +
        'Nothing of this stack has been changed. If this is what you want, run it again with ' +
        '--allow-replace shop, or --allow-replace cluster for every cluster. ' +
        'If only the rehearsal has this cluster, as before the first deployment, begin anew with --fresh.',
    ]);
  });

  test.each([['shop'], ['cluster']])('that replaces a cluster is applied with --allow-replace %s', (name) => {
    expect(guard(name).mayApply('cluster', replaced)).toBe(true);
  });

  test('that destroys a cluster is refused, one that changes it or anything else is not', () => {
    const deleted = { resource_changes: [change(['delete'], { before: { name: 'shop' } }, AKS)] };
    const others = { resource_changes: [change(['update'], {}, AKS), change(['delete', 'create'])] };

    expect(guard().mayApply('cluster', deleted)).toBe(false);
    expect(guard().mayApply('cluster', others)).toBe(true);
  });

  test('that destroys a cluster and makes it under another address says how to move it, and what belongs to it', () => {
    const of = (address: string, name: string, actions: string[]): Change =>
      change(actions, { before: { name }, after: { name } }, address);
    const one = guard();
    const changes = [
      of(AKS, 'shop', ['delete']),
      of(`${AKS}_new`, 'shop', ['create']),
      of('azurerm_resource_group.Old', 'shop', ['delete']),
      of('azurerm_resource_group.New', 'shop', ['create']),
      of('azurerm_resource_group.Other', 'other', ['delete']),
    ];

    expect(one.mayApply('cluster', { resource_changes: changes })).toBe(false);
    expect(one.refusals[0]!.split('\n').at(-1)).toBe(
      `To keep it under its new address: stack.addOverride('moved', [{ from: "${AKS}", to: "${AKS}_new" }, ` +
        '{ from: "azurerm_resource_group.Old", to: "azurerm_resource_group.New" }]).',
    );
  });

  test('that makes several clusters under other addresses moves each pool to that of its cluster', () => {
    const POOL = 'azurerm_kubernetes_cluster_node_pool';
    const id = (name: string): string =>
      `/subscriptions/0/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/${name}`;
    const of = (address: string, action: 'create' | 'delete', values: object, unknown = {}): Change =>
      change([action], { before: values, after: values, after_unknown: unknown }, address);
    const renamed = ['one', 'two'].flatMap((name) => [
      of(`azurerm_kubernetes_cluster.old_${name}`, 'delete', { name, resource_group_name: 'rg' }),
      of(`azurerm_kubernetes_cluster.new_${name}`, 'create', { name, resource_group_name: 'rg' }),
      of(`${POOL}.old_${name}`, 'delete', { name: 'user', kubernetes_cluster_id: id(name) }),
      of(`${POOL}.new_${name}`, 'create', { name: 'user' }, { kubernetes_cluster_id: true }),
    ]);
    const resources = ['one', 'two'].map((name) => ({
      address: `${POOL}.new_${name}`,
      expressions: {
        kubernetes_cluster_id: {
          references: [`azurerm_kubernetes_cluster.new_${name}.id`, `azurerm_kubernetes_cluster.new_${name}`],
        },
      },
    }));
    const one = guard();

    expect(
      one.mayApply('cluster', {
        resource_changes: renamed,
        configuration: { root_module: { resources } },
      }),
    ).toBe(false);
    expect(one.refusals[0]).not.toContain('moved');
    expect(one.refusals[1]!.split('\n').at(-1)).toBe(
      "To keep these clusters under their new addresses: stack.addOverride('moved', [" +
        ['azurerm_kubernetes_cluster', POOL]
          .flatMap((type) => ['one', 'two'].map((name) => [type, name]))
          .sort(([, name], [, other]) => (name! < other! ? -1 : name === other ? 0 : 1))
          .map(([type, name]) => `{ from: "${type}.old_${name}", to: "${type}.new_${name}" }`)
          .join(', ') +
        ']).',
    );
  });

  test('is told to move nothing where the object is in another group, or may be one of two', () => {
    const of = (address: string, action: 'create' | 'delete', group: string, name = 'shop'): Change => {
      const values = { name, resource_group_name: group };
      return change([action], { before: values, after: values }, address);
    };
    const moves = (...changes: Change[]) => new PlannedChanges({ resource_changes: changes }).moves;

    expect(moves(of(AKS, 'delete', 'rg'), of(`${AKS}_new`, 'create', 'other'))).toEqual([]);
    expect(
      moves(of(AKS, 'delete', 'rg'), of(`${AKS}_a`, 'create', 'rg'), of(`${AKS}_b`, 'create', 'rg')),
    ).toEqual([]);
    expect(
      moves(of(AKS, 'delete', 'rg'), of(`${AKS}_other`, 'create', 'other'), of(`${AKS}_new`, 'create', 'rg')),
    ).toEqual([{ from: AKS, to: `${AKS}_new` }]);
  });

  test('that replaces what it takes over is refused, whatever is allowed', () => {
    const one = guard('cluster');
    const importing = { importing: { id: 'x' }, replace_paths: [['display_name']] };

    expect(one.mayApply('identity', { resource_changes: [change(['delete', 'create'], importing)] })).toBe(
      false,
    );
    expect(one.refusals[0]).toContain('azuread_group.Ops, because of display_name would be replaced');
  });

  describe('with a change that azurerm never sends', () => {
    const network = (profile: object, cluster: object = {}) => ({
      name: 'shop',
      resource_group_name: 'rg shop',
      network_profile: [profile],
      ...cluster,
    });
    const flat = { network_plugin: 'azure', network_plugin_mode: '', network_policy: '' };
    const balanced = { ...flat, load_balancer_profile: [{}] };
    const update = (before: object, after: object): PlanJson => ({
      resource_changes: [change(['update'], { before: network(before), after: network(after) }, AKS)],
    });

    test('is refused with the command that makes it', () => {
      const one = guard('cluster');
      const plan = update(flat, { ...flat, network_plugin_mode: 'overlay', pod_cidr: '10.244.0.0/16' });

      expect(one.mayApply('cluster', plan)).toBe(false);
      expect(one.refusals[0]).toMatch(/^azurerm never sends network_plugin_mode of a cluster that exists/);
      expect(one.refusals[0]).toMatch(
        /\n {2}az aks update --resource-group 'rg shop' --name shop --network-plugin-mode overlay --pod-cidr 10\.244\.0\.0\/16$/,
      );
    });

    test.each([
      ['calico without a load balancer', flat, { ...flat, network_policy: 'calico' }, false],
      ['calico with a load balancer', balanced, { ...balanced, network_policy: 'calico' }, true],
      ['another tag', flat, flat, true],
      [
        'overlay from the start',
        { ...flat, network_plugin_mode: 'overlay' },
        { ...flat, network_plugin_mode: 'overlay' },
        true,
      ],
    ])('%s', (_what, before, after, mayApply) => {
      expect(guard().mayApply('cluster', update(before, after))).toBe(mayApply);
    });
  });

  test('is of a role that is made of others and would get rules, which the API server refuses', () => {
    const role = (aggregation: object[], rule: object[]): object => ({
      metadata: [{ name: 'ops' }],
      aggregation_rule: aggregation,
      rule,
    });
    const update = (before: object, after: object): PlanJson => ({
      resource_changes: [change(['update'], { before, after }, 'kubernetes_cluster_role_v1.Ops')],
    });
    const [made, own] = [role([{}], [{ verbs: ['get'] }]), role([], [{ verbs: ['list'] }])];
    const one = guard();

    expect(one.mayApply('access', update(made, own))).toBe(false);
    expect(one.refusals.join()).toContain('kubectl patch clusterrole ops --type=json --patch ');
    expect(one.mayApply('access', update(own, made))).toBe(true);
  });

  test('is only waited for where there is a cluster to lose or something to take over', () => {
    const stack = (name: string, imports: { to: string; id: string }[] = []): SynthesizedStack => ({
      name,
      directory: '',
      dependencies: [],
      warnings: [],
      json: { import: imports, terraform: {} },
    });
    const stacks = [stack('identity'), stack('cluster'), stack('access', [{ to: 'a.b', id: 'c' }])];

    expect(guard().guarded(stacks)).toEqual(['cluster', 'access']);
  });
});
