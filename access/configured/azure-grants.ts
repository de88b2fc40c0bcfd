import {
  AzureGrant,
  azureRoleName,
  bindingOfAzureRole,
  bindingsOfAdminGroups,
  CLUSTER_ADMIN_ROLE,
  eligibilityOfAzureRole,
} from '../azure/azure-bindings';
import { rightsOfDefinition } from '../azure/role-definition';
import { AzureRole } from '../../lib/azure-role';
import { Eligibility } from '../eligible';
import { userName } from '../directory/sign-in';
import { blocks, TerraformObject, text, texts } from '../rbac/from-terraform';
import { joinedBindings } from '../rbac/joined-bindings';
import { ClusterRoleBinding, RoleBinding, Subject } from '../rbac/objects';
import { References } from './references';
import { resourcesOfType, StackResource } from './stack-resources';
import { ClusterStacks } from './synthesized-app';
import { AUTOMATIC_CLUSTER_TYPE } from '../../lib/shared/cluster-types';

/** What Azure grants inside the cluster, written as bindings: the admin groups, and role assignments. */
export function azureGrants(
  app: ClusterStacks,
  references: References,
): (RoleBinding | ClusterRoleBinding)[] {
  return clustersOf(app).flatMap((cluster) => {
    const groups = texts(aadOf(cluster.resource), 'admin_group_object_ids').map((group) =>
      references.subjectName('Group', group, cluster.stack),
    );
    const roles = rolesThatCount(cluster.resource);
    const assignments = resourcesOfType(app, 'azurerm_role_assignment').flatMap((assignment) =>
      bindingOf(assignment, roles, references, app),
    );
    return [...bindingsOfAdminGroups(groups), ...joinedBindings(assignments)];
  });
}

/** Roles with which `az aks get-credentials` gets a kubeconfig. */
const FETCHING: readonly string[] = [
  AzureRole.CLUSTER_USER,
  AzureRole.RBAC_ADMIN,
  AzureRole.RBAC_CLUSTER_ADMIN,
].map(({ name }) => name);

/** Who may fetch the kubeconfig of a user. */
export function clusterUsers(app: ClusterStacks, references: References): Subject[] {
  return resourcesOfType(app, 'azurerm_role_assignment')
    .filter(({ resource }) => FETCHING.includes(text(resource, 'role_definition_name') ?? ''))
    .filter(({ resource }) => namespaceOf(resource) === undefined)
    .map(({ resource, stack }) => principalOf(resource, stack, references));
}

/** An Azure role on a cluster that gives nobody a right in it, as the cluster is configured. */
export interface RoleOutside {
  readonly subject: Subject;
  readonly role: string;
  readonly namespace?: string;
}

/** Role assignments that do not reach into the cluster: without Azure RBAC, without local accounts, or to fetch a kubeconfig. */
export function rolesOutside(app: ClusterStacks, references: References): RoleOutside[] {
  const counting = clustersOf(app).map(({ resource }) => rolesThatCount(resource));
  return resourcesOfType(app, 'azurerm_role_assignment').flatMap((assignment) => {
    const { role } = roleOf(assignment, app);
    const namespace = namespaceOf(assignment.resource);
    const counts = counting.some((one) => bindingOf(assignment, one, references, app).length > 0);
    return counts
      ? []
      : [
          {
            role,
            subject: principalOf(assignment.resource, assignment.stack, references),
            ...(namespace !== undefined && { namespace }),
          },
        ];
  });
}

/**
 * The arguments of a cluster that is only referred to. Azure RBAC is taken to be on, and local accounts to be there, as nothing else would
 * be safe: whoever is assigned a role of these would seem to hold nothing.
 */
const REFERRED_TO: StackResource = {
  stack: '',
  resource: { azure_active_directory_role_based_access_control: [{ azure_rbac_enabled: true }] },
};

/** The clusters, those of AKS Automatic by the arguments of the others: Azure RBAC is on, and there is no group of administrators. */
function clustersOf(app: ClusterStacks): StackResource[] {
  const automatic = resourcesOfType(app, AUTOMATIC_CLUSTER_TYPE).map((cluster) => ({
    ...cluster,
    resource: {
      ...cluster.resource,
      azure_active_directory_role_based_access_control: [{ azure_rbac_enabled: true }],
    },
  }));
  const made = [...resourcesOfType(app, 'azurerm_kubernetes_cluster'), ...automatic];
  return made.length > 0 ? made : [REFERRED_TO];
}

