import { REFUSED, REFUSED_UNLESS_ALLOWED, WARNINGS } from '../../../lib/shared/diagnostics';
import { UnsafeSetting } from '../../../lib/unsafe-setting';
import { diagnosticsPage } from '../../../tools/reference/diagnostics-page';
import { MINIMAL, load, problemsOf } from '../../app/config/config-file';

const ALL = [...REFUSED_UNLESS_ALLOWED, ...REFUSED, ...WARNINGS];

test('every diagnostic has one ID and one heading, so that it can be linked to', () => {
  const headings = [...diagnosticsPage().matchAll(/^### (.*)$/gm)].map(([, heading]) => heading);

  expect(headings).toEqual(ALL.map(({ id }) => id));
  expect(new Set(ALL.map(({ id }) => id)).size).toBe(ALL.length);
});

test('what may be allowed is exactly what is listed as such', () => {
  expect(Object.values(UnsafeSetting).sort()).toEqual(REFUSED_UNLESS_ALLOWED.map(({ id }) => id).sort());
});

test('aks.yaml silences any warning, and says which there are', () => {
  const ids = WARNINGS.map(({ id }) => id);

  expect(load(`${MINIMAL}silence: [${ids.join(', ')}]\n`).silence).toEqual(ids);
  expect(problemsOf(`${MINIMAL}silence: [public-api]\n`)).toEqual([
    expect.stringContaining("silence[0]: 'public-api' is not valid: use legacy-aad,"),
  ]);
});
