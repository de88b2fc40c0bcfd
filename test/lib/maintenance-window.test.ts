import { AksUpgradeOptions, MaintenanceWindow, Weekday, WeekOfMonth } from '../../lib';
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

test('a window can open on the last Sunday of every other month, and stays shut on some days', () => {
  const window = MaintenanceWindow.relativeMonthly({
    ...NIGHT,
    week: WeekOfMonth.LAST,
    day: Weekday.SUNDAY,
    everyMonths: 2,
    notAllowed: [{ start: '2026-12-20', end: '2027-01-03' }],
  });

  expect(clusterArguments({ upgrades: { window } }).maintenance_window_auto_upgrade).toEqual({
    frequency: 'RelativeMonthly',
    interval: 2,
    week_index: 'Last',
    day_of_week: 'Sunday',
    start_time: '02:00',
    duration: 4,
    utc_offset: '+00:00',
    not_allowed: [{ start: '2026-12-20T00:00:00Z', end: '2027-01-03T00:00:00Z' }],
  });
});

test.each<[AksUpgradeOptions, string]>([
  [
    {
      nodeOsWindow: MaintenanceWindow.daily({
        ...NIGHT,
        notAllowed: [{ start: '2026-02-30', end: '2026-03-01' }],
      }),
    },
    "nodeOsWindow.notAllowed[0].start '2026-02-30' is not a day: use YYYY-MM-DD, such as 2026-12-24",
  ],
  [
    {
      nodeOsWindow: MaintenanceWindow.daily({
        ...NIGHT,
        notAllowed: [{ start: '2026-03-02', end: '2026-03-01' }],
      }),
    },
    "nodeOsWindow.notAllowed[0].end '2026-03-01' is before the first day '2026-03-02': exchange them",
  ],
  [
    { window: MaintenanceWindow.daily(NIGHT) },
    'window is daily, which AKS takes for nodeOsWindow only: use MaintenanceWindow.weekly(), .monthly() or .relativeMonthly()',
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
