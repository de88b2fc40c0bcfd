import { Construct } from 'constructs';
import { AadPrincipalType } from '../aad-principal-type';
import { ActivationRules, EligibilityOptions } from '../activation-rules';
import { RbacSubject, RbacSubjectKind } from '../rbac-subject';
import { ValidationError } from '../shared/errors';
import { isLiteral, requireInteger, requirePattern } from './guards';

/** Azure lets nobody be eligible for longer, unless the policy of the role says so. */
export const DEFAULT_DAYS = 365;

const HALF_HOUR = 30;
const MOST_MINUTES = 1410;
const DEFAULT_MINUTES = 60;

/** Object ID of somebody who may be eligible: who signs in, or a group of them. */
export function requireEligible(subject: RbacSubject, what: string, scope: Construct): string {
  const { kind, objectId, principalType, _label: label } = subject;
  if (principalType === AadPrincipalType.SERVICE_PRINCIPAL || kind === RbacSubjectKind.SERVICE_ACCOUNT) {
    throw new ValidationError(
      `${what} '${label}' cannot be eligible, because only people can activate: grant it for good, or name a user or a group`,
      scope,
    );
  }
  if (objectId === undefined) {
    throw new ValidationError(
      `${what} '${label}' has no object ID: use AadDirectory.user(), which looks it up, or a group`,
      scope,
    );
  }
  return objectId;
}

/** Checks how long, and why. */
export function requireEligibility(options: EligibilityOptions, scope: Construct): void {
  const { days, justification, ticketNumber, ticketSystem } = options;
  requireKnown('days', days, scope);
  requireInteger('days', days, 1, DEFAULT_DAYS, scope);
  for (const [prop, value] of Object.entries({ justification, ticketNumber, ticketSystem })) {
    requirePattern(prop, value, /\S/, 'use a text that is not blank', scope);
  }
  const [given, missing] =
    ticketNumber === undefined ? ['ticketSystem', 'ticketNumber'] : ['ticketNumber', 'ticketSystem'];
  if ((ticketNumber === undefined) !== (ticketSystem === undefined)) {
    throw new ValidationError(`${given} needs '${missing}' beside it`, scope);
  }
}

/** Becomes part of a text such as PT1H30M, which is made at synth. */
function requireKnown(prop: string, value: number | undefined, scope: Construct): void {
  if (value !== undefined && !isLiteral(value)) {
    throw new ValidationError(`${prop} must be known at synth: pass a number`, scope);
  }
}

/** What a provider calls the types of those who approve. */
export interface ApproverTypes {
  readonly user: string;
  readonly group: string;
}

/** Rules with their defaults, as the providers take them. */
export interface CheckedRules {
  readonly maximumDuration: string;
  readonly requireApproval: boolean;
  readonly requireJustification: boolean;
  readonly requireMultifactorAuthentication: boolean;
  readonly requireTicketInfo: boolean;
  readonly approvalStage?: { readonly primaryApprover: { objectId: string; type: string }[] };
}

/** Checks the rules of an activation. */
export function checkedRules(rules: ActivationRules, types: ApproverTypes, scope: Construct): CheckedRules {
  const { maximumMinutes = DEFAULT_MINUTES, approvers = [] } = rules;
  requireKnown('maximumMinutes', maximumMinutes, scope);
  requireInteger('maximumMinutes', maximumMinutes, HALF_HOUR, MOST_MINUTES, scope);
  if (maximumMinutes % HALF_HOUR !== 0) {
    throw new ValidationError(
      `maximumMinutes ${maximumMinutes} is not valid: use a multiple of ${HALF_HOUR}`,
      scope,
    );
  }
  if (rules.approvers?.length === 0) {
    throw new ValidationError('approvers is empty: name somebody, or leave it out', scope);
  }
  return {
    maximumDuration: duration(maximumMinutes),
    requireApproval: approvers.length > 0,
    requireJustification: rules.requireJustification ?? true,
    requireMultifactorAuthentication: rules.requireMfa ?? true,
    requireTicketInfo: rules.requireTicket ?? false,
    ...(approvers.length > 0 && {
      approvalStage: {
        primaryApprover: approvers.map((approver) => ({
          objectId: requireEligible(approver, 'approver', scope),
          type: approver.kind === RbacSubjectKind.GROUP ? types.group : types.user,
        })),
      },
    }),
  };
}

/** As Azure writes it: `PT1H30M`. */
function duration(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return `PT${hours > 0 ? `${hours}H` : ''}${rest > 0 ? `${rest}M` : ''}`;
}