/** What may be activated: Azure roles that count in the cluster, and memberships of groups. */
export function eligibilities(app: ClusterStacks, references: References): Eligibility[] {
  const roles = clustersOf(app).flatMap(({ resource: cluster }) => {
    const counts = rolesThatCount(cluster);
    return resourcesOfType(app, 'azurerm_pim_eligible_role_assignment').flatMap(({ resource, stack }) => {
      const role = roleOf({ resource, stack }, app);
      return counts(role.role)
        ? (eligibilityOfAzureRole({
            ...role,
            ...placeOf(resource),
            subject: principalOf(resource, stack, references),
          }) ?? [])
        : [];
    });
  });
  const memberships = resourcesOfType(app, 'azuread_privileged_access_group_eligibility_schedule')
    .filter(({ resource }) => text(resource, 'assignment_type') !== 'owner')
    .map(({ resource, stack }): Eligibility => {
      const id = text(resource, 'group_id') ?? '';
      const group = references.subjectName('Group', id, stack);
      const principal = references.principal(id, stack);
      const name = principal && 'members' in principal ? principal.displayName : group;
      return {
        subject: principalOf(resource, stack, references),
        what: `the membership of group ${name}`,
        gives: { group },
      };
    });
  return [...roles, ...memberships];
}

/** Which role assignments reach into the cluster. */
function rolesThatCount(cluster: TerraformObject): (role: string) => boolean {
  const hasLocalAccounts = cluster.local_account_disabled !== true;
  const hasAzureRbac = aadOf(cluster).azure_rbac_enabled === true;
  return (role) => (role === CLUSTER_ADMIN_ROLE ? hasLocalAccounts : hasAzureRbac);
}

function aadOf(cluster: TerraformObject): TerraformObject {
  return blocks(cluster, 'azure_active_directory_role_based_access_control')[0] ?? {};
}

function bindingOf(
  { resource, stack }: StackResource,
  counts: (role: string) => boolean,
  references: References,
  app: ClusterStacks,
): (RoleBinding | ClusterRoleBinding)[] {
  const role = roleOf({ resource, stack }, app);
  if (!counts(role.role)) {
    return [];
  }
  const subject = principalOf(resource, stack, references);
  const binding = bindingOfAzureRole({ ...role, ...placeOf(resource), subject });
  return binding ? [binding] : [];
}

const DEFINITION = /azurerm_role_definition\.([\w-]+)\./;

/** The role of an assignment: a built-in one, or one that is defined in the same stack. */
function roleOf({ resource, stack }: StackResource, app: ClusterStacks): Pick<AzureGrant, 'role' | 'rights'> {
  const id = text(resource, 'role_definition_id') ?? '';
  const [, address] = DEFINITION.exec(id) ?? [];
  const definition = address && app.stacks[stack]?.resource?.azurerm_role_definition?.[address];
  return definition
    ? { role: text(definition, 'name') ?? '', rights: rightsOfDefinition(definition) }
    : { role: text(resource, 'role_definition_name') ?? azureRoleName(id) ?? '' };
}

function placeOf(assignment: TerraformObject): Pick<AzureGrant, 'namespace' | 'condition'> {
  return { namespace: namespaceOf(assignment), condition: text(assignment, 'condition') };
}

function namespaceOf(assignment: TerraformObject): string | undefined {
  return /\/namespaces\/([^/]+)$/i.exec(text(assignment, 'scope') ?? '')?.[1];
}

/** Azure decides by object ID, whoever that is; here it becomes the subject that its sign-in yields. */
function principalOf(assignment: TerraformObject, stack: string, references: References): Subject {
  const id = text(assignment, 'principal_id') ?? '';
  const principal = references.principal(id, stack);
  const isGroup =
    text(assignment, 'principal_type') === 'Group' || (principal !== undefined && 'members' in principal);
  if (isGroup) {
    return { kind: 'Group', name: references.subjectName('Group', id, stack) };
  }
  const name =
    principal && !('members' in principal) ? userName(principal) : references.subjectName('User', id, stack);
  return { kind: 'User', name };
}
