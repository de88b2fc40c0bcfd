import { Need, Reach, Technique, TECHNIQUES } from '../../lib/shared/techniques';
import { RbacAuthorizer, UserInfo } from '../rbac/authorizer';
import { isDefaultBinding } from '../rbac/default-roles';
import {
  AUTHENTICATED,
  ClusterRoleBinding,
  MASTERS,
  placeOf,
  RBAC_GROUP,
  RbacObjects,
  RoleBinding,
  serviceAccountUser,
  userCalled,
} from '../rbac/objects';
import { isOfOthers, requestsInWords, rulesAsOthers } from './constrained';
import { connect, Edge, findWays, Request, Top, TOPS, Vertex, vertex } from './graph';
import { addedTo, HeldRole, HeldRoles, keyOfHeld, roleId, Rights } from './rights';

/** What a cluster is, as far as ways through it are concerned. */
export interface Terrain {
  readonly objects: RbacObjects;
  readonly authorizer: RbacAuthorizer;
  readonly namespaces: readonly string[];

  /** Namespaces whose Pod Security level keeps pods off the nodes. */
  readonly guarded: ReadonlySet<string>;
}

/** What a vertex is, for whoever tells a way. */
export type Place =
  | { readonly kind: 'actor'; readonly user: UserInfo; readonly granted: readonly HeldRole[] }
  | { readonly kind: 'set'; readonly of: string; readonly namespace?: string }
  | { readonly kind: 'top'; readonly top: Top };

export type WayVertex = Vertex<Place>;

const need = (verbs: readonly string[], resource: string): Need => ({
  verbs,
  resources: [`${RBAC_GROUP}/${resource}`],
});
const CHANGE = ['update', 'patch'];
const DELETE = ['delete', 'deletecollection'];
const ESCALATE_CLUSTER = need(['escalate'], 'clusterroles');
const CHANGE_CLUSTER = need(CHANGE, 'clusterroles');
const CREATE_CLUSTER = need(['create'], 'clusterroles');
const DELETE_CLUSTER = need(DELETE, 'clusterroles');
const ESCALATE_ROLES = need(['escalate'], 'roles');
const CHANGE_ROLES = need(CHANGE, 'roles');
const CREATE_ROLES = need(['create'], 'roles');
const DELETE_ROLES = need(DELETE, 'roles');
const BIND_CLUSTER = need(['bind'], 'clusterroles');
const BIND_ROLES = need(['bind'], 'roles');
const CREATE_CLUSTER_BINDINGS = need(['create'], 'clusterrolebindings');
const CHANGE_CLUSTER_BINDINGS = need(CHANGE, 'clusterrolebindings');
const DELETE_CLUSTER_BINDINGS = need(DELETE, 'clusterrolebindings');
const CREATE_BINDINGS = need(['create'], 'rolebindings');
const CHANGE_BINDINGS = need(CHANGE, 'rolebindings');
const DELETE_BINDINGS = need(DELETE, 'rolebindings');
const USERS: Need = { verbs: ['impersonate'], resources: ['/users'] };
const GROUPS: Need = { verbs: ['impersonate'], resources: ['/groups'] };
const ACCOUNTS: Need = { verbs: ['impersonate'], resources: ['/serviceaccounts'] };

const constrained = (verb: string, resource: string): Need => ({
  verbs: [verb],
  resources: [`authentication.k8s.io/${resource}`],
});
const CONSTRAINED_USERS = constrained('impersonate:user-info', 'users');
const CONSTRAINED_GROUPS = constrained('impersonate:user-info', 'groups');
const CONSTRAINED_ACCOUNTS = constrained('impersonate:serviceaccount', 'serviceaccounts');

/** Techniques whose effect depends on which names they reach, or on roles and bindings that exist. */
const APART = [
  'escalate',
  'escalate-aggregated',
  'escalate-anew',
  'bind',
  'impersonate-users',
  'impersonate-groups',
  'impersonate-constrained',
];
const SIMPLE = TECHNIQUES.filter(({ id, gives }) => !APART.includes(id) && !gives.includes('nothing'));

const SERVICE_ACCOUNT_PREFIX = 'system:serviceaccount:';

/** Certificates of this signer let in whoever they name. */
const CLIENT_SIGNERS = ['kubernetes.io/kube-apiserver-client', 'kubernetes.io/*'];

/** Certificates of this one let in nodes, to which the API server gives tokens of what runs on them. */
const NODE_SIGNERS = ['kubernetes.io/kube-apiserver-client-kubelet', 'kubernetes.io/*'];

/** Somebody that an impersonating request may choose freely. */
export const ANYBODY = 'anybody';

/**
 * All ways up in one cluster, from everybody to every top.
 *
 * An edge is what one identity can do alone, with its own rights and those that it can give itself. Rights of two
 * identities that only lead up together are not put together.
 */
