import { groupsOf } from './directory/sign-in';
import { TenantGroup } from './directory/tenant';
import { joinedBindings } from './rbac/joined-bindings';
import { ClusterRoleBinding, RbacObjects, RoleBinding, Subject } from './rbac/objects';

/** Something that somebody does not have and may activate for some hours. */
export interface Eligibility {
  readonly subject: Subject;

  /** `the role Azure Kubernetes Service RBAC Admin`, `the membership of group admins`. */
  readonly what: string;

  /** The rights of a binding, or of a group: by the name that bindings have for it. */
  readonly gives: { readonly binding: RoleBinding | ClusterRoleBinding } | { readonly group: string };
}

/** All bindings as if everybody had activated everything; whoever counts by an activation says so. */
export function activatedObjects(
  objects: RbacObjects,
  eligibilities: readonly Eligibility[],
  groups: readonly TenantGroup[],
): RbacObjects {
  const roles = joinedBindings(
    eligibilities.flatMap(({ subject, what, gives }) =>
      'binding' in gives ? [{ ...gives.binding, subjects: [{ ...subject, activates: what }] }] : [],
    ),
  );
  const memberships = eligibilities.flatMap(({ subject, what, gives }) =>
    'group' in gives
      ? [
          {
            subject: { ...subject, activates: what },
            // A member of a group is a member of the groups that it is in.
            groups: new Set([gives.group, ...groupsOf(gives.group, groups).map(({ objectId }) => objectId)]),
          },
        ]
      : [],
  );
  const withMembers = <Binding extends RoleBinding | ClusterRoleBinding>(binding: Binding): Binding => {
    const more = memberships
      .filter((one) => binding.subjects.some(({ kind, name }) => kind === 'Group' && one.groups.has(name)))
      .map(({ subject }) => subject);
    return more.length === 0 ? binding : { ...binding, subjects: [...binding.subjects, ...more] };
  };

  return {
    ...objects,
    roleBindings: [...objects.roleBindings, ...roles.filter((one) => one.kind === 'RoleBinding')].map(
      withMembers,
    ),
    clusterRoleBindings: [
      ...objects.clusterRoleBindings,
      ...roles.filter((one) => one.kind === 'ClusterRoleBinding'),
    ].map(withMembers),
  };
}
