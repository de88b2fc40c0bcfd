import { State, Value } from '../../rehearsal/protocol/values';
import { AzureObject } from './azure-object';

/** Names of planned maintenance, and the argument of azurerm for each. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  default: 'maintenance_window',
  aksmanagedautoupgradeschedule: 'maintenance_window_auto_upgrade',
  aksmanagednodeosupgradeschedule: 'maintenance_window_node_os',
};

/** Planned maintenance as azurerm reads it, from what Azure says of each configuration. */
export function maintenanceState(configurations: readonly AzureObject[]): State {
  return Object.fromEntries(
    configurations.flatMap((one): [string, Value][] => {
      const argument = argumentOf(one);
      const window = one.object('maintenanceWindow');
      if (argument === undefined) {
        return [];
      }
      return [
        [
          argument,
          argument === 'maintenance_window' ? [allowedHours(one)] : window ? [windowOf(window)] : [],
        ],
      ];
    }),
  );
}

/** The argument for a configuration; none where somebody gave it a name of their own. */
export function argumentOf(configuration: AzureObject): string | undefined {
  return ARGUMENTS[(configuration.text('name') ?? '').toLowerCase()];
}

function allowedHours(configuration: AzureObject): State {
  return {
    allowed: configuration.objects('timeInWeek').map((slot) => ({
      day: slot.text('day') ?? '',
      hours: slot.value('hourSlots') ?? [],
    })),
    not_allowed: configuration
      .objects('notAllowedTime')
      .map((span) => ({ start: span.text('start') ?? '', end: span.text('end') ?? '' })),
  };
}

function windowOf(window: AzureObject): State {
  const schedule = window.object('schedule');
  const daily = schedule?.object('daily');
  const weekly = schedule?.object('weekly');
  const absolute = schedule?.object('absoluteMonthly');
  const relative = schedule?.object('relativeMonthly');
  const date = window.text('startDate');
  return {
    not_allowed: window
      .objects('notAllowedDates')
      .map((span) => ({ start: midnight(span.text('start')), end: midnight(span.text('end')) })),
    duration: window.number('durationHours') ?? 0,
    start_date: date === undefined ? '' : midnight(date),
    start_time: window.text('startTime') ?? '',
    utc_offset: window.text('utcOffset') ?? '',
    frequency: relative
      ? 'RelativeMonthly'
      : absolute
        ? 'AbsoluteMonthly'
        : weekly
          ? 'Weekly'
          : daily
            ? 'Daily'
            : '',
    interval:
      (relative ?? absolute)?.number('intervalMonths') ??
      weekly?.number('intervalWeeks') ??
      daily?.number('intervalDays') ??
      0,
    day_of_week: (relative ?? weekly)?.text('dayOfWeek') ?? '',
    week_index: relative?.text('weekIndex') ?? '',
    day_of_month: absolute?.number('dayOfMonth') ?? 0,
  };
}

/** A date as the provider writes it. */
function midnight(date: string | undefined): string {
  return `${(date ?? '').slice(0, 10)}T00:00:00Z`;
}
