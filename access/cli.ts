import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { configPath } from '../stacks/config';
import { invocation, silentInvocation } from './invocation';
import { CommandFailed, runCommand, tenantOf } from './command-line';
import { configuredAccess } from './configured/configured-access';
import { SynthesizedApp, synthesizedApp } from './configured/synthesized-app';
import { accessDiff } from './diff/diff';
import { earlierApp } from './diff/earlier-configuration';
import { diffInWords } from './diff/words';
import { Tenant } from './directory/tenant';
import { htmlReport } from './html/html';
import { markdownReport } from './report/markdown';
import { AccessReport, accessReport } from './report/report';

const USAGE = `Says who can do what, from the configuration alone: no cluster, no Terraform, no credentials.

  ${invocation('access')}
      writes access.md, access.html and access.json
  ${silentInvocation('access', '--format markdown')}
      prints one of them: markdown, html or json
  ${silentInvocation('access', '--against <revision or file>')}
      prints who gains and who loses what since then; exit code 2 when somebody becomes cluster administrator

  --config <file>    the configuration; default: AKS_CONFIG, else aks.yaml
  --tenant <file>    a directory like rehearsal/tenant.yaml: who is in which group, who is a guest
  --output <folder>  where to write; default: access-report
`;

/** Exit code when somebody becomes cluster administrator. */
const NEW_CLUSTER_ADMIN = 2;

const FORMATS: Readonly<Record<string, { file: string; write: (report: AccessReport) => string }>> = {
  markdown: { file: 'access.md', write: markdownReport },
  html: { file: 'access.html', write: htmlReport },
  json: { file: 'access.json', write: (report) => `${JSON.stringify(report, null, 2)}\n` },
};

void runCommand((args) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      config: { type: 'string' },
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
  const report = reportOf(synthesizedApp(configuration), configuration, tenant);
  if (values.against !== undefined) {
    return tellDifference(report, values.against, tenant);
  }
  if (values.format !== undefined) {
    process.stdout.write(format(values.format).write(report));
    return 0;
  }
  writeAll(report, values.output ?? 'access-report');
  return 0;
});

function reportOf(app: SynthesizedApp, configuration: string, tenant: Tenant | undefined): AccessReport {
  return accessReport(configuredAccess(app, tenant), {
    configuration,
    ...(tenant && { tenant: tenant.domain }),
  });
}

function tellDifference(after: AccessReport, against: string, tenant: Tenant | undefined): number {
  const earlier = earlierApp(after.configuration, against);
  const before: AccessReport = earlier
    ? reportOf(earlier, against, tenant)
    : { ...after, namespaces: [], subjects: [], bindings: [], roles: [], warnings: [] };

  const diff = accessDiff(before, after);
  process.stdout.write(diffInWords(diff, against));
  return diff.newClusterAdmins.length > 0 ? NEW_CLUSTER_ADMIN : 0;
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
