import { AKS_ADMIN_BINDING } from '../azure/azure-bindings';
import { ConfiguredAccess } from '../configured/configured-access';
import { aggregatedRules } from '../rbac/aggregation';
import { UserInfo } from '../rbac/authorizer';
import { defaultsNamed, isDefaultName } from '../rbac/default-roles';
import { rightsNotCovered } from '../rbac/escalation';
import {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  RbacObjects,
  Role,
  RoleBinding,
  serviceAccountUser,
  userCalled,
  Subject,
  placeOf,
} from '../rbac/objects';
import { rulesInWords } from '../report/rights';
import { Way, wayInWords, Ways } from '../ways/ways';
import { ClusterObjects, LiveKind, nameOf } from './cluster-objects';
import { matchSubjects, NamesOf, subjectKey } from './declared-subjects';
import { liveAccess } from './live-access';
import { liveRbac } from './live-objects';
import { originOf } from './origin';

type Binding = RoleBinding | ClusterRoleBinding;

/** Somebody who holds something. */
export interface LiveGrant {
  readonly who: string;

  /** `ClusterRole edit`. */
  readonly role: string;

  /** Left out for the whole cluster. */
  readonly namespace?: string;
  readonly binding: string;

  /** Whose the binding is, where that is known. */
  readonly origin?: string;
}

/** Who can get to the top of the cluster, and how. */
export interface WayToTheTop {
  readonly who: string;
  readonly to: Way['to'];

  /** `can create pods in namespace 'shop' → runs as …`. */
  readonly text: string;

  /** Whether what is declared leads there, what others bring does, or neither. */
  readonly is: 'declared' | 'of others' | 'undeclared';
}

/** How what is in a cluster differs from what is declared. */
export interface LiveComparison {
  /** Held, and neither declared nor part of what AKS, Helm, GitOps and operators bring. */
  readonly shadow: readonly LiveGrant[];

  /** What those bring. */
  readonly others: readonly LiveGrant[];

  /** Declared, and not there. */
  readonly missing: readonly string[];

  /** There, and not as declared. */
  readonly differing: readonly string[];

  readonly top: readonly WayToTheTop[];

  /** What people made and what grants nothing: bindings of nobody, and roles without rules. */
  readonly idle: readonly string[];

  /** What was taken to be the same without being sure. */
  readonly assumed: readonly string[];

  /** What could not be seen, and so is not in here. */
  readonly unseen: readonly string[];
}

export interface Surroundings {
  /** Asks the directory; left out where nobody was asked. */
  readonly namesOf?: NamesOf;

  /** What could not be read, in words, such as a refusal of the API server. */
  readonly unseen: readonly string[];
}

/** Compares the RBAC of a cluster with what a configuration declares. */
export function compareLive(
  configured: ConfiguredAccess,
  objects: ClusterObjects,
  surroundings: Surroundings,
): LiveComparison {
  return new Comparison(configured, objects, surroundings).result();
}

class Comparison {
  private readonly live;
  private readonly origins = new Map<string, string | undefined>();
  private readonly unseenKinds: ReadonlySet<LiveKind>;
  private readonly shadow: LiveGrant[] = [];
  private readonly others: LiveGrant[] = [];
  private readonly missing: string[] = [];
  private readonly differing: string[] = [];
  private readonly idle: string[] = [];
  private readonly assumed: string[] = [];

  private grownRoles: ReadonlyMap<string, readonly string[]> | undefined;

  /** Everybody who holds something, and whether anything of it is declared. */
  private readonly holders = new Map<string, { user: UserInfo; isDeclared: boolean }>();

  /** Subjects of bindings that neither the configuration nor somebody else accounts for. */
  private readonly unaccounted = new Map<Binding, Subject[]>();

  constructor(
    private readonly configured: ConfiguredAccess,
    private readonly objects: ClusterObjects,
    private readonly surroundings: Surroundings,
  ) {
    this.live = liveRbac(objects);
    this.unseenKinds = new Set(objects.unseen);
    for (const object of Object.values(objects.byKind).flat()) {
      const origin = originOf(object);
      this.origins.set(nameOf(object), origin && `${origin.by}, ${origin.reason}`);
    }
  }

