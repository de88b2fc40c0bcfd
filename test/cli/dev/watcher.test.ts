import { mkdirSync, mkdtempSync, renameSync, rmSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Watcher } from '../../../cli/dev/watcher';

/** Longer than any of the pauses that the watcher makes. */
const LONG = 900;

let folder: string;
let told: string[][];
let watcher: Watcher;
const path = (name: string): string => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watched-'));
  mkdirSync(path('code'));
  writeFileSync(path('aks.yaml'), 'one');
  told = [];
  watcher = new Watcher({
    code: [path('code')],
    onChange: (files) => told.push(files.map((file) => basename(file)).sort()),
  });
});
afterEach(async () => {
  await watcher.close();
  rmSync(folder, { recursive: true });
});

async function until(isDone: () => boolean): Promise<void> {
  for (let i = 0; i < 1000 && !isDone(); i++) {
    await sleep(5);
  }
}

test('a file that is written is told of once, however often it is written meanwhile', async () => {
  await watcher.watch([path('aks.yaml')]);
  for (let i = 0; i < 8; i++) {
    writeFileSync(path('aks.yaml'), `${i}`);
  }
  await sleep(LONG);
  expect(told).toEqual([['aks.yaml']]);
});

// As formatters do; what watches for us tells nothing of a second save that soon after the first.
test.each(['aks.yaml', 'code/role.ts'])(
  '%s that is saved again as soon as it is told of is told of again',
  async (name) => {
    writeFileSync(path(name), 'first');
    await watcher.watch([path('aks.yaml')]);
    await sleep(LONG);
    told.length = 0;
    for (let i = 1; i <= 6; i++) {
      writeFileSync(path('.swp'), `${i}`);
      renameSync(path('.swp'), path(name));
      await until(() => told.length >= i);
      expect(told).toHaveLength(i);
    }
  },
);

test.each(['over the old one', 'after the old one was moved away', 'after the old one was removed'])(
  'an editor that writes another file and renames it %s is followed, again and again',
  async (how) => {
    await watcher.watch([path('aks.yaml')]);
    for (let i = 1; i <= 3; i++) {
      writeFileSync(path('.aks.yaml.swp'), `${i}`);
      if (how.includes('moved')) {
        renameSync(path('aks.yaml'), path('aks.yaml~'));
      } else if (how.includes('removed')) {
        unlinkSync(path('aks.yaml'));
      }
      await sleep(how.startsWith('over') ? 0 : 30);
      renameSync(path('.aks.yaml.swp'), path('aks.yaml'));
      await until(() => told.length >= i);
      await sleep(LONG / 3);
    }
    expect(told).toEqual([['aks.yaml'], ['aks.yaml'], ['aks.yaml']]);
  },
);

test('an editor that empties the file before it writes is told of once', async () => {
  await watcher.watch([path('aks.yaml')]);
  writeFileSync(path('aks.yaml'), '');
  await sleep(60);
  writeFileSync(path('aks.yaml'), 'two');
  await sleep(LONG);
  expect(told).toEqual([['aks.yaml']]);
});

test('what changes nothing is not told: a touch, the same text again, another file beside it', async () => {
  await watcher.watch([path('aks.yaml')]);
  utimesSync(path('aks.yaml'), new Date(), new Date());
  writeFileSync(path('aks.yaml'), 'one');
  writeFileSync(path('other.yaml'), 'x');
  await sleep(LONG);
  expect(told).toEqual([]);
});

test('a file that is not there yet is told of when it comes, and when it goes', async () => {
  await watcher.watch([path('aks.yaml'), path('tenant.yaml')]);
  writeFileSync(path('tenant.yaml'), 'x');
  await until(() => told.length === 1);
  unlinkSync(path('tenant.yaml'));
  await until(() => told.length === 2);
  expect(told).toEqual([['tenant.yaml'], ['tenant.yaml']]);
});

test('other files can be watched instead, in other folders; what was saved meanwhile is told', async () => {
  await watcher.watch([path('aks.yaml')]);
  mkdirSync(path('base'));
  writeFileSync(path('base/base.yaml'), 'x');
  const watching = watcher.watch([path('aks.yaml'), path('base/base.yaml')]);
  writeFileSync(path('base/base.yaml'), 'y');
  await watching;
  await until(() => told.length === 1);

  await watcher.watch([path('base/base.yaml')]);
  writeFileSync(path('aks.yaml'), 'two');
  await sleep(LONG);
  writeFileSync(path('base/base.yaml'), 'z');
  await until(() => told.length === 2);
  expect(told).toEqual([['base.yaml'], ['base.yaml']]);
});

test.each([
  'is renamed and gets its name back',
  'gives way to another one',
  'is removed, and is there again',
])('a folder that %s is followed', async (how) => {
  mkdirSync(path('project'));
  writeFileSync(path('project/aks.yaml'), 'one');
  await watcher.watch([path('project/aks.yaml')]);
  if (how.includes('removed')) {
    rmSync(path('project'), { recursive: true });
  } else {
    renameSync(path('project'), path('project.old'));
  }
  if (how.includes('back')) {
    renameSync(path('project.old'), path('project'));
  } else {
    mkdirSync(path('project'));
    writeFileSync(path('project/aks.yaml'), 'two');
    await until(() => told.length === 1);
  }
  await sleep(1_500);
  told.length = 0;
  writeFileSync(path('project/aks.yaml'), 'three');
  await until(() => told.length === 1);
  expect(told).toEqual([['aks.yaml']]);
});

test('code is watched with all that is in its folder', async () => {
  await watcher.watch([path('aks.yaml')]);
  await sleep(100);
  mkdirSync(path('code/deep'));
  await sleep(100);
  told.length = 0;
  writeFileSync(path('code/deep/new.ts'), 'x');
  await until(() => told.length === 1);
  expect(told).toEqual([['new.ts']]);
});
