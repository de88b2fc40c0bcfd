import { isAutomatic } from './automatic';
import { clusterIdOf } from '../cluster-id';
import { isOurs, items, Path, Report, section, Section } from './section';

/** The rules of aks.yaml about what exists already, and is taken over (`import`) or referred to (`existing`). */

/** What is known of a configuration beyond the file, or beyond the view of one cluster. */
export interface AdoptionSurroundings {
  /** Whether the cluster is one of several, which share keys that not all of them need. */
  readonly isFleet: boolean;

  /** From the file or the environment. */
  readonly subscriptionId: string | undefined;
}

/** Keys that say something about a cluster which is only referred to. */
const KEYS_OF_EXISTING = ['name', 'resourceGroupName', 'existing', 'automatic', 'security'];

const CLUSTER_ID =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.ContainerService\/managedClusters\/([^/]+)(?:\/agentPools\/([^/]+))?$/i;

const ASSIGNMENT_ID =
  /^(\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/.+)\/providers\/Microsoft\.Authorization\/roleAssignments\/[^/]+$/i;

/** Settings whose default is that of a new cluster, and would replace most of those that exist. */
const REPLACING: readonly (readonly [path: [string, ...string[]], fix: string])[] = [
  [['network'], "'network: { type: existing }' leaves it as it is, whatever it is"],
  [['defaultNodePool', 'name'], "'az aks show --query agentPoolProfiles[].name' names the pools"],
  [['apiServer', 'dnsPrefix'], "'az aks show --query dnsPrefix' prints it"],
];

export function checkAdoption(config: Section, surroundings: AdoptionSurroundings, report: Report): void {
  const cluster = section(config.cluster);
  const aad = section(config.aad);

  if (cluster.existing === true) {
    checkExisting(cluster, aad, surroundings, report);
  } else if (isOurs(cluster)) {
    if (config.cluster === cluster && cluster.location === undefined) {
      report(['cluster', 'location'], 'is missing, and it is required');
    }
    checkImportedCluster(cluster, aad, surroundings, report);
    checkSwitchedCluster(cluster, aad, report);
  }
  checkApps(aad, report);
  checkImportedAccess(config, report);
  checkImportedAssignments(config, surroundings, report);
}

/** A cluster that is referred to is neither made nor changed, so nothing can be asked of it. */
function checkExisting(
  cluster: Section,
  aad: Section,
  { isFleet }: AdoptionSurroundings,
  report: Report,
): void {
  if (aad.mode === 'legacy') {
    report(
      ['aad', 'mode'],
      "'legacy' registers applications for a cluster, and this one exists: for bindings alone use 'managed' with kubernetes.credentials 'admin' and cluster.security.localAccounts true",
    );
  }
  if (items(cluster.workloadIdentities).length > 0) {
    report(
      ['cluster', 'workloadIdentities'],
      "belong to the stack of the cluster, and with 'existing: true' there is none: remove them, or take the cluster over with 'import'",
    );
  }
  if (cluster.import !== undefined) {
    report(
      ['cluster', 'import'],
      "cannot be combined with 'existing: true': a cluster is taken over or referred to",
    );
  }
  if (isFleet) {
    return;
  }

  if (aad.adminGroup !== undefined) {
    report(
      ['aad', 'adminGroup'],
      "would administer nothing, because the cluster exists and is not changed: name the groups that it has in 'adminGroupObjectIds'",
    );
  }
  const meaningless = Object.keys(cluster).filter(
    (key) => ![...KEYS_OF_EXISTING, 'import', 'workloadIdentities'].includes(key),
  );
  const settings = Object.keys(section(cluster.security)).filter((key) => key !== 'localAccounts');
  const paths: Path[] = [
    ...meaningless.map((key) => ['cluster', key]),
    ...settings.map((key) => ['cluster', 'security', key]),
  ];
  for (const path of paths) {
    report(path, "has no effect with 'existing: true', which leaves the cluster as it is: remove it");
  }
}