export class AttackGraph {
  private readonly held: HeldRoles;
  private readonly tops: Record<Top, WayVertex>;
  private readonly actors = new Map<string, WayVertex>();
  private readonly sets = new Map<string, WayVertex>();
  private readonly unexpanded: WayVertex[] = [];
  private expanded = 0;
  private readonly writers: Writer[] = [];
  private readonly copies: WayVertex[] = [];
  private readonly allowed = new Map<Rights, Map<Rights, readonly Technique[]>>();

  /** Names of service accounts by namespace: those that bindings name, and `default`, which each has. */
  private readonly accounts = new Map<string, Set<string>>();

  /** Service accounts that only bindings of every cluster name: controllers, which run outside of the cluster. */
  private readonly controllers = new Set<string>();

  private readonly boundUsers: readonly string[];
  private readonly boundGroups: readonly string[];
  private readonly roleIds: ReadonlyMap<string, HeldRole['rules']>;
  private readonly roleBindings = new Map<string, RoleBinding[]>();
  private readonly roles = new Map<string, string[]>();

  /** With the namespace, `undefined` for the whole cluster. */
  private readonly bindingNames: ReadonlySet<string>;

  /** IDs of cluster roles into which a controller writes what others with a label allow. */
  private readonly aggregated: ReadonlySet<string>;

  constructor(
    private readonly terrain: Terrain,
    starts: readonly UserInfo[],
  ) {
    const { objects, authorizer } = terrain;
    this.held = new HeldRoles(objects, authorizer);
    this.tops = {
      'cluster-admin': vertex<Place>({ kind: 'top', top: 'cluster-admin' }),
      secrets: vertex<Place>({ kind: 'top', top: 'secrets' }),
      nodes: vertex<Place>({ kind: 'top', top: 'nodes' }),
    };
    connect(this.tops['cluster-admin'], this.tops.secrets);
    connect(this.tops['cluster-admin'], this.tops.nodes);

    const bindings = [...objects.clusterRoleBindings, ...objects.roleBindings];
    this.noteAccounts(bindings);
    this.boundUsers = namesOf(bindings, 'User').filter((name) => !name.startsWith(SERVICE_ACCOUNT_PREFIX));
    this.boundGroups = namesOf(bindings, 'Group').filter((name) => name !== MASTERS);
    this.aggregated = new Set(
      objects.clusterRoles
        .filter(({ aggregationRule }) => (aggregationRule?.clusterRoleSelectors ?? []).length > 0)
        .map(({ metadata }) => `ClusterRole ${metadata.name}`),
    );
    this.roleIds = rulesById(objects, authorizer);
    this.bindingNames = new Set(bindings.map((binding) => `${placeOf(binding)}/${binding.metadata.name}`));
    objects.roleBindings.forEach((binding) => addTo(this.roleBindings, binding.metadata.namespace, binding));
    objects.roles.forEach(({ metadata: { namespace, name } }) => addTo(this.roles, namespace, name));

    starts.forEach((user) => this.actor(user));
    this.expandAll();
    const outgoing = this.outgoing();
    this.writers.forEach((writer) => this.writeForOthers(writer, outgoing));
    this.expandAll();
    TOPS.forEach((top) => findWays(this.tops[top], top));
  }

  /** Where somebody stands who was among the starts. */
  start(user: UserInfo): WayVertex | undefined {
    return this.actors.get(keyOf(user));
  }

  /** Names of the users and service accounts that somebody can become, over however many steps; undefined when that is everybody. */
  reachable(user: UserInfo): ReadonlySet<string> | undefined {
    const start = this.start(user);
    if (!start) {
      return new Set();
    }
    if (start.next.has('cluster-admin')) {
      return undefined;
    }
    const found = [...reachedFrom(start, this.outgoing()).keys()];
    return new Set(found.flatMap(({ data }) => (data.kind === 'actor' ? [data.user.name] : [])));
  }

  private outgoing(): Outgoing {
    const outgoing = new Map<WayVertex, Edge<Place>[]>();
    for (const { incoming } of [...this.actors.values(), ...this.sets.values(), ...this.copies]) {
      incoming.forEach((edge) => addTo(outgoing, edge.from, edge));
    }
    return outgoing;
  }

  /** What somebody holds, with what it has given itself on the way. */
  rolesOf({ user, granted }: Extract<Place, { kind: 'actor' }>): HeldRole[] {
    return [...this.held.of(user), ...granted];
  }

  private noteAccounts(bindings: readonly (RoleBinding | ClusterRoleBinding)[]): void {
    const own = new Set<string>();
    for (const namespace of this.terrain.namespaces) {
      this.accounts.set(namespace, new Set(['default']));
    }
    for (const binding of bindings) {
      const place = binding.kind === 'RoleBinding' ? binding.metadata.namespace : '';
      if (place !== '' && !this.accounts.has(place)) {
        this.accounts.set(place, new Set(['default']));
      }
      for (const { kind, name, namespace } of binding.subjects) {
        const home = namespace || place;
        if (kind !== 'ServiceAccount' || home === '') {
          continue;
        }
        const known = this.accounts.get(home) ?? new Set(['default']);
        this.accounts.set(home, known.add(name));
        const id = `${home}/${name}`;
        if (!isDefaultBinding(binding)) {
          own.add(id);
          this.controllers.delete(id);
        } else if (!own.has(id)) {
          this.controllers.add(id);
        }
      }
    }
  }

