import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTenant } from '../../../access/directory/load-tenant';
import { loadConfig } from '../../../app/config';

/** Files as Windows writes them must mean what the same files mean elsewhere. */
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'line-ends-'));
  cpSync('examples', join(folder, 'examples'), {
    recursive: true,
    filter: (path) => !/node_modules|\.gen/.test(path),
  });
  cpSync('aks.yaml', join(folder, 'aks.yaml'));
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.yaml')) {
      const path = join(folder, file);
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll('\n', '\r\n'));
    }
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

const configurations = ['', 'examples', 'examples/environments'].flatMap((place) =>
  readdirSync(place || '.')
    .filter((name) => name.endsWith('.yaml') && !['base.yaml', 'existing-tenant.yaml'].includes(name))
    .map((name) => join(place, name)),
);

/** As seen from a folder, by which local states are named. */
const configured = (file: string, from: string): string => {
  const before = process.cwd();
  process.chdir(from);
  try {
    return JSON.stringify(loadConfig(file));
  } finally {
    process.chdir(before);
  }
};

test.each(configurations)('%s', (file) => {
  expect(configured(file, folder)).toBe(configured(file, '.'));
});

test('a mistake is where it is', () => {
  const lines = 'aad:\r\n  mode: managed\r\ncluster:\r\n  naem: shop\r\n';
  const messageOf = (text: string): string => {
    const file = join(folder, 'wrong.yaml');
    writeFileSync(file, text);
    try {
      loadConfig(file);
      return 'nothing is wrong';
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(messageOf(lines)).toContain('wrong.yaml:4:3 cluster.naem: unknown key');
  expect(messageOf(lines)).toBe(messageOf(lines.replaceAll('\r', '')));
});

test('the directory', () => {
  const copy = join(folder, 'tenant.yaml');
  writeFileSync(copy, readFileSync('rehearsal/tenant.yaml', 'utf8').replaceAll('\n', '\r\n'));
  expect(loadTenant(copy)).toEqual(loadTenant('rehearsal/tenant.yaml'));
});
