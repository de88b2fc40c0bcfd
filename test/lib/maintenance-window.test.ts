import { AksUpgradeOptions, MaintenanceWindow, Weekday } from '../../lib';
import { clusterArguments, synthCluster } from './sample-cluster';

const NIGHT = { startTime: '02:00', durationHours: 4 };

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