  result(): LiveComparison {
    this.compareBindings('ClusterRoleBinding', this.live.clusterRoleBindings);
    this.compareBindings('RoleBinding', this.live.roleBindings);
    this.compareRoles('ClusterRole', this.configured.objects.clusterRoles, this.live.clusterRoles);
    this.compareRoles('Role', this.configured.objects.roles, this.live.roles);
    this.compareDefaultRoles();
    this.compareNamespaces();
    return {
      shadow: this.shadow,
      others: this.others,
      missing: this.missing,
      differing: this.differing,
      top: this.waysToTheTop(),
      idle: this.idle,
      assumed: this.assumed,
      unseen: [...this.surroundings.unseen, ...this.objects.gaps, ...this.unjudged()],
    };
  }

  /** Kinds that are not in the input: every cluster has bindings, and what is declared of the others cannot be told. */
  private unjudged(): string[] {
    const { clusterRoles, roles } = this.configured.objects;
    const declared: Partial<Record<LiveKind, number>> = {
      Role: roles.length,
      Namespace: this.configured.namespaces.length,
      ClusterRole: this.bindsUnknownRole() ? 1 : clusterRoles.length,
      ClusterRoleBinding: 1,
      RoleBinding: 1,
    };
    return this.surroundings.unseen.length > 0
      ? []
      : this.objects.unseen
          .filter((kind) => (declared[kind] ?? 0) > 0)
          .map((kind) => `${kind}: there is none in the input, and so nothing is said about them`);
  }

  /** Whether something is bound of which neither Kubernetes nor the configuration says what it allows. */
  private bindsUnknownRole(): boolean {
    const known = new Set(this.configured.access.objects.clusterRoles.map(({ metadata }) => metadata.name));
    return [...this.live.clusterRoleBindings, ...this.live.roleBindings].some(
      ({ roleRef }) => roleRef.kind === 'ClusterRole' && !known.has(roleRef.name),
    );
  }

  private compareBindings(kind: 'RoleBinding' | 'ClusterRoleBinding', live: readonly Binding[]): void {
    if (this.unseenKinds.has(kind)) {
      return;
    }
    const { clusterRoleBindings, roleBindings } = this.configured.objects;
    const declared = new Map<string, Binding>(
      (kind === 'RoleBinding' ? roleBindings : clusterRoleBindings).map((one) => [nameOf(one), one]),
    );
    const found = new Set<string>();

    for (const binding of live) {
      const name = nameOf(binding);
      const wanted = declared.get(name);
      found.add(name);
      if (wanted) {
        this.compareBinding(wanted, binding);
      } else {
        binding.subjects.forEach((subject) => this.undeclared(binding, subject));
        if (binding.subjects.length === 0 && this.isOfPeople(binding)) {
          this.idle.push(`${name} (${roleOf(binding)}) is bound to nobody`);
        }
      }
    }
    for (const [name, { roleRef, subjects }] of declared) {
      if (!found.has(name)) {
        this.missing.push(
          `${name}, which grants ${roleRef.kind} ${roleRef.name} to ${subjects.map((one) => inWords(one)).join(', ')}`,
        );
      }
    }
  }

  private compareBinding(wanted: Binding, binding: Binding): void {
    const name = nameOf(binding);
    const isSameRole =
      wanted.roleRef.kind === binding.roleRef.kind && wanted.roleRef.name === binding.roleRef.name;
    if (!isSameRole) {
      this.differing.push(`${name} grants ${roleOf(binding)}, and ${roleOf(wanted)} is declared`);
    }
    const { extra, missing, assumed } = matchSubjects(
      wanted,
      binding,
      this.configured,
      this.surroundings.namesOf,
    );
    missing.forEach((subject) => this.missing.push(`${inWords(subject)} in ${name} (${roleOf(wanted)})`));
    assumed.forEach((text) => this.assumed.push(`${name}: ${text}`));
    for (const subject of binding.subjects) {
      const isUndeclared = !isSameRole || extra.includes(subject);
      if (isUndeclared) {
        this.shadow.push(this.grant(binding, subject));
      }
      this.note(binding, subject, isUndeclared ? 'undeclared' : 'declared');
    }
  }

