import {
  AadAksCluster,
  AadAksClusterProps,
  AksDataPlane,
  AksNetwork,
  AksNodeOs,
  AksNodePoolMode,
  AksNodePoolProps,
  UnsafeSetting,
} from '../../lib';
import { clusterArguments, clusterWarnings, POD_SUBNET, synthCluster } from './sample-cluster';
import { poolArguments, synthPool } from './sample-node-pool';

describe('the default pool takes critical add-ons only', () => {
  function criticalAddonsOnly(
    props: Partial<AadAksClusterProps>,
    use?: (cluster: AadAksCluster) => void,
  ): unknown {
    const { default_node_pool: pool } = clusterArguments(props, use);
    return (pool as Record<string, unknown>).only_critical_addons_enabled;
  }

  test('as soon as there is another pool for applications', () => {
    const apps = (cluster: AadAksCluster) => void cluster.addNodePool('Apps', { name: 'apps' });

    expect(criticalAddonsOnly({})).toBeUndefined();
    expect(criticalAddonsOnly({}, apps)).toBe(true);
    expect(criticalAddonsOnly({ defaultNodePool: { criticalAddonsOnly: false } }, apps)).toBe(false);
  });

  test('but not for a pool that other pods cannot rely on', () => {
    const network = AksNetwork.azureCniOverlay({ dataPlane: AksDataPlane.AZURE });
    const others: Partial<AksNodePoolProps>[] = [
      { spot: {} },
      { os: AksNodeOs.WINDOWS_2022 },
      { mode: AksNodePoolMode.SYSTEM },
    ];
    for (const props of others) {
      const add = (cluster: AadAksCluster) => void cluster.addNodePool('Other', { name: 'other', ...props });
      expect(criticalAddonsOnly({ network }, add)).toBeUndefined();
    }
  });

  test('on request, which is refused without another pool unless it is allowed', () => {
    const defaultNodePool = { criticalAddonsOnly: true };
    expect(() => synthCluster({ defaultNodePool })).toThrow(
      '[test/Aks] defaultNodePool.criticalAddonsOnly leaves applications no node: call addNodePool() or remove it [critical-addons-only]',
    );

    const security = { unsafeAllow: [UnsafeSetting.CRITICAL_ADDONS_ONLY] };
    expect(() => synthCluster({ defaultNodePool, security })).not.toThrow();
    expect(() => synthPool({}, undefined, { defaultNodePool })).not.toThrow();
  });
});

describe('a Windows pool', () => {
  const props = { name: 'win', os: AksNodeOs.WINDOWS_2022 };
  const network = AksNetwork.azureCniOverlay({ dataPlane: AksDataPlane.AZURE });

  test('runs on a network without Cilium', () => {
    expect(poolArguments(props, { network })).toMatchObject({
      os_type: 'Windows',
      os_sku: 'Windows2022',
      temporary_name_for_rotation: 'wintmp',
    });
  });

  test('is refused with Cilium unless that is allowed', () => {
    expect(() => synthPool(props)).toThrow(
      new Error(
        "node pool 'win' runs 'Windows2022', and the data plane 'cilium' has Linux nodes only: give the network AksDataPlane.AZURE [windows-with-cilium] (at 'test/Aks/Apps')",
      ),
    );
    const security = { unsafeAllow: [UnsafeSetting.WINDOWS_WITH_CILIUM] };
    expect(() => synthPool(props, undefined, { security })).not.toThrow();
  });

  test.each<[Partial<AksNodePoolProps>, AksNetwork, string]>([
    [
      {},
      AksNetwork.kubenet(),
      "node pool 'win' runs 'Windows2022', and kubenet has Linux nodes only: use AksNetwork.azureCniOverlay() with AksDataPlane.AZURE",
    ],
    [
      { mode: AksNodePoolMode.SYSTEM },
      network,
      "node pool 'win' runs 'Windows2022', and system pools run Linux: use AksNodePoolMode.USER",
    ],
    [
      { name: 'windows' },
      network,
      "node pool name 'windows' is not valid: a Windows pool takes at most 6 characters",
    ],
  ])('is refused as %j', (more, on, message) => {
    expect(() => synthPool({ ...props, ...more }, undefined, { network: on })).toThrow(
      new Error(`${message} (at 'test/Aks/Apps')`),
    );
  });

  test('cannot be the default pool', () => {
    expect(() => synthCluster({ network, defaultNodePool: { os: AksNodeOs.WINDOWS_2019 } })).toThrow(
      new Error(
        "node pool 'system' runs 'Windows2019', and the default pool runs Linux: add a pool for Windows with addNodePool() (at 'test/Aks')",
      ),
    );
  });
});

test('public addresses of nodes are warned about, once for all pools', () => {
  const add = (cluster: AadAksCluster) => {
    cluster.addNodePool('One', { name: 'one', nodePublicIp: true });
    cluster.addNodePool('Two', { name: 'two', nodePublicIp: true });
  };
  expect(clusterWarnings({}, add)).toEqual([
    "node pool 'one' gives every node a public address: remove nodePublicIp (at 'test/Aks/One'), and 1 more [node-public-ip]",
  ]);
});

