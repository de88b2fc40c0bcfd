import { markDefault } from '../rbac/default-roles';
import { ClusterRole, ClusterRoleBinding, RbacObjects, Role, RoleBinding } from '../rbac/objects';
import { ClusterObjects, LiveObject } from './cluster-objects';
import { unknownSubjects } from './default-subjects';

/**
 * The roles and bindings of a cluster as the authorizer takes them. A binding that every cluster has is one of those, and
 * whoever was put into it besides has it once more.
 */
export function liveRbac({ byKind }: ClusterObjects): RbacObjects {
  return {
    roles: byKind.Role.map(({ metadata, rules }) => ({
      kind: 'Role',
      metadata: { ...named(metadata), namespace: metadata.namespace ?? '' },
      rules: rules ?? [],
    })) satisfies Role[],
    clusterRoles: byKind.ClusterRole.map(clusterRole),
    roleBindings: byKind.RoleBinding.flatMap(bindings<RoleBinding>),
    clusterRoleBindings: byKind.ClusterRoleBinding.flatMap(bindings<ClusterRoleBinding>),
  };
}

function clusterRole({ metadata, rules, aggregationRule }: LiveObject): ClusterRole {
  return {
    kind: 'ClusterRole',
    metadata: named(metadata),
    rules: rules ?? [],
    // The controller has filled in the rules; what it is made of tells what it will be made of next.
    ...(aggregationRule && {
      aggregationRule: { clusterRoleSelectors: aggregationRule.clusterRoleSelectors ?? [] },
    }),
  };
}

function bindings<T extends RoleBinding | ClusterRoleBinding>(object: LiveObject): T[] {
  const unknown = unknownSubjects(object);
  const subjects = (object.subjects ?? []).filter((subject) => !unknown.includes(subject));
  const { name = '', kind = '' } = object.roleRef ?? {};
  const binding = {
    kind: object.kind,
    metadata: {
      ...named(object.metadata),
      ...(object.metadata.namespace !== undefined && { namespace: object.metadata.namespace }),
    },
    roleRef: { kind, name },
    subjects,
  } as unknown as T;
  markDefault(binding);

  return unknown.length > 0 ? [binding, { ...binding, subjects: unknown }] : [binding];
}

function named({ name, labels, annotations }: LiveObject['metadata']): {
  name: string;
  labels: Readonly<Record<string, string>>;
  annotations?: Readonly<Record<string, string>>;
} {
  return { name, labels: labels ?? {}, ...(annotations && { annotations }) };
}