  private get namespaces(): string[] {
    return [...this.accounts.keys()];
  }

  private actor(user: UserInfo, granted: readonly HeldRole[] = []): WayVertex {
    const key = [keyOf(user), ...granted.map(keyOfHeld)].join('\n');
    const known = this.actors.get(key);
    if (known) {
      return known;
    }
    const made = vertex<Place>({ kind: 'actor', user, granted });
    this.actors.set(key, made);
    this.unexpanded.push(made);
    return made;
  }

  private account(namespace: string, name: string): WayVertex {
    return this.actor(serviceAccountUser(namespace, name));
  }

  /** Something that holds several; what it is connected to is filled in once. */
  private set(of: string, namespace: string | undefined, fill: (made: WayVertex) => void): WayVertex {
    const key = `${of} ${namespace ?? ''}`;
    const known = this.sets.get(key);
    if (known) {
      return known;
    }
    const made = vertex<Place>({ kind: 'set', of, ...at(namespace) });
    this.sets.set(key, made);
    fill(made);
    return made;
  }

  /** Every service account of a namespace, or of all. */
  private accountsOf(namespace?: string): WayVertex {
    return this.set('accounts', namespace, (made) =>
      (namespace === undefined
        ? this.namespaces.map((one) => this.accountsOf(one))
        : this.accountsIn(namespace).map((name) => this.account(namespace, name))
      ).forEach((member) => connect(made, member)),
    );
  }

  /** Every service account that pods of a namespace, or of all, may be running as. */
  private runningIn(namespace?: string): WayVertex {
    return this.set('running', namespace, (made) =>
      (namespace === undefined
        ? this.namespaces.map((one) => this.runningIn(one))
        : this.accountsIn(namespace)
            .filter((name) => !this.controllers.has(`${namespace}/${name}`))
            .map((name) => this.account(namespace, name))
      ).forEach((member) => connect(made, member)),
    );
  }

  private accountsIn(namespace: string): string[] {
    return [...(this.accounts.get(namespace) ?? ['default'])];
  }

  /** Every right in a namespace, or in all of them. */
  private everythingIn(namespace?: string): WayVertex {
    return this.set('everything', namespace, (made) => {
      const request = { technique: 'create-pods', ...at(namespace) };
      connect(made, this.accountsOf(namespace), request);
      // Whoever may do everything there takes the Pod Security level off first.
      connect(made, this.tops.nodes, request);
    });
  }

  private users(): WayVertex {
    return this.set('users', undefined, (made) =>
      this.boundUsers.forEach((name) => connect(made, this.actor(userCalled(name)))),
    );
  }

  private groups(): WayVertex {
    return this.set('groups', undefined, (made) =>
      this.boundGroups.forEach((group) =>
        connect(made, this.actor({ name: ANYBODY, groups: [group, AUTHENTICATED] })),
      ),
    );
  }

  private expandAll(): void {
    // Grows while it is walked through: in the order in which actors are found, so that ways are always the same.
    for (; this.expanded < this.unexpanded.length; this.expanded++) {
      this.expand(this.unexpanded[this.expanded]!);
    }
  }

  private expand(here: WayVertex): void {
    if (here.data.kind !== 'actor') {
      return;
    }
    const { user } = here.data;
    const roles = this.rolesOf(here.data);
    const inCluster = roles.filter(({ namespace }) => namespace === undefined);
    const cluster = this.held.rightsOf(inCluster);
    if (cluster.isFull || user.groups.includes(MASTERS)) {
      connect(here, this.tops['cluster-admin']);
      return;
    }

    const byNamespace = new Map<string, HeldRole[]>();
    for (const role of roles) {
      if (role.namespace !== undefined) {
        addTo(byNamespace, role.namespace, role);
      }
    }
    const places = [
      { namespace: undefined, rights: cluster },
      ...Array.from(byNamespace, ([namespace, own]) => ({
        namespace,
        rights: this.held.rightsOf([...inCluster, ...own]),
      })),
    ];

    const gained: HeldRole[] = [];
    const written = this.written(cluster, inCluster);
    for (const { namespace, rights } of places) {
      if (rights.rules.length > 0) {
        this.useSimple(here, { namespace, rights, cluster });
        this.escalate(here, { namespace, rights, cluster, roles, written });
        this.aggregate(here, { namespace, rights, cluster, roles, written });
        gained.push(...this.bind(here, { namespace, rights, cluster, roles }));
      }
    }
    this.impersonate(here, cluster, places);
    this.impersonateForSome(here, cluster, places);
    this.grow(here, gained);
  }