test.each<[Partial<AksNodePoolProps>, string]>([
  [
    { name: 'System-Pool' },
    "node pool name 'System-Pool' is not valid: use 1 to 12 lowercase letters and digits, starting with a letter",
  ],
  [{ vmSize: 'large' }, "vmSize 'large' is not valid: use a size such as 'Standard_D4ds_v5'"],
  [{ nodeCount: -1 }, 'nodeCount -1 is not valid: use a whole number from 0 to 1000'],
  [
    { mode: AksNodePoolMode.SYSTEM, minCount: 0, maxCount: 3 },
    'minCount 0 is not valid: use a whole number from 1 to 1000',
  ],
  [{ zones: ['1', '1'] }, "node pool 'apps' has zone '1' twice: name it once"],
  [{ osDiskSizeGb: 8 }, 'osDiskSizeGb 8 is not valid: use a whole number from 30 to 2048'],
  [{ maxPods: 5 }, 'maxPods 5 is not valid: use a whole number from 10 to 250'],
  [{ zones: ['eastus-1'] }, "zones 'eastus-1' is not valid: use '1', '2' or '3'"],
  [
    { vnetSubnetId: 'aks' },
    "vnetSubnetId 'aks' is not valid: use the ARM ID of a subnet, /subscriptions/…/subnets/<name>",
  ],
  [{ maxSurge: '0' }, "maxSurge '0' is not valid: use a number or a percentage, such as '33%'"],
  [
    { taints: ['gpu'] },
    "taints 'gpu' is not valid: use <key>=<value>:<effect> with NoSchedule, PreferNoSchedule or NoExecute",
  ],
  [
    { taints: ['a/b/c=d:NoSchedule'] },
    "taints 'a/b/c=d:NoSchedule' is not valid: use <key>=<value>:<effect> with NoSchedule, PreferNoSchedule or NoExecute",
  ],
  [
    { taints: ['a=-b:NoSchedule'] },
    "taints 'a=-b:NoSchedule' is not valid: use <key>=<value>:<effect> with NoSchedule, PreferNoSchedule or NoExecute",
  ],
  [
    { taints: ['a=b:NoSchedule', 'a=c:NoSchedule'] },
    "node pool 'apps': taint 'a=c:NoSchedule' has the key and the effect of 'a=b:NoSchedule': keep one of the two",
  ],
  [
    { labels: { 'a..b/c': 'd' } },
    "node pool 'apps': label 'a..b/c' is not valid: use the name of a label, such as 'tier' or 'contoso.com/tier'",
  ],
  [
    { labels: { tier: '-a' } },
    "node pool 'apps': value of label 'tier' '-a' is not valid: use at most 63 letters, digits, hyphens, underscores and periods, a letter or digit at both ends",
  ],
  [
    { ephemeralOsDisk: true },
    "node pool 'apps' has ephemeralOsDisk and no vmSize: set a size with room for the disk, such as 'Standard_D4ds_v5'",
  ],
  [
    { podSubnetId: POD_SUBNET },
    "node pool 'apps' has podSubnetId, which AksNetwork.azureCni() takes only: remove it or change the network",
  ],
  [
    { spot: {}, mode: AksNodePoolMode.SYSTEM },
    "node pool 'apps' is a system pool, which cannot be spot: remove spot or use AksNodePoolMode.USER",
  ],
  [
    { spot: { maxPrice: 0 } },
    'maxPrice 0 is not valid: use US dollars, at least 0.00001, or -1 for up to the price on demand',
  ],
  [
    { spot: {}, maxSurge: '10%' },
    "node pool 'apps' has maxSurge '10%', which spot pools do not take: remove it",
  ],
  [
    { spot: {}, drainTimeoutMinutes: 5 },
    "node pool 'apps' has drainTimeoutMinutes '5', which spot pools do not take: remove it",
  ],
  [{ drainTimeoutMinutes: 0 }, 'drainTimeoutMinutes 0 is not valid: use a whole number from 1 to 1440'],
  [{ nodeSoakMinutes: 31 }, 'nodeSoakMinutes 31 is not valid: use a whole number from 0 to 30'],
  [
    { kubernetesVersion: 'v1.33' },
    "kubernetesVersion 'v1.33' is not valid: use '<major>.<minor>' or '<major>.<minor>.<patch>', such as '1.33'",
  ],
  [{ minCount: 1 }, "node pool 'apps' has minCount without maxCount: autoscaling needs both"],
  [{ maxCount: 1 }, "node pool 'apps' has maxCount without minCount: autoscaling needs both"],
  [{ minCount: 5, maxCount: 1 }, "node pool 'apps' has minCount 5 above maxCount 1"],
  [
    { minCount: 1, maxCount: 5, nodeCount: 3 },
    "node pool 'apps' has nodeCount 3 beside minCount and maxCount: the autoscaler sets the count, remove nodeCount",
  ],
])('refuses %j', (props, message) => {
  expect(() => synthPool(props)).toThrow(new Error(`${message} (at 'test/Aks/Apps')`));
});

test.each(['system', 'apps'])('refuses a second pool of the name %s', (name) => {
  expect(() =>
    synthCluster({}, (aks) => {
      aks.addNodePool('First', { name: 'apps' });
      aks.addNodePool('Second', { name });
    }),
  ).toThrow(
    new Error(
      `node pool name '${name}' is that of another pool of the cluster: use one of its own (at 'test/Aks')`,
    ),
  );
});
