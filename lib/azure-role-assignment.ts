import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { AadPrincipalType } from './aad-principal-type';
import { AzureRole } from './azure-role';
import { AzureRoleCondition } from './azure-role-condition';
import { IAzureRoleScope } from './azure-role-scope';
import { ValidationError } from './shared/errors';
import { noteAssignment } from './private/assigned-places';
import {
  conditionOf,
  placeOf,
  requireEffect,
  warnOfNoEffect,
  requireObjectId,
  takeOverAssignment,
} from './private/azure-role-grant';
import { Claims } from './private/claims';
import { requireDnsLabel, requireFilled } from './private/guards';
import { withoutStackTraces } from './private/stack-traces';
import { warn } from './shared/warn';
import { RbacSubject } from './rbac-subject';
import { honourDependencies } from './private/dependencies';
import { requireUnique } from './private/unique-objects';
import { requireProps } from './private/kind-check';

/** The assignments of each stack, by role, scope and principal. */
const assignments = new Claims<AzureRoleAssignment>();

/** What `IAadAksCluster.grantAzureRole` grants. */
export interface AzureRoleGrantOptions {
  /** The role. */
  readonly role: AzureRole;

  /**
   * Who gets it: a group, guest or service principal, or a user of an `AadDirectory`. A service account cannot have an
   * Azure role, and of `RbacSubject.user()` nobody knows the object ID.
   */
  readonly subject: RbacSubject;

  /**
   * Namespace the role is limited to; only for roles of Azure RBAC.
   *
   * @default - the whole cluster
   */
  readonly namespace?: string;

  /**
   * What the role is limited to besides; only for roles of Azure RBAC. A change replaces the assignment.
   *
   * @default - all that the role allows
   */
  readonly condition?: AzureRoleCondition;
}

/** Properties of `AzureRoleAssignment`. */
export interface AzureRoleAssignmentProps extends AzureRoleGrantOptions {
  /** Cluster that the role is assigned on. */
  readonly cluster: IAzureRoleScope;
}

/**
 * Gives somebody an Azure role on a cluster or on one of its namespaces.
 *
 * Defines an `azurerm_role_assignment`. Its name follows from role, scope and principal, so that the same assignment is
 * the same object whichever code defines it. Azure refuses an assignment that exists already: take it over with `importFrom()`, or remove it.
 * Whoever deploys needs `Microsoft.Authorization/roleAssignments/write` on the cluster, as in Role Based Access Control
 * Administrator. Warns of `local-admin` and `cluster-admin-user`, and of a role that grants nothing in a namespace:
 * `rule-matches-nothing`.
 */
export class AzureRoleAssignment extends Construct {
  /** Name of the assignment, a UUID; an assignment that was taken over keeps the one it has. */
  readonly assignmentName: string;

  private readonly cluster: IAzureRoleScope;
  private readonly place: readonly string[];
  private readonly resource: RoleAssignment;

  /**
   * Defines the assignment.
   *
   * @throws when the role cannot take effect, or the subject has no object ID
   */
  constructor(scope: Construct, id: string, props: AzureRoleAssignmentProps) {
    super(scope, id);

    requireFilled(props, { namespace: 'the whole cluster', condition: 'all that the role allows' }, this);
    props = requireProps('AzureRoleAssignmentProps', props, this);
    const { role, subject, namespace, cluster } = props;
    requireEffect(props, this);
    warnOfNoEffect(props, this);
    requireDnsLabel('namespace', namespace, this);
    const principalId = requireObjectId(subject, this);
    const place = placeOf(cluster, namespace);
    refuseRepetition(this, `${role.roleId} ${place} ${principalId}`);

    this.assignmentName = Fn.uuidv5(
      'url',
      // Azure compares IDs without regard to case. A template would not do, as cdktf cannot nest it in a function.
      Fn.lower(Fn.join('#', [cluster.clusterId, namespace ?? '', role.roleId, principalId])),
    );
    this.cluster = cluster;
    this.place = namespace === undefined ? [cluster.clusterId] : [cluster.clusterId, 'namespaces', namespace];
    this.resource = withoutStackTraces(
      () =>
        new RoleAssignment(this, 'Resource', {
          name: this.assignmentName,
          scope: place,
          ...(role._definitionId === undefined
            ? { roleDefinitionName: role.name }
            : { roleDefinitionId: role._definitionId }),
          principalId,
          principalType: subject.principalType,
          ...conditionOf(props),
          // Role, scope and principal decide; one that somebody has assigned by hand and that is imported keeps its name.
          lifecycle: { ignoreChanges: ['name'] },
        }),
    );
    const object = `role '${role.name}' of '${subject._label}' on '${place}'`;
    requireUnique(this, this.resource, object, [role.roleId, place, principalId], 'assign it once');
    noteAssignment(role, namespace);
    honourDependencies(this);
    warnOf(props, this);
  }

  /**
   * Takes over an existing assignment, which Azure would otherwise refuse to make once more: the next deployment imports
   * it.
   *
   * @param roleAssignmentId ARM ID, `<scope>/providers/Microsoft.Authorization/roleAssignments/<UUID>`, as
   * `az role assignment list --scope <cluster ID>` prints it
   * @throws when it is not the ID of an assignment, or one at another scope
   */
  importFrom(roleAssignmentId: string): void {
    takeOverAssignment(this, this.resource, this.place, roleAssignmentId, this.cluster);
  }
}

/** Azure refuses the same role for the same principal at the same scope, whatever the name of the assignment. */
function refuseRepetition(assignment: AzureRoleAssignment, key: string): void {
  const first = assignments.claim(key, assignment);
  if (first) {
    throw new ValidationError(
      `the role, the subject and the place are those of '${first.node.path}': assign it once`,
      assignment,
    );
  }
}

function warnOf({ role, subject, namespace }: AzureRoleAssignmentProps, scope: Construct): void {
  const { _label: label, principalType } = subject;

  if (role === AzureRole.CLUSTER_ADMIN) {
    warn(
      scope,
      'local-admin',
      `'${label}' may fetch the certificate of the local administrator, who bypasses Azure AD: grant ` +
        'AzureRole.CLUSTER_USER and a Kubernetes role',
    );
  }
  if (
    role === AzureRole.RBAC_CLUSTER_ADMIN &&
    namespace === undefined &&
    principalType === AadPrincipalType.USER
  ) {
    warn(
      scope,
      'cluster-admin-user',
      `'${role.name}' is assigned to a single user, '${label}': assign it to a group, whose members the directory reviews`,
    );
  }
}