  /** Techniques that need nothing but rights. */
  private useSimple(here: WayVertex, { namespace, rights, cluster }: Where): void {
    for (const technique of this.simpleOf(rights, cluster)) {
      this.use(here, technique, { namespace, rights, cluster });
    }
  }

  /** Which of them rights allow; what the whole cluster gives for every namespace is told there. */
  private simpleOf(rights: Rights, cluster: Rights): readonly Technique[] {
    const ofRights = this.allowed.get(rights) ?? new Map<Rights, readonly Technique[]>();
    this.allowed.set(rights, ofRights);
    const known = ofRights.get(cluster);
    if (known) {
      return known;
    }
    const allowed = SIMPLE.filter((technique) => {
      const needs = [...technique.needs, ...(technique.also ?? [])];
      const isAllowed = needs.every((one) => (one.isClusterScoped ? cluster : rights).has(one));
      return isAllowed && !(cluster !== rights && isHeldInCluster(technique, needs, cluster));
    });
    ofRights.set(cluster, allowed);
    return allowed;
  }

  private use(here: WayVertex, technique: Technique, { namespace, rights, cluster }: Where): void {
    const { id, gives, needs } = technique;
    const request = { technique: id, ...at(namespace) };

    if (id === 'token-secrets' && !both(rights.reach(needs[0]!), rights.reach(technique.also![0]!))) {
      return;
    }
    if (id === 'certificates' || id === 'node-certificates') {
      const isForNodes = id === 'node-certificates';
      const signers = cluster.reach(technique.also![0]!);
      if (
        signers?.all ||
        (isForNodes ? NODE_SIGNERS : CLIENT_SIGNERS).some((name) => signers?.names.has(name))
      ) {
        const sets = isForNodes ? [this.runningIn()] : [this.users(), this.groups(), this.accountsOf()];
        sets.forEach((set) => connect(here, set, request));
      }
      return;
    }
    if (id === 'namespace-labels') {
      const reach = rights.reach(needs[0]!);
      if (reach?.all || (namespace !== undefined && reach?.names.has(namespace))) {
        connect(here, this.tops.nodes, request);
      }
      return;
    }

    if (gives.includes('cluster-admin') && namespace === undefined) {
      connect(here, this.tops['cluster-admin'], request);
    }
    if (gives.includes('secrets') && namespace === undefined) {
      connect(here, this.tops.secrets, request);
    }
    if (gives.includes('accounts')) {
      this.useAccounts(here, rights.reach(needs[0]!)!, request, namespace);
    }
    if (gives.includes('running')) {
      connect(here, this.runningIn(namespace), request);
    }
    const opensNodes = !gives.includes('accounts') && id !== 'ephemeral-containers';
    if (gives.includes('nodes') && (opensNodes || !this.isGuarded(namespace))) {
      connect(here, this.tops.nodes, request);
    }
  }

  private useAccounts(here: WayVertex, reach: Reach, request: Request, namespace: string | undefined): void {
    const isNamed = ['service-account-token', 'impersonate-accounts'].includes(request.technique);
    if (reach.all || !isNamed) {
      connect(here, this.accountsOf(namespace), request);
      return;
    }
    for (const place of namespace === undefined ? this.namespaces : [namespace]) {
      for (const name of reach.names) {
        if (this.accounts.get(place)?.has(name)) {
          connect(here, this.account(place, name), request);
        }
      }
    }
  }

  /** In the whole cluster there is always a namespace without a Pod Security level: kube-system. */
  private isGuarded(namespace: string | undefined): boolean {
    return namespace !== undefined && this.terrain.guarded.has(namespace);
  }

  /** Rights in a role that a controller adds to an aggregated one that it has itself, or gives itself before anything is in it. */
  private aggregate(here: WayVertex, { namespace, rights, cluster, roles, written }: WhereWritten): void {
    const technique = 'escalate-aggregated';
    const granted = 'another new one, which it has given itself before anything was in it';
    if (
      written.isAny &&
      namespace === undefined &&
      this.makesBinding({ rights: cluster, roles }, undefined)
    ) {
      connect(here, this.tops['cluster-admin'], { technique, granted });
    } else if (written.isAny && this.makesBinding({ rights, roles }, namespace ?? '')) {
      connect(here, this.everythingIn(namespace), { technique, ...at(namespace), granted });
    }

    const [name] = written.names;
    if (namespace !== undefined || !(written.isAny || name !== undefined)) {
      return;
    }
    for (const { id, namespace: place } of roles.filter((role) => this.aggregated.has(role.id))) {
      const to = place === undefined ? this.tops['cluster-admin'] : this.everythingIn(place);
      connect(
        here,
        to,
        written.isAny
          ? { technique, granted: `${id}, which it holds` }
          : {
              technique: 'escalate',
              granted: `ClusterRole ${name} and adds it, by a label, to ${id}, which it holds`,
            },
      );
    }
  }

