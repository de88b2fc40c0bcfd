import { Account, displayName, findAccount, isUser, userName } from '../access/directory/sign-in';
import { CLUSTER_TYPES } from '../lib/shared/cluster-types';
import { visible } from '../lib/shared/visible';
import { clusterAccesses } from './access/clusters';
import { AksCluster } from './kubernetes/aks-cluster';
import { directoryOf, Surroundings } from './kubernetes/cluster-rbac';
import { SynthesizedStack } from './workspace';

const EVERYTHING = { verb: '*', apiGroup: '*', resource: '*' };

/** Whether the API server of a cluster has refused whoever deploys. */
export function isForbidden(said: string, surroundings: Surroundings): boolean {
  const account = findAccount(surroundings.tenant.deployer, directoryOf(surroundings));

  // Terraform breaks long lines.
  return (
    account !== undefined &&
    said.replace(/\s+/g, ' ').includes(`is forbidden: User "${userName(account)}" cannot`)
  );
}

/** For each cluster that whoever deploys signs in to and does not administer: what to do about it. */
export function shutOut(
  stacks: readonly SynthesizedStack[],
  surroundings: Surroundings,
  configFile: string | undefined,
): string[] {
  const directory = directoryOf(surroundings);
  const account = findAccount(surroundings.tenant.deployer, directory);
  if (!account || !stacks.some(signsIn)) {
    return [];
  }
  const name = displayName(account);
  const own = clustersOf(stacks);
  return clusterAccesses(surroundings)
    .filter(({ clusterName }) => own.size === 0 || own.has(clusterName))
    .filter((access) => access.grants(access.signIn(account).user, EVERYTHING).length === 0)
    .map(({ clusterName }) => {
      const groups = adminGroupsOf(clusterName, surroundings).map(
        (id) => `'${directory.groups.find(({ objectId }) => objectId === id)?.displayName ?? id}'`,
      );
      const which =
        groups.length > 0
          ? `in none of its groups of administrators (${groups.join(', ')})`
          : 'not its administrator';
      return visible(
        `${name} deploys and is shut out of cluster '${clusterName}': ${which}. ${fixOf(account, configFile)}`,
      );
    });
}

function fixOf(account: Account, configFile: string | undefined): string {
  if (configFile === undefined) {
    return 'Make everybody who deploys a member of one (AadGroup: prop members), and let somebody who is one already deploy that.';
  }
  const [key, name] = isUser(account)
    ? account.userType === 'Guest'
      ? ['guests', account.mail ?? account.objectId]
      : ['users', account.userPrincipalName]
    : ['servicePrincipals', account.displayName];
  return (
    `Name everybody who deploys under 'deployers' of ${configFile}, '${key}: [${name}]' beside whoever has deployed until now, and let ` +
    'somebody who is in the group deploy that. Into a group that aad.adminGroup does not create, somebody puts them who owns it.'
  );
}

/** Names of the clusters that the stacks make or look up, as far as they are written out. */
function clustersOf(stacks: readonly SynthesizedStack[]): Set<string> {
  return new Set(
    stacks
      .flatMap(({ json }) => [json.data, json.resource])
      .flatMap((all) => CLUSTER_TYPES.flatMap((type) => Object.values(all?.[type] ?? {})))
      .flatMap(({ name }) => (typeof name === 'string' && !name.includes('${') ? [name] : [])),
  );
}

function adminGroupsOf(clusterName: string, { world }: Surroundings): readonly string[] {
  return AksCluster.all(world).find(({ name }) => name === clusterName)?.aad?.adminGroupObjectIds ?? [];
}

/** Whether a stack reaches its cluster as whoever deploys, rather than with the certificate of a local account. */
function signsIn({ json }: SynthesizedStack): boolean {
  return Object.values(json.provider?.kubernetes ?? []).some((block) => block.exec !== undefined);
}
