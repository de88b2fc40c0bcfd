import { isEverything } from '../../lib/shared/aks-data-actions';
import { isEnough, Need, Reach, reachOf } from '../../lib/shared/techniques';
import { RbacAuthorizer, UserInfo } from '../rbac/authorizer';
import {
  ClusterRoleBinding,
  PolicyRule,
  RbacObjects,
  RoleBinding,
  serviceAccountUser,
  placeOf,
} from '../rbac/objects';

type Binding = RoleBinding | ClusterRoleBinding;

/** What rules allow, asked again and again about the same rights. */
export class Rights {
  private readonly reaches = new Map<Need, Reach | undefined>();

  constructor(readonly rules: readonly PolicyRule[]) {}

  reach(need: Need): Reach | undefined {
    if (!this.reaches.has(need)) {
      this.reaches.set(need, reachOf(this.rules, need));
    }
    return this.reaches.get(need);
  }

  has(need: Need): boolean {
    return isEnough(this.reach(need), need);
  }

  /** Whether it holds every verb on every resource. */
  get isFull(): boolean {
    return this.rules.some(
      ({ verbs, apiGroups = [], resources = [], resourceNames = [], azure }) =>
        (azure && isEverything(azure)) ||
        ([verbs, apiGroups, resources].every((list) => list.includes('*')) && resourceNames.length === 0),
    );
  }
}

/** A role that somebody holds in a place. */
export interface HeldRole {
  /** Undefined for the whole cluster. */
  readonly namespace?: string;

  /** `ClusterRole view`, `Role shop/deployer`. */
  readonly id: string;

  readonly rules: readonly PolicyRule[];

  /** What grants it; undefined of a role that somebody has given itself on the way. */
  readonly binding?: Binding;
}

/** All roles of a cluster by who holds them; looked up without walking through every binding. */
export class HeldRoles {
  private readonly roles = new Map<string, HeldRole[]>();
  private readonly known = new Map<string, Rights>();

  constructor(objects: RbacObjects, authorizer: RbacAuthorizer) {
    for (const binding of [...objects.clusterRoleBindings, ...objects.roleBindings]) {
      // A role without rules, or one that is not there, may get some on the way.
      this.note(binding, authorizer.rulesOfRole(binding) ?? []);
    }
  }

  private note(binding: Binding, rules: readonly PolicyRule[]): void {
    const namespace = placeOf(binding);
    const role: HeldRole = { namespace, id: roleId(binding), rules, binding };
    for (const key of new Set(binding.subjects.map((subject) => keyOf(subject, namespace ?? '')))) {
      const earlier = this.roles.get(key);
      if (earlier) {
        earlier.push(role);
      } else {
        this.roles.set(key, [role]);
      }
    }
  }

  /** What somebody holds by bindings. */
  of({ name, groups }: UserInfo): HeldRole[] {
    const keys = [`User ${name}`, ...groups.map((group) => `Group ${group}`)];

    return [...new Set(keys.flatMap((key) => this.roles.get(key) ?? []))];
  }

  /** The rights of several roles together; roles of the same names share the work. */
  rightsOf(roles: readonly HeldRole[]): Rights {
    const ids = roles.map(({ id }) => id);
    const key = ids.length < 2 ? (ids[0] ?? '') : [...new Set(ids)].sort().join('%');
    const known = this.known.get(key) ?? new Rights(roles.flatMap(({ rules }) => rules));
    this.known.set(key, known);
    return known;
  }
}

/** `ClusterRole view`, `Role shop/deployer`: unique within a cluster. */
export function roleId({ kind, metadata, roleRef }: Binding): string {
  const place = kind === 'RoleBinding' && roleRef.kind === 'Role' ? `${metadata.namespace}/` : '';
  return `${roleRef.kind} ${place}${roleRef.name}`;
}

/** A service account is the user of its name; a binding may leave its own namespace out. */
function keyOf({ kind, name, namespace }: Binding['subjects'][number], place: string): string {
  return kind === 'ServiceAccount'
    ? `User ${serviceAccountUser(namespace || place, name).name}`
    : `${kind} ${name}`;
}

/** Tells roles apart that are held in different places. */
export function keyOfHeld({ id, namespace = '' }: HeldRole): string {
  return `${namespace}:${id}`;
}

/** What is gained beside what somebody has, each once. */
export function addedTo(had: readonly HeldRole[], gained: readonly HeldRole[]): HeldRole[] {
  const known = new Set(had.map(keyOfHeld));
  const each = new Map(gained.map((role) => [keyOfHeld(role), role]));
  return [...each.values()].filter((role) => !known.has(keyOfHeld(role)));
}
