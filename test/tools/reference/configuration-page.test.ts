import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { sectionExamples } from '../../../tools/reference/configuration-page';
import { isMap } from '../../../lib/shared/maps';
import { LEGACY, load, MINIMAL } from '../../app/config/config-file';

const PAGE = readFileSync('docs/configuration.md', 'utf8');
/** The applications that are kept are described like those of legacy Azure AD. */
const KEPT = 'aad.legacyApps.';
const HEADINGS = [...PAGE.matchAll(/^## (`.*)$/gm)].map(([, heading]) => heading!.replaceAll('`', ''));
const EXAMPLES = [...sectionExamples()];

/** What an example says on top of what a configuration must have. */
function laidOver(base: unknown, example: unknown): unknown {
  if (!isMap(base) || !isMap(example)) {
    return example;
  }
  const keys = [...new Set([...Object.keys(base), ...Object.keys(example)])];
  return Object.fromEntries(
    keys.map((key) => [key, key in example ? laidOver(base[key], example[key]) : base[key]]),
  );
}

/** Whether the example has the section of a heading such as `cluster.network, type: kubenet`. */
function shows(example: unknown, heading: string): boolean {
  const [path, ...constants] = heading.split(', ');
  const found = path!.split('.').reduce<unknown[]>(
    (maps, step) => {
      const key = step.replace('[]', '');
      const under = (map: Record<string, unknown>): unknown[] =>
        key === '<name>' ? Object.values(map) : [map[key]].flat();
      return maps.flatMap((map) => (isMap(map) ? under(map) : []));
    },
    [example],
  );

  return found.some(
    (map) =>
      isMap(map) &&
      constants.every(
        (constant) => `${constant.split(': ')[0]}: ${String(map[constant.split(': ')[0]!])}` === constant,
      ),
  );
}

test.each(EXAMPLES)('the example of %s is a section of the page, and loads', (name, text) => {
  const base = parse(/^aad\.(?:server|client)App|mode: legacy/.test(name) ? LEGACY : MINIMAL) as object;

  expect(HEADINGS).toContain(name);
  expect(() => load(stringify(laidOver(base, parse(text))))).not.toThrow();
});

test('every section has an example, its own or one of another section', () => {
  const without = HEADINGS.filter(
    (heading) =>
      !heading.startsWith('state, ') &&
      !EXAMPLES.some(([, text]) => shows(parse(text), heading.replace(KEPT, 'aad.'))),
  );

  expect(without).toEqual([]);
});

test('no heading stands twice', () => {
  expect(HEADINGS).toEqual([...new Set(HEADINGS)]);
});
