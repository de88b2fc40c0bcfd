import { hasDataActions } from '../lib/shared/aks-data-actions';
import { API_RESOURCES, isInNoNamespace } from '../lib/shared/api-resources';
import { BUILT_IN_DATA_ACTIONS } from '../lib/shared/azure-role-actions';
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
import { roleId } from './ways/rights';

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

  /** Whether more is held there than that role gives, or something that is not known. */
  readonly more?: true;

  readonly holds: readonly Hold[];
}

/** A level as tables have it: `view`, or `view +` where more is held than that role gives. */
export function levelInWords({ level, more }: Pick<AccessCell, 'level' | 'more'>): string {
  return more ? `${level} +` : level;
}

/** Every verb on every resource. */
const FULL_RIGHTS: PolicyRule = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };

type Height = Pick<AccessCell, 'level' | 'more'>;

/** Levels that are the names of roles, and that somebody may hold more than. */
const NAMED = ['admin', 'edit', 'view'] as const;

/** Azure's roles of these levels. */
const AZURE_ROLES: Readonly<Record<string, string>> = {
  admin: 'Azure Kubernetes Service RBAC Admin',
  edit: 'Azure Kubernetes Service RBAC Writer',
  view: 'Azure Kubernetes Service RBAC Reader',
};

/** Finds levels; subjects that hold the same roles in a place share the work. */
export class Levels {
  private readonly known = new Map<string, Height>();

  /** By the IDs of roles. */
  private readonly counting = new Map<string, boolean>();

  constructor(private readonly access: ClusterAccess) {}

  /** What somebody holds in the whole cluster and in each namespace, in that order. */
  cells(user: UserInfo, namespaces: readonly string[]): AccessCell[] {
    const { authorizer } = this.access;
    const everywhere = this.holds(authorizer.bindingsFor(user));
    const height = this.height(everywhere, true);

    return [
      { namespace: undefined, ...height, holds: everywhere },
      ...namespaces.map((namespace) => {
        const own = this.holds(authorizer.bindingsIn(user, namespace)).filter((hold) => this.counts(hold));
        if (own.length === 0) {
          return { namespace, ...height, holds: everywhere };
        }
        const holds = [...everywhere, ...own];
        return { namespace, ...this.height(holds, false), holds };
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

  /** Whether a binding in a namespace grants anything: one of a role on nodes alone does not. */
  private counts({ binding, rules = [] }: Hold): boolean {
    if (rules.length === 0) {
      return true;
    }
    const id = roleId(binding);
    const known =
      this.counting.get(id) ??
      rules.some(
        (rule) =>
          rule.azure !== undefined || inNamespaces(rule).some(({ resources = [] }) => resources.length > 0),
      );
    this.counting.set(id, known);
    return known;
  }

  private height(holds: readonly Hold[], isWholeCluster: boolean): Height {
    const roles = [...new Set(holds.map(({ binding }) => roleId(binding)))].sort();
    const key = [isWholeCluster ? 'cluster' : 'namespace', ...roles].join('\n');
    const height = this.known.get(key) ?? this.measured(holds, isWholeCluster);
    this.known.set(key, height);
    return height;
  }

  private measured(holds: readonly Hold[], isWholeCluster: boolean): Height {
    const level = this.highest(holds);
    return NAMED.some((name) => name === level) && this.exceeds(level, holds, isWholeCluster)
      ? { level, more: true }
      : { level };
  }

  /** Whether something is held that the role of the level does not give. */
  private exceeds(level: AccessLevel, holds: readonly Hold[], isWholeCluster: boolean): boolean {
    const held = holds.flatMap(({ rules = [] }) => rules);
    // Azure's role of that name gives a little more than the one of Kubernetes, and is told by the same name.
    const azure = held.some((rule) => rule.azure)
      ? BUILT_IN_DATA_ACTIONS[AZURE_ROLES[level] ?? '']
      : undefined;
    const given = [...this.rulesOf(level), ...(azure ? [{ verbs: [], azure }] : [])];
    return (
      holds.some(({ rules, binding }) => rules === undefined || binding.azure?.unevaluated) ||
      rightsNotCovered(given, isWholeCluster ? held : held.flatMap(inNamespaces)).length > 0
    );
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
    return NAMED.find((role) => covers(this.rulesOf(role))) ?? 'custom';
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

/** What of a rule counts in a namespace: who may list nodes can do nothing more in any of them. */
function inNamespaces(rule: PolicyRule): PolicyRule[] {
  const { apiGroups = [], resources, verbs, azure } = rule;
  if (azure) {
    return [rule];
  }
  if (resources === undefined) {
    return [];
  }
  return apiGroups.map((apiGroup) => ({
    ...rule,
    apiGroups: [apiGroup],
    resources: resources.filter((path) => !isClusterScoped(apiGroup, path.split('/')[0]!, verbs)),
  }));
}

/** Whether nothing that the verbs do with a built-in type is asked for in a namespace. */
function isClusterScoped(group: string, name: string, verbs: readonly string[]): boolean {
  const found = API_RESOURCES.filter(
    ({ resource, apiGroup }) => resource === name && [apiGroup, '*'].includes(group),
  );
  return found.length > 0 && found.every((one) => isInNoNamespace(one, verbs));
}

/** What everybody holds who signs in, and every pod, says nothing about anybody. */
function isOwn({ binding, subject }: Hold): boolean {
  return !(isDefaultBinding(binding) && [AUTHENTICATED, SERVICE_ACCOUNTS].includes(subject.name));
}
