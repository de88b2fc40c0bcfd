import { isUuid } from '../../lib/shared/uuid';
import { AksConfig } from '../../app/config';
import { nameInAzure } from '../../app/stacks/azure-roles';
import { AKS_ADMIN_BINDING, azureRoleOf, CLUSTER_ADMIN_ROLE } from '../azure/azure-bindings';
import { Everybody } from '../check/everybody';
import { GrantPlaces } from '../check/places';
import { Place } from '../check/result';
import { ClusterAccess } from '../cluster-access';
import { RoleOutside } from '../configured/azure-grants';
import { ConfiguredAccess } from '../configured/configured-access';
import { displayName, findAccount, isUser } from '../directory/sign-in';
import { Identity } from '../identities';
import { isSubject } from '../rbac/authorizer';
import { isDefaultBinding } from '../rbac/default-roles';
import { placeOf, userCalled } from '../rbac/objects';
import { HeldRole } from '../ways/rights';
import { Ways } from '../ways/ways';

/** How something is granted, which decides how it is taken away. */
type By = 'binding' | 'group' | 'azureRole';

/** One thing that somebody holds in a cluster. */
export interface Holding {
  readonly by: By;

  /** `ClusterRole edit`. */
  readonly role: string;

  /** Left out for the whole cluster. */
  readonly namespace?: string;

  /** The group that it is granted to. */
  readonly group?: string;

  readonly chain: readonly string[];
  readonly place?: Place;
}

/** Something that somebody may activate. */
interface Eligible {
  /** `the role Azure Kubernetes Service RBAC Admin`, `the membership of group admins`. */
  readonly what: string;
  readonly namespace?: string;

  /** The group that it is given to. */
  readonly group?: string;
  readonly place: Place;
}

/** All that somebody holds in one cluster, and may have taken along. */
export interface Revocation {
  readonly cluster: string;
  readonly resourceGroup: string;

  /** As the configuration or the directory calls them; undefined when nobody there is called so. */
  readonly subject?: string;

  /** Who may be meant, where nobody is called so. */
  readonly nearest?: string;

  /** Why they cannot sign in as it is. */
  readonly problem?: string;

  readonly kind?: Identity['kind'];

  /** Client ID of a service principal; undefined where only its name is known. */
  readonly clientId?: string;
  readonly holdings: readonly Holding[];

  readonly eligible: readonly Eligible[];

  /** `namespace/name` of service accounts with roles whose tokens they could have taken, also over others. */
  readonly serviceAccounts: readonly string[];

  /** Whether they could have fetched the kubeconfig of an administrator. */
  readonly adminKubeconfig: 'yes' | 'no' | 'perhaps';

  /** Whether groups may grant more, as nobody here knows who is in them. */
  readonly groupsUnknown: readonly string[];
}

/** What somebody is to be cut off from. */
export function revocationOf(config: AksConfig, configured: ConfiguredAccess, name: string): Revocation {
  const { access, rolesOutside } = configured;
  const everybody = new Everybody(access);
  const places = new GrantPlaces(config, access);
  const identity = everybody.meant(name) ?? disabledAccount(access, name) ?? holderOutside(configured, name);
  const common = { cluster: config.cluster.name, resourceGroup: config.cluster.resourceGroupName };
  const opaque = access.hasOtherPeople ? everybody.opaqueGroups.map((group) => group.name) : [];
  if (!identity) {
    const nearest = everybody.nearest(name);
    return {
      ...common,
      ...(nearest !== undefined && { nearest }),
      holdings: [],
      eligible: [],
      serviceAccounts: [],
      adminKubeconfig: 'no',
      groupsUnknown: opaque,
    };
  }

  const roles = everybody.rolesOf(identity).filter(({ binding }) => binding && !isDefaultBinding(binding));
  const account = findAccount(name, access.directory);
  const problem = account && access.signInProblemOf(account);
  return {
    ...common,
    subject: identity.name,
    ...(problem !== undefined && { problem }),
    kind: identity.kind,
    ...(account && !isUser(account) && isUuid(account.clientId) && { clientId: account.clientId }),
    holdings: [
      ...roles.map((role) => holdingOf(identity, role, everybody, places)),
      ...rolesOutside().flatMap((role) => holdingOutside(identity, role, everybody, places)),
    ],
    eligible: eligibleFor(identity, config, everybody),
    serviceAccounts: takenAccounts(identity, everybody),
    adminKubeconfig: kubeconfigOf(config, roles),
    groupsUnknown: identity.kind === 'Group' || identity.kind === 'ServiceAccount' ? [] : opaque,
  };
}

/** Who cannot sign in holds nothing now, and all that names them once they can again. */
function disabledAccount(access: ClusterAccess, name: string): Identity | undefined {
  const account = findAccount(name, access.directory);
  return (
    account && {
      kind: isUser(account) ? 'User' : 'ServicePrincipal',
      name: displayName(account),
      user: access.signIn(account).user,
      isAlwaysTold: true,
    }
  );
}

