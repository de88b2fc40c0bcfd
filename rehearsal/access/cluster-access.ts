import { AksCluster } from '../kubernetes/aks-cluster';
import { AccessRequest, Grant, RbacAuthorizer, UserInfo } from '../rbac/authorizer';
import { Directory } from '../azuread/directory';
import { directoryOf, rbacObjectsOf, Surroundings } from '../kubernetes/cluster-rbac';
import { KubernetesStore } from '../kubernetes/store';
import { ClusterRoleBinding, RbacObjects, RoleBinding, Subject } from '../rbac/objects';
import { Account, displayName, groupsOf, isUser, signIn, userName } from '../rbac/sign-in';

/** Who can do what in one cluster. */
export class ClusterAccess {
  /** One for each deployed cluster. */
  static all(surroundings: Surroundings): ClusterAccess[] {
    return AksCluster.all(surroundings.world).map((cluster) => new ClusterAccess(cluster, surroundings));
  }

  readonly directory: Directory;
  readonly objects: RbacObjects;
  readonly authorizer: RbacAuthorizer;

  /** Names of all namespaces of the cluster. */
  readonly namespaces: readonly string[];

  private readonly tenantId: string;

  constructor(
    readonly cluster: AksCluster,
    surroundings: Surroundings,
  ) {
    this.directory = directoryOf(surroundings);
    this.objects = rbacObjectsOf(cluster, surroundings);
    this.authorizer = new RbacAuthorizer(this.objects);
    this.namespaces = new KubernetesStore(cluster, surroundings).namespaces;
    this.tenantId = surroundings.tenant.tenantId;
  }

  /** Every grant that allows a user the request. */
  grants(user: UserInfo, request: AccessRequest): Grant[] {
    return this.authorizer.grants(user, request);
  }

  /** Why no account of the tenant can sign in at all; undefined when they can. */
  get signInProblem(): string | undefined {
    const { name, aad } = this.cluster;
    if (!aad) {
      return `cluster '${name}' has no Azure AD integration: only local accounts can sign in`;
    }
    return aad.tenantId === undefined || aad.tenantId === this.tenantId
      ? undefined
      : `cluster '${name}' takes tokens of tenant '${aad.tenantId}' only`;
  }

  /** An account as this cluster sees it, with what may come as a surprise. */
  signIn(account: Account): { user: UserInfo; notes: readonly string[] } {
    const { user, notes } = signIn(account, this.directory);
    return { user, notes: [...notes, ...this.nearMisses(account)] };
  }

  /** Bindings that somebody meant for this account, but that name it otherwise than the cluster does. */
  nearMisses(account: Account): string[] {
    const groups = groupsOf(account.objectId, this.directory.groups);
    return this.bindings.flatMap((binding) =>
      binding.subjects.flatMap((subject) => {
        const problem =
          misspelling(subject, account) ??
          (subject.kind === 'Group' && groups.some((group) => group.displayName === subject.name)
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

  /** All bindings, those of the whole cluster first. */
  get bindings(): (RoleBinding | ClusterRoleBinding)[] {
    return [...this.objects.clusterRoleBindings, ...this.objects.roleBindings];
  }

  /** A subject of a binding in words that people know: a group by its display name. */
  describeSubject({ kind, name, namespace }: Subject): string {
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
