import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkRules } from '../../../access/check/check';
import { Outcome, RuleResult } from '../../../access/check/result';
import { synthesizedClusters } from '../../../access/configured/synthesized-app';
import { loadTenant } from '../../../access/directory/load-tenant';

export const TENANT = loadTenant();
export const TODAY = '2026-11-29';

/** One configuration for all rules that only read; the made-up company's people. */
export const CLUSTER = `aad: { adminGroup: { displayName: platform, members: [3a7c0d2f-5e8b-4c90-b6d4-7f1e2a3b4c5d] } }
cluster: { name: shop, resourceGroupName: rg, location: eastus }
namespaces: [{ name: shop }, { name: payments }, { name: prod-eu }]
roles:
  - { name: everything, namespace: shop, rules: [{ verbs: ['*'], resources: [pods] }] }
  - { name: one-secret, namespace: payments, rules: [{ verbs: [get], resources: [secrets], resourceNames: [db] }] }
access:
  - { clusterRole: admin, namespace: shop, groups: [shop-developers] }
  - { clusterRole: edit, namespace: payments, groups: [shop-readers] }
  - { role: one-secret, namespace: payments, users: [erin@contoso.com] }
  - { clusterRole: view, namespace: prod-eu, groups: [on-call], serviceAccounts: [shop/ci] }
  - { clusterRole: view, users: [alice@contoso.com] }
`;

export function check(rule: string, { base = CLUSTER, tenant = TENANT } = {}): RuleResult[] {
  const folder = mkdtempSync(join(tmpdir(), 'rules-'));
  try {
    const file = join(folder, 'aks.yaml');
    writeFileSync(file, `${base}rules:\n  r: ${rule}\n`);
    return checkRules(synthesizedClusters(file), { ...(tenant && { tenant }), today: TODAY });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const outcome = (rule: string, options = {}): Outcome | undefined =>
  check(rule, options).map((result) => result.outcome)[0];
export const texts = (rule: string, options = {}): string[] =>
  check(rule, options).flatMap(({ findings }) => findings.map(({ text }) => text));
export const chains = (rule: string, options = {}): (readonly string[])[] =>
  check(rule, options).flatMap(({ findings }) => findings.map(({ chain }) => chain));

export const request = (verb: string, resource: string, namespace: string): string =>
  `verbs: [${verb}], resources: [${resource}], namespaces: [${namespace}]`;
