import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { Fn, IResolvable, Lazy, Op, TerraformResource, TerraformSelf, TerraformStack, Token } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { AzureRole } from '../azure-role';
import { AzureRoleCondition } from '../azure-role-condition';
import { IAzureRoleScope } from '../azure-role-scope';
import { RbacSubject, RbacSubjectKind } from '../rbac-subject';
import {
  CUSTOM_RESOURCE_ACTIONS,
  includesAction,
  isKnownDataAction,
  requestsOfActions,
} from '../shared/aks-data-actions';
import { API_RESOURCES, isInNoNamespace } from '../shared/api-resources';
import { ValidationError } from '../shared/errors';
import { canonicalId } from '../shared/canonical-ids';
import { warn } from '../shared/warn';
import { CLUSTER_TYPES } from '../shared/cluster-types';
import { addressOf } from './addresses';
import { isLiteral, requirePattern, requireText } from './guards';
import { takeOverOnce } from './unique-objects';

/** What of an assignment decides whether it takes effect. */
interface Grant {
  readonly role: AzureRole;
  readonly namespace?: string;
  readonly cluster: IAzureRoleScope;
  readonly condition?: AzureRoleCondition;
}

/** Any scope, then the name of the assignment. */
const ASSIGNMENT_ID = /^(\/.+)\/providers\/Microsoft\.Authorization\/roleAssignments\/([0-9a-f-]{36})$/i;

/** Version of the language of conditions; the earlier one is not for AKS. */
const CONDITION_VERSION = '2.0';

/** ARM ID of a cluster or of one of its namespaces. */
export function placeOf(cluster: IAzureRoleScope, namespace: string | undefined): string {
  return namespace === undefined ? cluster.clusterId : `${cluster.clusterId}/namespaces/${namespace}`;
}

/** ARM ID of the resource group of a cluster. */
export function resourceGroupOf({ clusterId }: IAzureRoleScope): string {
  return isLiteral(clusterId)
    ? clusterId.split('/').slice(0, 5).join('/')
    : Fn.join('/', Token.asList(Fn.slice(Fn.split('/', clusterId), 0, 5)));
}

/** The condition of an assignment or an eligibility, as azurerm takes it. */
export function conditionOf({ role, condition }: Grant): { condition?: string; conditionVersion?: string } {
  return condition === undefined
    ? {}
    : { condition: condition._expression(role._rights), conditionVersion: CONDITION_VERSION };
}

/** Refuses a role, or a condition, that would have no effect. */
export function requireEffect({ role, namespace, cluster, condition }: Grant, scope: Construct): void {
  if (role.isAzureRbac && cluster.azureRbac === false) {
    throw new ValidationError(
      `role '${role.name}' would grant nothing, because cluster '${cluster.node.path}' has Azure RBAC off: pass ` +
        "'azureRbac: true' to AadIntegration.managed(), or grant a Kubernetes role with RbacBinding",
      scope,
    );
  }

  if (!role.isAzureRbac && namespace !== undefined) {
    throw new ValidationError(
      `namespace '${namespace}' cannot limit role '${role.name}', which is about the whole cluster: remove it, or use ` +
        'a role of Azure RBAC, such as AzureRole.RBAC_READER',
      scope,
    );
  }

  if (condition !== undefined && !role.isAzureRbac) {
    throw new ValidationError(
      `condition cannot limit role '${role.name}', which grants nothing inside the cluster: remove it, or use a role of Azure RBAC`,
      scope,
    );
  }
  if (
    condition?._isOnCustomResources &&
    !CUSTOM_RESOURCE_ACTIONS.some((action) => includesAction(role._rights, action))
  ) {
    throw new ValidationError(
      `condition has nothing to limit, because role '${role.name}' allows nothing with custom resources: grant an ` +
        'AzureRoleDefinition with customresources/read among its data actions',
      scope,
    );
  }
}

/** Warns of a role in a namespace that is about nodes and the like, which are in none. */
export function warnOfNoEffect({ role, namespace }: Grant, scope: Construct): void {
  if (namespace !== undefined && isOfNoNamespace(role)) {
    warn(
      scope,
      'rule-matches-nothing',
      `role '${role.name}' grants nothing in namespace '${namespace}', as all of it is in no namespace: grant it in the whole cluster`,
    );
  }
}

/** One role is granted to many. */
const ofNoNamespace = new WeakMap<AzureRole, boolean>();

