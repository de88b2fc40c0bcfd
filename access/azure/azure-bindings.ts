import { AzureRole } from '../../lib/azure-role';
import {
  CUSTOM_RESOURCE_ACTIONS,
  DataActionRights,
  includesAction,
  PATH_ACTIONS,
  RESOURCE_ACTIONS,
} from '../../lib/shared/aks-data-actions';
import { shortHash } from '../../lib/shared/short-hash';
import { Eligibility } from '../eligible';
import { AzureRights, ClusterRoleBinding, RoleBinding, Subject } from '../rbac/objects';
import { azureRights } from './azure-rights';
import { customResourceInWords } from './custom-resource-words';

/** Binding by which AKS makes the members of the admin groups cluster administrators. */
export const AKS_ADMIN_BINDING = 'aks-cluster-admin-binding-aad';

/** How the names of bindings begin that stand for assignments of Azure roles. */
export const AZURE_ROLE_BINDING = 'Azure role assignment of ';

/** Hands out the administrator's kubeconfig, as long as the cluster has local accounts. */
export const CLUSTER_ADMIN_ROLE = AzureRole.CLUSTER_ADMIN.name;

/** Kind of what a role assignment refers to. */
const AZURE_ROLE = 'AzureRole';

/** What the reports say of a grant under a condition that is not evaluated, and of one that is. */
const NOT_EVALUATED = 'limited by a condition that is not evaluated';
const LIMITED = 'limited by a condition';

/** Most names of custom resources that a binding is named after. */
const MOST_NAMES = 3;

/** An Azure role assignment, or the eligibility for one. */
export interface AzureGrant {
  /** Name of the role. */
  readonly role: string;

  /**
   * What a role that is not built in allows.
   *
   * @default - what the built-in role of this name does
   */
  readonly rights?: DataActionRights;

  readonly subject: Subject;

  /** Undefined for the whole cluster. */
  readonly namespace?: string;

  readonly condition?: string;
}

/** AKS binds the admin groups of managed Azure AD integration to cluster-admin. */
export function bindingsOfAdminGroups(objectIds: readonly string[]): ClusterRoleBinding[] {
  return objectIds.length === 0
    ? []
    : [
        {
          kind: 'ClusterRoleBinding',
          metadata: { name: AKS_ADMIN_BINDING },
          roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
          subjects: objectIds.map((name) => ({ kind: 'Group', name })),
        },
      ];
}

/** An Azure role assignment, written as a binding; undefined when it grants nothing inside. */
export function bindingOfAzureRole(grant: AzureGrant): RoleBinding | ClusterRoleBinding | undefined {
  return bindingOf(AZURE_ROLE_BINDING, grant);
}

/** An Azure role that somebody may activate; undefined when it grants nothing inside. */
export function eligibilityOfAzureRole(grant: AzureGrant): Eligibility | undefined {
  const binding = bindingOf('Eligible Azure role ', grant);
  return binding && { subject: grant.subject, what: `the role ${grant.role}`, gives: { binding } };
}

/** The role that a binding stands for; undefined of one that Kubernetes has. */
export function azureRoleOf({ metadata }: RoleBinding | ClusterRoleBinding): string | undefined {
  return metadata.name.startsWith(AZURE_ROLE_BINDING)
    ? metadata.name.slice(AZURE_ROLE_BINDING.length)
    : undefined;
}

function bindingOf(
  what: string,
  { role, rights: defined, subject, namespace, condition }: AzureGrant,
): RoleBinding | ClusterRoleBinding | undefined {
  const subjects = [subject];
  if (role === CLUSTER_ADMIN_ROLE) {
    // Its kubeconfig is that of a cluster administrator of Kubernetes.
    const roleRef = { kind: 'ClusterRole', name: 'cluster-admin' };
    return { kind: 'ClusterRoleBinding', metadata: { name: `${what}${role}` }, roleRef, subjects };
  }
  const rights = defined ?? builtInRole(role)?._rights;
  if (rights === undefined || rights.dataActions.length === 0) {
    return undefined;
  }

  const azure = azureRights(rights, condition);
  if (azure.rules.length === 0 && azure.unevaluated === undefined) {
    return undefined;
  }
  const name = `${role}${limitsInWords(azure, rights, condition)}`;
  const common = { roleRef: { kind: AZURE_ROLE, name }, subjects, azure };
  const metadata = { name: `${what}${name}` };
  return namespace
    ? { kind: 'RoleBinding', metadata: { ...metadata, namespace }, ...common }
    : { kind: 'ClusterRoleBinding', metadata, ...common };
}

/** What tells two assignments of a role under different conditions apart. */
function limitsInWords(azure: AzureRights, rights: DataActionRights, condition: string | undefined): string {
  if (condition === undefined) {
    return '';
  }
  const { rules, unevaluated } = azure;
  const limits = [
    ...new Set(rules.flatMap((rule) => (rule.azure?.customResources ?? []).map(customResourceInWords))),
  ];
  const more = limits.length - MOST_NAMES;
  const shown = [
    ...limits.slice(0, MOST_NAMES),
    ...(more > 0 ? [`${more} more (${shortHash(limits.join())})`] : []),
  ];
  const under = unevaluated ? NOT_EVALUATED : isWhole(azure, rights) ? undefined : LIMITED;
  return [
    ...(limits.length > 0 ? [`, of custom resources ${shown.join(', ')}`] : []),
    ...(under ? [`, ${under} (${shortHash(condition)})`] : []),
  ].join('');
}

/** Whether a condition limits nothing but which custom resources the role is for, the same ones for all that it allows. */
function isWhole({ rules }: AzureRights, rights: DataActionRights): boolean {
  const left = rules.flatMap((rule) => rule.azure ?? []);
  const limited = left.filter(({ customResources }) => customResources);
  const isIn = (all: readonly DataActionRights[], action: string): boolean =>
    all.some((one) => includesAction(one, action));

  return (
    limited.length < 2 &&
    [...RESOURCE_ACTIONS, ...PATH_ACTIONS].every(
      (action) => !includesAction(rights, action) || isIn(left, action),
    ) &&
    CUSTOM_RESOURCE_ACTIONS.every(
      (action) => !includesAction(rights, action) || isIn(limited.length > 0 ? limited : left, action),
    )
  );
}

/** Name of a role that has rights in clusters, by its ID or an ARM ID that ends in it. */
export function azureRoleName(id: string): string | undefined {
  const roleId = id.split('/').pop()?.toLowerCase();
  return BUILT_IN.find((role) => role.roleId === roleId)?.name;
}

const BUILT_IN = [
  AzureRole.CLUSTER_ADMIN,
  AzureRole.RBAC_READER,
  AzureRole.RBAC_WRITER,
  AzureRole.RBAC_ADMIN,
  AzureRole.RBAC_CLUSTER_ADMIN,
];

function builtInRole(name: string): AzureRole | undefined {
  return BUILT_IN.find((role) => role.name.toLowerCase() === name.toLowerCase());
}
