import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadTenant } from '../access/directory/load-tenant';
import { Tenant } from '../access/directory/tenant';
import { tenantKeyOf } from '../app/config/tenant-key';

/** What a tenant file is called that is found without being named. */
const BESIDE = 'tenant.yaml';

/** Where the tenant file is, or would be: what `--tenant` or the configuration names, else tenant.yaml beside that. */
export function tenantPathOf(given: string | undefined, configuration: string): string {
  return given ?? tenantKeyOf(configuration) ?? join(dirname(configuration), BESIDE);
}

/** The tenant file that `--tenant` or the configuration names, else the one beside it; undefined where there is none. */
export function tenantFileOf(given: string | undefined, configuration: string): string | undefined {
  const named = given ?? tenantKeyOf(configuration);
  const beside = join(dirname(configuration), BESIDE);
  return named ?? (existsSync(beside) ? beside : undefined);
}

/** The tenant of that file. */
export function tenantOf(given: string | undefined, configuration: string): Tenant | undefined {
  const file = tenantFileOf(given, configuration);
  return file === undefined ? undefined : loadTenant(file);
}
