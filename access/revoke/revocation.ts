import { AksConfig } from '../../app/config';
import { isEnough, TECHNIQUES } from '../../lib/shared/techniques';
import { AKS_ADMIN_BINDING, AZURE_ROLE_BINDING, CLUSTER_ADMIN_ROLE } from '../azure-bindings';
import { Everybody, PEOPLE_KEYS } from '../check/everybody';
import { GrantPlaces } from '../check/places';
import { Place } from '../check/result';
import { ConfiguredAccess } from '../configured/configured-access';
import { Identity } from '../identities';
import { isDefaultBinding } from '../rbac/default-roles';
import { HeldRole } from '../ways/rights';

/** How something is granted, which decides how it is taken away. */
export type By = 'binding' | 'group' | 'azureRole';

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

/** All that somebody holds in one cluster, and may have taken along. */
export interface Revocation {
  readonly cluster: string;
  readonly resourceGroup: string;

  /** As the configuration or the directory calls them; undefined when nobody there is called so. */
  readonly subject?: string;

  readonly kind?: Identity['kind'];
  readonly holdings: readonly Holding[];

  /** `namespace/name` of service accounts with roles whose tokens they could have taken. */
  readonly serviceAccounts: readonly string[];

  /** Whether they could have fetched the kubeconfig of an administrator. */
  readonly adminKubeconfig: 'yes' | 'no' | 'perhaps';

  /** Whether groups may grant more, as nobody here knows who is in them. */
  readonly groupsUnknown: readonly string[];
}

/** What somebody is to be cut off from. */
export function revocationOf(config: AksConfig, { access }: ConfiguredAccess, name: string): Revocation {
  const everybody = new Everybody(access);
  const places = new GrantPlaces(config, access);
  const identity = PEOPLE_KEYS.filter((key) => (key === 'serviceAccounts') === name.includes('/'))
    .map((key) => everybody.find(key, name))
    .find((found) => found !== undefined);
  const common = { cluster: config.cluster.name, resourceGroup: config.cluster.resourceGroupName };
  const opaque = access.hasOtherPeople ? everybody.opaqueGroups.map((group) => group.name) : [];
  if (!identity) {
    return { ...common, holdings: [], serviceAccounts: [], adminKubeconfig: 'no', groupsUnknown: opaque };
  }

  const roles = everybody.rolesOf(identity).filter(({ binding }) => binding && !isDefaultBinding(binding));
  return {
    ...common,
    subject: identity.name,
    kind: identity.kind,
    holdings: roles.map((role) => holdingOf(identity, role, everybody, places)),
    serviceAccounts: takenAccounts(identity, everybody),
    adminKubeconfig: kubeconfigOf(config, roles),
    groupsUnknown: identity.kind === 'Group' || identity.kind === 'ServiceAccount' ? [] : opaque,
  };
}

function holdingOf(identity: Identity, role: HeldRole, everybody: Everybody, places: GrantPlaces): Holding {
  const binding = role.binding!;
  const subject = everybody.subjectOf(identity, role);
  const place = places.ofGrant(binding, subject);
  const isByGroup = subject?.kind === 'Group' && identity.kind !== 'Group';
  const { name } = binding.metadata;
  const isAzureRole = name.startsWith(AZURE_ROLE_BINDING);

  return {
    by: isByGroup ? 'group' : isAzureRole ? 'azureRole' : 'binding',
    role: isAzureRole ? name.replace(AZURE_ROLE_BINDING, '') : role.id,
    ...(role.namespace !== undefined && { namespace: role.namespace }),
    ...(isByGroup && { group: everybody.access.describeSubject(subject) }),
    chain: everybody.chain(identity, role),
    ...(place && name !== AKS_ADMIN_BINDING && { place }),
  };
}

/** Service accounts that pods can be run as, or tokens be had of, where somebody may do that. */
function takenAccounts(identity: Identity, everybody: Everybody): string[] {
  const taking = TECHNIQUES.filter(({ gives }) => gives.includes('accounts') || gives.includes('running'));
  const cluster = everybody.rightsIn(identity);
  const isTaking = (namespace: string): boolean => {
    const rights = everybody.rightsIn(identity, namespace);
    return (
      rights.isFull ||
      taking.some(({ needs, also = [] }) =>
        [...needs, ...also].every((need) =>
          isEnough((need.isClusterScoped ? cluster : rights).reach(need), need),
        ),
      )
    );
  };
  const namespaces = new Set([...everybody.namespaces].filter(isTaking));

  return everybody.identities
    .filter(({ kind, name }) => kind === 'ServiceAccount' && namespaces.has(name.split('/')[0]!))
    .map(({ name }) => name);
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