  /** Cluster roles into which somebody may write every right: those that are there, and those that it may make. */
  private written(cluster: Rights, inCluster: readonly HeldRole[]): Written {
    const escalates = cluster.reach(ESCALATE_CLUSTER);
    const creates = cluster.reach(CREATE_CLUSTER);
    const changes = both(escalates, cluster.reach(CHANGE_CLUSTER));
    // Of what is posted the name is not known, so that `escalate` must not be limited to names.
    const makesAny = (rights: Rights): boolean =>
      rights.reach(CREATE_CLUSTER)?.all === true && rights.reach(ESCALATE_CLUSTER)?.all === true;
    const isAny = makesAny(cluster);
    const replaces = isAny ? cluster.reach(DELETE_CLUSTER) : undefined;

    const by = (name: string): string | undefined => {
      const id = `ClusterRole ${name}`;
      if (!this.roleIds.has(id)) {
        return isAny || (reaches(changes, name) && reaches(creates, name)) ? 'escalate' : undefined;
      }
      if (reaches(changes, name)) {
        return 'escalate';
      }
      return reaches(replaces, name) && makesAny(this.rightsWithout(id, inCluster))
        ? 'escalate-anew'
        : undefined;
    };
    const replaceable = replaces
      ? this.terrain.objects.clusterRoles
          .map(({ metadata }) => metadata.name)
          .filter((name) => reaches(replaces, name))
      : [];
    return { names: [...(changes?.names ?? []), ...replaceable].filter(by), by, isAny };
  }

  /** Rights written into a role that somebody has whom the writer becomes next, on copies of what lies between. */
  private writeForOthers({ here, roles }: Writer, outgoing: Outgoing): void {
    const reached = reachedFrom(here, outgoing);
    const told = new Set<string | undefined>();
    for (const one of reached.keys()) {
      for (const { id, namespace } of one.data.kind === 'actor' ? this.rolesOf(one.data) : []) {
        const technique = roles.get(id);
        if (technique !== undefined && !told.has(namespace)) {
          told.add(namespace);
          const written = this.copy(here, here, { technique, granted: id });
          const last = edgesTo(one, reached).reduce(
            (from, edge) => this.copy(from, edge.to, edge.request),
            written,
          );
          connect(last, namespace === undefined ? this.tops['cluster-admin'] : this.everythingIn(namespace));
        }
      }
    }
  }

  private copy(from: WayVertex, of: WayVertex, request: Request | undefined): WayVertex {
    const made = vertex(of.data);
    connect(from, made, request);
    this.copies.push(made);
    return made;
  }

  /** What is left of rights to whoever deletes one of the roles that give them. */
  private rightsWithout(id: string, roles: readonly HeldRole[]): Rights {
    return this.held.rightsOf(roles.filter((role) => role.id !== id));
  }

  /** Rights written into a role that it has itself, or gives itself while nothing is in it. */
  private escalate(here: WayVertex, { namespace, rights, cluster, roles, written }: WhereWritten): void {
    for (const { id, namespace: place } of namespace === undefined ? roles : []) {
      const [kind, name = ''] = id.split(' ');
      const technique = kind === 'ClusterRole' ? written.by(name) : undefined;
      if (technique !== undefined) {
        const to = place === undefined ? this.tops['cluster-admin'] : this.everythingIn(place);
        connect(here, to, { technique, granted: id });
      }
    }
    if (written.names.length > 0) {
      if (namespace === undefined) {
        const roleIds = written.names.map((name) => [`ClusterRole ${name}`, written.by(name)!] as const);
        this.writers.push({ here, roles: new Map(roleIds) });
      }
      const isBindableHere = this.bindableIn({ rights, roles }, namespace);
      const isBindable = this.bindableInCluster({ rights: cluster, roles });
      const find = (isIt: (id: string) => boolean): string | undefined =>
        written.names.find((one) => isIt(`ClusterRole ${one}`));
      const inCluster = namespace === undefined ? find(isBindable) : undefined;
      const name = inCluster ?? find(isBindableHere);
      if (name !== undefined) {
        const to = inCluster === undefined ? this.everythingIn(namespace) : this.tops['cluster-admin'];
        const granted = `ClusterRole ${name}, which it gives itself`;
        connect(here, to, { technique: written.by(name)!, ...at(namespace), granted });
      }
    }

    const creates = rights.reach(CREATE_ROLES);
    const escalates = rights.reach(ESCALATE_ROLES);
    const writable = both(escalates, rights.reach(CHANGE_ROLES));
    const replaces = creates?.all && escalates?.all ? rights.reach(DELETE_ROLES) : undefined;
    if (!(writable ?? replaces)) {
      return;
    }
    if (creates?.all && (writable?.all ?? replaces?.all)) {
      if (this.makesBinding({ rights, roles }, namespace ?? '')) {
        const technique = writable?.all ? 'escalate' : 'escalate-anew';
        connect(here, this.everythingIn(namespace), { technique, ...at(namespace) });
        return;
      }
    }
    const inPlace = roles.filter((role) => role.namespace === undefined || role.namespace === namespace);
    const isReplaced = (name: string, id: string): boolean => {
      const left = this.rightsWithout(id, inPlace);
      return (
        reaches(replaces, name) &&
        left.reach(CREATE_ROLES)?.all === true &&
        left.reach(ESCALATE_ROLES)?.all === true
      );
    };
    const made = [...(writable?.names ?? []), ...(creates?.names ?? [])].filter(
      (name) => reaches(writable, name) && reaches(creates, name),
    );
    const held = new Set(roles.flatMap((role) => (role.namespace === undefined ? [] : [role.id])));
    for (const place of namespace === undefined ? this.namespaces : [namespace]) {
      const isBindable = this.bindableIn({ rights, roles }, place);
      const ids = new Map(
        [...(this.roles.get(place) ?? []), ...made]
          .map((name) => ({ name, id: `Role ${place}/${name}` }))
          .filter(({ name, id }) => reaches(writable, name) || isReplaced(name, id))
          .map(({ name, id }) => [id, reaches(writable, name) ? 'escalate' : 'escalate-anew']),
      );
      const id = [...ids.keys()].find((one) => held.has(one) || isBindable(one));
      if (id !== undefined) {
        const granted = held.has(id) ? id : `${id}, which it gives itself`;
        connect(here, this.everythingIn(place), { technique: ids.get(id)!, ...at(namespace), granted });
      } else if (ids.size > 0) {
        this.writers.push({ here, roles: ids });
      }
    }
  }

