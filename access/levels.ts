import { hasDataActions } from '../lib/shared/aks-data-actions';
import { ClusterAccess } from './cluster-access';
import { UserInfo } from './rbac/authorizer';
import { isDefaultBinding } from './rbac/default-roles';
import { rightsNotCovered } from './rbac/escalation';
import {
  AUTHENTICATED,
  ClusterRoleBinding,
  PolicyRule,
  RoleBinding,
  SERVICE_ACCOUNTS,
  Subject,
} from './rbac/objects';

/**
 * The built-in roles that people know, strongest first; `custom` is any other right, `unknown` a role that is defined
 * elsewhere, `none` no right at all.
 */
export type AccessLevel = 'cluster-admin' | 'admin' | 'edit' | 'view' | 'custom' | 'unknown' | 'none';

/** One binding that counts, and the subject as which it does. */
export interface Hold {
  readonly binding: RoleBinding | ClusterRoleBinding;
  readonly subject: Subject;

  /** Undefined when there is no such role. */
  readonly rules?: readonly PolicyRule[];
}

/** What a subject holds in one place. */
export interface AccessCell {
  /** Undefined for the whole cluster. */
  readonly namespace?: string;

  /** The strongest built-in role whose rights are all held there, cluster-wide ones included. */
  readonly level: AccessLevel;

  readonly holds: readonly Hold[];
}

/** Every verb on every resource. */
export const FULL_RIGHTS: PolicyRule = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };

/** Finds levels; subjects that hold the same roles in a place share the work. */
export class Levels {
  private readonly known = new Map<string, AccessLevel>();

  constructor(private readonly access: ClusterAccess) {}

  /** What somebody holds in the whole cluster and in each namespace, in that order. */
  cells(user: UserInfo, namespaces: readonly string[]): AccessCell[] {
    const { authorizer } = this.access;
    const everywhere = this.holds(authorizer.bindingsFor(user));
    const level = this.level(everywhere);

    return [
      { namespace: undefined, level, holds: everywhere },
      ...namespaces.map((namespace) => {
        const own = this.holds(authorizer.bindingsIn(user, namespace));
        if (own.length === 0) {
          return { namespace, level, holds: everywhere };
        }
        const holds = [...everywhere, ...own];
        return { namespace, level: this.level(holds), holds };
      }),
    ];
  }

  private holds(bindings: Iterable<Omit<Hold, 'rules'>>): Hold[] {
    const { authorizer, hasOtherRoles } = this.access;
    return [...bindings]
      .filter(isOwn)
      .map((held) => ({ ...held, rules: authorizer.rulesOfRole(held.binding) }))
      .filter(({ rules }) => rules !== undefined || hasOtherRoles);
  }

  private level(holds: readonly Hold[]): AccessLevel {
    const roles = holds.map(({ binding: { kind, metadata, roleRef } }) =>
      roleRef.kind === 'Role' && kind === 'RoleBinding'
        ? `${metadata.namespace}/${roleRef.name}`
        : roleRef.name,
    );
    // Names of roles may hold anything but a slash and a percent sign.
    const key = [...new Set(roles)].sort().join('%');
    const level = this.known.get(key) ?? this.highest(holds);
    this.known.set(key, level);
    return level;
  }

  private highest(holds: readonly Hold[]): AccessLevel {
    const held = holds.flatMap(({ rules = [] }) => rules);
    const isAzure = held.some(({ azure }) => azure);
    const covers = (rules: readonly PolicyRule[]): boolean =>
      rightsNotCovered(held, isAzure ? rules.flatMap(knownToAzure) : rules).length === 0;
    if (held.length === 0) {
      return holds.some(({ rules, binding }) => rules === undefined || binding.azure?.unevaluated)
        ? 'unknown'
        : 'none';
    }
    if (covers([FULL_RIGHTS])) {
      return 'cluster-admin';
    }
    return (['admin', 'edit', 'view'] as const).find((role) => covers(this.rulesOf(role))) ?? 'custom';
  }

  private rulesOf(clusterRole: string): readonly PolicyRule[] {
    const roleRef = { kind: 'ClusterRole', name: clusterRole };
    const binding: ClusterRoleBinding = {
      kind: 'ClusterRoleBinding',
      metadata: { name: '' },
      roleRef,
      subjects: [],
    };
    return this.access.authorizer.rulesOfRole(binding) ?? [];
  }
}

/** What the roles of Kubernetes allow and those of Azure that are made after them do not. */
const TRIFLES = ['/bindings', 'events.k8s.io/events'];

/** What of a rule Azure has data actions for by name: the levels are those of Kubernetes, and Azure RBAC comes close. */
function knownToAzure(rule: PolicyRule): PolicyRule[] {
  const { apiGroups = [], resources = [] } = rule;
  if (apiGroups.length === 0 || apiGroups.includes('*') || resources.includes('*')) {
    return [rule];
  }
  return apiGroups.map((apiGroup) => ({
    ...rule,
    apiGroups: [apiGroup],
    resources: resources.filter((path) => {
      const [resource = ''] = path.split('/');
      return hasDataActions(apiGroup, resource) && !TRIFLES.includes(`${apiGroup}/${resource}`);
    }),
  }));
}

/** What everybody holds who signs in, and every pod, says nothing about anybody. */
function isOwn({ binding, subject }: Hold): boolean {
  return !(isDefaultBinding(binding) && [AUTHENTICATED, SERVICE_ACCOUNTS].includes(subject.name));
}
