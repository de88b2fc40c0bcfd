import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deferRequires, withDeferredRequires } from '../../../tools/packaging/lazy-requires';

const CODE = `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const node_path_1 = require("node:path");
const animal_1 = require("./animal");
exports.sep = node_path_1.sep;
exports.speak = () => new animal_1.Animal().speak() + (0, animal_1.punctuation)() + [...animal_1.names].join();
`;

describe('compiled files with deferred imports', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lazy-requires-'));
    writeFileSync(join(folder, 'speaking.js'), CODE);
    writeFileSync(
      join(folder, 'animal.js'),
      "globalThis.loadedAnimals += 1;\nexports.Animal = class { speak() { return 'miaow'; } };\nexports.punctuation = () => '!';\nexports.names = ['!'];\n",
    );
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('load what they import at its first use, and then do the same', () => {
    deferRequires(folder);
    const world = globalThis as typeof globalThis & { loadedAnimals?: number };
    world.loadedAnimals = 0;

    const load = createRequire(join(folder, 'index.js'));
    const { speak } = load('./speaking') as { speak: () => string };
    const before = world.loadedAnimals;

    expect([before, speak(), speak(), world.loadedAnimals]).toEqual([0, 'miaow!!', 'miaow!!', 1]);
  });

  test('still load packages that are no providers at once', () => {
    deferRequires(folder);

    expect(readFileSync(join(folder, 'speaking.js'), 'utf8')).toContain(
      'const node_path_1 = require("node:path");',
    );
  });

  test('are refused where an import is used otherwise than by its members, which could not be deferred', () => {
    expect(() => withDeferredRequires(`${CODE}exports.all = animal_1;\n`, 'speaking.js')).toThrow(
      'speaking.js uses animal_1 otherwise than by its members',
    );
  });

  test('are refused where there is nothing to defer, as the compiler then writes imports in another way', () => {
    writeFileSync(join(folder, 'speaking.js'), 'exports.speak = () => "";\n');

    expect(() => deferRequires(folder)).toThrow('no file of');
  });
});
