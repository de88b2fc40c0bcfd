import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UnsafeSetting } from '../../../lib';
import { REFUSED, REFUSED_UNLESS_ALLOWED, WARNINGS } from '../../../lib/shared/diagnostics';

const ROOT = join(__dirname, '../../..');
const sources = ['lib', 'app']
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
      join(ROOT, folder, file),
    ),
  )
  .filter((file) => file.endsWith('.ts') && !file.endsWith('diagnostics.ts'))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

const idsOf = (diagnostics: readonly { readonly id: string }[]) => diagnostics.map(({ id }) => id);

test('everything that can be allowed is listed, and nothing else', () => {
  expect(idsOf(REFUSED_UNLESS_ALLOWED).sort()).toEqual(Object.values(UnsafeSetting).sort());
});

test('everything that is warned about is listed, and nothing else', () => {
  // Called with the ID, or with that of one of the risks of a custom role, or of a likely slip.
  const warned = [
    ...sources.matchAll(
      /\b(?:warn|isSilenced)\(\s*[\w.]+,\s*'([a-z-]+)'|\b(?:id: |warning: |doubt\()'((?:role|unknown)-[a-z-]+)'/g,
    ),
  ].map(([, id, ofRole]) => id ?? ofRole);
  expect(idsOf(WARNINGS).sort()).toEqual([...new Set(warned)].sort());
});

test('what is always refused names its ID in the message', () => {
  const unnamed = idsOf(REFUSED).filter((id) => !sources.includes(`[${id}]`));
  expect(unnamed).toEqual([]);
});

test('no ID means two things', () => {
  const all = idsOf([...REFUSED, ...REFUSED_UNLESS_ALLOWED, ...WARNINGS]);
  expect(all).toEqual([...new Set(all)]);
});
