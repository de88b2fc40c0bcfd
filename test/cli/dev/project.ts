import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A small configuration; `access` follows. */
export const HEAD = `aad: { adminGroupObjectIds: [894656e1-39f8-4bfe-b16a-510f61af6f41] }
cluster: { name: shop, resourceGroupName: rg, location: eastus }
`;

export const ALICE = `access:
  - { name: viewers, clusterRole: view, namespace: shop, users: [alice@contoso.com] }
`;

export const BOB = `access:
  - { name: viewers, clusterRole: view, namespace: shop, users: [alice@contoso.com] }
  - { name: admins, clusterRole: cluster-admin, users: [bob@contoso.com] }
`;

/** A folder that is a repository with one commit, in which aks.yaml is `committed`. */
export function repositoryWith(committed: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'dev-project-'));
  writeFileSync(join(folder, 'aks.yaml'), committed);
  git(folder, 'init', '--quiet', '--initial-branch=main');
  commit(folder);
  return folder;
}

export function commit(folder: string, ...options: string[]): void {
  git(folder, 'add', '--all');
  git(
    folder,
    '-c',
    'user.name=Test',
    '-c',
    'user.email=test@contoso.com',
    'commit',
    '--quiet',
    '-m',
    'change',
    ...options,
  );
}

export function git(cwd: string, ...args: string[]): void {
  const { status, stderr } = spawnSync('git', args, { cwd, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(stderr);
  }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** What somebody reads of some markup. */
export function textOf(markup: string): string {
  return markup
    .replace(/<script.*?<\/script>/gs, '')
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name]!)
    .replace(/\s+/g, ' ')
    .trim();
}
