import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { neighbouringConfigurations } from '../../../app/config/neighbours';

const OURS = 'cluster:\n  name: shop\n';
const before = process.cwd();
let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'neighbours-')));
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

function write(name: string, content = OURS): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

/** What is found beside shop/aks.yaml, relative to its folder. */
function found(...bases: string[]): string[] {
  const file = write('shop/aks.yaml');
  return neighbouringConfigurations(file, bases).map((one) => relative(join(folder, 'shop'), one));
}

test('are YAML files that look like configurations, in the order of their names', () => {
  for (const name of ['b.yml', 'a.YAML', 'c.yaml', 'c.yaml.bak', 'yaml', 'd.json']) {
    write(`shop/${name}`);
  }
  write('shop/other.yaml', 'name: shop\n  cluster: x\n');
  write('shop/quoted.yaml', 'name: shop\n"aad" : {}\n');
  mkdirSync(join(folder, 'shop/folder.yaml'));

  expect(found()).toEqual(['a.YAML', 'b.yml', 'c.yaml', 'quoted.yaml']);
});

test('are found five folders deep, but not in those of tools', () => {
  write('shop/1/2/3/4/5/aks.yaml');
  write('shop/1/2/3/4/5/6/aks.yaml');
  write('shop/node_modules/aks.yaml');
  write('shop/.git/aks.yaml');
  write('shop/dist-app/aks.yaml');
  write('shop/distribution/aks.yaml');

  expect(found()).toEqual(['1/2/3/4/5/aks.yaml', 'distribution/aks.yaml']);
});

test('are no devices, which could be read for ever', () => {
  write('shop/aks.yaml');
  symlinkSync('/dev/zero', join(folder, 'shop/zero.yaml'));

  expect(found()).toEqual([]);
});

test('are no large files', () => {
  const sized = (size: number): string => OURS + '#'.repeat(size - OURS.length);
  write('shop/small.yaml', sized(256 * 1024));
  write('shop/large.yaml', sized(256 * 1024 + 1));

  expect(found()).toEqual(['small.yaml']);
});

test('are found beside bases, each once under one of its names', () => {
  const base = write('base/base.yaml');
  write('base/other.yaml');
  symlinkSync(join(folder, 'base/other.yaml'), join(folder, 'base/again.yaml'));
  write('shop/aks.yaml');
  symlinkSync(join(folder, 'shop/aks.yaml'), join(folder, 'shop/same.yaml'));

  expect(found(base, base)).toEqual(['../base/again.yaml', '../base/base.yaml']);
});

test('in the folder that the app runs in are found for what is below it, and named from there', () => {
  write('aks.yaml');
  write('elsewhere/aks.yaml');
  const shop = write('shop/aks.yaml');
  process.chdir(folder);
  expect(neighbouringConfigurations('shop/aks.yaml')).toEqual(['aks.yaml', 'elsewhere/aks.yaml']);

  process.chdir(join(folder, 'elsewhere'));
  write('shop/other.yaml');
  expect(neighbouringConfigurations(shop)).toEqual([join(folder, 'shop/other.yaml')]);
});

describe('the search ends', () => {
  const folders = Array.from({ length: 210 }, (_, i) => `d${String(i).padStart(3, '0')}`);

  test('after two hundred folders, those near and first by name before others', () => {
    write('shop/d000/below/aks.yaml');
    // In no order, as some file systems list what is oldest first, and some what is newest.
    for (const name of [...folders.filter((_, i) => i % 2), ...folders.filter((_, i) => i % 2 === 0)]) {
      write(`shop/${name}/aks.yaml`);
    }

    expect(found()).toEqual(folders.slice(0, 199).map((name) => `${name}/aks.yaml`));
  });

  test.each([
    [299, 0],
    [298, 1],
  ])('with the folder in which there are three hundred files: %d more', (more, further) => {
    for (let i = 0; i < more; i++) {
      write(`shop/z${i}.yaml`, 'name: other\n');
    }
    write('shop/below/aks.yaml');

    expect(found()).toHaveLength(further);
  });
});

test('of a file in a folder that is not there, there are none', () => {
  expect(neighbouringConfigurations(join(folder, 'none/aks.yaml'))).toEqual([]);
});
