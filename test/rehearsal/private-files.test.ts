import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StateFiles } from '../../rehearsal/state-files';
import { Workspace } from '../../rehearsal/workspace';
import { WorkspaceLock } from '../../rehearsal/workspace-lock';
import { FileWorld } from '../../rehearsal/world/world';
import { RehearsedConfig } from './rehearsed-config';
import { describeWithTerraform } from './terraform';

/** Takes everything to be open, and has room for nothing. */
const FULL = '/dev/full';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'private-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

/** What others than the owner may do something with. */
function openPaths(path: string): string[] {
  const own = (statSync(path).mode & 0o077) === 0 ? [] : [path];
  const below = statSync(path).isDirectory()
    ? readdirSync(path, { withFileTypes: true }).filter((entry) => !entry.isSymbolicLink())
    : [];
  return [...own, ...below.flatMap(({ name }) => openPaths(join(path, name)))];
}

describe('what a rehearsal leaves', () => {
  test('is in folders of its owner alone, also where they were open to others', () => {
    const root = join(folder, '.rehearsal');
    mkdirSync(join(root, 'aks'), { recursive: true });
    [root, join(root, 'aks')].forEach((path) => chmodSync(path, 0o755));
    new Workspace('aks.yaml', root).prepare();
    new StateFiles(join(root, 'aks', 'state')).backUp();

    expect([root, join(root, 'aks'), join(root, 'aks/state')].map(modeOf)).toEqual(['700', '700', '700']);
  });

  test('has a world, a journal and a lock that others cannot read', async () => {
    const lock = await WorkspaceLock.acquire(join(folder, 'new', 'aks.lock'), 'aks.yaml');
    new FileWorld(join(folder, 'new', 'world.json')).put('azuread_group', '1', { id: '1' });

    expect(modeOf(join(folder, 'new', 'world.json'))).toBe('600');
    expect(openPaths(join(folder, 'new'))).toEqual([]);
    lock.release();
  });
});

describe('a full disk', () => {
  test('leaves no lock', async () => {
    const file = join(folder, 'aks.lock');
    symlinkSync(FULL, `${file}.${process.pid}`);

    await expect(WorkspaceLock.acquire(file, 'aks.yaml')).rejects.toThrow('no space left on device');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('does not lose the lock when a Terraform cannot be noted in it', async () => {
    const file = join(folder, 'aks.lock');
    const lock = await WorkspaceLock.acquire(file, 'aks.yaml');
    symlinkSync(FULL, `${file}.${process.pid}`);

    expect(() => lock.noteTerraforms([process.pid])).toThrow('no space left on device');
    expect(existsSync(file)).toBe(true);
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('leaves the world as it was', () => {
    const file = join(folder, 'world.json');
    new FileWorld(file).put('azuread_group', '1', { id: '1' });
    symlinkSync(FULL, `${file}.${process.pid}.tmp`);

    expect(() => new FileWorld(file).put('azuread_group', '2', { id: '2' })).toThrow(
      'no space left on device',
    );
    expect(new FileWorld(file).all('azuread_group')).toEqual([{ id: '1' }]);
    expect(readdirSync(folder)).toEqual(['world.json']);
  });
});

describeWithTerraform('with a umask that lets others read', () => {
  test.each([
    ['in its own process', undefined],
    ['in another', "node -r tsx/cjs main.ts ''"],
  ])('a rehearsal that synthesises %s writes nothing that they can', async (_, command) => {
    const before = process.umask(0o022);
    const config = new RehearsedConfig('aks.yaml');
    config.command = command;
    try {
      await config.rehearse();
      writeFileSync(join(folder, 'other'), '');

      expect(modeOf(join(folder, 'other'))).toBe('644');
      const { directory } = config.workspace;
      expect(modeOf(directory)).toBe('700');
      expect(readdirSync(join(directory, 'state')).length).toBeGreaterThan(0);
      expect([...openPaths(join(directory, 'state')), ...openPaths(join(directory, 'cdktf.out'))]).toEqual(
        [],
      );
      expect(readdirSync(directory).filter((name) => openPaths(join(directory, name)).length > 0)).toEqual(
        [],
      );
    } finally {
      config.remove();
      process.umask(before);
    }
  });
});
