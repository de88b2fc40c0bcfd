import { z } from 'zod';
import * as clusterField from './cluster-fields';
import * as field from './fields';

/** The upgrades in the section `cluster` of aks.yaml. */

const hours = {
  startTime: clusterField.timeOfDay().describe('When it opens, "HH:MM" in quotes.'),
  durationHours: field.wholeNumber(4, 24).describe('Hours that it stays open.'),
  utcOffset: clusterField
    .utcOffset()
    .optional()
    .describe('Offset from UTC, "+HH:MM" in quotes. Default: "+00:00".'),
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

const daily = z.strictObject({ type: z.literal('daily').describe('Every day.'), ...hours });

export const upgrades = z
  .strictObject({
    channel: z
      .enum(['patch', 'stable', 'rapid', 'node-image', 'none'])
      .optional()
      .describe('How Kubernetes is upgraded automatically. Default: patch.'),
    window: z
      .discriminatedUnion('type', [weekly, monthly])
      .optional()
      .describe('When Kubernetes may be upgraded. Default: at any time.'),
    nodeOsChannel: z
      .enum(['NodeImage', 'SecurityPatch', 'Unmanaged', 'None'])
      .optional()
      .describe('How the OS of the nodes is upgraded automatically. Default: NodeImage.'),
    nodeOsWindow: z
      .discriminatedUnion('type', [daily, weekly, monthly])
      .optional()
      .describe('When the OS of the nodes may be upgraded. Default: at any time.'),
  })
  .describe('What AKS upgrades automatically, and when.');
