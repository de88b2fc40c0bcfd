import { configPath } from '../../app/config';
import { stackId } from '../../app/stacks/stack-id';
import { loadTenant } from '../../access/directory/load-tenant';
import { tenantFileOf } from '../tenant-of';
import { writeInto } from '../write-into';
import { configuredAccess } from '../../access/configured/configured-access';
import { emptyTenant, missingFrom, withAssumed } from '../../access/configured/assumed';
import { LookupPlaces } from '../../access/configured/lookup-places';
import { lookupsOf, Lookup } from '../../access/configured/lookups';
import { Tenant } from '../../access/directory/tenant';
import { SynthesizedApp, synthesizedApp } from '../../access/configured/synthesized-app';
import { fileNames } from './file-names';
import { Manifest, manifests, toYaml } from '../../access/manifests/manifests';
import { LEFT_BEHIND } from '../exit-codes';
import { complain, print, say } from '../terminal';
import { tellWarnings } from '../warnings';
import { removeLeftovers } from './leftovers';

/** Prints the manifests, or writes each into a file of its own. */
export function run(values: {
  config?: string;
  cluster?: string;
  tenant?: string;
  strict: boolean;
  output?: string;
}): number {
  const configuration = values.config ?? configPath();
  const app = synthesizedApp(configuration, values.cluster);
  const { tenant, comments } = directoryOf(app, {
    configuration,
    tenant: values.tenant,
    strict: values.strict,
  });
  const objects = manifests(configuredAccess(app, tenant));
  // Of the cluster itself nothing is written here.
  const written = `${stackId('access', app.config)}: `;
  tellWarnings(app.warnings.filter((warning) => warning.startsWith(written)));
  if (values.output === undefined) {
    print(toYaml(objects, comments));
  } else {
    return writeFiles(objects, values.output, { cluster: app.config.cluster.name, comments });
  }
  return 0;
}

interface Directory {
  readonly tenant?: Tenant;

  /** What to say behind object IDs that are made up. */
  readonly comments?: ReadonlyMap<string, string>;
}

/** The directory that is given or else made up of everybody who is looked up, which is told. */
function directoryOf(
  app: SynthesizedApp,
  { configuration, tenant: file, strict }: { configuration: string; tenant?: string; strict: boolean },
): Directory {
  const places = new LookupPlaces(configuration);
  const lookups = lookupsOf(Object.values(app.stacks)).filter(({ isRequired }) => isRequired);
  const tenantFile = tenantFileOf(file, configuration);
  if (tenantFile !== undefined) {
    const given = loadTenant(tenantFile);
    places.refuse(missingFrom(given, lookups), given, tenantFile);
    return { tenant: given };
  }
  if (strict) {
    return {};
  }
  const { tenant, assumed } = withAssumed(emptyTenant(), lookups);
  // What is given as an object ID is written as it is, whether or not it exists.
  const named = assumed.filter(({ by }) => by !== 'objectId');
  if (named.length > 0) {
    complain(places.assumption(named));
  }
  return { tenant, comments: commentsOn(tenant, assumed) };
}

function commentsOn(
  { users, groups, servicePrincipals }: Tenant,
  assumed: readonly Lookup[],
): ReadonlyMap<string, string> {
  const given = new Set(assumed.filter(({ by }) => by === 'objectId').map(({ value }) => value));
  const named = [
    ...users
      .filter(({ userType }) => userType === 'Guest')
      .map(({ objectId, mail }) => [objectId, `guest ${mail}`] as const),
    ...groups.map(({ objectId, displayName }) => [objectId, `group ${displayName}`] as const),
    ...servicePrincipals.map(
      ({ objectId, displayName }) => [objectId, `service principal ${displayName}`] as const,
    ),
  ].filter(([objectId]) => !given.has(objectId));

  return new Map(
    named.map(([objectId, who]) => [objectId, `made up for ${who}: the directory knows the object ID`]),
  );
}

function writeFiles(
  objects: readonly Manifest[],
  folder: string,
  { cluster, comments }: { cluster: string; comments?: ReadonlyMap<string, string> },
): number {
  const names = fileNames(objects);
  const files = objects.map((object, i) => [names[i]!, toYaml([object], comments)] as const);
  writeInto(folder, files);
  say(`${folder}: ${objects.length} ${objects.length === 1 ? 'file' : 'files'}`);

  const { removed, kept } = removeLeftovers(folder, cluster, files);
  removed.forEach((name) => say(`${folder}: ${name} is removed, as it no longer belongs`));
  if (kept.length === 0) {
    return 0;
  }
  complain(
    `${folder}: ${kept.join(', ')}: not of this configuration, and not removed, as nothing here knows that 'manifests' has written it as it is. ` +
      'Whatever applies the folder goes on granting it: remove it, or keep what is of something else in a folder of its own',
  );
  return LEFT_BEHIND;
}
