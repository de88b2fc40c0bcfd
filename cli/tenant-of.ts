import { loadTenant } from '../access/directory/load-tenant';
import { Tenant } from '../access/directory/tenant';

/** The tenant that `--tenant` names. */
export function tenantOf(file: string | undefined): Tenant | undefined {
  return file === undefined ? undefined : loadTenant(file);
}