function isOfNoNamespace(role: AzureRole): boolean {
  const { dataActions } = role._rights;
  const known =
    ofNoNamespace.get(role) ??
    (dataActions.length > 0 &&
      dataActions.every(isKnownDataAction) &&
      requestsOfActions(role._rights).every(({ verb, apiGroup, resource }) =>
        API_RESOURCES.some(
          (type) => type.resource === resource && type.apiGroup === apiGroup && isInNoNamespace(type, [verb]),
        ),
      ));
  ofNoNamespace.set(role, known);
  return known;
}

/** By what Azure knows somebody. */
export function requireObjectId({ kind, objectId, _label: label }: RbacSubject, scope: Construct): string {
  if (objectId !== undefined) {
    return objectId;
  }

  const fix =
    kind === RbacSubjectKind.USER
      ? 'its object ID is not known; use AadDirectory.user(), which looks it up'
      : 'Azure roles are for users, groups and service principals of the directory';
  throw new ValidationError(`subject '${label}' cannot have an Azure role: ${fix}`, scope);
}

/** ARM ID of a role as Privileged Identity Management wants it, with the subscription of the cluster in front. */
export function roleDefinitionId(cluster: IAzureRoleScope, role: AzureRole): string {
  return role._definitionId ?? roleDefinitionIn(cluster.clusterId, role.roleId);
}

/** ARM ID of a built-in role, with the subscription of a resource in front, as Azure answers it. */
export function roleDefinitionIn(resourceId: string, roleId: string): string {
  const subscription = isLiteral(resourceId)
    ? resourceId.split('/')[2]
    : Token.asString(Fn.element(Fn.split('/', resourceId), 2) as IResolvable);

  return `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`;
}

/**
 * Takes over an assignment on a place; refuses what is not the ID of one there.
 *
 * Azure keeps the scope in the case in which somebody wrote it, such as the `resourcegroups` that AKS prints, and Terraform
 * would replace an assignment for another case. So the scope is left as it is, and only has to be the same place. Azure
 * deletes the assignment with the cluster, of which Terraform would then not know as it replaces that: it is told.
 *
 * @param parts of the place, each a literal or a token: cdktf cannot nest a template in a function
 * @param cluster of which the place is a part
 */
export function takeOverAssignment(
  scope: Construct,
  resource: RoleAssignment,
  parts: readonly string[],
  roleAssignmentId: string,
  cluster?: IConstruct,
): void {
  requireText('roleAssignmentId', roleAssignmentId, scope);
  requirePattern(
    'roleAssignmentId',
    roleAssignmentId,
    ASSIGNMENT_ID,
    'use the ARM ID of an assignment, <scope>/providers/Microsoft.Authorization/roleAssignments/<UUID>',
    scope,
  );
  const place = parts.join('/');
  const [, assignedOn = '', name = ''] = ASSIGNMENT_ID.exec(roleAssignmentId) ?? [];
  if (isLiteral(roleAssignmentId) && isLiteral(place) && assignedOn.toLowerCase() !== place.toLowerCase()) {
    throw new ValidationError(
      `roleAssignmentId '${roleAssignmentId}' is at another scope than '${place}': import what is assigned there`,
      scope,
    );
  }

  const id = canonicalId(`${assignedOn}/providers/Microsoft.Authorization/roleAssignments/${name}`);
  takeOverOnce(scope, resource, isLiteral(roleAssignmentId) ? id : roleAssignmentId);

  const replaced = cluster && managedCluster(cluster, TerraformStack.of(scope));
  resource.lifecycle = {
    ...resource.lifecycle,
    ignoreChanges: [...[resource.lifecycle?.ignoreChanges ?? []].flat(), 'scope'],
    ...(replaced && {
      replaceTriggeredBy: [Lazy.stringValue({ produce: () => `${addressOf(replaced)}.id` })],
    }),
    postcondition: [
      {
        condition: Op.eq(Fn.lower(TerraformSelf.getString('scope')), Fn.lower(Fn.join('/', [...parts]))),
        errorMessage:
          'The assignment to import is at another scope: give the ID of one at this scope, or remove the import.',
      },
    ],
  };
}

/** The resource of a cluster that a stack manages. */
function managedCluster({ node }: IConstruct, stack: TerraformStack): TerraformResource | undefined {
  const resource = node.defaultChild;
  return TerraformResource.isTerraformResource(resource) &&
    CLUSTER_TYPES.includes(resource.terraformResourceType) &&
    TerraformStack.of(resource) === stack
    ? resource
    : undefined;
}
