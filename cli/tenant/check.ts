import { existsSync } from 'node:fs';
import { configPath } from '../../app/config';
import { formatProblem } from '../../app/config/problems/config-error';
import { CommandFailed } from '../../access/command-failed';
import { missingFrom } from '../../access/configured/assumed';
import { configuredAccess } from '../../access/configured/configured-access';
import { LookupPlaces } from '../../access/configured/lookup-places';
import { clustersToTell, SynthesizedApp, synthesizedClusters } from '../../access/configured/synthesized-app';
import { accessDiff, AccessDiff, leadsToTheTop } from '../../access/diff/diff';
import { directoryChanges } from '../../access/directory/changes';
import { displayName } from '../../access/directory/sign-in';
import { People, Tenant } from '../../access/directory/tenant';
import { loadTenant, tenantOfText } from '../../access/directory/load-tenant';
import { AccessReport, accessReport, ReportedSubject } from '../../access/report/report';
import { shellOption } from '../../lib/shared/shell';
import { visible } from '../../lib/shared/visible';
import { invocation } from '../invocation';
import { tenantPathOf } from '../tenant-of';
import { complain } from '../terminal';
import { changesInWords } from './changes-in-words';
import { NEW_WAY_TO_THE_TOP } from '../exit-codes';
import { Pseudonyms } from './pseudonyms';
import { pulledTenant } from './pulled-tenant';
import { readToday, Today } from './read-today';
import { tenantText } from './tenant-text';

/** Exit code when a part of the directory may not be read, so that nobody knows what has changed there. */
const NOT_WHOLE = 1;

interface Values {
  readonly config?: string;
  readonly cluster?: string;
  readonly tenant?: string;
  readonly from?: string;
}

/** The options by which 'pull' writes the file that 'check' reads. */
function optionsOf({ config, tenant }: Values): string {
  const options = Object.entries({ '--config': config, '--tenant': tenant });
  return options.map(([name, value]) => (value === undefined ? '' : ` ${shellOption(name, value)}`)).join('');
}

/** Prints what has changed in the directory since the tenant file was written, and what that does to access. */
export async function check(values: Values): Promise<number> {
  const configuration = values.config ?? configPath();
  const file = tenantPathOf(values.tenant, configuration);
  if (!existsSync(file)) {
    throw new CommandFailed(
      `there is no ${file} to compare with: '${invocation('tenant', `pull${optionsOf(values)}`)}' writes it`,
    );
  }
  const before = loadTenant(file);
  const all = synthesizedClusters(configuration);
  const apps = clustersToTell(all, values.cluster);
  const today = await readToday(all, { from: values.from, earlier: before, people: true });
  const after = tenantToday(today, before, file);

  const diffs = apps.map((app) => ({
    cluster: app.config.cluster.name,
    diff: accessChanges(app, before, after),
  }));
  const text = changesInWords({
    changes: directoryChanges(before, after),
    clusters: diffs,
    gone: (before.resources ?? []).filter((id) => today.resources.missing.includes(id)),
    refusals: newRefusals(today, { before, after, places: new LookupPlaces(configuration) }),
    file,
  });
  if (text === '') {
    complain(visible(`Nobody has joined, left or been renamed since ${file} was written.`));
  }
  process.stdout.write(text);

  const unread = [...today.directory.unread, ...today.resources.unread];
  unread.forEach((what) => complain(visible(`not read, as the account may not: ${what}`)));
  return exitCodeOf(
    diffs.map(({ diff }) => diff),
    unread,
  );
}

function exitCodeOf(diffs: readonly AccessDiff[], unread: readonly string[]): number {
  if (diffs.some(({ newWays }) => newWays.some(leadsToTheTop))) {
    return NEW_WAY_TO_THE_TOP;
  }
  return unread.length > 0 ? NOT_WHOLE : 0;
}

/** The directory of today in the form of the file. */
function tenantToday(today: Today, earlier: Tenant, file: string): Tenant {
  const { directory, wanted, resources } = today;
  const tenant = pulledTenant(directory, {
    ...today,
    deployer: earlier.deployer,
    resources: resources.existing,
    texts: wanted.texts,
    earlier,
    ...(earlier.pseudonyms && { pseudonyms: new Pseudonyms(wanted.texts) }),
  });
  // Whoever deploys may be gone; who that was plays no part in the comparison.
  const [anybody] = [...(tenant.users ?? []), ...(tenant.servicePrincipals ?? [])];
  const isGone = !directory.users.has(earlier.deployer) && !directory.servicePrincipals.has(earlier.deployer);
  const text = tenantText(
    { ...tenant, ...(isGone && anybody && { deployer: anybody.objectId }) },
    { date: '', source: '', configuration: '', unread: [] },
  );
  return tenantOfText(text, file);
}

/**
 * What people gain and lose in a cluster to which the directory of before was deployed, and to which that of today signs in.
 *
 * Whoever has been renamed stands under the name of before on both sides.
 */
function accessChanges(app: SynthesizedApp, before: Tenant, after: Tenant): AccessDiff {
  const origin = { configuration: '', tenant: before.domain };
  const then = accessReport(configuredAccess(app, before), origin);
  const now = accessReport(configuredAccess(app, before, after), origin);
  return accessDiff(then, withNamesOf(then, before, now, after), 'directory');
}

function withNamesOf(then: AccessReport, before: People, now: AccessReport, after: People): AccessReport {
  const keyOf = ({ kind, name, boundAs }: ReportedSubject, { users }: People): string => {
    const user = users.find(({ userPrincipalName }) => kind === 'user' && userPrincipalName === name);
    return `${kind} ${user?.objectId ?? boundAs ?? name}`;
  };
  const earlier = new Map([
    ...before.users.map((user) => [`user ${user.objectId}`, displayName(user)] as const),
    ...before.servicePrincipals.map(
      (one) => [`service principal ${one.objectId}`, displayName(one)] as const,
    ),
    ...before.groups.map(({ objectId, displayName: name }) => [`group ${objectId}`, name] as const),
    // With what tells those apart who are called alike.
    ...then.subjects.map((subject) => [keyOf(subject, before), subject.name] as const),
  ]);
  return {
    ...now,
    subjects: now.subjects.map((subject) => ({
      ...subject,
      name: earlier.get(keyOf(subject, after)) ?? subject.name,
    })),
  };
}

/** Lookups that the next plan fails at, and did not fail at before. */
function newRefusals(
  { wanted }: Today,
  { before, after, places }: { before: Tenant; after: Tenant; places: LookupPlaces },
): string[] {
  const required = wanted.lookups.filter(({ isRequired }) => isRequired);
  const known = new Set(missingFrom(before, required));
  const missing = missingFrom(after, required).filter((lookup) => !known.has(lookup));
  return places.problemsOf(missing, after, 'the directory any more').map(formatProblem);
}
