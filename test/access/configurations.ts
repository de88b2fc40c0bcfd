import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfiguredAccess, configuredAccess } from '../../access/configured/configured-access';
import { SynthesizedApp, synthesizedApp } from '../../access/configured/synthesized-app';
import { Tenant } from '../../access/directory/tenant';
import { AccessReport, accessReport } from '../../access/report/report';

/** What every configuration here begins with; `cluster-admins` of the sample tenant administer the cluster. */
export const HEAD = `aad: { adminGroupObjectIds: [894656e1-39f8-4bfe-b16a-510f61af6f41] }
cluster: { name: shop, resourceGroupName: rg, location: eastus }
`;

/** The same, with subjects bound as they are written. */
export const LITERAL = `${HEAD}directory: { lookUpUsers: false }
`;

export function appOf(content: string): SynthesizedApp {
  const folder = mkdtempSync(join(tmpdir(), 'configuration-'));
  try {
    const file = join(folder, 'aks.yaml');
    writeFileSync(file, content);
    return synthesizedApp(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function accessOf(content: string, tenant?: Tenant): ConfiguredAccess {
  return configuredAccess(appOf(content), tenant);
}

export function reportOf(content: string, tenant?: Tenant): AccessReport {
  return accessReport(accessOf(content, tenant), {
    configuration: 'aks.yaml',
    ...(tenant && { tenant: tenant.domain }),
  });
}

/** `alice@contoso.com: cluster-admin`, `bob@contoso.com: edit in shop`. */
export function levelsOf({ subjects }: AccessReport): string[] {
  return subjects.flatMap(({ kind, name, places }) =>
    places.map(
      ({ namespace, level }) =>
        `${kind} ${name}: ${level}${namespace === undefined ? '' : ` in ${namespace}`}`,
    ),
  );
}
