import { CLUSTER_ADMIN_ROLE } from '../azure/azure-bindings';
import { ConfiguredAccess } from '../configured/configured-access';
import { groupsOf } from '../directory/sign-in';
import { ClusterAccess } from '../cluster-access';

/** What of a subject of the report is looked at. */
interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly places: readonly { readonly namespace?: string; readonly level: string }[];
}

/** The ways in that are left when Azure AD is down, or when the last administrator is gone. */
export interface BreakGlass {
  /** Whether the certificate of the local administrator lets somebody in without Azure AD. */
  readonly localAccounts: boolean;

  /** Who may fetch that certificate, by assignments of the configuration. */
  readonly mayFetch: readonly string[];

  /** Users, guests and groups that administer the whole cluster without activating anything. */
  readonly administrators: readonly string[];

  /** The same in sentences. */
  readonly text: readonly string[];
}

/** What the configuration says of the ways in; undefined where the cluster is somebody else's. */
export function breakGlassOf<Reported extends Subject>(
  { localAccounts, access }: ConfiguredAccess,
  subjects: readonly Reported[],
  label: (subject: Reported) => string,
): BreakGlass | undefined {
  if (localAccounts === undefined) {
    return undefined;
  }
  const mayFetch = access.bindings
    .filter(({ metadata }) => metadata.name.endsWith(CLUSTER_ADMIN_ROLE))
    .flatMap((binding) => binding.subjects.map((subject) => access.describeSubject(subject)));
  const administrators = subjects
    .filter(({ kind, name, places }) => places.some(isEverything) && hasPeople(kind, name, access))
    .map(label);

  return {
    localAccounts,
    mayFetch,
    administrators,
    text: [withoutAzureAd(localAccounts, mayFetch), withoutAdministrator(administrators)],
  };
}

/** Whether it is a person, or a group of some; of a group whose members are not known here, that is taken to be so. */
function hasPeople(kind: string, name: string, { directory, hasOtherPeople }: ClusterAccess): boolean {
  if (kind !== 'group' || hasOtherPeople) {
    return kind === 'user' || kind === 'group';
  }
  return directory.users.some((user) =>
    groupsOf(user.objectId, directory.groups).some((group) => group.displayName === name),
  );
}

function isEverything({ namespace, level }: Subject['places'][number]): boolean {
  return namespace === undefined && level === 'cluster-admin';
}

function withoutAzureAd(localAccounts: boolean, mayFetch: readonly string[]): string {
  if (!localAccounts) {
    return 'While Azure AD is down nobody gets in, because local accounts are off: whoever may change the cluster in Azure turns them on, and that takes a sign-in, too';
  }
  const who =
    mayFetch.length > 0
      ? `${mayFetch.join(', ')} may fetch it, and`
      : 'Nobody is assigned the role to fetch it here, but';
  return `While Azure AD is down, the kubeconfig of the local administrator lets in whoever has fetched it before: ${who} Owner, Contributor and Azure Kubernetes Service Contributor of the cluster may, too`;
}

function withoutAdministrator(administrators: readonly string[]): string {
  return administrators.length > 0
    ? `Without an activation, ${administrators.join(', ')} ${administrators.length === 1 ? 'administers' : 'administer'} the cluster`
    : 'No person administers the cluster for good: when nobody can activate, or approve, whoever may change the cluster in Azure has to name another group of administrators';
}