/** Somebody whom nothing but an Azure role names, which gives no right in the cluster. */
function holderOutside({ rolesOutside, access }: ConfiguredAccess, name: string): Identity | undefined {
  const subject = access.hasOtherPeople
    ? rolesOutside().find((one) => one.subject.name.toLowerCase() === name.toLowerCase())?.subject
    : undefined;
  return (
    subject && {
      kind: subject.kind === 'Group' ? 'Group' : 'User',
      name: subject.name,
      user: subject.kind === 'Group' ? { name: '', groups: [subject.name] } : userCalled(subject.name),
      isAlwaysTold: false,
    }
  );
}

/** An Azure role that counts as soon as the cluster is configured otherwise; none of those that come along with a binding. */
function holdingOutside(
  identity: Identity,
  { role, namespace, subject }: RoleOutside,
  { access }: Everybody,
  places: GrantPlaces,
): Holding[] {
  const place = isSubject(identity.user, subject, undefined)
    ? places.ofAzureRole(role, namespace, subject)
    : undefined;
  const isByGroup = subject.kind === 'Group' && identity.kind !== 'Group';
  return place === undefined
    ? []
    : [
        {
          by: isByGroup ? 'group' : 'azureRole',
          role,
          ...(namespace !== undefined && { namespace }),
          ...(isByGroup && { group: access.describeSubject(subject) }),
          chain: ['assigned in Azure, and gives no right in the cluster as it is configured'],
          place,
        },
      ];
}

function holdingOf(identity: Identity, role: HeldRole, everybody: Everybody, places: GrantPlaces): Holding {
  const binding = role.binding!;
  const subject = everybody.subjectOf(identity, role);
  const place = places.ofGrant(binding, subject);
  const isByGroup = subject?.kind === 'Group' && identity.kind !== 'Group';
  const { name } = binding.metadata;
  const azureRole = azureRoleOf(binding);

  return {
    by: isByGroup ? 'group' : azureRole !== undefined ? 'azureRole' : 'binding',
    role: azureRole ?? role.id,
    ...(role.namespace !== undefined && { namespace: role.namespace }),
    ...(isByGroup && { group: everybody.access.describeSubject(subject) }),
    chain: everybody.chain(identity, role),
    ...(place && name !== AKS_ADMIN_BINDING && { place }),
  };
}

/** Service accounts with roles that somebody can get at, over however many steps, with all that may be activated. */
function takenAccounts(identity: Identity, { access, identities }: Everybody): string[] {
  const reachable = new Ways(access.activated ?? access, [identity.user]).reachable(identity.user);

  return identities
    .filter(({ kind, user }) => kind === 'ServiceAccount' && user.name !== identity.user.name)
    .filter(({ user }) => reachable?.has(user.name) ?? true)
    .map(({ name }) => name);
}

/** What somebody may activate, by themselves or as a member of a group. */
function eligibleFor(identity: Identity, config: AksConfig, { access }: Everybody): Eligible[] {
  const found = (access.activated?.bindings ?? []).flatMap((binding) => {
    const namespace = placeOf(binding);
    return binding.subjects
      .filter((subject) => subject.activates !== undefined && isSubject(identity.user, subject, namespace))
      .map((subject): Eligible => {
        const isByGroup = subject.kind === 'Group' && identity.kind !== 'Group';
        const what = subject.activates!;
        const place = config.placeOf(eligibleKey(config, what, namespace));
        // A membership is one, in however many places the group has something.
        const isOfRole = what.startsWith('the role ');
        const name = access.describeSubject({ kind: 'Group', name: subject.name });
        return {
          what,
          ...(isOfRole && namespace !== undefined && { namespace }),
          ...(isByGroup && { group: name }),
          place,
        };
      });
  });
  return [
    ...new Map(found.map((one) => [JSON.stringify([one.what, one.namespace, one.group]), one])).values(),
  ];
}

function eligibleKey(
  { azureRoles, cluster }: AksConfig,
  what: string,
  namespace: string | undefined,
): (string | number)[] {
  const index = azureRoles.findIndex(
    (entry) =>
      entry.eligible &&
      entry.namespace === namespace &&
      what === `the role ${nameInAzure(entry, cluster.name)}`,
  );
  return index < 0 ? ['aad', 'adminGroup', 'eligible'] : ['azureRoles', index, 'eligible'];
}

/** Without local accounts there is none; with them, whoever administers the subscription may have it as well. */
function kubeconfigOf(
  { aad, cluster }: AksConfig,
  roles: readonly HeldRole[],
): Revocation['adminKubeconfig'] {
  const hasLocalAccounts = cluster.security?.localAccounts ?? aad.mode === 'legacy';
  if (!hasLocalAccounts) {
    return 'no';
  }
  return roles.some(({ binding }) => binding?.metadata.name.endsWith(CLUSTER_ADMIN_ROLE)) ? 'yes' : 'perhaps';
}