  /**
   * Whether one may make a binding: under any name, or one that is not taken or that it takes from a binding, as the role of one
   * that is there stays. Whoever deletes what it has its rights by does not have them any longer.
   */
  private makesBinding({ rights, roles }: Holder, namespace: string | undefined): boolean {
    const isInCluster = namespace === undefined;
    const creates = rights.reach(isInCluster ? CREATE_CLUSTER_BINDINGS : CREATE_BINDINGS);
    const deletes = rights.reach(isInCluster ? DELETE_CLUSTER_BINDINGS : DELETE_BINDINGS);
    const isOwn = (name: string): boolean =>
      roles.some(({ binding }) => binding?.metadata.name === name && placeOf(binding) === namespace);
    return (
      creates !== undefined &&
      (creates.all ||
        [...creates.names].some(
          (name) =>
            !this.bindingNames.has(`${namespace}/${name}`) || (reaches(deletes, name) && !isOwn(name)),
        ))
    );
  }

  /** What tells whether somebody may bind a role in the whole cluster, as far as what is in it allows. */
  private bindableInCluster(cluster: Holder): (id: string) => boolean {
    const creates = this.makesBinding(cluster, undefined);
    const { clusterRoleBindings } = this.terrain.objects;
    return bindable(creates, cluster.rights.reach(CHANGE_CLUSTER_BINDINGS), clusterRoleBindings);
  }

  /** The same in a namespace, or in every one. */
  private bindableIn(holder: Holder, namespace = ''): (id: string) => boolean {
    const creates = this.makesBinding(holder, namespace);
    return bindable(creates, holder.rights.reach(CHANGE_BINDINGS), this.roleBindings.get(namespace) ?? []);
  }

  /** Roles that it can give itself; those of everything lead up at once. */
  private bind(here: WayVertex, { namespace, rights, cluster, roles: own }: WhereHeld): HeldRole[] {
    const request: Request = { technique: 'bind', ...at(namespace) };
    const gained: HeldRole[] = [];
    const add = (id: string, place: string | undefined): void => {
      const rules = this.roleIds.get(id);
      if (rules) {
        gained.push({ id, rules, ...at(place) });
      }
    };

    const inCluster = namespace === undefined ? cluster.reach(BIND_CLUSTER) : undefined;
    if (inCluster) {
      const canCreate = this.makesBinding({ rights: cluster, roles: own }, undefined);
      const changeable = cluster.reach(CHANGE_CLUSTER_BINDINGS);
      if (inCluster.all && (canCreate || changeable?.all)) {
        connect(here, this.tops['cluster-admin'], { ...request, granted: 'ClusterRole cluster-admin' });
        return [];
      }
      const names = [...inCluster.names].map((name) => `ClusterRole ${name}`);
      (canCreate ? names : []).forEach((id) => add(id, undefined));
      for (const binding of changeable ? this.terrain.objects.clusterRoleBindings : []) {
        if (reaches(changeable, binding.metadata.name) && reaches(inCluster, binding.roleRef.name)) {
          add(roleId(binding), undefined);
        }
      }
    }

    const clusterRoles = rights.reach(BIND_CLUSTER);
    const roles = rights.reach(BIND_ROLES);
    const canCreate = this.makesBinding({ rights, roles: own }, namespace ?? '');
    const changeable = rights.reach(CHANGE_BINDINGS);
    if (!(clusterRoles ?? roles) || !(canCreate || changeable)) {
      return gained;
    }
    if (clusterRoles?.all && canCreate) {
      connect(here, this.everythingIn(namespace), { ...request, granted: 'ClusterRole cluster-admin' });
      return gained;
    }
    for (const place of namespace === undefined ? this.namespaces : [namespace]) {
      if (canCreate) {
        clusterRoles?.names.forEach((name) => add(`ClusterRole ${name}`, place));
        (this.roles.get(place) ?? [])
          .filter((name) => reaches(roles, name))
          .forEach((name) => add(`Role ${place}/${name}`, place));
      }
      for (const binding of changeable ? (this.roleBindings.get(place) ?? []) : []) {
        const bindable = binding.roleRef.kind === 'Role' ? roles : clusterRoles;
        if (reaches(changeable, binding.metadata.name) && reaches(bindable, binding.roleRef.name)) {
          add(roleId(binding), place);
        }
      }
    }
    return gained;
  }

