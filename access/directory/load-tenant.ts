import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { IssueReporter } from '../../app/config/problems/issue-reporter';
import { ConfigError } from '../../app/config/problems/config-error';
import { ConfigSource, isDevice, textOf } from '../../app/config/source';
import { TenantResolver } from './tenant-resolver';
import { tenantSchema } from './tenant-schema';
import { Tenant } from './tenant';
import { docsPage } from '../docs-page';

/** The tenant that comes with the rehearsal. */
const DEFAULT_TENANT_FILE = join(__dirname, '..', '..', 'rehearsal', 'tenant.yaml');

/**
 * Reads and checks a tenant file.
 *
 * Throws one ConfigError that holds all problems, each with its line and column.
 */
export function loadTenant(file: string = DEFAULT_TENANT_FILE): Tenant {
  refuseOtherThanMap(file);
  return tenantIn(ConfigSource.read(file));
}

/** The same of what is about to be written. */
export function tenantOfText(text: string, file: string): Tenant {
  return tenantIn(ConfigSource.read(file, { readFile: () => Buffer.from(text) }));
}

function tenantIn(source: ConfigSource): Tenant {
  const reporter = new IssueReporter(source.root);
  const result = tenantSchema.safeParse(source.content, { error: reporter.error, reportInput: true });
  if (!result.success) {
    throw new ConfigError(reporter.problems(result.error.issues));
  }

  const resolver = new TenantResolver(result.data, reporter);
  const tenant = resolver.tenant();
  if (resolver.problems.length > 0) {
    throw new ConfigError(resolver.problems);
  }
  return tenant;
}

/** What ConfigSource says about such files speaks of aks.yaml. */
function refuseOtherThanMap(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
    throw ConfigError.of({ file, message: 'this is a folder: name a tenant file with --tenant' });
  }
  if (!existsSync(file)) {
    throw ConfigError.of({
      file,
      message:
        "there is no such tenant file: 'cdktf-aks-aad tenant pull' writes it, or name another one with --tenant",
    });
  }
  if (isDevice(file)) {
    throw ConfigError.of({ file, message: 'this is a device: name a tenant file with --tenant' });
  }
  let content: unknown;
  try {
    const text = textOf(readFileSync(file));
    if (text === undefined) {
      return;
    }
    content = parse(text, { logLevel: 'silent' });
  } catch {
    return;
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw ConfigError.of({
      file,
      line: 1,
      column: 1,
      message: `a tenant is a map: give it at least tenantId, domain, deployer and users, as ${docsPage('tenant.md')} has it`,
    });
  }
}
