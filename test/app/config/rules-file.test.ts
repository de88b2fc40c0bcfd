import { MINIMAL } from './config-file';
import { loadFiles, problemsOfFiles } from './config-files';

const RULES = `rules:
  wildcards: { type: noWildcardVerbs }
  admins: { type: maxClusterAdmins, max: 3 }
`;

/** The IDs of the rules with their severities, of a file that names RULES. */
function rulesOf(own: string): Record<string, string | undefined> {
  const [config] = loadFiles({
    'aks.yaml': `rulesFile: rules.yaml\n${MINIMAL}${own}`,
    'rules.yaml': RULES,
  }).clusters;
  return Object.fromEntries(Object.entries(config!.rules).map(([id, { severity }]) => [id, severity]));
}

describe('a file of rules', () => {
  test('gives its rules to the file that names it', () => {
    expect(rulesOf('')).toEqual({ wildcards: 'error', admins: 'error' });
  });

  test('lies below the rules of that file', () => {
    expect(rulesOf('rules: { admins: { severity: warning } }\n')).toEqual({
      wildcards: 'error',
      admins: 'warning',
    });
    expect(rulesOf('rules: { admins: null }\n')).toEqual({ wildcards: 'error' });
  });

  test('holds nothing else', () => {
    expect(
      problemsOfFiles({
        'aks.yaml': `rulesFile: rules.yaml\n${MINIMAL}`,
        'rules.yaml': `${RULES}access:\n  - { clusterRole: view, groups: [readers] }\n`,
      }),
    ).toEqual([
      "rules.yaml:4:1 access: a file of rules holds nothing but the key 'rules': move this to where it belongs",
    ]);
  });

  test.each([
    ['none.yaml', "'none.yaml': there is no such file: create it, or name another one in rulesFile"],
    ['[rules.yaml]', 'is not the name of a file: use one, relative to this file'],
    ['""', 'is not the name of a file: use one, relative to this file'],
  ])('is one that can be read: %s', (name, message) => {
    expect(
      problemsOfFiles({ 'aks.yaml': `rulesFile: ${name}\n${MINIMAL}` }).map((problem) =>
        problem.replace(/'[^']*\/(?=none)/, "'"),
      ),
    ).toEqual([`aks.yaml:1:12 rulesFile: ${message}`]);
  });

  test('has its own lines where it is wrong', () => {
    expect(
      problemsOfFiles({
        'aks.yaml': `rulesFile: rules.yaml\n${MINIMAL}`,
        'rules.yaml': 'rules:\n  admins: { type: maxClusterAdmins, max: many }\n',
      }),
    ).toEqual([expect.stringMatching(/^rules\.yaml:2:42 rules\.admins\.max: /)]);
  });
});
