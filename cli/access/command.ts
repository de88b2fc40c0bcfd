import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { configPath } from '../../app/config';
import { invocation, silentInvocation } from '../invocation';
import { CommandFailed } from '../../access/command-failed';
import { runCommand, tenantOf } from '../run-command';
import { configuredAccess } from '../../access/configured/configured-access';
import { clustersToTell, SynthesizedApp, synthesizedClusters } from '../../access/configured/synthesized-app';
import { accessDiff } from '../../access/diff/diff';
import { earlierClusters } from '../../access/diff/earlier-configuration';
import { diffInWords } from '../../access/diff/words';
import { Tenant } from '../../access/directory/tenant';
import { htmlReport } from '../../access/html/html';
import { jsonText } from '../../access/report/json-text';
import { markdownReport } from '../../access/report/markdown';
import { markdownText } from '../../access/report/markdown-text';
import { AccessReport, accessReport } from '../../access/report/report';

const USAGE = `Says who can do what, from the configuration alone: no cluster, no Terraform, no credentials.

  ${invocation('access')}
      writes access.md, access.html and access.json
  ${silentInvocation('access', '--format markdown')}
      prints one of them: markdown, html or json
  ${silentInvocation('access', '--against <revision or file>')}
      prints who gains and who loses what since then; exit code 2 when somebody becomes cluster administrator

  --config <file>    the configuration; default: AKS_CONFIG, else aks.yaml
  --cluster <key>    one of several clusters; default: each, in a folder of its own
  --tenant <file>    a directory like rehearsal/tenant.yaml: who is in which group, who is a guest
  --output <folder>  where to write; default: access-report
`;

/** Exit code when somebody becomes cluster administrator. */
const NEW_CLUSTER_ADMIN = 2;

const FORMATS: Readonly<Record<string, { file: string; write: (report: AccessReport) => string }>> = {
  markdown: { file: 'access.md', write: markdownReport },
  html: { file: 'access.html', write: htmlReport },
  json: { file: 'access.json', write: (report) => `${jsonText(report, 2)}\n` },
};

void runCommand((args) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      config: { type: 'string' },
      cluster: { type: 'string' },
      tenant: { type: 'string' },
      output: { type: 'string' },
      format: { type: 'string' },
      against: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }

  const configuration = values.config ?? configPath();
  const tenant = tenantOf(values.tenant);
  const apps = clustersToTell(synthesizedClusters(configuration), values.cluster);
  const reports = apps.map((app) => ({ app, report: reportOf(app, configuration, tenant) }));
  if (values.against !== undefined) {
    return tellDifferences(reports, { against: values.against, key: values.cluster, configuration, tenant });
  }
  if (values.format !== undefined) {
    const { write } = format(values.format);
    const { report } = onlyOne(reports, '--format');
    process.stdout.write(write(report));
    return 0;
  }

  const folder = values.output ?? 'access-report';
  for (const { app, report } of reports) {
    writeAll(report, app.config.key === undefined ? folder : join(folder, app.config.key));
  }
  return 0;
});

interface ClusterReport {
  readonly app: SynthesizedApp;
  readonly report: AccessReport;
}

function onlyOne(reports: readonly ClusterReport[], option: string): ClusterReport {
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

/** Clusters are compared by their keys, so one that is new has had nobody, and one that is gone has nobody any more. */
function tellDifferences(
  reports: readonly ClusterReport[],
  {
    against,
    key,
    configuration,
    tenant,
  }: { against: string; key?: string; configuration: string; tenant?: Tenant },
): number {
  const earlier = new Map(
    earlierClusters(configuration, against)
      .filter(({ config }) => key === undefined || config.key === key)
      .map((app) => [app.config.key, reportOf(app, against, tenant)]),
  );
  const now = new Map(reports.map(({ app, report }) => [app.config.key, report]));
  const keys = [...new Set([...now.keys(), ...earlier.keys()])];

  const diffs = keys.map((each) => {
    const after = now.get(each) ?? withoutAnybody(earlier.get(each)!);
    const diff = accessDiff(earlier.get(each) ?? withoutAnybody(after), after);
    const heading = keys.length === 1 ? '' : `## Cluster ${markdownText(after.cluster)}\n\n`;
    return { ...diff, text: `${heading}${diffInWords(diff, against)}` };
  });
  process.stdout.write(diffs.map(({ text }) => text).join('\n'));
  return diffs.some(({ newClusterAdmins }) => newClusterAdmins.length > 0) ? NEW_CLUSTER_ADMIN : 0;
}

function withoutAnybody(report: AccessReport): AccessReport {
  return { ...report, namespaces: [], subjects: [], bindings: [], roles: [], warnings: [] };
}

function format(name: string): { write: (report: AccessReport) => string } {
  const found = FORMATS[name];
  if (!found) {
    throw new CommandFailed(`--format '${name}' is not one of ${Object.keys(FORMATS).join(', ')}`);
  }
  return found;
}

function writeAll(report: AccessReport, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const { file, write } of Object.values(FORMATS)) {
    writeFileSync(join(folder, file), write(report));
    console.log(join(folder, file));
  }
  report.warnings.forEach((warning) => console.error(`warning: ${warning}`));
}
