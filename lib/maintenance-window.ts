import { requireProps } from './private/kind-check';

/** A day of the week. */
export enum Weekday {
  /** Monday. */
  MONDAY = 'Monday',
  /** Tuesday. */
  TUESDAY = 'Tuesday',
  /** Wednesday. */
  WEDNESDAY = 'Wednesday',
  /** Thursday. */
  THURSDAY = 'Thursday',
  /** Friday. */
  FRIDAY = 'Friday',
  /** Saturday. */
  SATURDAY = 'Saturday',
  /** Sunday. */
  SUNDAY = 'Sunday',
}

/** Which week of a month. */
export enum WeekOfMonth {
  /** The first. */
  FIRST = 'First',
  /** The second. */
  SECOND = 'Second',
  /** The third. */
  THIRD = 'Third',
  /** The fourth. */
  FOURTH = 'Fourth',
  /** The last, be it the fourth or the fifth. */
  LAST = 'Last',
}

/** Days on which nothing is upgraded, such as those before Christmas. */
export interface MaintenanceExclusion {
  /** First day, `YYYY-MM-DD`. */
  readonly start: string;

  /** Last day, `YYYY-MM-DD`, not before the first. */
  readonly end: string;
}

/** When a maintenance window opens, and for how long. */
export interface MaintenanceWindowOptions {
  /** Time of day at which it opens, `HH:MM`. */
  readonly startTime: string;

  /** Hours that it stays open, 4 to 24. */
  readonly durationHours: number;

  /**
   * Offset of `startTime` from UTC, `+HH:MM` or `-HH:MM`.
   *
   * @default '+00:00'
   */
  readonly utcOffset?: string;

  /**
   * Days on which it does not open.
   *
   * @default - none
   */
  readonly notAllowed?: MaintenanceExclusion[];
}

/** Settings of `MaintenanceWindow.weekly`. */
export interface WeeklyWindowOptions extends MaintenanceWindowOptions {
  /** Day of the week. */
  readonly day: Weekday;

  /**
   * Weeks from one window to the next, 1 to 4.
   *
   * @default 1
   */
  readonly everyWeeks?: number;
}

/** Settings of `MaintenanceWindow.monthly`. */
export interface MonthlyWindowOptions extends MaintenanceWindowOptions {
  /** Day of the month, 1 to 31. */
  readonly dayOfMonth: number;

  /**
   * Months from one window to the next, 1 to 6.
   *
   * @default 1
   */
  readonly everyMonths?: number;
}

/** Settings of `MaintenanceWindow.relativeMonthly`. */
export interface RelativeMonthlyWindowOptions extends MaintenanceWindowOptions {
  /** Which week of the month. */
  readonly week: WeekOfMonth;

  /** Day of the week. */
  readonly day: Weekday;

  /**
   * Months from one window to the next, 1 to 6.
   *
   * @default 1
   */
  readonly everyMonths?: number;
}

/** When AKS may upgrade. */
export class MaintenanceWindow {
  /** Every day; for the operating system of the nodes only. */
  static daily(options: MaintenanceWindowOptions): MaintenanceWindow {
    options = requireProps('MaintenanceWindowOptions', options, undefined, 'MaintenanceWindow.daily()');
    return new MaintenanceWindow('Daily', 1, options, {});
  }

  /** On one day of every week, or of every so many weeks. */
  static weekly(options: WeeklyWindowOptions): MaintenanceWindow {
    options = requireProps('WeeklyWindowOptions', options, undefined, 'MaintenanceWindow.weekly()');
    return new MaintenanceWindow('Weekly', options.everyWeeks ?? 1, options, { dayOfWeek: options.day });
  }

  /** On one day of every month, or of every so many months. */
  static monthly(options: MonthlyWindowOptions): MaintenanceWindow {
    options = requireProps('MonthlyWindowOptions', options, undefined, 'MaintenanceWindow.monthly()');
    return new MaintenanceWindow('AbsoluteMonthly', options.everyMonths ?? 1, options, {
      dayOfMonth: options.dayOfMonth,
    });
  }

  /** On one day of one week of every month, such as the last Sunday, or of every so many months. */
  static relativeMonthly(options: RelativeMonthlyWindowOptions): MaintenanceWindow {
    options = requireProps(
      'RelativeMonthlyWindowOptions',
      options,
      undefined,
      'MaintenanceWindow.relativeMonthly()',
    );
    return new MaintenanceWindow('RelativeMonthly', options.everyMonths ?? 1, options, {
      weekIndex: options.week,
      dayOfWeek: options.day,
    });
  }

  private constructor(
    /** @internal */
    readonly _frequency: 'Daily' | 'Weekly' | 'AbsoluteMonthly' | 'RelativeMonthly',
    /** @internal */
    readonly _interval: number,
    /** @internal */
    readonly _options: MaintenanceWindowOptions,
    /** @internal */
    readonly _day: {
      readonly weekIndex?: WeekOfMonth;
      readonly dayOfWeek?: Weekday;
      readonly dayOfMonth?: number;
    },
  ) {}
}
