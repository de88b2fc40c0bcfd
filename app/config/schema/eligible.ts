import { z } from 'zod';
import * as field from './fields';

/** What Privileged Identity Management asks for, for Azure roles and for groups alike. */

/** For how long somebody is eligible, and why. */
export const why = {
  days: field
    .wholeNumber(1, 365)
    .optional()
    .describe(
      'Days until the eligibility ends; the first deployment after that creates it again. Default: 365.',
    ),
  justification: field.label().optional().describe('Why, for whoever reviews it.'),
  ticket: z
    .strictObject({
      system: field.label().describe('System in which the ticket is.'),
      number: field.label().describe('Number of the ticket.'),
    })
    .optional()
    .describe('The ticket that asked for it.'),
};

/** The rules of an activation; who approves is named differently in each place. */
export const activationRules = {
  maximumMinutes: field
    .wholeNumber(30, 1410)
    .multipleOf(30, { error: 'use a multiple of 30' })
    .optional()
    .describe('Longest time of one activation, in minutes: a multiple of 30. Default: 60.'),
  requireMfa: z
    .boolean()
    .optional()
    .describe('Whether multifactor authentication is asked for. Default: true.'),
  requireJustification: z
    .boolean()
    .optional()
    .describe('Whether a justification is asked for. Default: true.'),
  requireTicket: z
    .boolean()
    .optional()
    .describe('Whether the number of a ticket is asked for. Default: false.'),
};

export const APPROVERS = 'Who approves; one of them is enough. Default: nobody has to.';
export const ACTIVATION =
  'The rules of the activation, one set for each role and place or group. Default: those that are set in Azure, eight hours unless somebody has changed them.';
