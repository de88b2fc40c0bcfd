import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Grant, grants } from './apps/grants';
import { FOLDER } from './build';

const HEAD = `aad: { mode: managed, adminGroupObjectIds: [894656e1-39f8-4bfe-b16a-510f61af6f41] }
cluster: { name: myAKSCluster, resourceGroupName: myResourceGroup, location: eastus }
`;

/** One entry of `access` for each grant, bound as written: what the bindings by hand hold. */
export function grantsConfiguration(count: number): string {
  return boundAsWritten(`grants-${count}`, grants(count));
}

/** Grants of one role, which become a binding for each namespace; with a name for each entry, one for each entry. */
export function oneRoleConfiguration(count: number, merged: boolean): string {
  const ofOneRole = grants(count).map((grant) => ({ ...grant, role: 'edit' }));

  return boundAsWritten(`one-role-${count}-${merged ? 'merged' : 'unmerged'}`, ofOneRole, !merged);
}

function boundAsWritten(file: string, all: readonly Grant[], withNames = false): string {
  const entries = all.map(({ name, namespace, role, users, group }) =>
    [
      `  - clusterRole: ${role}`,
      ...(withNames ? [`    name: ${name}`] : []),
      `    namespace: ${namespace}`,
      `    users: [${users.join(', ')}]`,
      `    groups: [${group}]`,
    ].join('\n'),
  );
  const access = entries.length > 0 ? `access:\n${entries.join('\n')}\n` : '';

  return written(file, `${HEAD}directory: { lookUpUsers: false }\ngrantClusterUser: false\n${access}`);
}

/** People and groups by name, each looked up in the directory and given the Azure role Cluster User. */
export function namesConfiguration(people: readonly string[], groups: readonly string[] = []): string {
  const entries = [
    ...people.map((name, index) => entry('edit', index, `users: [${name}]`)),
    ...groups.map((name, index) => entry('view', index, `groups: [${name}]`)),
  ];

  return written(`names-${people.length}-${groups.length}`, `${HEAD}access:\n${entries.join('')}`);
}

function entry(role: string, index: number, subjects: string): string {
  const namespace = `team-${(index % 100).toString().padStart(3, '0')}`;

  return `  - { clusterRole: ${role}, namespace: ${namespace}, ${subjects} }\n`;
}

/** A fleet of clusters with the same grants. */
export function clustersConfiguration(count: number): string {
  const clusters = Array.from({ length: count }, (_, index) => `  - name: aks-${index}\n`);
  const access = grants(20).map(
    ({ namespace, role, group }) =>
      `  - { clusterRole: ${role}, namespace: ${namespace}, groups: [${group}] }\n`,
  );

  return written(
    `clusters-${count}`,
    `aad: { mode: managed, adminGroupObjectIds: [894656e1-39f8-4bfe-b16a-510f61af6f41] }
cluster: { resourceGroupName: myResourceGroup, location: eastus, createResourceGroup: false }
clusters:
${clusters.join('')}access:
${access.join('')}`,
  );
}

/** Names of people as the directory of the benchmarks has them. */
export function people(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `person-${index}@contoso.com`);
}

/** Each in a folder of its own: the app reads its neighbours, so that no two share a state. */
function written(name: string, content: string): string {
  const folder = join(FOLDER, 'configurations', name);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'aks.yaml');
  writeFileSync(file, content);

  return file;
}
