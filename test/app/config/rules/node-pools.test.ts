import { begunLike, MINIMAL, problemsInCluster, problemsOf } from '../config-file';

/** What is wrong with the default node pool, without the place. */
function problems(pool: string): string[] {
  return problemsOf(`${MINIMAL}  defaultNodePool: ${pool}\n`).map((problem) =>
    problem.replace(/^aks\.yaml:\d+:\d+ cluster\.defaultNodePool\.?/, ''),
  );
}

test.each<[bad: string, problem: string, good: string]>([
  [
    '{ linuxOs: { sysctls: { vm.swappiness: 200 } } }',
    "linuxOs.sysctls.vm.swappiness: '200' is not valid: use a whole number from 0 to 100",
    '{ linuxOs: { sysctls: { vm.swappiness: 20 } } }',
  ],
  [
    '{ linuxOs: { sysctls: { net.ipv4.ip_local_port_range: 1024 } } }',
    "linuxOs.sysctls.net.ipv4.ip_local_port_range: '1024' is not valid: use the first port",
    '{ linuxOs: { sysctls: { net.ipv4.ip_local_port_range: 32768 60999 } } }',
  ],
  [
    '{ linuxOs: { sysctls: { vm.swapiness: 20 } } }',
    'linuxOs.sysctls.vm.swapiness: is nothing that AKS sets',
    '{ linuxOs: {} }',
  ],
  [
    '{ kubelet: { imageGcHighThreshold: 70, imageGcLowThreshold: 75 } }',
    'kubelet: has imageGcLowThreshold 75, and imageGcHighThreshold 70 must be above it',
    '{ kubelet: { imageGcHighThreshold: 80, imageGcLowThreshold: 75 } }',
  ],
  [
    '{ nodePublicIpPrefixId: /subscriptions/894656e1-39f8-4bfe-b16a-510f61af6f41/resourceGroups/g/providers/Microsoft.Network/publicIPPrefixes/p }',
    "nodePublicIpPrefixId: needs 'nodePublicIp: true' beside it",
    '{ nodePublicIp: true, nodePublicIpPrefixId: /subscriptions/894656e1-39f8-4bfe-b16a-510f61af6f41/resourceGroups/g/providers/Microsoft.Network/publicIPPrefixes/p }',
  ],
  ['{ scaleDownMode: Stop }', 'scaleDownMode:', '{ scaleDownMode: Deallocate }'],
  [
    '{ kubelet: { cpuManagerPolicy: Static } }',
    'kubelet.cpuManagerPolicy:',
    '{ kubelet: { cpuManagerPolicy: static } }',
  ],
])('%s', (bad, problem, good) => {
  expect(begunLike([problem], problems(bad))).toEqual([problem]);
  expect(problems(good)).toEqual([]);
});

test.each<[bad: string, problem: string, good: string]>([
  [
    '{ name: apps, tags: { Team: a, team: b } }',
    "tags: 'Team' and 'team' differ in case only, which Azure does not see: keep one",
    '{ name: apps, tags: { Team: a } }',
  ],
  [
    '{ name: apps, labels: { kubernetes.azure.com/mode: user } }',
    "labels.kubernetes.azure.com/mode: label 'kubernetes.azure.com/mode' is set by AKS itself",
    '{ name: apps, labels: { contoso.com/mode: user } }',
  ],
  [
    '{ name: apps, mode: System, spot: {} }',
    "spot: does not go with 'mode: System': a system pool cannot be spot; remove one of the two",
    '{ name: apps, mode: User, spot: {} }',
  ],
  [
    "{ name: apps, taints: ['gpu=a:NoSchedule', 'gpu=a:NoExecute', 'gpu=b:NoSchedule'] }",
    "taints[2]: 'gpu=b:NoSchedule' has the key and the effect of 'gpu=a:NoSchedule': keep one of the two",
    "{ name: apps, taints: ['gpu=a:NoSchedule', 'gpu=a:NoExecute', 'cpu=b:NoSchedule'] }",
  ],
  [
    '{ name: apps, minCount: 2, nodeCount: 3 }',
    "minCount: needs 'maxCount' beside it: autoscaling takes both",
    '{ name: apps, minCount: 2, maxCount: 3 }',
  ],
])('of further pools, %s', (bad, problem, good) => {
  const [found] = problemsInCluster(`nodePools: [${bad}]`);

  expect(found?.replace(/^nodePools\[0\]\./, '').slice(0, problem.length)).toBe(problem);
  expect(problemsInCluster(`nodePools: [${good}]`)).toEqual([]);
});

test.each(['minCount', 'maxCount'])('a number of nodes and half of a range are two problems: %s', (key) => {
  expect(problems(`{ ${key}: 2, nodeCount: 3 }`)).toEqual([
    expect.stringContaining(`${key}: needs `),
    expect.stringContaining("nodeCount: cannot be combined with 'minCount' and 'maxCount'"),
  ]);
});