  /** The same identity with the roles that it can give itself. */
  private grow(here: WayVertex, gained: readonly HeldRole[]): void {
    if (here.data.kind !== 'actor') {
      return;
    }
    const { user, granted } = here.data;
    const added = addedTo([...this.held.of(user), ...granted], gained);
    if (added.length > 0) {
      const names = [...new Set(added.map(({ id }) => id))].join(', ');
      const all = [...granted, ...added].sort((a, b) => (keyOfHeld(a) < keyOfHeld(b) ? -1 : 1));
      connect(here, this.actor(user, all), { technique: 'bind', granted: names });
    }
  }

  private impersonate(here: WayVertex, cluster: Rights, places: readonly Omit<Where, 'cluster'>[]): void {
    const users = cluster.reach(USERS);
    const groups = cluster.reach(GROUPS);
    const accounts = places.flatMap(({ namespace, rights }) =>
      this.accountsReached(rights.reach(ACCOUNTS), namespace),
    );
    const request = { technique: 'impersonate-users' };
    // Who is called like a service account is one, and asked for as such.
    const isUser = (name: string): boolean => !name.startsWith(SERVICE_ACCOUNT_PREFIX);
    const names = users?.all ? this.boundUsers : [...(users?.names ?? [])].filter(isUser);

    // A request can name groups only if it names a user as well, and then it can name all of them at once.
    if (groups && (users?.all || names.length > 0 || accounts.length > 0)) {
      if (reaches(groups, MASTERS)) {
        connect(here, this.tops['cluster-admin'], { technique: 'impersonate-groups', granted: MASTERS });
        return;
      }
      const together = [...groups.names, AUTHENTICATED];
      const anybody = users?.all ? [ANYBODY] : [];
      for (const name of [
        ...names,
        ...anybody,
        ...accounts.map((each) => serviceAccountUser(...each).name),
      ]) {
        connect(here, this.actor({ name, groups: together }), { technique: 'impersonate-groups' });
      }
    }
    if (users?.all) {
      connect(here, this.users(), request);
    } else {
      names.forEach((name) => connect(here, this.actor(userCalled(name)), request));
    }
  }

  /** Constrained impersonation: what `impersonate-on:` verbs name, as far as somebody who may be impersonated has it. */
  private impersonateForSome(
    here: WayVertex,
    cluster: Rights,
    places: readonly Omit<Where, 'cluster'>[],
  ): void {
    if (here.data.kind !== 'actor') {
      return;
    }
    const { user, granted } = here.data;
    const users = cluster.reach(CONSTRAINED_USERS);
    const groups = cluster.reach(CONSTRAINED_GROUPS);
    const named = (reach: Reach | undefined, all: readonly string[]): readonly string[] =>
      reach?.all ? all : [...(reach?.names ?? [])].filter((name) => name !== MASTERS);
    const together = [...named(groups, this.boundGroups), AUTHENTICATED];
    // Service accounts have a mode of their own.
    const names = [
      ...named(users, this.boundUsers).filter((name) => !name.startsWith(SERVICE_ACCOUNT_PREFIX)),
      ...(users?.all ? [ANYBODY] : []),
    ];
    const accounts = places.flatMap(({ namespace, rights }) =>
      this.accountsReached(rights.reach(CONSTRAINED_ACCOUNTS), namespace),
    );
    const others: readonly (readonly [mode: string, others: readonly UserInfo[]])[] = [
      ['user-info', names.map((name) => ({ name, groups: together }))],
      ['serviceaccount', accounts.map((each) => serviceAccountUser(...each))],
    ];

    const own = this.rolesOf(here.data).filter((role) => !isOfOthers(role));
    const rulesIn = (namespace?: string): HeldRole['rules'] =>
      own
        .filter((role) => role.namespace === undefined || role.namespace === namespace)
        .flatMap(({ rules }) => rules);

    for (const [mode, all] of others) {
      const held = [...new Set(all.flatMap((one) => this.held.of(one)))];
      const gained = places
        // Whoever may do everything in a place gains nothing there.
        .filter(({ rights }) => held.length > 0 && !rights.isFull)
        .flatMap(({ namespace }) => rulesAsOthers(mode, rulesIn(namespace), { namespace, held }));
      const added = addedTo(granted, gained);
      if (added.length > 0) {
        connect(here, this.actor(user, [...granted, ...added]), {
          technique: 'impersonate-constrained',
          granted: requestsInWords(added),
        });
      }
    }
  }

