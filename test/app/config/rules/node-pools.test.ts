import { MINIMAL, problemsOf } from '../config-file';

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
  expect(problems(bad)).toEqual([expect.stringContaining(problem)]);
  expect(problems(good)).toEqual([]);
});
