import { createHash } from 'node:crypto';
import { ClusterRoleBindingV1 } from '@cdktf/provider-kubernetes/lib/cluster-role-binding-v1';
import { RoleBindingV1, RoleBindingV1Subject } from '@cdktf/provider-kubernetes/lib/role-binding-v1';
import { ITerraformDependable, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { AadPrincipalType } from './aad-principal-type';
import { KubernetesConnection } from './kubernetes-connection';
import { checkConnection } from './private/connection-check';
import { ValidationError } from './private/errors';
import { isLiteral, requireDnsLabel, requirePathSegment } from './private/guards';
import { kubernetesImportId } from './private/import-ids';
import { skipTokenSearch } from './private/literal-resource';
import { withoutStackTraces } from './private/stack-traces';
import { takeOver } from './private/take-over';
import { warn } from './private/warnings';
import { IRbacRole, RbacRole } from './rbac-role';
import { RbacSubject, RbacSubjectKind } from './rbac-subject';

/** Longest name that every Kubernetes tool handles; the API server itself sets no limit for bindings. */
const MAX_NAME_LENGTH = 253;

/** Hexadecimal digits of the hash that ends a default name. */
const HASH_LENGTH = 8;

/** The explicitly named bindings of each stack, by provider, namespace and name. */
const namedBindingsOfStack = new WeakMap<TerraformStack, Map<string, RbacBinding>>();

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
 * Subjects are sorted, users before groups before service accounts, so that their order in the code changes nothing.
 * Warns of `cluster-admin-user` and `system-group`.
 */
export class RbacBinding extends Construct {
  /** Name of the binding in Kubernetes. */
  readonly name: string;

  /** Namespace the grant is limited to; undefined when it holds in the whole cluster. */
  readonly namespace?: string;

  /**
   * The subjects as the resource sees them.
   *
   * The resource keeps this very array and reads it at synth, so that adding a subject is one push.
   */
  private readonly subjects: RoleBindingV1Subject[] = [];

  /** What each of them is sorted by. */
  private readonly sortKeys: string[] = [];

  /** As how many-th the subjects with a literal name were given. */
  private readonly positions = new Map<string, number>();

  private readonly role: IRbacRole;

  private readonly resource: ClusterRoleBindingV1 | RoleBindingV1;

  /**
   * Defines the binding.
   *
   * @throws when a name is not valid or taken, the role needs a namespace, a subject is given twice, or the stack has no
   * connection
   */
  constructor(scope: Construct, id: string, props: RbacBindingProps) {
    super(scope, id);

    const { role, namespace, connection } = props;
    if (!role) {
      throw new ValidationError(
        'role is missing: use RbacRole.VIEW, RbacRole.clusterRole() or another one',
        this,
      );
    }
    if (role.isNamespaced && namespace === undefined) {
      throw new ValidationError(
        `role '${role.name}' is namespaced but 'namespace' is not set: set it or use RbacRole.clusterRole()`,
        this,
      );
    }
    requireDnsLabel('namespace', namespace, this);
    requirePathSegment('name', props.name, this);
    checkConnection(this, 'the binding', connection);

    this.role = role;
    this.namespace = namespace;
    this.name = props.name ?? defaultName(this.node.path);
    if (props.name !== undefined) {
      refuseTakenName(this, connection);
    }

    if (namespace === 'default') {
      warn(
        this,
        'default-namespace',
        `${role.kind} '${role.name}' is granted in the namespace 'default', where things land by mistake: use a namespace of its own`,
      );
    }

    for (const subject of props.subjects ?? []) {
      this.add(subject);
    }

    const config = {
      provider: connection?._provider,
      metadata: { name: this.name, namespace },
      roleRef: { apiGroup: role.apiGroup, kind: role.kind, name: role.name },
      subject: this.subjects,
      dependsOn: isConstruct(role) ? [role.node.defaultChild as Construct & ITerraformDependable] : undefined,
    };
    this.resource = withoutStackTraces(() =>
      namespace === undefined
        ? new ClusterRoleBindingV1(this, 'Resource', config)
        : new RoleBindingV1(this, 'Resource', config),
    );
    skipTokenSearch(this.resource);

    this.node.addValidation({
      validate: () => (this.subjects.length > 0 ? [] : ["no subjects; pass 'subjects' or call addSubject()"]),
    });
  }

  /**
   * Grants the role to more subjects. A subject that the binding has already is an error.
   *
   * @param subjects users, groups, service principals and service accounts, in any order
   */
  addSubject(...subjects: RbacSubject[]): void {
    for (const subject of subjects) {
      this.add(subject);
    }
  }

  /**
   * Takes over a binding that exists: the next deployment imports it and makes its subjects those of this one. A change of
   * their order alone is planned as an update, which changes nothing in the cluster. Another role replaces the binding.
   *
   * Give the construct the `name` that the binding has in Kubernetes.
   *
   * @param id `<name>`, with a namespace `<namespace>/<name>`; by default that of the construct, and never another one
   * @throws when it is another ID
   */
  importFrom(id?: string): void {
    takeOver(this.resource, kubernetesImportId(id, this, this));
  }

  private add(subject: RbacSubject): void {
    if (typeof subject?.kind !== 'string') {
      throw new ValidationError(
        `subject ${this.subjects.length + 1} is none: use RbacSubject.user(), .guest(), .group(), .servicePrincipal() or .serviceAccount()`,
        this,
      );
    }

    // The provider would send "default" for no namespace, which the API server drops for users and groups: a
    // permanent diff.
    const { apiGroup, kind, name, namespace = '' } = subject;

    if (isLiteral(name) && isLiteral(namespace)) {
      const label = namespace === '' ? `${kind} '${name}'` : `${kind} '${namespace}/${name}'`;
      const first = this.positions.get(label);
      if (first !== undefined) {
        throw new ValidationError(
          `subjects ${first} and ${this.subjects.length + 1} are both ${label}: name it once`,
          this,
        );
      }
      this.positions.set(label, this.subjects.length + 1);
    }

    const sortKey = sortKeyOf(subject);
    const index = indexAfter(this.sortKeys, sortKey);
    this.sortKeys.splice(index, 0, sortKey);
    this.subjects.splice(index, 0, { apiGroup, kind, name, namespace });
    this.warnOf(subject);
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
    if (kind === RbacSubjectKind.GROUP && objectId === undefined) {
      warn(
        this,
        'system-group',
        `${role.kind} '${role.name}' is bound to '${label}', whose members nobody chooses: bind a group of the directory`,
      );
    }
    if (kind === RbacSubjectKind.SERVICE_ACCOUNT && name === 'default') {
      warn(
        this,
        'default-service-account',
        `${role.kind} '${role.name}' is bound to the service account 'default', which every pod without one of its own gets: make one for the application`,
      );
    }
  }
}

function isClusterAdmin({ kind, name }: IRbacRole): boolean {
  return kind === RbacRole.CLUSTER_ADMIN.kind && name === RbacRole.CLUSTER_ADMIN.name;
}

function isConstruct(role: IRbacRole): role is IRbacRole & Construct {
  return Construct.isConstruct(role);
}

const KINDS_IN_ORDER = [RbacSubjectKind.USER, RbacSubjectKind.GROUP, RbacSubjectKind.SERVICE_ACCOUNT];

/** Does not depend on when a token was made: what nobody can tell at synth comes last of its kind, as given. */
function sortKeyOf({ kind, namespace = '', _label: label }: RbacSubject): string {
  const isKnown = isLiteral(label) && (namespace === '' || isLiteral(namespace));
  const name = isKnown ? `${namespace}/${label}` : '\uffff';

  return `${KINDS_IN_ORDER.indexOf(kind)}${name}`;
}

/** Where to insert a key into a sorted list, behind all equal ones. */
function indexAfter(sorted: readonly string[], key: string): number {
  let low = 0;
  let high = sorted.length;

  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= key) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** A name that is valid in Kubernetes and that no binding with another construct path has. */
function defaultName(path: string): string {
  const hash = createHash('sha256').update(path).digest('hex').slice(0, HASH_LENGTH);
  const readable = path
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_NAME_LENGTH - HASH_LENGTH - 1)
    .replace(/^-|-$/g, '');

  return readable === '' ? hash : `${readable}-${hash}`;
}

/** Refuses two bindings of one stack that would be the same Kubernetes object. */
function refuseTakenName(binding: RbacBinding, connection: KubernetesConnection | undefined): void {
  const { name, namespace } = binding;
  if (!isLiteral(name) || (namespace !== undefined && !isLiteral(namespace))) {
    return;
  }

  const stack = TerraformStack.of(binding);
  const taken = namedBindingsOfStack.get(stack) ?? new Map<string, RbacBinding>();
  namedBindingsOfStack.set(stack, taken);

  // None of the three can contain a slash.
  const key = `${connection?.alias ?? ''}/${namespace ?? ''}/${name}`;
  const first = taken.get(key);
  if (first) {
    throw new ValidationError(
      `name '${name}' is already that of the binding '${first.node.path}': choose another, or leave it out`,
      binding,
    );
  }
  taken.set(key, binding);
}
