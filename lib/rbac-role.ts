import { requirePathSegment, requireText } from './private/guards';

/** Kinds of Kubernetes role that a binding can refer to. */
export enum RbacRoleKind {
  /** Defined once for the cluster; can be bound in the whole cluster or in one namespace. */
  CLUSTER_ROLE = 'ClusterRole',

  /** Defined in one namespace; can be bound in that namespace only. */
  ROLE = 'Role',
}

/** What a binding allows, whoever defines it: a name (`RbacRole`) or a role of your own (`RbacCustomRole`). */
export interface IRbacRole {
  /** Kind of the role, the `kind` of the `role_ref`. */
  readonly kind: RbacRoleKind;

  /** Name of the role. */
  readonly name: string;

  /** API group of the role, always `rbac.authorization.k8s.io`. */
  readonly apiGroup: string;

  /** Whether the role exists in one namespace only, so that a binding to it must have that namespace. */
  readonly isNamespaced: boolean;
}

/**
 * What a binding allows: the name of a Kubernetes role.
 *
 * Becomes the `role_ref` of a `kubernetes_role_binding_v1` or `kubernetes_cluster_role_binding_v1`. The role itself
 * must exist: Kubernetes accepts a binding to a role that does not, and grants nothing.
 */
export class RbacRole implements IRbacRole {
  /** Everything in the cluster, or everything in the namespace when it is bound in one. Part of every cluster. */
  static readonly CLUSTER_ADMIN = RbacRole.clusterRole('cluster-admin');

  /** Nearly everything in a namespace, roles and bindings included, quotas excluded. Part of every cluster. */
  static readonly ADMIN = RbacRole.clusterRole('admin');

  /** Read and change most objects of a namespace, secrets included; no roles or bindings. Part of every cluster. */
  static readonly EDIT = RbacRole.clusterRole('edit');

  /** Read most objects of a namespace; no secrets, roles or bindings. Part of every cluster. */
  static readonly VIEW = RbacRole.clusterRole('view');

  /**
   * A cluster role by its name.
   *
   * @param name case-sensitive; an empty name, `/`, `%`, `.` and `..` are refused
   */
  static clusterRole(name: string): RbacRole {
    requireText('cluster role name', name);
    requirePathSegment('cluster role name', name);
    return new RbacRole(RbacRoleKind.CLUSTER_ROLE, name);
  }

  /**
   * A role that is defined in one namespace, by its name. Only a binding in the same namespace can refer to it.
   *
   * @param name case-sensitive; an empty name, `/`, `%`, `.` and `..` are refused
   */
  static role(name: string): RbacRole {
    requireText('role name', name);
    requirePathSegment('role name', name);
    return new RbacRole(RbacRoleKind.ROLE, name);
  }

  private constructor(
    /** Kind of the role, the `kind` of the `role_ref`. */
    readonly kind: RbacRoleKind,

    /** Name of the role, as given. */
    readonly name: string,
  ) {}

  /** API group of the role, always `rbac.authorization.k8s.io`. */
  get apiGroup(): string {
    return 'rbac.authorization.k8s.io';
  }

  /** Whether the role exists in one namespace only, so that a binding to it must have that namespace. */
  get isNamespaced(): boolean {
    return this.kind === RbacRoleKind.ROLE;
  }
}
