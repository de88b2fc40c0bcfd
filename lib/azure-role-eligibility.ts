import { PimEligibleRoleAssignment } from '@cdktf/provider-azurerm/lib/pim-eligible-role-assignment';
import { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { EligibilityOptions } from './activation-rules';
import { AzureRole } from './azure-role';
import { AzureRoleCondition } from './azure-role-condition';
import { AzureRoleActivationPolicy } from './azure-role-activation-policy';
import { IAzureRoleScope } from './azure-role-scope';
import { noteAssignment } from './private/assigned-places';
import {
  conditionOf,
  placeOf,
  requireEffect,
  roleDefinitionId,
  warnOfNoEffect,
} from './private/azure-role-grant';
import { DEFAULT_DAYS, requireEligibility, requireEligible } from './private/eligibility';
import { Claims } from './private/claims';
import { isLiteral, requireDnsLabel, requireFilled } from './private/guards';
import { requireSame, requireUnique } from './private/unique-objects';
import { honourDependencies } from './private/dependencies';
import { requireProps } from './private/kind-check';
import { RbacSubject } from './rbac-subject';
import { ValidationError } from './shared/errors';

/** Properties of `AzureRoleEligibility`. */
export interface AzureRoleEligibilityProps extends EligibilityOptions {
  /** The role that can be activated. */
  readonly role: AzureRole;

  /** Who can activate it: a guest, a user of an `AadDirectory`, or a group, each of whose members can. */
  readonly subject: RbacSubject;

  /** Cluster that the role is about. */
  readonly cluster: IAzureRoleScope;

  /**
   * Namespace the role is limited to; only for roles of Azure RBAC.
   *
   * @default - the whole cluster
   */
  readonly namespace?: string;

  /**
   * What the role is limited to besides; only for roles of Azure RBAC. A change replaces the eligibility.
   *
   * @default - all that the role allows
   */
  readonly condition?: AzureRoleCondition;

  /**
   * The rules of the activation, which are in place before somebody is eligible: of the same role, cluster and namespace.
   *
   * @default - the rules that Azure has for the role there: eight hours, unless somebody has changed them
   */
  readonly policy?: AzureRoleActivationPolicy;
}

/** The eligibilities of each stack, by role, scope and principal. */
const eligibilities = new Claims<AzureRoleEligibility>();

/**
 * Lets somebody activate an Azure role on a cluster, for some hours, instead of having it for good: Privileged Identity
 * Management.
 *
 * Defines an `azurerm_pim_eligible_role_assignment`. Whoever activates needs a licence of Microsoft Entra ID P2 or Microsoft
 * Entra ID Governance. Whoever deploys needs Owner or User Access Administrator on the cluster.
 */
export class AzureRoleEligibility extends Construct {
  /**
   * Defines the eligibility.
   *
   * @throws when the role cannot take effect, the subject cannot activate it, or the policy is about another role or place
   */
  constructor(scope: Construct, id: string, props: AzureRoleEligibilityProps) {
    super(scope, id);

    requireFilled(props, { namespace: 'the whole cluster', condition: 'all that the role allows' }, this);
    props = requireProps('AzureRoleEligibilityProps', props, this);
    const { role, subject, namespace, cluster, policy } = props;
    const { days = DEFAULT_DAYS, justification, ticketNumber, ticketSystem } = props;
    requireEffect(props, this);
    warnOfNoEffect(props, this);
    requireDnsLabel('namespace', namespace, this);
    requireEligibility(props, this);
    const principalId = requireEligible(subject, 'subject', this);
    const place = placeOf(cluster, namespace);
    refuseRepetition(this, `${role.roleId} ${place} ${principalId}`);

    const resource = new PimEligibleRoleAssignment(this, 'Resource', {
      scope: place,
      roleDefinitionId: roleDefinitionId(cluster, role),
      principalId,
      justification,
      ...conditionOf(props),
      schedule: { expiration: { durationDays: days } },
      ticket:
        ticketNumber === undefined ? undefined : { number: ticketNumber, systemAttribute: ticketSystem },
    });
    const object = `the eligibility of '${subject._label}' for role '${role.name}' on '${place}'`;
    requireUnique(this, resource, object, [role.roleId, place, principalId], 'make them eligible once');
    honourDependencies(this);
    if (policy) {
      requireOwnRules(policy, props, resource, this);
      this.node.addDependency(policy._roleRules);
    }
    noteAssignment(role, namespace);
  }
}

/** Azure has rules for each role in each place, and nobody's activation goes by those of another. */
function requireOwnRules(
  policy: AzureRoleActivationPolicy,
  { role, cluster, namespace }: AzureRoleEligibilityProps,
  resource: TerraformResource,
  eligibility: AzureRoleEligibility,
): void {
  const { path } = policy.node;
  const refuse = (about: string, used: string): never => {
    throw new ValidationError(
      `policy '${path}' is about ${about}, and the eligibility about ${used}, whose activation it would not rule: ` +
        'pass an AzureRoleActivationPolicy of the same role, cluster and namespace',
      eligibility,
    );
  };
  const about = policy._about;
  if (isLiteral(role.name) && isLiteral(about.role.name) && about.role.name !== role.name) {
    refuse(`role '${about.role.name}'`, `role '${role.name}'`);
  }
  const isKnown = [about.namespace, namespace].every((one) => one === undefined || isLiteral(one));
  if (
    about.namespace !== namespace &&
    (isKnown || about.namespace === undefined || namespace === undefined)
  ) {
    refuse(describePlace(about.namespace), describePlace(namespace));
  }
  requireSame(
    eligibility,
    resource,
    [about.cluster.clusterId, cluster.clusterId],
    `policy '${path}' is about cluster '${about.cluster.node.path}', and the eligibility about '${cluster.node.path}', whose activation ` +
      'it would not rule: pass an AzureRoleActivationPolicy of the same cluster',
  );
}

function describePlace(namespace: string | undefined): string {
  if (namespace === undefined) {
    return 'the whole cluster';
  }
  return isLiteral(namespace) ? `namespace '${namespace}'` : 'a namespace';
}

/** Azure keeps one eligibility for a role, a principal and a scope. */
function refuseRepetition(eligibility: AzureRoleEligibility, key: string): void {
  const first = eligibilities.claim(key, eligibility);
  if (first) {
    throw new ValidationError(
      `the role, the subject and the place are those of '${first.node.path}': make them eligible once`,
      eligibility,
    );
  }
}
