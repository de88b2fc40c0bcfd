import {
  KERNEL_SETTINGS,
  kernelSettingArgument,
  kernelSettingProblem,
  PORT_RANGE,
  SWITCH,
} from '../../../lib/shared/kernel-settings';
import { RecordedBlock, RecordedProvider } from '../../../rehearsal/protocol/recorded-provider';

const azurerm = RecordedProvider.of('azurerm')!;
const pool = azurerm.resource('azurerm_kubernetes_cluster_node_pool')!.attributes;
const settings = pool.linux_os_config!.block!.sysctl_config!.block as RecordedBlock;

test('all kernel settings of azurerm are known, and no others', () => {
  const known = KERNEL_SETTINGS.map(kernelSettingArgument).flatMap((argument) =>
    argument === kernelSettingArgument(PORT_RANGE) ? [`${argument}_min`, `${argument}_max`] : [argument],
  );

  expect(known.sort()).toEqual(Object.keys(settings).sort());
});

describe.each(KERNEL_SETTINGS.filter((name) => name !== PORT_RANGE && name !== SWITCH))('%s', (name) => {
  const { accepts, refuses } = azurerm.validator(settings[kernelSettingArgument(name)]!.validator!);

  test('takes what azurerm was recorded to take', () => {
    const problems = accepts.map((value) => kernelSettingProblem(name, String(value)));
    expect(problems.filter(Boolean)).toEqual([]);
  });

  test('refuses what azurerm was recorded to refuse', () => {
    const taken = refuses.filter((value) => kernelSettingProblem(name, String(value)) === undefined);
    expect(taken).toEqual([]);
  });
});

test.each(['32768 60999', '1024\t65535'])('ports %j are taken', (value) => {
  expect(kernelSettingProblem(PORT_RANGE, value)).toBeUndefined();
});

test.each(['60000 50000', '32768', '1000 65535', '2000 40000 50000'])('ports %j are refused', (value) => {
  expect(kernelSettingProblem(PORT_RANGE, value)).toContain('first port');
});

test('what AKS does not set is refused with what it does', () => {
  expect(kernelSettingProblem('kernel.shmmax', '1')).toContain('vm.swappiness');
  expect(kernelSettingProblem('constructor', '1')).toContain('is nothing that AKS sets');
});
