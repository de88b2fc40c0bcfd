import { RbacSubject } from './rbac-subject';

/** What somebody has to do to use what they are eligible for, and for how long they then have it. */
export interface ActivationRules {
  /**
   * Longest time of one activation, in minutes: a multiple of 30, from 30 to 1410.
   *
   * @default 60
   */
  readonly maximumMinutes?: number;

  /**
   * Whether multifactor authentication is asked for.
   *
   * @default true
   */
  readonly requireMfa?: boolean;

  /**
   * Whether a justification is asked for.
   *
   * @default true
   */
  readonly requireJustification?: boolean;

  /**
   * Whether the number of a ticket is asked for.
   *
   * @default false
   */
  readonly requireTicket?: boolean;

  /**
   * Users and groups one of whom has to approve.
   *
   * @default - nobody has to
   */
  readonly approvers?: RbacSubject[];
}

/** How long somebody is eligible, and why. */
export interface EligibilityOptions {
  /**
   * Days until the eligibility ends, 1 to 365. The first deployment after that creates it again.
   *
   * @default 365
   */
  readonly days?: number;

  /**
   * Why, for whoever reviews it.
   *
   * @default - none
   */
  readonly justification?: string;

  /**
   * Number of the ticket that asked for it; with `ticketSystem`.
   *
   * @default - none
   */
  readonly ticketNumber?: string;

  /**
   * System in which the ticket is; with `ticketNumber`.
   *
   * @default - none
   */
  readonly ticketSystem?: string;
}
