import { ClusterRoleBindingV1 } from '@cdktf/provider-kubernetes/lib/cluster-role-binding-v1';
import { RoleBindingV1 } from '@cdktf/provider-kubernetes/lib/role-binding-v1';
import { TerraformResource, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { AadPrincipalType } from './aad-principal-type';
import { KubernetesConnection } from './kubernetes-connection';
import { noteBinding } from './private/bound-places';
import { namespaceIn, nameOfNamespace } from './private/created-namespaces';
import { refuseBindingOnAutomatic } from './private/automatic-rules';
import { CLUSTER_WIDE_ROLES } from './private/cluster-wide-roles';
import { checkConnection } from './private/connection-check';
import { isInEveryCluster } from './shared/default-objects';
import { warnOfDoubtfulRole } from './shared/doubtful-roles';
import { ValidationError } from './shared/errors';
import { isLiteral, requireDnsLabel, requireFilled, requirePathSegment } from './private/guards';
import { kubernetesImportId } from './private/import-ids';
import { Claims } from './private/claims';
import { requireMetadata } from './private/kubernetes-metadata';
import { lateAddress } from './private/late-address';
import { skipTokenSearch } from './private/literal-resource';
import { isMoved, logicalIdBelow, MovedAddress } from './shared/moved-address';
import { GivenSubjects, SortedSubjects } from './shared/sorted-subjects';
import { isSystemGroup, nearestSystemGroup } from './shared/system-groups';
import { isGuestName } from './shared/user-principal-name';
import { isUuid } from './shared/uuid';
import { withoutStackTraces } from './private/stack-traces';
import { shortHash } from './shared/short-hash';
import { takeOver } from './shared/take-over';
import { requireUnique } from './private/unique-objects';
import { warn } from './shared/warn';
import { IRbacRole, RbacRole } from './rbac-role';
import { RbacSubject, RbacSubjectKind } from './rbac-subject';
import { requireKind, requireProps } from './private/kind-check';

/** Longest name that every Kubernetes tool handles; the API server itself sets no limit for bindings. */
const MAX_NAME_LENGTH = 253;

/** Hexadecimal digits of the hash that ends a default name. */
const HASH_LENGTH = 8;

/** IDs of the resources below a binding. */
const PEOPLE_ID = 'Resource';
const ACCOUNTS_ID = 'ServiceAccounts';

/** The explicitly named bindings of each stack, by provider, namespace and name. */
const namedBindings = new Claims<RbacBinding>();

/** Properties of `RbacBinding`. */
export interface RbacBindingProps {
  /** What the subjects may do. A role that is not a cluster role needs `namespace`. */
  readonly role: IRbacRole;

  /**
   * Who may do it. Naming a subject twice is an error.
   *
   * @default - nobody yet: at least one `addSubject()` must follow, or synthesis fails
   */
  readonly subjects?: RbacSubject[];

  /**
   * Namespace the grant is limited to: 1 to 63 lowercase letters, digits and hyphens. The namespace must exist; pass
   * `namespaceName` of a `KubernetesNamespace` and it is created first.
   *
   * @default - the whole cluster
   */
  readonly namespace?: string;

  /**
   * Name of the binding in Kubernetes, kept in its case: `Admins` and `admins` are two bindings. An empty name, `/`, `%`,
   * `.` and `..` are refused, and so is a name that another binding of the stack has in the same place. Changing it
   * replaces the binding.
   *
   * @default - the construct path in lower case with every run of other characters than a-z and 0-9 made a hyphen, at
   * most 244 characters of it, a hyphen, and the first 8 hexadecimal digits of the path's SHA-256, such as
   * `access-admins-25f2baa7`; the same path always gives the same name, and different paths give different ones
   */
  readonly name?: string;

  /**
   * Name, in Kubernetes, of the binding that holds the service accounts, under the rules of `name`. For a binding that
   * exists and holds service accounts alone, this is its name. With a name of your own, another role replaces the binding
   * of the service accounts by deleting it first.
   *
   * @default - `name`, `-service-accounts-`, and the first 8 hexadecimal digits of the SHA-256 of kind and name of the
   * role, so that another role makes a new binding before the old one is deleted
   */
  readonly serviceAccountsName?: string;

  /**
   * Labels of the binding, or of both when the service accounts have one of their own.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations of the binding, or of both when the service accounts have one of their own.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };

  /**
   * Whether the subjects stay in the order in which they are given, service accounts among them, in one binding: as a
   * binding that is taken over has them. Add subjects at the end, and take none out from between: the provider cannot put a
   * service account in the place where the list had a user or a group.
   *
   * @default false
   */
  readonly keepSubjects?: boolean;

  /**
   * Connection to the cluster that gets the binding; must be of the same stack. Required when the stack has more than
   * one.
   *
   * @default - the only connection of the stack
   */
  readonly connection?: KubernetesConnection;
}

/**
 * Grants one role to users, groups and service accounts, in one namespace or in the whole cluster.
 *
 * Defines a `kubernetes_role_binding_v1` when it has a namespace, otherwise a `kubernetes_cluster_role_binding_v1`. One
 * binding with many subjects is cheaper, to synthesise and to apply, than many bindings with one.
 *
 * Service accounts get a binding of their own, `ServiceAccounts` beside `Resource`: the provider cannot put a service
 * account in the place where a list of subjects had a user or a group. Where the binding has both, the one with the service
 * accounts is made first.
 *
 * Subjects are sorted, users before groups, so that their order in the code changes nothing. Warns of `cluster-admin-user`
 * and `system-group`.
 */
export class RbacBinding extends Construct {
  /** Name, in Kubernetes, of the binding of the users and groups. */
  readonly name: string;

  /** Name, in Kubernetes, of the binding of the service accounts; where the subjects are kept as given, there is none. */
  readonly serviceAccountsName: string;

  /** Namespace the grant is limited to; undefined when it holds in the whole cluster. */
  readonly namespace?: string;

  /** Users, groups and service principals; everybody, where the subjects are kept as given. */
  private readonly people: SortedSubjects | GivenSubjects;

  private readonly serviceAccounts = new SortedSubjects();

  /** As how many-th the subjects with a literal name were given. */
  private readonly positions = new Map<string, number>();

  private readonly role: IRbacRole;

  private readonly connection?: KubernetesConnection;

  private readonly metadata: Pick<RbacBindingProps, 'labels' | 'annotations'>;

  private readonly hasOwnServiceAccountsName: boolean;

  /** What is taken over, by the ID of its resource. */
  private readonly imports = new Map<string, string>();

  /**
   * Defines the binding.
   *
   * @throws when a name is not valid or taken, the role needs a namespace, a subject is given twice, or the stack has no
   * connection
   */
  constructor(scope: Construct, id: string, props: RbacBindingProps) {
    super(scope, id);

    requireFilled(props, { namespace: 'the whole cluster' }, this);
    props = requireProps('RbacBindingProps', props, this);
    const { role, namespace, connection } = props;
    if (role.isNamespaced && namespace === undefined) {
      throw new ValidationError(
        `role '${role.name}' is namespaced but 'namespace' is not set: set it or use RbacRole.clusterRole()`,
        this,
      );
    }
    requireDnsLabel('namespace', namespace, this);
    requirePathSegment('name', props.name, this);
    requirePathSegment('serviceAccountsName', props.serviceAccountsName, this);
    requireMetadata(props.labels, props.annotations, this);
    checkConnection(this, 'the binding', connection);
    if (props.keepSubjects && props.serviceAccountsName !== undefined) {
      throw new ValidationError(
        `serviceAccountsName '${props.serviceAccountsName}' would name nothing, because keepSubjects makes one binding: leave it out`,
        this,
      );
    }

    this.people = props.keepSubjects ? new GivenSubjects() : new SortedSubjects();
    this.metadata = { labels: props.labels, annotations: props.annotations };
    noteBinding(TerraformStack.of(this), connection, role, namespace);
    // Not for all that is inside a role of somebody's own, where its bindings may be.
    const created = isConstruct(role) ? role.node.defaultChild : undefined;
    if (created && created.node.root === this.node.root) {
      this.node.addDependency(created);
    }
    this.role = role;
    this.namespace = namespace;
    this.connection = connection;
    this.name = props.name ?? defaultName(this.node.path);
    this.hasOwnServiceAccountsName = props.serviceAccountsName !== undefined;
    this.serviceAccountsName = props.serviceAccountsName ?? serviceAccountsNameOf(this.name, role);
    if (props.name !== undefined) {
      refuseTakenName('name', this.name, this, connection);
    }
    if (this.hasOwnServiceAccountsName) {
      refuseTakenName('serviceAccountsName', this.serviceAccountsName, this, connection);
    }

    if (namespace === 'default') {
      warn(
        this,
        'default-namespace',
        `${role.kind} '${role.name}' is granted in the namespace 'default', where things end up by mistake: use a separate namespace`,
      );
    }

    for (const subject of props.subjects ?? []) {
      this.add(subject);
    }

    this.warnOfName();
    this.warnOfClusterWideRole();
    this.node.addValidation({ validate: () => this.problems() });
    refuseBindingOnAutomatic(this, connection, role, namespace);
  }

  /**
   * Grants the role to more subjects. A subject that the binding has already is an error.
   *
   * @param subjects users, groups, service principals and service accounts, in any order
   */
  addSubject(...subjects: RbacSubject[]): void {
    subjects = requireKind('RbacSubject[]', 'subjects', subjects, this);
    for (const subject of subjects) {
      this.add(subject);
    }
  }

  /**
   * Takes over an existing binding: the next deployment imports it and makes its subjects those of this one. A change of
   * their order alone is planned as an update, which changes nothing in the cluster. Another role replaces the binding.
   *
   * Give the construct the `name` that the binding has in Kubernetes, or, when service accounts are all that it has, the
   * `serviceAccountsName`. Service accounts of a binding that has users or groups as well are bound by a new one, before
   * they are taken out of that one.
   *
   * @param id `<name>`, with a namespace `<namespace>/<name>`, of one of the two names; by default that of the users and
   * groups, or, when the binding has been given service accounts alone, theirs
   * @throws when it is another ID
   */
  importFrom(id?: string): void {
    if (id !== undefined) {
      requireKind('string', 'id', id, this);
    }
    const hasAccountsOnly = this.serviceAccounts.subjects.length > 0 && this.people.subjects.length === 0;
    const isOfAccounts = id === undefined ? hasAccountsOnly : nameIn(id) === this.serviceAccountsName;
    if (!isOfAccounts) {
      this.takeOver(PEOPLE_ID, kubernetesImportId(id, this, this));
      return;
    }

    if (!this.hasOwnServiceAccountsName) {
      throw new ValidationError(
        `the binding to take over has service accounts only, which are bound as '${this.serviceAccountsName}': ` +
          "set 'serviceAccountsName' to the name that it has in Kubernetes",
        this,
      );
    }
    const accounts = { name: this.serviceAccountsName, namespace: this.namespace };
    this.takeOver(ACCOUNTS_ID, kubernetesImportId(id, accounts, this));
  }

  private takeOver(resourceId: string, id: string): void {
    this.imports.set(resourceId, id);
    const resource = this.node.tryFindChild(resourceId);
    if (resource) {
      takeOver(resource as TerraformResource, id);
    }
  }

  private problems(): string[] {
    const none = this.people.subjects.length + this.serviceAccounts.subjects.length === 0;
    const importsNothing = [...this.imports.keys()].some((id) => !this.node.tryFindChild(id));
    if (none) {
      return ["no subjects; pass 'subjects' or call addSubject()"];
    }
    const defaults = this.defaultNames();
    if (defaults.length > 0) {
      return defaults;
    }
    return importsNothing
      ? [
          `importFrom() takes over the binding of the users and groups, and there are none: set 'serviceAccountsName' to the name of a binding of service accounts`,
        ]
      : [];
  }

  /** What every cluster has cannot be made once more. */
  private defaultNames(): string[] {
    const { namespace } = this;
    const kind = namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding';
    const place = namespace === undefined ? '' : ` in namespace '${namespace}'`;
    return [
      [PEOPLE_ID, 'name', this.name],
      [ACCOUNTS_ID, 'serviceAccountsName', this.serviceAccountsName],
    ].flatMap(([id = '', prop = '', name = '']) =>
      this.node.tryFindChild(id) && !this.imports.has(id) && isInEveryCluster(kind, name, namespace)
        ? [`${prop} '${name}' is a ${kind} of every cluster${place}: use another, or call importFrom()`]
        : [],
    );
  }

  private add(subject: RbacSubject): void {
    const count = this.people.subjects.length + this.serviceAccounts.subjects.length;
    const { kind, name, namespace = '' } = subject;
    // In a namespace it is of that one.
    if (kind === RbacSubjectKind.SERVICE_ACCOUNT && namespace === '' && this.namespace === undefined) {
      throw new ValidationError(
        `subject ${count + 1}, ServiceAccount '${name}', has no namespace, which a binding of the whole cluster needs: pass it as third argument of RbacSubject.unsafeExact()`,
        this,
      );
    }
    if (isLiteral(name) && isLiteral(namespace)) {
      const key = JSON.stringify([kind, namespace, name]);
      const first = this.positions.get(key);
      if (first !== undefined) {
        const label = namespace === '' ? `${kind} '${name}'` : `${kind} '${namespace}/${name}'`;
        throw new ValidationError(`subjects ${first} and ${count + 1} are both ${label}: name it once`, this);
      }
      this.positions.set(key, count + 1);
    }

    if (kind === RbacSubjectKind.SERVICE_ACCOUNT && this.people instanceof SortedSubjects) {
      this.serviceAccounts.add(subject);
      if (!this.node.tryFindChild(ACCOUNTS_ID)) {
        this.defineServiceAccounts();
      }
    } else {
      this.people.add(subject);
      if (!this.node.tryFindChild(PEOPLE_ID)) {
        this.definePeople();
      }
    }
    this.warnOf(subject);
  }

  private definePeople(): void {
    const people = this.define(PEOPLE_ID, this.name, this.people);
    this.node.defaultChild = people;
    this.orderResources();
  }

  /**
   * Before there were two resources, a binding of service accounts alone had the address of the users and groups, and its
   * name. What is in the state there becomes this one; its new name is bound before the old one is deleted.
   */
  private defineServiceAccounts(): void {
    const before = logicalIdBelow(this, PEOPLE_ID);
    const accounts = this.define(ACCOUNTS_ID, this.serviceAccountsName, this.serviceAccounts);
    if (this.mayCreateFirst()) {
      accounts.lifecycle = { createBeforeDestroy: true };
    }
    this.node.defaultChild ??= accounts;
    this.orderResources();

    const type = accounts.terraformResourceType;
    new MovedAddress(this, 'ServiceAccountsMoved', {
      from: `${type}.${before}`,
      to: () => `${type}.${accounts.friendlyUniqueId}`,
      unless: () => this.people.subjects.length > 0 || isMoved(accounts),
    });
  }

  private define(id: string, name: string, { subjects }: SortedSubjects | GivenSubjects): TerraformResource {
    const { role, connection } = this;
    const namespace = this.namespace && namespaceIn(TerraformStack.of(this), connection, this.namespace);
    const config = {
      provider: connection?._provider,
      metadata: { name, namespace, ...this.metadata },
      roleRef: { apiGroup: role.apiGroup, kind: role.kind, name: role.name },
      subject: subjects,
    };
    const resource = withoutStackTraces(() =>
      namespace === undefined
        ? new ClusterRoleBindingV1(this, id, config)
        : new RoleBindingV1(this, id, config),
    );
    skipTokenSearch(resource);
    this.requireUnique(resource, name);

    const imported = this.imports.get(id);
    if (imported !== undefined) {
      takeOver(resource, imported);
    }
    return resource;
  }

  /** Names that are known are refused at once; those of tokens are compared at synth. */
  private requireUnique(resource: TerraformResource, name: string): void {
    const { namespace = '', connection } = this;
    const place = nameOfNamespace(TerraformStack.of(this), connection, namespace) ?? namespace;
    if (!isLiteral(name) || !isLiteral(place)) {
      const fix = 'choose another name, or leave it out';
      requireUnique(this, resource, `binding '${name}'`, [name, place], fix);
    }
  }

  /** No service account is taken out of the binding that it shared with users before it has one of its own. */
  private orderResources(): void {
    const people = this.node.tryFindChild(PEOPLE_ID) as TerraformResource | undefined;
    const accounts = this.node.tryFindChild(ACCOUNTS_ID) as TerraformResource | undefined;
    if (people && accounts) {
      people.dependsOn = [...(people.dependsOn ?? []), lateAddress(accounts)];
    }
  }

  /**
   * Whether a new binding may be made before the old one is deleted: not under the same name, and not where the provider
   * comes from a cluster of the same stack, which Terraform would then create before it deletes the old one, too.
   */
  private mayCreateFirst(): boolean {
    const stack = TerraformStack.of(this);
    const cluster = (this.connection ?? KubernetesConnection._firstOf(stack))?._cluster;
    const isManagedHere =
      cluster === undefined ||
      (TerraformStack.of(cluster) === stack &&
        TerraformResource.isTerraformResource(cluster.node.tryFindChild('Resource')));

    return !isManagedHere && !this.hasOwnServiceAccountsName && isLiteral(this.role.name);
  }

  /** A role that is defined in code exists, and what is taken over grants what it has granted so far. */
  private warnOfName(): void {
    const { role, namespace, connection } = this;
    if (isConstruct(role) || !isLiteral(role.name)) {
      return;
    }
    warnOfDoubtfulRole(this, role, () => ({
      namespace: namespace && nameOfNamespace(TerraformStack.of(this), connection, namespace),
      isTakenOver: this.imports.size > 0,
    }));
  }

  /** What a custom role grants in a namespace, it knows itself. */
  private warnOfClusterWideRole(): void {
    const { role, namespace, connection } = this;
    if (namespace === undefined || role.isNamespaced || !CLUSTER_WIDE_ROLES.includes(role.name)) {
      return;
    }
    warn(this, 'rule-matches-nothing', () => {
      const place = nameOfNamespace(TerraformStack.of(this), connection, namespace);
      const where = place === undefined ? 'a namespace' : `namespace '${place}'`;
      return `${role.kind} '${role.name}' is bound in ${where}, where a binding grants nothing of it, as all of it is in no namespace: bind it in the whole cluster`;
    });
  }

  private warnOfSystemGroup(name: string): void {
    const { kind, name: role } = this.role;
    if (isSystemGroup(name)) {
      warn(
        this,
        'system-group',
        `${kind} '${role}' is bound to '${name}', whose members nobody controls: bind a group of the directory`,
      );
      return;
    }
    const meant = nearestSystemGroup(name);
    const fix = meant === undefined ? 'bind a group of the directory' : `did you mean '${meant}'?`;
    warn(
      this,
      'unknown-system-group',
      `${kind} '${role}' is bound to '${name}', which is no group that Kubernetes puts accounts in, so that nobody gets the right: ${fix}`,
    );
  }

  private warnOf({ kind, name, objectId, principalType, _label: label }: RbacSubject): void {
    const { role, namespace } = this;

    if (isClusterAdmin(role) && namespace === undefined && principalType === AadPrincipalType.USER) {
      warn(
        this,
        'cluster-admin-user',
        `cluster-admin is bound to a single user, '${label}': bind it to a group, whose members the directory reviews`,
      );
    }
    if (
      kind === RbacSubjectKind.GROUP &&
      objectId === undefined &&
      isLiteral(label) &&
      label.startsWith('system:')
    ) {
      this.warnOfSystemGroup(label);
    }
    const problem = isLiteral(name) ? nobodyProblem(kind, name) : undefined;
    if (problem !== undefined) {
      warn(
        this,
        'subject-matches-nobody',
        `${role.kind} '${role.name}' is bound to ${kind} '${name}', ${problem}`,
      );
    }
    if (kind === RbacSubjectKind.SERVICE_ACCOUNT && name === 'default') {
      warn(
        this,
        'default-service-account',
        `${role.kind} '${role.name}' is bound to the service account 'default', which every pod gets unless it has its own: create one for the application`,
      );
    }
  }
}

/** What of a name as written can be known to match nobody: Azure AD and Kubernetes compare exactly. */
function nobodyProblem(kind: RbacSubjectKind, name: string): string | undefined {
  if (kind === RbacSubjectKind.SERVICE_ACCOUNT) {
    return undefined;
  }
  if (isUuid(name) && name !== name.toLowerCase()) {
    return `which matches nobody, as tokens have object IDs in lower case: use '${name.toLowerCase()}'`;
  }
  if (isGuestName(name)) {
    return 'which matches nobody, as a guest is known by object ID: use that';
  }
  return kind === RbacSubjectKind.USER && isSystemGroup(name)
    ? 'which matches nobody, as that is a group of Kubernetes: bind it as one'
    : undefined;
}

/** The name in an ID with or without a namespace. */
function nameIn(id: string): string | undefined {
  return isLiteral(id) ? id.split('/').pop() : undefined;
}

function isClusterAdmin({ kind, name }: IRbacRole): boolean {
  return kind === RbacRole.CLUSTER_ADMIN.kind && name === RbacRole.CLUSTER_ADMIN.name;
}

function isConstruct(role: IRbacRole): role is IRbacRole & Construct {
  return Construct.isConstruct(role);
}

/** A name that is valid in Kubernetes and that no binding with another construct path has. */
function defaultName(path: string): string {
  const hash = shortHash(path);
  const readable = path
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_NAME_LENGTH - HASH_LENGTH - 1)
    .replace(/^-|-$/g, '');

  return readable === '' ? hash : `${readable}-${hash}`;
}

/** A name for the binding of the service accounts, another one for each role. */
function serviceAccountsNameOf(name: string, { kind, name: role }: IRbacRole): string {
  const of = isLiteral(role) ? `-${shortHash(`${kind}/${role}`)}` : '';

  return `${name}-service-accounts${of}`;
}

/** Refuses two bindings of one stack that would be the same Kubernetes object. */
function refuseTakenName(
  prop: string,
  name: string,
  binding: RbacBinding,
  connection: KubernetesConnection | undefined,
): void {
  const { namespace = '' } = binding;
  const place = nameOfNamespace(TerraformStack.of(binding), connection, namespace);
  if (!isLiteral(name) || place === undefined) {
    return;
  }

  // None of the three can contain a slash.
  const key = `${connection?._key ?? ''}/${place}/${name}`;
  const first = namedBindings.claim(key, binding);
  if (first) {
    throw new ValidationError(
      first === binding
        ? `name and serviceAccountsName are both '${name}': these are two bindings, so choose another`
        : `${prop} '${name}' is already that of the binding '${first.node.path}': choose another, or leave it out`,
      binding,
    );
  }
}
