import { join } from 'node:path';
import { configPath } from '../../app/config';
import { CommandFailed } from '../../access/command-failed';
import { tenantOf } from '../tenant-of';
import { tellWarnings } from '../warnings';
import { writeInto } from '../write-into';
import { ConfiguredAccess, configuredAccess } from '../../access/configured/configured-access';
import {
  clustersToTell,
  isCluster,
  SynthesizedApp,
  synthesizedClusters,
} from '../../access/configured/synthesized-app';
import { liveAccess } from '../../access/live/live-access';
import { DEPLOYER } from '../../access/configured/directory-lookups';
import { clusterDiffs } from '../../access/diff/clusters';
import { leadsToTheTop } from '../../access/diff/diff';
import { earlierClusters } from '../../access/diff/earlier-configuration';
import { withKeptMembers } from '../../access/diff/kept-members';
import { CLUSTER_IS_GONE, diffInWords } from '../../access/diff/words';
import { missingFrom } from '../../access/configured/assumed';
import { LookupPlaces } from '../../access/configured/lookup-places';
import { Lookup, lookupsOf } from '../../access/configured/lookups';
import { Tenant } from '../../access/directory/tenant';
import { htmlReport } from '../../access/html/html';
import { jsonText } from '../../access/report/json-text';
import { markdownReport } from '../../access/report/markdown';
import { markdownText } from '../../access/report/markdown-text';
import { AccessReport, accessReport, subjectLabel } from '../../access/report/report';
import { revocationsInWords } from '../../access/revoke/in-words';
import { revocationOf } from '../../access/revoke/revocation';
import { invocation } from '../invocation';
import { complain, print, say } from '../terminal';
import { liveInput, tellLive } from './live/run-live';
import { tellCard } from './card';
import { checkText } from './check';
import { NEW_WAY_TO_THE_TOP, NO_EVENTS, NOBODY } from '../exit-codes';
import { refuseTogether } from './refuse-together';
import { NoEvents, usedText } from './used';
import { Values } from './values';

const FORMATS: Readonly<Record<string, { file: string; write: (report: AccessReport) => string }>> = {
  markdown: { file: 'access.md', write: markdownReport },
  html: { file: 'access.html', write: htmlReport },
  json: { file: 'access.json', write: (report) => `${jsonText(report, 2)}\n` },
};

/** Writes the reports, prints one of them, or prints what has changed or what is in the cluster. */
export async function run(values: Values, files: readonly string[]): Promise<number> {
  refuseTogether(values, files);
  const configuration = values.config ?? configPath();
  const tenant = tenantOf(values.tenant, configuration);
  const apps = clustersToTell(synthesizedClusters(configuration), values.cluster);
  refuseStrangers(apps, { configuration, tenant, strict: values.strict });
  if (values.check) {
    const { text, code } = checkText(apps, values.format, { tenant, configuration });
    print(text);
    return code;
  }
  if (values.revoke !== undefined) {
    const { revoke } = values;
    const all = apps.map((app) => revocationOf(app.config, configuredAccess(app, tenant), revoke));
    print(revocationsInWords(revoke, all));
    return all.some(({ subject }) => subject !== undefined) ? 0 : NOBODY;
  }
  if (values.for !== undefined) {
    const { for: name, format, output, kubeconfig } = values;
    return tellCard(apps, { name, tenant, format, output, kubeconfig }) ? 0 : NOBODY;
  }
  if (values.used.length > 0) {
    const { app } = onlyOne(
      apps.map((one) => ({ app: one })),
      '--used',
    );
    return tellUsed(configuredAccess(app, tenant), [...values.used, ...files]);
  }
  if (values.live) {
    return runLive(apps, values, files);
  }
  const reports = apps.map((app) => ({ app, report: reportOf(app, configuration, tenant) }));
  if (values.against !== undefined) {
    return tellDifferences(reports, {
      against: values.against,
      cluster: values.cluster,
      configuration,
      tenant,
    });
  }
  if (values.format !== undefined) {
    const { write } = FORMATS[values.format]!;
    const { report } = onlyOne(reports, '--format');
    print(write(report));
    tellAssumed(apps, configuration, tenant);
    return 0;
  }

  const folder = values.output ?? 'access-report';
  for (const { app, report } of reports) {
    writeAll(report, app.config.key === undefined ? folder : join(folder, app.config.key));
  }
  tellAssumed(apps, configuration, tenant);
  return 0;
}

async function tellUsed(configured: ConfiguredAccess, logs: readonly string[]): Promise<number> {
  try {
    print(await usedText(configured, logs));
    return 0;
  } catch (error) {
    if (error instanceof NoEvents) {
      complain(error.message);
      return NO_EVENTS;
    }
    throw error;
  }
}

interface Strictness {
  readonly configuration: string;
  readonly tenant?: Tenant;
  readonly strict: boolean;
}

/** With --strict, everybody who is named must be in the directory; the made-up one says nothing about that. */
function refuseStrangers(
  apps: readonly SynthesizedApp[],
  { configuration, tenant, strict }: Strictness,
): void {
  if (!strict) {
    return;
  }
  if (!tenant) {
    throw new CommandFailed(
      `--strict needs a tenant file, which says who is in the directory, and there is none: write one with '${invocation('tenant', 'pull')}', or name one with --tenant`,
    );
  }
  const places = new LookupPlaces(configuration);
  places.refuse(missingFrom(tenant, lookupsIn(apps)), tenant, `the tenant ${tenant.domain}`);
}

