import {
  AksUpgradeChannel,
  AksUpgradeOptions,
  MaintenanceWindow,
  NodeOsUpgradeChannel,
  UnsafeSetting,
  Weekday,
} from '../../lib';
import { clusterArguments, clusterWarnings, synthCluster } from './sample-cluster';

const NIGHT = { startTime: '02:00', durationHours: 4 };

test('no upgrade channel is sent for none, which azurerm 4.x refuses', () => {
  const cluster = clusterArguments({ upgrades: { channel: AksUpgradeChannel.NONE } });
  expect(cluster).not.toHaveProperty('automatic_upgrade_channel');
});

test('channels and windows can be chosen', () => {
  const cluster = clusterArguments({
    upgrades: {
      channel: AksUpgradeChannel.STABLE,
      window: MaintenanceWindow.weekly({ ...NIGHT, day: Weekday.SUNDAY, everyWeeks: 2 }),
      nodeOsChannel: NodeOsUpgradeChannel.SECURITY_PATCH,
      nodeOsWindow: MaintenanceWindow.daily({ ...NIGHT, utcOffset: '+05:30' }),
    },
  });

  expect(cluster).toMatchObject({
    automatic_upgrade_channel: 'stable',
    node_os_upgrade_channel: 'SecurityPatch',
  });
  expect(cluster.maintenance_window_auto_upgrade).toEqual({
    frequency: 'Weekly',
    interval: 2,
    day_of_week: 'Sunday',
    start_time: '02:00',
    duration: 4,
    utc_offset: '+00:00',
  });
  expect(cluster.maintenance_window_node_os).toEqual({
    frequency: 'Daily',
    interval: 1,
    start_time: '02:00',
    duration: 4,
    utc_offset: '+05:30',
  });
});

test('a window can open on a day of the month', () => {
  const window = MaintenanceWindow.monthly({ ...NIGHT, dayOfMonth: 7 });
  expect(clusterArguments({ upgrades: { window } }).maintenance_window_auto_upgrade).toMatchObject({
    frequency: 'AbsoluteMonthly',
    interval: 1,
    day_of_month: 7,
  });
});

test.each<[AksUpgradeOptions, string]>([
  [
    { window: MaintenanceWindow.daily(NIGHT) },
    'window is daily, which AKS takes for nodeOsWindow only: use MaintenanceWindow.weekly() or .monthly()',
  ],
  [
    { nodeOsWindow: MaintenanceWindow.daily({ ...NIGHT, startTime: '2am' }) },
    "nodeOsWindow.startTime '2am' is not valid: use 'HH:MM', such as '02:00'",
  ],
  [
    { nodeOsWindow: MaintenanceWindow.daily({ ...NIGHT, utcOffset: 'UTC' }) },
    "nodeOsWindow.utcOffset 'UTC' is not valid: use '+HH:MM' or '-HH:MM'",
  ],
  [
    { window: MaintenanceWindow.weekly({ ...NIGHT, day: Weekday.MONDAY, durationHours: 2 }) },
    'window.durationHours 2 is not valid: use a whole number from 4 to 24',
  ],
  [
    { window: MaintenanceWindow.weekly({ ...NIGHT, day: Weekday.MONDAY, everyWeeks: 5 }) },
    'window.everyWeeks 5 is not valid: use a whole number from 1 to 4',
  ],
  [
    { window: MaintenanceWindow.monthly({ ...NIGHT, dayOfMonth: 32 }) },
    'window.dayOfMonth 32 is not valid: use a whole number from 1 to 31',
  ],
  [
    { window: MaintenanceWindow.monthly({ ...NIGHT, dayOfMonth: 1, everyMonths: 7 }) },
    'window.everyMonths 7 is not valid: use a whole number from 1 to 6',
  ],
])('refuses window %#', (upgrades, message) => {
  expect(() => synthCluster({ upgrades })).toThrow(new Error(`${message} (at 'test/Aks')`));
});

test('node image channels that disagree are refused unless that is allowed', () => {
  const upgrades = { channel: AksUpgradeChannel.NODE_IMAGE, nodeOsChannel: NodeOsUpgradeChannel.NONE };

  expect(() => synthCluster({ upgrades })).toThrow(
    new Error(
      "nodeOsChannel 'None' does not go with channel 'node-image': use 'NodeImage' or another channel [node-image-channel] (at 'test/Aks')",
    ),
  );
  const security = { unsafeAllow: [UnsafeSetting.NODE_IMAGE_CHANNEL] };
  expect(() => synthCluster({ upgrades, security })).not.toThrow();
  expect(() => synthCluster({ upgrades: { channel: AksUpgradeChannel.NODE_IMAGE } })).not.toThrow();
});

test('a patch that the upgrade channel will leave behind is warned about', () => {
  expect(clusterWarnings({ kubernetesVersion: '1.33.2' })).toEqual([
    "kubernetesVersion '1.33.2' names a patch, and channel 'patch' will go beyond it: leave the patch out (at 'test/Aks') [patch-version-with-channel]",
  ]);
  expect(clusterWarnings({ kubernetesVersion: '1.33' })).toEqual([]);
  expect(
    clusterWarnings({ kubernetesVersion: '1.33.2', upgrades: { channel: AksUpgradeChannel.NONE } }),
  ).toEqual([]);
});