  private undeclared(binding: Binding, subject: Subject): void {
    const isUnknownDefault = defaultsNamed(binding.kind, binding.metadata.name, placeOf(binding)).length > 0;
    if (isUnknownDefault && !this.isPutIn(binding, subject)) {
      // What was added to its role may lead further; of controllers, a newer Kubernetes may have added it.
      if (subject.kind === 'Group' && this.grown().has(binding.roleRef.name)) {
        this.note(binding, subject, 'of others');
      }
      return;
    }
    if (binding.metadata.name === AKS_ADMIN_BINDING && this.isAdministrator(subject)) {
      this.note(binding, subject, 'declared');
      return;
    }
    const origin = isUnknownDefault ? undefined : this.origins.get(nameOf(binding));
    // Whoever brings a binding of people decides about people, and is told.
    const isOfOthers = origin !== undefined && !isPerson(subject, origin);
    (isOfOthers ? this.others : this.shadow).push({
      ...this.grant(binding, subject),
      ...(origin !== undefined && { origin }),
    });
    this.note(binding, subject, isOfOthers ? 'of others' : 'undeclared');
  }

  /** Whether somebody was put into a binding of Kubernetes itself. */
  private isPutIn(binding: Binding, subject: Subject): boolean {
    const known = defaultsNamed(binding.kind, binding.metadata.name, placeOf(binding));
    const isSameRole = known.some(({ roleRef }) => roleRef?.name === binding.roleRef.name);
    return (
      !isSameRole ||
      !known.some(({ subjects = [] }) => subjects.some((one) => subjectKey(one) === subjectKey(subject)))
    );
  }

  /** Whether the configuration makes somebody administrator through AKS. */
  private isAdministrator({ kind, name }: Subject): boolean {
    const names = this.surroundings.namesOf?.({ kind, name }) ?? [];
    return this.configured.access.objects.clusterRoleBindings
      .filter(({ metadata }) => metadata.name === AKS_ADMIN_BINDING)
      .flatMap(({ subjects }) => subjects)
      .some(
        (subject) =>
          subject.name.toLowerCase() === name.toLowerCase() ||
          (this.configured.isLookup(subject) &&
            (this.surroundings.namesOf === undefined || names.includes(subject.name))),
      );
  }

  private compareRoles(
    kind: 'ClusterRole' | 'Role',
    declared: readonly (ClusterRole | Role)[],
    live: readonly (ClusterRole | Role)[],
  ): void {
    if (this.unseenKinds.has(kind)) {
      return;
    }
    const found = new Map(live.map((role) => [nameOf(role), role]));
    for (const role of declared) {
      const name = nameOf(role);
      const is = found.get(name);
      if (!is) {
        this.missing.push(name);
      } else if ('aggregationRule' in role && role.aggregationRule) {
        const selectors = JSON.stringify(selectorsOf(role));
        if (selectors !== JSON.stringify(selectorsOf(is))) {
          this.differing.push(`${name} is made of other roles than declared`);
        }
      } else {
        this.tellRules(name, role.rules, is.rules);
      }
    }
    const names = new Set(declared.map(nameOf));
    live
      .filter((role) => role.rules.length === 0 && !names.has(nameOf(role)) && this.isOfPeople(role))
      .forEach((role) => this.idle.push(`${nameOf(role)} has no rules`));
  }

  /** Whether neither Kubernetes has an object by itself nor anybody else brought it. */
  private isOfPeople(object: Binding | ClusterRole | Role): boolean {
    const { name, namespace } = object.metadata as { name: string; namespace?: string };
    const isDefault = defaultsNamed(object.kind, name, namespace).length > 0;
    return !isDefault && this.origins.get(nameOf(object)) === undefined;
  }

