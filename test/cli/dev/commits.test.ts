import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Commits } from '../../../cli/dev/commits';
import { commit, git, repositoryWith } from './project';

const { PATH } = process.env;
let folder: string;
let commits: Commits;
let first: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'commits-'));
  first = 0;
});
afterEach(() => {
  commits.stop();
  process.env.PATH = PATH;
  rmSync(folder, { recursive: true, force: true });
});

function begin(path = 'aks.yaml'): void {
  commits = new Commits(join(folder, path), () => first++);
}

async function untilFirst(): Promise<void> {
  for (let i = 0; i < 100 && first === 0; i++) {
    await sleep(50);
  }
}

test('the first commit of a repository that comes later is noticed, and from then on its log', async () => {
  mkdirSync(join(folder, 'clusters'));
  begin('clusters/aks.yaml');
  expect(commits.files).toEqual([]);
  writeFileSync(join(folder, 'clusters', 'aks.yaml'), '');
  git(folder, 'init', '--quiet');
  commit(folder);
  await untilFirst();
  expect(commits.files).toEqual([join(folder, '.git', 'logs', 'HEAD')]);

  commit(folder, '--allow-empty');
  await sleep(1500);
  expect(first).toBe(1);
});

test('a repository without a commit has a log that is not there yet', async () => {
  git(folder, 'init', '--quiet');
  begin();
  expect(commits.files).toEqual([join(folder, '.git', 'logs', 'HEAD')]);
  commit(folder, '--allow-empty');
  await untilFirst();
  expect(first).toBe(1);
});

test('what has been committed before is no first commit', async () => {
  rmSync(folder, { recursive: true });
  folder = repositoryWith('');
  begin();
  await sleep(1500);
  expect(first).toBe(0);
});

test('without git there is no log, as without a repository', () => {
  git(folder, 'init', '--quiet');
  process.env.PATH = '/nowhere';
  begin();
  expect(commits.files).toEqual([]);
});