function checkImportedCluster(
  cluster: Section,
  aad: Section,
  { subscriptionId }: AdoptionSurroundings,
  report: Report,
): void {
  const path: Path = ['cluster', 'import'];
  const pools = items(cluster.nodePools).map(section);
  const derived = [
    ...(cluster.import === true ? [path] : []),
    ...(cluster.importResourceGroup === true ? [['cluster', 'importResourceGroup']] : []),
    ...pools.flatMap((pool, i): Path[] =>
      pool.import === true ? [['cluster', 'nodePools', i, 'import']] : [],
    ),
  ];
  if (subscriptionId === undefined && derived.length > 0) {
    report(
      derived[0]!,
      'needs the subscription, which is part of the resource ID: set azure.subscriptionId or ARM_SUBSCRIPTION_ID',
    );
  }
  if (cluster.importResourceGroup === true && cluster.createResourceGroup === false) {
    report(
      ['cluster', 'importResourceGroup'],
      "cannot be combined with 'createResourceGroup: false': a group is taken over or referred to",
    );
  }
  const checkId = (at: Path, id: unknown, pool?: string): void => {
    const problem = idProblem(id, { cluster, pool, subscriptionId });
    if (problem !== undefined) {
      report(at, problem);
    }
  };
  pools.forEach(({ import: id, name }, i) => {
    if (typeof name === 'string') {
      checkId(['cluster', 'nodePools', i, 'import'], id, name);
    }
  });
  if (cluster.import === undefined || cluster.import === false) {
    return;
  }

  checkId(path, cluster.import);
  if (isAutomatic(cluster)) {
    return;
  }
  for (const [keys, fix] of REPLACING) {
    const isGiven = keys.reduce<unknown>((value, key) => section(value)[key], cluster) !== undefined;
    const isOther = keys[1] === 'dnsPrefix' && section(cluster.apiServer).fqdnSubdomain !== undefined;
    const isKnown = isGiven || isOther || (keys[0] === 'network' && aad.mode === 'legacy');
    if (!isKnown) {
      report(path, `needs '${keys.join('.')}', whose default would replace the cluster: ${fix}`);
    }
  }
}

/** What is wrong with the ID of a cluster or of one of its pools: Terraform compares names with regard to case. */
function idProblem(
  id: unknown,
  own: { readonly cluster: Section; readonly pool?: string; readonly subscriptionId: string | undefined },
): string | undefined {
  const [, subscription, group, name, pool] = (typeof id === 'string' && CLUSTER_ID.exec(id)) || [];
  const { cluster, subscriptionId } = own;
  // Another form is told already.
  if (subscription === undefined || (pool === undefined) !== (own.pool === undefined)) {
    return undefined;
  }
  if (name !== cluster.name || group !== cluster.resourceGroupName || pool !== own.pool) {
    const [of, ofOwn] = [pool, own.pool].map((one) => (one === undefined ? '' : `pool '${one}' of `));
    return `is the ID of ${of}cluster '${name}' in resource group '${group}', and this is ${ofOwn}'${String(cluster.name)}' in '${String(cluster.resourceGroupName)}': Terraform would replace it; use the same names, in the same case`;
  }
  return subscriptionId !== undefined && subscription.toLowerCase() !== subscriptionId.toLowerCase()
    ? `is in subscription '${subscription}', but the configuration is for '${subscriptionId}', where the access stack would look for the cluster: set azure.subscriptionId to the cluster's subscription`
    : undefined;
}

/** A cluster that was made for the legacy integration, and that managed AAD must not replace. */
function checkSwitchedCluster(cluster: Section, aad: Section, report: Report): void {
  if (aad.legacyApps !== undefined && cluster.network === undefined) {
    report(
      ['cluster', 'network'],
      "is missing: with managed AAD its default is that of a new cluster, and would replace the one that 'aad.legacyApps' is for; 'network: { type: existing }' leaves it as it is",
    );
  }
}

