import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { requireOnMain } from '../../../tools/packaging/release-source';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'release-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  if (status !== 0) {
    throw new Error(`${stdout}${stderr}`);
  }
  return stdout;
}

test('only what is on main is released', () => {
  const git = (...args: string[]): string =>
    run('git', [
      '-c',
      'user.name=Test',
      '-c',
      'user.email=test@contoso.com',
      '-c',
      'commit.gpgsign=false',
      ...args,
    ]);
  git('init', '-q');
  git('commit', '-q', '--allow-empty', '-m', 'one');
  expect(() => requireOnMain(folder)).toThrow('is not on origin/main');

  git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  expect(() => requireOnMain(folder)).not.toThrow();

  git('commit', '-q', '--allow-empty', '-m', 'two');
  expect(() => requireOnMain(folder)).toThrow('merge it, and tag the commit there');
});

describe('publishing, once more after it has stopped', () => {
  interface Workflow {
    readonly jobs: Readonly<Record<string, { readonly steps: readonly { name?: string; run?: string }[] }>>;
  }
  const { jobs } = parse(readFileSync('.github/workflows/release.yml', 'utf8')) as Workflow;
  const script = jobs.npm!.steps.find(({ name }) => name?.startsWith('Publish'))!.run!;
  const packages = ['cdktf-aks-aad', 'cdktn-aks-aad', 'cdktf-aks-aad-app', 'cdktn-aks-aad-app'];
  const tarball = (name: string): string => join(folder, `${name}-1.0.0.tgz`);

  beforeEach(() => {
    mkdirSync(join(folder, 'bin'));
    mkdirSync(join(folder, 'registry'));
    mkdirSync(join(folder, 'package'));
    writeFileSync(
      join(folder, 'bin/npm'),
      '#!/bin/sh\ncase $1 in view) cat "registry/$2" ;; publish) echo "$2" >>published ;; esac\n',
    );
    chmodSync(join(folder, 'bin/npm'), 0o755);
    for (const name of packages) {
      writeFileSync(join(folder, 'package/package.json'), JSON.stringify({ name, version: '1.0.0' }));
      run('tar', ['-czf', tarball(name), 'package']);
    }
  });

  /** The packages that are published now; those before have these hashes. */
  function published(before: Readonly<Record<string, string>>): string {
    Object.entries(before).forEach(([name, hash]) => {
      writeFileSync(join(folder, 'registry', `${name}@1.0.0`), hash);
    });
    run('bash', ['-e', '-c', script], { PATH: `${join(folder, 'bin')}:${process.env.PATH}` });
    return existsSync(join(folder, 'published')) ? readFileSync(join(folder, 'published'), 'utf8') : '';
  }
  const integrity = (name: string): string =>
    `sha512-${createHash('sha512')
      .update(readFileSync(tarball(name)))
      .digest('base64')}`;

  test('takes all when there is none', () => {
    expect(published({})).toBe(packages.map((name) => `./${name}-1.0.0.tgz\n`).join(''));
  });

  test('takes the others when the first is there', () => {
    const [first, ...others] = packages;
    expect(published({ [first!]: integrity(first!) })).toBe(
      others.map((name) => `./${name}-1.0.0.tgz\n`).join(''),
    );
  });

  test('takes none when all are there', () => {
    expect(published(Object.fromEntries(packages.map((name) => [name, integrity(name)])))).toBe('');
  });

  test('fails when what is there is something else', () => {
    expect(() => published({ 'cdktf-aks-aad': 'sha512-other' })).toThrow('published with other content');
  });
});
