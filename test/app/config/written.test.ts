import { written } from '../../../app/config/written';
import { write } from './config-files';

const RULES = 'rules:\n  no-wildcards: { type: noWildcardVerbs }\n';

test.each([
  ['in the file itself', { 'own.yaml': RULES }],
  ['in a file of rules that it names', { 'named.yaml': 'rulesFile: shared.yaml\n', 'shared.yaml': RULES }],
  ['in a base', { 'extending.yaml': 'extends: base.yaml\n', 'base.yaml': RULES }],
  [
    'in a file of rules that a base names',
    { 'far.yaml': 'extends: below.yaml\n', 'below.yaml': 'rulesFile: rules.yaml\n', 'rules.yaml': RULES },
  ],
])('a key is found %s', (_, files) => {
  expect([...(written(write(files), 'rules')?.entries?.keys() ?? [])]).toEqual(['no-wildcards']);
});

test('a key that is nowhere is not', () => {
  expect(written(write({ 'unlocked.yaml': 'cluster: { name: aks }\n' }), 'rules')).toBeUndefined();
});
