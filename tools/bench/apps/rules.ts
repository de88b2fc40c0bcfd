import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkRules } from '../../../access/check/check';
import { synthesizedApp } from '../../../access/configured/synthesized-app';

const NAMESPACES = 100;

/** Grants in an entry. */
const IN_AN_ENTRY = 20;

const user = (i: number): string => `user-${i}@contoso.com`;
const namespace = (i: number): string => `team-${i % NAMESPACES}`;

/** Every type in turn, as people write them; some are broken, and some could never fail. */
const RULES: readonly ((i: number, grants: number) => string)[] = [
  (i, n) =>
    `{ type: can, users: [${user((i * IN_AN_ENTRY) % n)}], verbs: [get], resources: [pods], namespaces: [${namespace(i)}] }`,
  (i, n) =>
    `{ type: cannot, users: [${user(i % n)}, ${user((i + 1) % n)}], verbs: [delete], resources: [nodes, secrets] }`,
  () => '{ type: maxClusterAdmins, max: 3 }',
  () => `{ type: onlyClusterAdmins, users: [${user(0)}] }`,
  (i) => `{ type: grantsToGroups, namespaces: [${namespace(i)}] }`,
  (i) => `{ type: namespaceAdmins, namespaces: [${namespace(i)}] }`,
  () => '{ type: noWildcardVerbs }',
];

/** A cluster with as many grants and rules. */
function configuration(grants: number, rules: number): string {
  const roles = ['view', 'edit', 'admin'];
  const entries = Array.from({ length: grants / IN_AN_ENTRY }, (_, e) => {
    const users = Array.from({ length: IN_AN_ENTRY }, (__, i) => user(e * IN_AN_ENTRY + i));
    return `  - { clusterRole: ${roles[e % 3]}, namespace: ${namespace(e)}, users: [${users.join(', ')}] }`;
  });
  return [
    'aad: { mode: managed, adminGroupObjectIds: [894656e1-39f8-4bfe-b16a-510f61af6f41] }',
    'cluster: { name: myAKSCluster, resourceGroupName: myResourceGroup, location: eastus }',
    'directory: { lookUpUsers: false }',
    'grantClusterUser: false',
    'access:',
    ...entries,
    'rules:',
    ...Array.from({ length: rules }, (_, i) => `  rule-${i}: ${RULES[i % RULES.length]!(i, grants)}`),
    '',
  ].join('\n');
}

const [grants = 10_000, rules = 500] = (process.env.RULES_OF ?? '').split(',').filter(Boolean).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'rules-'));
try {
  const file = join(folder, 'aks.yaml');
  writeFileSync(file, configuration(grants, rules));
  const app = synthesizedApp(file);

  const before = process.cpuUsage();
  const results = checkRules([app], { today: '2026-01-01' });
  const { user: own, system } = process.cpuUsage(before);
  const broken = results.filter(({ outcome }) => outcome === 'broken').length;
  console.log(JSON.stringify({ milliseconds: (own + system) / 1000, rules: results.length, broken }));
} finally {
  rmSync(folder, { recursive: true });
}
