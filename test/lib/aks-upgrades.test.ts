import {
  AksUpgradeChannel,
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
