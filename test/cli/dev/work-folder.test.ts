import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { workFolder } from '../../../cli/dev/work-folder';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'work-folder-'));
});
afterEach(() => {
  rmSync(parent, { recursive: true });
});

/** A folder that a run has left, of a process that is as given. */
function left(owner: object): string {
  const folder = workFolder(parent);
  const file = join(folder, 'owner.json');
  const own = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...own, ...owner }));
  return folder;
}

describe('the folder of a run of dev', () => {
  test('is removed by the next run when its process is gone, also when its ID is in use again', () => {
    const folders = [left({ pid: spawnSync('true').pid }), left({ start: 'another time' })];
    const own = workFolder(parent);

    expect([...folders, own].map((folder) => existsSync(folder))).toEqual([false, false, true]);
  });

  test('stays while its process runs, of another machine, and where nobody is named', () => {
    const folders = [left({}), left({ host: `not-${hostname()}`, pid: spawnSync('true').pid })];
    const nameless = join(parent, 'cdktf-aks-aad-dev-nameless');
    mkdirSync(nameless);
    workFolder(parent);

    expect([...folders, nameless].map((folder) => existsSync(folder))).toEqual([true, true, true]);
  });
});
