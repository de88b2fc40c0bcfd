import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeNewFolder } from '../../../cli/init/new-folder';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'new-folder-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const FILES = { 'a.txt': 'a', '.github/workflows/b.yml': 'b' };

/** Cannot be written: the first file is in the place of the second one's folder. */
const IMPOSSIBLE = { a: 'a', 'a/b': 'b' };

test.each(['new', 'deep/in/new folders', 'empty', 'repository'])('the folder %j gets all files', (name) => {
  mkdirSync(join(root, 'empty'));
  mkdirSync(join(root, 'repository', '.git'), { recursive: true });
  writeNewFolder(join(root, name), FILES);

  expect(readFileSync(join(root, name, '.github', 'workflows', 'b.yml'), 'utf8')).toBe('b');
  expect(readdirSync(join(root, name)).filter((entry) => entry !== '.git')).toEqual(['.github', 'a.txt']);
  expect(readdirSync(root).filter((entry) => entry.startsWith('.'))).toEqual([]);
});

test('a folder that exists stays the same one, as a shell may be in it', () => {
  const before = statSync(root).ino;
  writeNewFolder(root, FILES);
  expect(statSync(root).ino).toBe(before);
});

describe('is refused, and nothing changes:', () => {
  test('a folder with something in it, which is named', () => {
    ['main.ts', '.env', 'a.txt', 'b', 'c', 'd', 'e'].forEach((name) =>
      writeFileSync(join(root, name), 'mine'),
    );

    expect(() => writeNewFolder(root, FILES)).toThrow(
      'is not empty, .env, a.txt, b, c, d and 2 more are in the way: name a folder that is new or empty',
    );
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('mine');
    expect(readdirSync(root)).toHaveLength(7);
  });

  test.each([
    ['file', 'is a file: name a folder that is new or empty'],
    ['file/below', 'cannot be used: not a directory'],
  ])('%s', (name, message) => {
    writeFileSync(join(root, 'file'), 'mine');

    expect(() => writeNewFolder(join(root, name), FILES)).toThrow(message);
    expect(readFileSync(join(root, 'file'), 'utf8')).toBe('mine');
  });
});

describe('what cannot be written to its end leaves nothing behind', () => {
  test('of a folder that is new, with its parents', () => {
    expect(() => writeNewFolder(join(root, 'deep', 'new'), IMPOSSIBLE)).toThrow('cannot be written');
    expect(readdirSync(root)).toEqual([]);
  });

  test('in a folder that was empty', () => {
    expect(() => writeNewFolder(root, IMPOSSIBLE)).toThrow('cannot be written');
    expect(existsSync(root)).toBe(true);
    expect(readdirSync(root)).toEqual([]);
  });
});
