import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadTenant } from '../access/directory/load-tenant';
import { Tenant } from '../access/directory/tenant';

/** What a tenant file is called that is found without being named. */
const BESIDE = 'tenant.yaml';

/** The tenant file that `--tenant` names, else the one beside the configuration; undefined where there is none. */
export function tenantFileOf(given: string | undefined, configuration: string): string | undefined {
  const beside = join(dirname(configuration), BESIDE);
  return given ?? (existsSync(beside) ? beside : undefined);
}

/** The tenant of that file. */
export function tenantOf(given: string | undefined, configuration: string): Tenant | undefined {
  const file = tenantFileOf(given, configuration);
  return file === undefined ? undefined : loadTenant(file);
}
