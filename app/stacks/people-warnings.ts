import { TerraformStack } from 'cdktf';
import { warn } from '../../lib/shared/warn';
import { AccessConfig, AksConfig, AzureRoleConfig } from '../config';
import { formatProblem } from '../config/problems/config-error';

/** So many people with the same right are rather a group: two may well be a person and their stand-in. */
const LEAST = 3;

/** More than this are counted, not named. */
const MOST_NAMED = 3;

/** What is granted in one place, and the people who are named for it. */
interface Grant {
  /** `'edit'`, or `the Azure role 'RbacReader'`. */
  readonly role: string;

  /** Undefined for the whole cluster. */
  readonly namespace?: string;

  /** Where the first of them are listed. */
  readonly place: readonly [list: string, index: number, key: string];

  /** By the name in lowercase. */
  readonly people: Map<string, string>;
}

type Entry = Pick<AccessConfig | AzureRoleConfig, 'users' | 'guests' | 'namespace' | 'import'>;

interface Right {
  readonly role: string;

  /** What people under another condition hold is something else. */
  readonly condition?: string;
}

/**
 * Warns where several people are named one by one for the same right, which a group would hold: each of them is a change of
 * the configuration, and so many more requests in each deployment.
 */
export function warnOfPeople(stack: TerraformStack, config: AksConfig): void {
  const grants = [...grantsOf(config)].filter(({ people }) => people.size >= LEAST);
  const alike = new Map<string, Grant[]>();
  for (const grant of grants) {
    const key = JSON.stringify([grant.role, ...[...grant.people.keys()].sort()]);
    alike.set(key, [...(alike.get(key) ?? []), grant]);
  }
  const size = (same: readonly Grant[]): number => same.reduce((sum, { people }) => sum + people.size, 0);

  // The one that a group would spare the most is told, the others are counted.
  for (const same of [...alike.values()].sort((one, other) => size(other) - size(one))) {
    warn(stack, 'people-instead-of-group', () => told(same, config));
  }
}

function told(grants: readonly Grant[], { placeOf }: AksConfig): string {
  const [{ role, people, place }] = grants as readonly [Grant, ...Grant[]];
  const namespaces = grants.flatMap(({ namespace }) => (namespace === undefined ? [] : `'${namespace}'`));
  const where =
    namespaces.length === 0
      ? 'in the whole cluster'
      : `in ${namespaces.length === 1 ? 'namespace' : 'namespaces'} ${listed(namespaces)}`;
  const message = `${listed([...people.values()])} are each granted ${role} ${where}: list one group of the directory under 'groups' in their place, and who joins or leaves needs no deployment`;
  return formatProblem({ ...placeOf(place), message });
}

function listed(words: readonly string[]): string {
  const shown = words.length > MOST_NAMED + 1 ? words.slice(0, MOST_NAMED) : words;
  const last = shown.length < words.length ? `${words.length - shown.length} more` : shown.at(-1)!;
  const others = shown.length < words.length ? shown : shown.slice(0, -1);
  return others.length === 0 ? last : `${others.join(', ')} and ${last}`;
}

function grantsOf({ access, azureRoles }: AksConfig): Iterable<Grant> {
  const grants = new Map<string, Grant>();
  const add = (list: string, index: number, entry: Entry, { role, condition }: Right): void => {
    const { users, guests, namespace } = entry;
    // What is taken over stays as it is.
    if (users.length + guests.length === 0 || entry.import !== undefined) {
      return;
    }
    const id = JSON.stringify([list, role, condition, namespace]);
    const key = users.length > 0 ? 'users' : 'guests';
    const grant = grants.get(id) ?? { role, namespace, place: [list, index, key], people: new Map() };
    [...users, ...guests].forEach((name) => grant.people.set(name.toLowerCase(), name));
    grants.set(id, grant);
  };

  // Of single administrators of a cluster there is a warning already.
  access.forEach((entry, index) => {
    if (entry.clusterRole !== 'cluster-admin' || entry.namespace !== undefined) {
      add('access', index, entry, { role: `'${entry.clusterRole ?? entry.role}'` });
    }
  });
  azureRoles.forEach((entry, index) => {
    const { role, definition, customResources, unsafeCondition } = entry;
    if (role !== 'RbacClusterAdmin') {
      const condition = JSON.stringify([customResources, unsafeCondition]);
      add('azureRoles', index, entry, { role: `the Azure role '${role ?? definition}'`, condition });
    }
  });
  return grants.values();
}
