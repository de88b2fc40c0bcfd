import { Account, displayName, groupsOf, isUser, signIn, userName } from './directory/sign-in';
import { People } from './directory/tenant';
import { activatedObjects, Eligibility } from './eligible';
import { AccessRequest, Grant, RbacAuthorizer, UserInfo } from './rbac/authorizer';
import { ClusterRoleBinding, RbacObjects, RoleBinding, Subject } from './rbac/objects';

/** What decides about access to a cluster, whether it was deployed in a rehearsal or stands in a configuration. */
export interface ClusterAccessProps {
  readonly clusterName: string;

  readonly directory: People;

  /** All roles and bindings, those that every cluster has included. */
  readonly objects: RbacObjects;

  /**
   * What may be activated with Privileged Identity Management.
   *
   * @default - nothing
   */
  readonly eligibilities?: readonly Eligibility[];

  /** Names of all namespaces of the cluster. */
  readonly namespaces: readonly string[];

  /**
   * Namespaces whose Pod Security level (`baseline`, `restricted`) keeps pods off the nodes.
   *
   * @default - none
   */
  readonly guarded?: readonly string[];

  /** Why no account of the tenant can sign in at all; undefined when they can. */
  readonly signInProblem?: string;

  /**
   * Whether the cluster may have roles that are not given here, as when only a configuration is known.
   *
   * @default false
   */
  readonly hasOtherRoles?: boolean;

  /**
   * Whether the tenant may have people who are not given here, as when there is no tenant file.
   *
   * @default false
   */
  readonly hasOtherPeople?: boolean;
}

/** Who can do what in one cluster. */
export class ClusterAccess {
  readonly clusterName: string;
  readonly directory: People;
  readonly objects: RbacObjects;
  readonly namespaces: readonly string[];
  readonly guarded: ReadonlySet<string>;
  readonly signInProblem?: string;
  readonly hasOtherRoles: boolean;
  readonly hasOtherPeople: boolean;
  readonly authorizer: RbacAuthorizer;
  private readonly props: ClusterAccessProps;
  private whenActivated?: ClusterAccess;

  constructor(props: ClusterAccessProps) {
    this.props = props;
    this.clusterName = props.clusterName;
    this.directory = props.directory;
    this.objects = props.objects;
    this.namespaces = props.namespaces;
    this.guarded = new Set(props.guarded);
    this.signInProblem = props.signInProblem;
    this.hasOtherRoles = props.hasOtherRoles ?? false;
    this.hasOtherPeople = props.hasOtherPeople ?? false;
    this.authorizer = new RbacAuthorizer(props.objects);
  }

  /** The same cluster after every activation; undefined where there is nothing to activate. */
  get activated(): ClusterAccess | undefined {
    const { eligibilities = [], ...props } = this.props;
    if (eligibilities.length > 0) {
      this.whenActivated ??= new ClusterAccess({
        ...props,
        objects: activatedObjects(this.objects, eligibilities, this.directory.groups),
      });
    }
    return this.whenActivated;
  }

  /** Every grant that allows a user the request. */
  grants(user: UserInfo, request: AccessRequest): Grant[] {
    return this.authorizer.grants(user, request);
  }

  /** An account as this cluster sees it, with what may come as a surprise. */
  signIn(account: Account): { user: UserInfo; notes: readonly string[] } {
    const { user, notes } = signIn(account, this.directory);
    return { user, notes: [...notes, ...this.nearMisses(account)] };
  }

  /** Why an account cannot sign in at all; undefined when it can. */
  signInProblemOf(account: Account): string | undefined {
    return (
      this.signInProblem ??
      (account.accountEnabled === false
        ? `${displayName(account)} is disabled and cannot sign in; what is granted to that account holds again as soon as it is enabled`
        : undefined)
    );
  }

  /** Bindings that somebody meant for this account, but that name it otherwise than the cluster does. */
  nearMisses(account: Account): string[] {
    const groups = groupsOf(account.objectId, this.directory.groups);
    return this.bindings.flatMap((binding) =>
      binding.subjects.flatMap((subject) => {
        const problem =
          this.misspelling(subject, account) ??
          (subject.kind === 'Group' &&
          groups.some(({ displayName: name, objectId }) => name === subject.name && objectId !== name)
            ? 'groups go by object ID'
            : undefined);
        return problem
          ? [
              `${describeBinding(binding)} names ${subject.kind} '${subject.name}', which grants nothing: ${problem}`,
            ]
          : [];
      }),
    );
  }

  /** What is somebody's own name is not meant for whoever has it as a mail address. */
  private misspelling(subject: Subject, account: Account): string | undefined {
    const problem = misspelling(subject, account);
    return problem !== undefined && this.accountNamed(subject.name) === undefined ? problem : undefined;
  }

  /** All bindings, those of the whole cluster first. */
  get bindings(): (RoleBinding | ClusterRoleBinding)[] {
    return [...this.objects.clusterRoleBindings, ...this.objects.roleBindings];
  }

  /** A subject of a binding in words that people know: a group by its display name. */
  describeSubject(subject: Subject): string {
    const { activates } = subject;
    return `${this.describe(subject)}${activates === undefined ? '' : ` after activating ${activates}`}`;
  }

  private describe({ kind, name, namespace }: Subject): string {
    if (kind === 'ServiceAccount') {
      return `ServiceAccount ${namespace ? `${namespace}/` : ''}${name}`;
    }
    const named =
      kind === 'Group'
        ? this.directory.groups.find((group) => group.objectId === name)?.displayName
        : this.accountNamed(name);
    return named && named !== name ? `${kind} ${named} (${name})` : `${kind} ${name}`;
  }

  private accountNamed(name: string): string | undefined {
    const accounts: Account[] = [...this.directory.users, ...this.directory.servicePrincipals];
    const account = accounts.find((candidate) => userName(candidate) === name);
    return account && displayName(account);
  }
}

/** `ClusterRoleBinding 'admins'`, `RoleBinding 'developers' in namespace 'shop'`. */
export function describeBinding(binding: RoleBinding | ClusterRoleBinding): string {
  const place = binding.kind === 'RoleBinding' ? ` in namespace '${binding.metadata.namespace}'` : '';
  return `${binding.kind} '${binding.metadata.name}'${place}`;
}

/** Why a subject that looks like the account is not it. */
function misspelling(subject: Subject, account: Account): string | undefined {
  const name = userName(account);
  if (subject.kind !== 'User' || subject.name === name) {
    return undefined;
  }
  const otherNames = isUser(account)
    ? [account.userPrincipalName, account.mail, account.objectId]
    : [account.displayName, account.clientId];
  const isMeant = otherNames.some((other) => other?.toLowerCase() === subject.name.toLowerCase());
  if (!isMeant) {
    return undefined;
  }
  return subject.name.toLowerCase() === name.toLowerCase()
    ? `the directory spells it '${name}'`
    : `the cluster knows ${displayName(account)} as '${name}'`;
}
