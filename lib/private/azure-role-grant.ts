import { Fn, IResolvable, Token } from 'cdktf';
import { Construct } from 'constructs';
import { AzureRole } from '../azure-role';
import { IAzureRoleScope } from '../azure-role-scope';
import { RbacSubject, RbacSubjectKind } from '../rbac-subject';
import { ValidationError } from '../shared/errors';

/** What of an assignment decides whether it takes effect. */
interface Grant {
  readonly role: AzureRole;
  readonly namespace?: string;
  readonly cluster: IAzureRoleScope;
}

/** ARM ID of a cluster or of one of its namespaces. */
export function placeOf(cluster: IAzureRoleScope, namespace: string | undefined): string {
  return namespace === undefined ? cluster.clusterId : `${cluster.clusterId}/namespaces/${namespace}`;
}

/** Refuses a role that would grant nothing. */
export function requireEffect({ role, namespace, cluster }: Grant, scope: Construct): void {
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
  const subscription = Token.asString(Fn.element(Fn.split('/', cluster.clusterId), 2) as IResolvable);

  return `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role.roleId}`;
}
