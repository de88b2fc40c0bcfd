import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BlockSchema, ProviderSchema } from '../../../rehearsal/protocol/schema';

const ROOT = join(__dirname, '..', '..', '..');
const PAGE = readFileSync(join(ROOT, 'docs/azurerm-versions.md'), 'utf8');

const BEFORE = ProviderSchema.load('azurerm', '4.55.0');
const AFTER = ProviderSchema.load('azurerm', '5.10.0');

/** The resource types of azurerm whose classes the library uses. */
function typesOfLibrary(): string[] {
  const sources = readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(ROOT, 'lib', name), 'utf8'));
  const folders = sources.flatMap((source) =>
    [...source.matchAll(/provider-azurerm\/lib\/(?!data-|provider')([a-z-]+)'/g)].map(
      ([, folder]) => folder!,
    ),
  );
  return [...new Set(folders)].map((folder) => `azurerm_${folder.replaceAll('-', '_')}`).sort();
}

/** Arguments and blocks with whether they must, may or cannot be given, without time-outs. */
function members({ attributes = {}, block_types = {} }: BlockSchema, path = ''): Map<string, string> {
  const blocks = Object.entries(block_types).filter(([name]) => name !== 'timeouts');
  return new Map([
    ...Object.entries(attributes).map(([name, { required, optional, computed }]): [string, string] => [
      path + name,
      [required && 'required', optional && 'optional', computed && 'computed'].filter(Boolean).join(' '),
    ]),
    ...blocks.flatMap(([name, { min_items, block }]): [string, string][] => [
      [path + name, `block ${min_items ?? 0}`],
      ...members(block, `${path}${name}.`),
    ]),
  ]);
}

/** Names of what is not the same in both versions; of a block that is new or gone, its own alone. */
function changes(type: string): string[] {
  const [before, after] = [BEFORE, AFTER].map((schema) => members(schema.resource(type).block));
  const isThere = (path: string): boolean => path === '' || (before!.has(path) && after!.has(path));
  const paths = [...new Set([...before!.keys(), ...after!.keys()])];
  return paths
    .filter((path) => before!.get(path) !== after!.get(path))
    .filter((path) => isThere(path.split('.').slice(0, -1).join('.')))
    .map((path) => path.split('.').at(-1)!);
}

const row = (type: string): string => PAGE.split('\n').find((line) => line.startsWith(`| \`${type}\``)) ?? '';

const [inBoth, inOne] = [true, false].map((isInBoth) =>
  typesOfLibrary().filter(
    (type) => [BEFORE, AFTER].every(({ resourceTypes }) => resourceTypes.includes(type)) === isInBoth,
  ),
) as [string[], string[]];

test.each(inBoth)('what is said of %s is what its schemas say', (type) => {
  const changed = changes(type);
  for (const name of changed) {
    expect(row(type)).toContain(`\`${name}\``);
  }
  const same = PAGE.slice(PAGE.indexOf('The others are the same in both'));
  expect(row(type) === '' ? same : '').toContain(changed.length === 0 ? `\`${type}\`` : '');
});

test.each(inOne)('%s is told to be in one of them', (type) => {
  expect(BEFORE.resourceTypes).not.toContain(type);
  expect(row(type)).toContain('the type');
});
