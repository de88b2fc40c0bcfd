import { planPart, plansInShort } from '../../../cli/dev/page/plan-part';

const KEPT = 'azuread_group.AdminGroup keeps members: no longer written';
const plan = { name: 'identity', summary: 'No changes.', resources: [], refusals: [] };

test('what stays although it is not written any more is told where nothing else is', () => {
  const times = { milliseconds: 1000, gone: [], of: '' };

  expect(plansInShort([{ ...plan, kept: [KEPT] }], times)).toEqual([
    'plan after 1.0 s:',
    '  identity: No changes.',
    `    ${KEPT}`,
  ]);
  expect(plansInShort([{ ...plan, kept: [] }], times)).toEqual(['plan after 1.0 s: no changes']);
  expect(planPart([{ ...plan, kept: [KEPT] }], { of: 'HEAD', gone: [] })).toContain(KEPT);
});