  private accountsReached(reach: Reach | undefined, namespace: string | undefined): [string, string][] {
    return (namespace === undefined ? this.namespaces : [namespace]).flatMap((place) =>
      this.accountsIn(place)
        .filter((name) => reaches(reach, name))
        .map((name): [string, string] => [place, name]),
    );
  }
}

type Outgoing = ReadonlyMap<WayVertex, readonly Edge<Place>[]>;
type Reached = Map<WayVertex, Edge<Place> | undefined>;

interface Where {
  /** Undefined for the whole cluster. */
  readonly namespace?: string;

  /** What is held there, by what holds in the whole cluster, too. */
  readonly rights: Rights;

  /** What is held in the whole cluster. */
  readonly cluster: Rights;
}

/** Cluster roles into which somebody may write every right. */
interface Written {
  readonly names: readonly string[];

  /** The technique by which it is written into; undefined when it cannot be. */
  by(name: string): string | undefined;

  /** Whether any new one may be made with every right. */
  readonly isAny: boolean;
}

/** What somebody may do in a place, and the roles that it has anywhere. */
interface Holder {
  readonly rights: Rights;
  readonly roles: readonly HeldRole[];
}

interface WhereHeld extends Where, Holder {}

/** Somebody, and the roles that it may write every right into and does not have: ID to technique. */
interface Writer {
  readonly here: WayVertex;
  readonly roles: ReadonlyMap<string, string>;
}

interface WhereWritten extends WhereHeld {
  readonly written: Written;
}

/** Whether what a namespace would add is there already for every namespace. */
function isHeldInCluster(technique: Technique, needs: readonly Need[], cluster: Rights): boolean {
  return technique.id !== 'namespace-labels' && needs.every((one) => cluster.reach(one)?.all);
}

/** What tells whether a role can be bound: any in a new binding, else those of bindings that can be changed. */
function bindable(
  creates: boolean,
  changes: Reach | undefined,
  bindings: readonly (RoleBinding | ClusterRoleBinding)[],
): (id: string) => boolean {
  if (creates) {
    return () => true;
  }
  const ids = new Set(bindings.filter(({ metadata }) => reaches(changes, metadata.name)).map(roleId));
  return (id) => ids.has(id);
}

/** What can be reached, the nearest first, each with the edge by which it is. */
function reachedFrom(start: WayVertex, outgoing: Outgoing): Reached {
  const reached = new Map<WayVertex, Edge<Place> | undefined>([[start, undefined]]);
  // Grows while it is walked through.
  for (const here of reached.keys()) {
    for (const edge of outgoing.get(here) ?? []) {
      if (!reached.has(edge.to)) {
        reached.set(edge.to, edge);
      }
    }
  }
  return reached;
}

function edgesTo(end: WayVertex, reached: Reached): Edge<Place>[] {
  const edge = reached.get(end);
  return edge === undefined ? [] : [...edgesTo(edge.from, reached), edge];
}

function reaches(reach: Reach | undefined, name: string): boolean {
  return reach !== undefined && (reach.all || reach.names.has(name));
}

function both(one: Reach | undefined, other: Reach | undefined): Reach | undefined {
  if (!one || !other) {
    return undefined;
  }
  const names = [...one.names, ...other.names].filter((name) => reaches(one, name) && reaches(other, name));
  return one.all && other.all
    ? { all: true, names: new Set() }
    : names.length > 0
      ? { all: false, names: new Set(names) }
      : undefined;
}

function addTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) {
    list.push(value);
  } else {
    lists.set(key, [value]);
  }
}

function at(namespace: string | undefined): { namespace?: string } {
  return namespace === undefined ? {} : { namespace };
}

function keyOf({ name, groups }: UserInfo): string {
  return JSON.stringify([name, ...[...groups].sort()]);
}

function namesOf(bindings: readonly (RoleBinding | ClusterRoleBinding)[], kind: string): string[] {
  const subjects = bindings.flatMap((binding) => binding.subjects);
  return [...new Set(subjects.filter((subject) => subject.kind === kind).map(({ name }) => name))].sort();
}

function rulesById(
  { clusterRoles, roles }: RbacObjects,
  authorizer: RbacAuthorizer,
): Map<string, HeldRole['rules']> {
  const bindingTo = (name: string): ClusterRoleBinding => ({
    kind: 'ClusterRoleBinding',
    metadata: { name: '' },
    roleRef: { kind: 'ClusterRole', name },
    subjects: [],
  });
  return new Map([
    ...clusterRoles.map(
      ({ metadata: { name } }) =>
        [`ClusterRole ${name}`, authorizer.rulesOfRole(bindingTo(name)) ?? []] as const,
    ),
    ...roles.map(({ metadata, rules }) => [`Role ${metadata.namespace}/${metadata.name}`, rules] as const),
  ]);
}
