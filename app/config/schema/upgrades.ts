import { z } from 'zod';
import * as clusterField from './cluster-fields';
import * as field from './fields';

/** The upgrades in the section `cluster` of aks.yaml. */

const day = (): z.ZodString => field.text(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/, 'use a day, such as 2026-12-24');

const hours = {
  startTime: clusterField.timeOfDay().describe('When it opens, "HH:MM" in quotes.'),
  durationHours: field.wholeNumber(4, 24).describe('Hours that it stays open.'),
  utcOffset: clusterField
    .utcOffset()
    .optional()
    .describe('Offset from UTC, "+HH:MM" in quotes. Default: "+00:00".'),
  notAllowed: z
    .array(
      z.strictObject({
        start: day().describe('First day, YYYY-MM-DD.'),
        end: day().describe('Last day, YYYY-MM-DD.'),
      }),
    )
    .optional()
    .describe('Days on which it does not open. Default: none.'),
};

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

const weekly = z.strictObject({
  type: z.literal('weekly').describe('On one day of the week.'),
  day: z.enum(WEEKDAYS).describe('Day of the week.'),
  everyWeeks: field.wholeNumber(1, 4).optional().describe('Weeks from one to the next. Default: 1.'),
  ...hours,
});

const monthly = z.strictObject({
  type: z.literal('monthly').describe('On one day of the month.'),
  dayOfMonth: field.wholeNumber(1, 31).describe('Day of the month.'),
  everyMonths: field.wholeNumber(1, 6).optional().describe('Months from one to the next. Default: 1.'),
  ...hours,
});

const relativeMonthly = z.strictObject({
  type: z.literal('relativeMonthly').describe('On one day of one week of the month.'),
  week: z.enum(['First', 'Second', 'Third', 'Fourth', 'Last']).describe('Week of the month.'),
  day: z.enum(WEEKDAYS).describe('Day of the week.'),
  everyMonths: field.wholeNumber(1, 6).optional().describe('Months from one to the next. Default: 1.'),
  ...hours,
});

const daily = z.strictObject({ type: z.literal('daily').describe('Every day.'), ...hours });

export const upgrades = z
  .strictObject({
    channel: z
      .enum(['patch', 'stable', 'rapid', 'node-image', 'none'])
      .optional()
      .describe('How Kubernetes is upgraded automatically. Default: patch.'),
    window: z
      .discriminatedUnion('type', [weekly, monthly, relativeMonthly])
      .optional()
      .describe('When Kubernetes may be upgraded. Default: at any time.'),
    nodeOsChannel: z
      .enum(['NodeImage', 'SecurityPatch', 'Unmanaged', 'None'])
      .optional()
      .describe('How the OS of the nodes is upgraded automatically. Default: NodeImage.'),
    nodeOsWindow: z
      .discriminatedUnion('type', [daily, weekly, monthly, relativeMonthly])
      .optional()
      .describe('When the OS of the nodes may be upgraded. Default: at any time.'),
  })
  .describe('What AKS upgrades automatically, and when.');