  private tellRules(name: string, wanted: readonly PolicyRule[], is: readonly PolicyRule[]): void {
    const more = rulesInWords(rightsNotCovered(wanted, is));
    const less = rulesInWords(rightsNotCovered(is, wanted));
    if (more.length > 0) {
      this.differing.push(`${name} allows more than declared: ${shortened(more)}`);
    }
    if (less.length > 0) {
      this.differing.push(`${name} allows less than declared: ${shortened(less)}`);
    }
  }

  /** Names of cluster roles that every cluster has, and what was written into them there, in words. */
  private grown(): ReadonlyMap<string, readonly string[]> {
    this.grownRoles ??= new Map(
      this.live.clusterRoles.flatMap((role) => {
        const { name } = role.metadata;
        const known = role.aggregationRule
          ? aggregatedRules(role, this.live.clusterRoles)
          : defaultsNamed('ClusterRole', name).flatMap(({ rules = [] }) => rules);
        const more = isDefaultName('ClusterRole', name)
          ? rulesInWords(rightsNotCovered(known, role.rules))
          : [];
        return more.length > 0 ? [[name, more] as const] : [];
      }),
    );
    return this.grownRoles;
  }

  /** Roles that every cluster has, and what is added to them. */
  private compareDefaultRoles(): void {
    const declared = new Set(this.configured.objects.clusterRoles.map(nameOf));
    for (const role of this.live.clusterRoles) {
      const name = nameOf(role);
      const more = this.grown().get(role.metadata.name);
      if (more) {
        this.differing.push(`${name}, which every cluster has, allows more there: ${shortened(more)}`);
      }
      if (isDefaultName('ClusterRole', role.metadata.name)) {
        continue;
      }
      const into = Object.entries(role.metadata.labels ?? {})
        .filter(
          ([key, value]) => /^rbac\.authorization\.k8s\.io\/aggregate-to-/.test(key) && value === 'true',
        )
        .map(([key]) => key.replace(/^.*aggregate-to-/, ''));
      if (into.length > 0 && !declared.has(name) && this.origins.get(name) === undefined) {
        this.differing.push(
          `${name} is not declared and adds to ${into.join(', ')}: ${shortened(rulesInWords(role.rules))}`,
        );
      }
    }
  }

  private compareNamespaces(): void {
    if (this.unseenKinds.has('Namespace')) {
      return;
    }
    const found = new Set(this.objects.byKind.Namespace.map(({ metadata }) => metadata.name));
    this.configured.namespaces
      .filter(({ name }) => !found.has(name))
      .forEach(({ name }) => this.missing.push(`Namespace ${name}`));
  }

  private waysToTheTop(): WayToTheTop[] {
    const users = [...this.holders.values()].map(({ user }) => user);
    const live = liveAccess(this.configured, this.objects).access;
    const ways = new Ways(live, users);
    const accounted = new Ways(liveAccess(this.configured, this.objects, this.accountedFor()).access, users);

    return [...this.holders].flatMap(([who, { user, isDeclared }]) => {
      const without = accounted.of(user).map(({ to }) => to);
      return ways.of(user).map((way): WayToTheTop => {
        const isAccounted = without.includes(way.to) || without.includes('cluster-admin');
        const is = !isAccounted ? 'undeclared' : isDeclared ? 'declared' : 'of others';
        return { who, to: way.to, text: wayInWords(way), is };
      });
    });
  }