/** An application is registered, or exists and is referred to. */
function checkApps(aad: Section, report: Report): void {
  const retired = section(aad.legacyApps);
  const apps: [Path, unknown][] = [
    [['aad', 'serverApp'], aad.serverApp],
    [['aad', 'clientApp'], aad.clientApp],
    [['aad', 'legacyApps', 'serverApp'], retired.serverApp],
    [['aad', 'legacyApps', 'clientApp'], retired.clientApp],
  ];

  for (const [path, value] of apps) {
    const app = section(value);
    if (value === undefined) {
      continue;
    }
    if (app.existing === undefined) {
      if (app.displayName === undefined) {
        report([...path, 'displayName'], 'is missing, and it is required');
      }
      continue;
    }
    for (const key of Object.keys(app).filter((one) => one !== 'existing')) {
      report(
        [...path, key],
        "has no effect beside 'existing', which leaves the application as it is: remove it",
      );
    }
  }
  if (section(aad.clientApp).existing !== undefined && section(aad.serverApp).existing === undefined) {
    report(
      ['aad', 'clientApp', 'existing'],
      'has a permission on a server application that exists: refer to that one, too, or take both over with import',
    );
  }
}

/** Objects of Kubernetes and Azure are found by the names that they have. */
function checkImportedAccess(config: Section, report: Report): void {
  items(config.access)
    .map(section)
    .forEach((entry, i) => {
      if (entry.import !== true) {
        return;
      }
      const hasAccountsOnly = [
        'users',
        'guests',
        'groups',
        'servicePrincipals',
        'unsafeSystemGroups',
        'subjects',
      ].every((key) => items(entry[key]).length === 0);
      const key = hasAccountsOnly ? 'serviceAccountsName' : 'name';
      if (entry[key] === undefined) {
        const instead = hasAccountsOnly && entry.name !== undefined ? " in place of 'name'" : ' beside it';
        report(
          ['access', i, 'import'],
          `needs '${key}'${instead}: the name that the binding has in Kubernetes`,
        );
      }
    });

  items(config.namespaces)
    .map(section)
    .forEach((entry, i) => {
      if (entry.import === true && entry.create === false) {
        report(
          ['namespaces', i, 'import'],
          "cannot be combined with 'create: false': a namespace is taken over or referred to",
        );
      }
    });
}

function checkImportedAssignments(
  config: Section,
  { subscriptionId }: AdoptionSurroundings,
  report: Report,
): void {
  const seen = new Map<string, number>();
  items(config.azureRoles)
    .map(section)
    .forEach((entry, i) => {
      const path: Path = ['azureRoles', i, 'import'];
      const { import: id } = entry;
      if (id === undefined) {
        return;
      }
      const people = ['users', 'guests', 'groups', 'servicePrincipals'].flatMap((key) => items(entry[key]));
      if (people.length !== 1) {
        report(
          path,
          `is one assignment, for one account, and the entry names ${people.length}: give each an entry of its own`,
        );
      }
      const places = ['namespaces', 'namespaceSelector'].find((key) => entry[key] !== undefined);
      if (places !== undefined) {
        report(path, `is one assignment, and '${places}' makes one for each namespace: name one 'namespace'`);
      }

      const [, place] = (typeof id === 'string' && ASSIGNMENT_ID.exec(id)) || [];
      if (typeof id !== 'string' || place === undefined) {
        return;
      }
      const own = placeOf(section(config.cluster), entry, subscriptionId ?? place.split('/')[2]);
      // Azure compares them without regard to case.
      if (places === undefined && place.toLowerCase() !== own.toLowerCase()) {
        report(
          path,
          `is an assignment on '${place}', and the entry is for '${own}': use the ID of one there`,
        );
      }
      const first = seen.get(id.toLowerCase());
      if (first !== undefined) {
        report(path, `is also that of azureRoles[${first}]: an assignment is taken over once`);
      }
      seen.set(id.toLowerCase(), first ?? i);
    });
}

/** ARM ID of what an entry of `azureRoles` is for. */
function placeOf(
  { name, resourceGroupName: group, import: clusterId }: Section,
  { namespace }: Section,
  ownSubscription: string | undefined,
): string {
  const [, subscription = ownSubscription] =
    (typeof clusterId === 'string' && CLUSTER_ID.exec(clusterId)) || [];
  const within = typeof namespace === 'string' ? `/namespaces/${namespace}` : '';
  return `${clusterIdOf(String(subscription), String(group), String(name))}${within}`;
}
