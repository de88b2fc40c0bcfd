import { PrivilegedAccessGroupEligibilitySchedule } from '@cdktf/provider-azuread/lib/privileged-access-group-eligibility-schedule';
import { Construct } from 'constructs';
import { AadGroupActivationPolicy } from './aad-group-activation-policy';
import { IAadGroup } from './aad-group';
import { EligibilityOptions } from './activation-rules';
import { DEFAULT_DAYS, requireEligibility, requireEligible } from './private/eligibility';
import { honourDependencies } from './private/dependencies';
import { requireProps } from './private/kind-check';
import { requireSame, requireUnique } from './private/unique-objects';
import { RbacSubject } from './rbac-subject';
import { ValidationError } from './shared/errors';

/** Properties of `AadGroupEligibility`. */
export interface AadGroupEligibilityProps extends EligibilityOptions {
  /** The group; neither one with a membership rule nor one that is synchronised from elsewhere. */
  readonly group: IAadGroup;

  /** Who can become a member: a guest, a user of an `AadDirectory`, or a group, each of whose members can. */
  readonly member: RbacSubject;

  /**
   * The rules of the activation, which are in place before somebody is eligible: of the same group.
   *
   * @default - the rules that Azure AD has for the group: eight hours, unless somebody has changed them
   */
  readonly policy?: AadGroupActivationPolicy;
}

/**
 * Lets somebody become a member of a group for some hours, instead of being one for good: Privileged Identity Management for
 * groups.
 *
 * Defines an `azuread_privileged_access_group_eligibility_schedule`. Whoever activates needs a licence of Microsoft Entra ID P2
 * or Microsoft Entra ID Governance. A service principal that deploys needs
 * `PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup`. Azure AD keeps an eligibility for at least five minutes.
 */
export class AadGroupEligibility extends Construct {
  /**
   * Defines the eligibility.
   *
   * @throws when the member cannot activate it; at synth, when the policy is about another group
   */
  constructor(scope: Construct, id: string, props: AadGroupEligibilityProps) {
    super(scope, id);
    props = requireProps('AadGroupEligibilityProps', props, this);
    const { group, member, policy, days = DEFAULT_DAYS, justification, ticketNumber, ticketSystem } = props;
    requireEligibility(props, this);

    const principalId = requireEligible(member, 'member', this);
    if (principalId === group.objectId) {
      throw new ValidationError('member is the group itself: name who can become a member of it', this);
    }
    const schedule = new PrivilegedAccessGroupEligibilitySchedule(this, 'Resource', {
      groupId: group.objectId,
      principalId,
      assignmentType: 'member',
      duration: `P${days}D`,
      justification,
      ticketNumber,
      ticketSystem,
    });
    requireUnique(
      this,
      schedule,
      `the eligibility of '${member._label}' for the group`,
      [group.objectId, principalId],
      'make them eligible once',
    );
    honourDependencies(this);
    if (policy) {
      requireSame(
        this,
        schedule,
        [policy._group.objectId, group.objectId],
        `policy '${policy.node.path}' is about group '${policy._group.node.path}', and the eligibility about '${group.node.path}', ` +
          'whose activation it would not rule: pass an AadGroupActivationPolicy of the same group',
      );
      this.node.addDependency(policy._membershipRules);
    }
  }
}
