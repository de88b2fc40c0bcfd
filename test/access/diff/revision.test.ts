import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileIn, revisionOf } from '../../../access/diff/revision';
import { commit, git } from '../../cli/dev/project';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'revision-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function repository(name: string, files: Readonly<Record<string, string>>): string {
  const made = join(folder, name);
  mkdirSync(join(made, 'environments'), { recursive: true });
  Object.entries(files).forEach(([file, text]) => writeFileSync(join(made, file), text));
  git(made, 'init', '--quiet', '--initial-branch=main');
  return made;
}

const textOf = (project: string, file = 'aks.yaml'): string | undefined => {
  const config = join(project, 'aks.yaml');
  return fileIn(revisionOf(config, 'HEAD')!, join(project, file))?.toString();
};

test('what a symbolic link of then leads to is read, be it in the folder of today or not', () => {
  const project = repository('project', { 'environments/production.yaml': 'cluster: {}\n' });
  symlinkSync('environments/production.yaml', join(project, 'aks.yaml'));
  symlinkSync('environments', join(project, 'current'));
  commit(project);
  expect(textOf(project)).toBe('cluster: {}\n');
  ['environments', 'current'].forEach((name) => rmSync(join(project, name), { recursive: true }));
  expect(textOf(project)).toBe('cluster: {}\n');
  expect(textOf(project, 'current/production.yaml')).toBe('cluster: {}\n');
});

test.each(['../elsewhere.yaml', 'nothing.yaml', 'aks.yaml'])(
  'a link to what the repository does not have is not taken for a file that was not there: %s',
  (to) => {
    const project = repository('project', {});
    symlinkSync(to, join(project, 'aks.yaml'));
    commit(project);
    expect(() => textOf(project)).toThrow(
      'aks.yaml: it was a symbolic link to what the repository does not have: there is nothing to compare with',
    );
  },
);

test('a file of a submodule is that of the commit that was checked out with the repository around it', () => {
  const shared = repository('shared', { 'base.yaml': 'of then\n' });
  commit(shared);
  const project = repository('project', { 'aks.yaml': 'extends: modules/shared/base.yaml\n' });
  git(project, '-c', 'protocol.file.allow=always', 'submodule', 'add', '--quiet', shared, 'modules/shared');
  commit(project);
  writeFileSync(join(project, 'modules/shared/base.yaml'), 'of now\n');
  commit(join(project, 'modules/shared'));

  expect(textOf(project, 'modules/shared/base.yaml')).toBe('of then\n');
  expect(textOf(project, 'modules/shared/other.yaml')).toBeUndefined();
});

test('bytes stay as they are, so that what is no UTF-8 is refused as it is today', () => {
  const project = repository('project', {});
  writeFileSync(join(project, 'aks.yaml'), Buffer.from('cluster: {}\n', 'utf16le'));
  commit(project);
  expect(textOf(project)).toContain('\0');
});

test('a shallow clone says how it gets the revision that it lacks', () => {
  const project = repository('project', { 'aks.yaml': 'cluster: {}\n' });
  commit(project);
  commit(project, '--allow-empty');
  git(folder, 'clone', '--quiet', '--depth', '1', `file://${project}`, 'shallow');
  const lacking = (of: string) => () => revisionOf(join(of, 'aks.yaml'), 'HEAD~2');
  expect(lacking(join(folder, 'shallow'))).toThrow(/or fetch .* with 'git fetch --unshallow'$/);
  expect(lacking(project)).toThrow(/HEAD~1 or old\.yaml$/);
});
