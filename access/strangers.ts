import { closest, distance } from 'fastest-levenshtein';
import { describeBinding } from './cluster-access';
import { Tenant } from './directory/tenant';
import { ClusterRoleBinding, RoleBinding } from './rbac/objects';

/** The names of one account or group; the first is the one that a binding should have. */
type Names = readonly [string, ...string[]];

/** Users and groups in bindings that the directory does not know under any name, whatever its case. */
export function strangers(
  bindings: readonly (RoleBinding | ClusterRoleBinding)[],
  directory: Pick<Tenant, 'users' | 'groups' | 'servicePrincipals'>,
): string[] {
  const known: Record<string, readonly Names[]> = {
    User: [
      ...directory.users.map(({ userPrincipalName, mail, objectId, userType }): Names => {
        const name = userType === 'Guest' ? objectId : userPrincipalName;
        return [name, userPrincipalName, mail ?? '', objectId];
      }),
      ...directory.servicePrincipals.map((one): Names => [one.objectId, one.clientId, one.displayName]),
    ],
    Group: directory.groups.map(({ objectId, displayName }): Names => [objectId, displayName]),
  };

  return bindings.flatMap((binding) =>
    binding.subjects
      .filter(({ kind, name }) => isStranger(name, known[kind]))
      .map(({ kind, name }) => {
        const hint = guess(name, known[kind] ?? []);
        return `${describeBinding(binding)} names ${kind} '${name}', which grants nothing: there is none in the directory${hint}`;
      }),
  );
}

function isStranger(name: string, known: readonly Names[] | undefined): boolean {
  const wanted = name.toLowerCase();
  const isKnown = known?.some((names) => names.some((one) => one.toLowerCase() === wanted));

  return known !== undefined && !name.startsWith('system:') && !isKnown;
}

function guess(name: string, known: readonly Names[]): string {
  if (known.length === 0) {
    return '';
  }
  const nearest = closest(
    name,
    known.map(([best]) => best),
  );

  return distance(name, nearest) <= name.length / 3 ? `: did you mean '${nearest}'?` : '';
}