/** Without a directory everybody who is looked up is taken to exist. */
function tellAssumed(apps: readonly SynthesizedApp[], configuration: string, tenant?: Tenant): void {
  const named = lookupsIn(apps).filter(({ by, isRequired }) => isRequired && by !== 'objectId');
  if (!tenant && named.length > 0) {
    complain(new LookupPlaces(configuration).assumption(named));
  }
}

function lookupsIn(apps: readonly SynthesizedApp[]): Lookup[] {
  return lookupsOf(apps.flatMap(({ stacks }) => Object.values(stacks)));
}

/** Prints how a cluster differs from its configuration, or the report over what it has. */
async function runLive(
  apps: readonly SynthesizedApp[],
  values: Values,
  files: readonly string[],
): Promise<number> {
  const configuration = values.config ?? configPath();
  const tenant = tenantOf(values.tenant, configuration);
  const { app } = onlyOne(
    apps.map((one) => ({ app: one })),
    '--live',
  );
  const configured = configuredAccess(app, tenant);
  const input = await liveInput(files, values);
  const { text, code } = await tellLive(configured, input, {
    cluster: app.config.cluster.name,
    configuration,
    names: values.names,
    ...(tenant && { tenant }),
  });
  if (values.format === undefined && values.output === undefined) {
    print(text);
    return code;
  }

  const origin = {
    configuration: input.source,
    isLive: true as const,
    ...(tenant && { tenant: tenant.domain }),
  };
  const report = accessReport(liveAccess(configured, input.objects), origin);
  if (values.format !== undefined) {
    print(FORMATS[values.format]!.write(report));
  } else {
    writeAll(report, values.output!, [['live.md', text]]);
  }
  return code;
}

interface ClusterReport {
  readonly app: SynthesizedApp;
  readonly report: AccessReport;
}

function onlyOne<T extends Pick<ClusterReport, 'app'>>(reports: readonly T[], option: string): T {
  const [first, ...others] = reports;
  if (!first || others.length > 0) {
    const keys = reports.map(({ app }) => app.config.key).join(' or ');
    throw new CommandFailed(
      `${option} prints one report, and there are ${reports.length} clusters: choose with --cluster ${keys}`,
    );
  }
  return first;
}

function reportOf(app: SynthesizedApp, configuration: string, tenant: Tenant | undefined): AccessReport {
  return accessReport(configuredAccess(app, tenant), {
    configuration,
    ...(tenant && { tenant: tenant.domain }),
  });
}

/** Clusters are compared by their keys, so one that is new has had nobody; one that is gone takes nothing from anybody. */
function tellDifferences(
  reports: readonly ClusterReport[],
  {
    against,
    cluster,
    configuration,
    tenant,
  }: { against: string; cluster?: string; configuration: string; tenant?: Tenant },
): number {
  const before = new Map(
    earlierClusters(configuration, against)
      .filter(({ config }) => cluster === undefined || isCluster(config, cluster))
      .map((app) => [app.config.key, app]),
  );
  const earlier = new Map([...before].map(([key, app]) => [key, reportOf(app, against, tenant)]));
  const now = new Map(
    reports.map(({ app, report }) => {
      const then = withKeptMembers(app, before.get(app.config.key));
      return [app.config.key, then === app ? report : reportOf(then, configuration, tenant)];
    }),
  );

  const compared = clusterDiffs(earlier, now);
  const diffs = compared.map(({ key, cluster: name, isKnown, isGone, diff }) => {
    const heading = compared.length === 1 ? '' : `## Cluster ${markdownText(name)}\n\n`;
    const makers = isKnown ? [] : makersOf(reports.find(({ app }) => app.config.key === key));
    const isTelling = diff.newWays.some((way) => leadsToTheTop(way) && !makers.includes(way.subject));
    const text = isGone ? `Cluster ${markdownText(name)} ${CLUSTER_IS_GONE}.\n` : diffInWords(diff, against);
    return { isTelling, text: `${heading}${text}` };
  });
  print(diffs.map(({ text }) => text).join('\n'));
  return diffs.some(({ isTelling }) => isTelling) ? NEW_WAY_TO_THE_TOP : 0;
}

/**
 * Who is administrator of a new cluster because they make it: the accounts that deploy, and the group that they make for that.
 *
 * The first pull request of a project is about nothing else. A group that exists, or whose members are written, is not among them.
 */
function makersOf(cluster: ClusterReport | undefined): string[] {
  const aad = cluster?.app.config.aad;
  const group = aad?.mode === 'managed' ? aad.adminGroup : undefined;
  const isOwn = group !== undefined && group.import === undefined && group.members === undefined;
  const members = (cluster?.report.subjects ?? []).filter(({ places }) =>
    places.some(({ grants }) => isOwn && grants.some(({ as }) => as === `Group ${group.displayName}`)),
  );
  return [`user '${DEPLOYER}'`, ...members.map(subjectLabel)];
}

function writeAll(
  report: AccessReport,
  folder: string,
  others: readonly (readonly [file: string, content: string])[] = [],
): void {
  const files = [
    ...Object.values(FORMATS).map(({ file, write }) => [file, write(report)] as const),
    ...others,
  ];
  writeInto(folder, files).forEach((path) => say(path));
  tellWarnings(report.warnings);
}