test('no pool is at a later version than the cluster, the first included', () => {
  const [problem, ...others] = problemsInCluster(
    'kubernetesVersion: "1.33"',
    'defaultNodePool: { kubernetesVersion: "1.34" }',
  );

  expect(others).toEqual([]);
  expect(problem).toMatch(
    /^defaultNodePool\.kubernetesVersion: '1\.34' is above cluster\.kubernetesVersion '1\.33'/,
  );
});

describe('thresholds of images', () => {
  test('that are equal are refused, and one is held against the default of the other', () => {
    expect(problems('{ kubelet: { imageGcHighThreshold: 75, imageGcLowThreshold: 75 } }')).toHaveLength(1);
    expect(problems('{ kubelet: { imageGcHighThreshold: 80, podMaxPids: 500 } }')).toEqual([
      'kubelet: has imageGcLowThreshold 80, and imageGcHighThreshold 80 must be above it',
    ]);
    expect(problems('{ kubelet: { imageGcLowThreshold: 84 } }')).toEqual([]);
    expect(problems('{ kubelet: { imageGcLowThreshold: 85 } }')).toHaveLength(1);
  });
});

describe('Windows nodes', () => {
  const WINDOWS = 'nodePools: [{ name: win, os: Windows2022 }]';
  const withCilium = expect.stringMatching(
    /^nodePools\[0\]\.os: 'Windows2022' is not valid: the data plane cilium/,
  ) as string;
  const SUBNET =
    '/subscriptions/894656e1-39f8-4bfe-b16a-510f61af6f41/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/net/subnets/pods';

  test.each<[network: string, problems: string[]]>([
    ['{ type: azureCniOverlay }', [withCilium]],
    ['{ dataPlane: cilium }', [withCilium]],
    ['{ type: azureCni, dataPlane: cilium, podSubnetId: SUBNET }', [withCilium]],
    ['{ type: azureCni, podSubnetId: SUBNET }', [withCilium]],
    ['{ type: azureCni, podSubnetId: SUBNET, dataPlane: azure }', []],
    ['{ type: azureCni }', []],
    ['{ type: kubenet }', []],
  ])('go with a network that has not Cilium: %s', (network, found) => {
    expect(problemsInCluster(WINDOWS, `network: ${network.replace('SUBNET', SUBNET)}`)).toEqual(found);
  });

  test('have no settings of Linux', () => {
    const pool = (os: string): string => `nodePools: [{ name: win, os: ${os}, linuxOs: {} }]`;

    expect(problemsInCluster('network: { dataPlane: azure }', pool('Windows2022'))).toEqual([
      "nodePools[0].linuxOs: is nothing for nodes with 'Windows2022': remove it",
    ]);
    expect(problemsInCluster(pool('AzureLinux'))).toEqual([]);
  });
});

test.each([
  ['cluster', 'kubernetesVersion: 7', 'defaultNodePool: { kubernetesVersion: "1.34" }'],
  ['pool', 'kubernetesVersion: "1.33"', 'defaultNodePool: { kubernetesVersion: 7 }'],
  ['range', 'defaultNodePool: { minCount: "5", maxCount: 3 }'],
  ['range', 'defaultNodePool: { minCount: 5, maxCount: "3" }'],
  ['threshold', 'defaultNodePool: { kubelet: { imageGcHighThreshold: "70", imageGcLowThreshold: 75 } }'],
  ['threshold', 'defaultNodePool: { kubelet: { imageGcHighThreshold: 70, imageGcLowThreshold: "75" } }'],
  ['name', 'nodePools: [{ name: 7 }, { name: apps }]'],
])('a %s of another kind is told once: %s', (_, ...lines) => {
  expect(problemsInCluster(...lines)).toHaveLength(1);
});

test('names of another kind are not held against each other', () => {
  expect(problemsInCluster('nodePools: [{ name: 7 }, { name: 7 }]')).toEqual([
    expect.stringMatching(/^nodePools\[0\]\.name: /),
    expect.stringMatching(/^nodePools\[1\]\.name: /),
  ]);
});

test('pools with Windows are for users, and have short names', () => {
  const pool = (keys: string): string[] =>
    problemsOf(
      `${MINIMAL}  network: { dataPlane: azure }\n  nodePools: [{ nodeCount: 1, os: Windows2022, ${keys} }]\n`,
    );

  expect(pool('name: window')).toEqual([]);
  expect(pool('name: windows')).toEqual([
    "aks.yaml:9:54 cluster.nodePools[0].name: 'windows' is not valid: a Windows pool takes at most 6 characters",
  ]);
  expect(pool('name: win, mode: System')).toEqual([
    "aks.yaml:9:35 cluster.nodePools[0].os: 'Windows2022' does not go with 'mode: System', which runs Linux: remove one of the two",
  ]);
});