  /** What the cluster would have without what nobody accounts for, and with the roles as they are declared or everywhere. */
  private accountedFor(): RbacObjects {
    const bindings = <T extends Binding>(all: readonly T[]): T[] =>
      all.map((binding) => {
        const unaccounted = this.unaccounted.get(binding);
        return unaccounted === undefined
          ? binding
          : { ...binding, subjects: binding.subjects.filter((subject) => !unaccounted.includes(subject)) };
      });
    const roles = <T extends ClusterRole | Role>(all: readonly T[], declared: readonly T[]): T[] => {
      const wanted = new Map(declared.map((role) => [nameOf(role), role]));
      return all.map((role) => wanted.get(nameOf(role)) ?? role);
    };
    return {
      clusterRoles: roles(
        this.live.clusterRoles.map((role) => this.withoutAdditions(role)),
        this.configured.objects.clusterRoles,
      ),
      roles: roles(this.live.roles, this.configured.objects.roles),
      clusterRoleBindings: bindings(this.live.clusterRoleBindings),
      roleBindings: bindings(this.live.roleBindings),
    };
  }

  /** A role as every cluster has it; one that people made without the labels by which it is added to others. */
  private withoutAdditions(role: ClusterRole): ClusterRole {
    const defaults = defaultsNamed('ClusterRole', role.metadata.name);
    const [newest] = defaults.slice(-1);
    if (newest) {
      const { metadata, aggregationRule } = newest;
      const rules = defaults.flatMap((one) => one.rules ?? []);
      return { kind: 'ClusterRole', metadata, rules, ...(aggregationRule && { aggregationRule }) };
    }
    return this.isOfPeople(role) ? { ...role, metadata: { ...role.metadata, labels: {} } } : role;
  }

  private note(binding: Binding, subject: Subject, is: WayToTheTop['is']): void {
    const who = inWords(subject, placeOf(binding));
    const isDeclared = is === 'declared' || (this.holders.get(who)?.isDeclared ?? false);
    this.holders.set(who, { user: userOf(subject, placeOf(binding)), isDeclared });
    if (is === 'undeclared') {
      this.unaccounted.set(binding, [...(this.unaccounted.get(binding) ?? []), subject]);
    }
  }

  private grant(binding: Binding, subject: Subject): LiveGrant {
    const namespace = placeOf(binding);
    const names = this.surroundings.namesOf?.(subject).filter((name) => name !== subject.name) ?? [];
    return {
      who: `${inWords(subject, namespace)}${names[0] === undefined ? '' : ` (${names[0]})`}`,
      role: roleOf(binding),
      ...(namespace !== undefined && { namespace }),
      binding: nameOf(binding),
    };
  }
}

function selectorsOf(role: ClusterRole | Role): unknown {
  const { clusterRoleSelectors = [] } = ('aggregationRule' in role && role.aggregationRule) || {};
  return clusterRoleSelectors.map(({ matchLabels = {}, matchExpressions = [] }) => [
    Object.entries(matchLabels).sort(),
    matchExpressions,
  ]);
}

function roleOf({ roleRef }: Binding): string {
  return `${roleRef.kind} ${roleRef.name}`;
}

/** A subject as the API server sees it; of a group, what it alone gives its members. */
function userOf({ kind, name, namespace }: Subject, own = ''): UserInfo {
  if (kind === 'ServiceAccount') {
    return serviceAccountUser(namespace || own, name);
  }
  return kind === 'Group' ? { name: '', groups: [name] } : userCalled(name);
}

/** A subject in words. */
function inWords({ kind, name, namespace }: Subject, own = ''): string {
  return kind === 'ServiceAccount'
    ? `service account ${namespace || own}/${name}`
    : `${kind.toLowerCase()} ${name}`;
}

/** AKS binds the users of its certificates, and groups of nodes; people have an object ID or an address. */
function isPerson({ kind, name }: Subject, origin: string): boolean {
  if (kind === 'ServiceAccount' || name.startsWith('system:')) {
    return false;
  }
  const isOfDirectory = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$|@/i.test(name);
  return isOfDirectory || !/^(AKS|Kubernetes),/.test(origin);
}

function shortened(words: readonly string[]): string {
  const shown = words.slice(0, 6);
  return words.length > shown.length
    ? `${shown.join('; ')}; and ${words.length - shown.length} more`
    : shown.join('; ');
}
