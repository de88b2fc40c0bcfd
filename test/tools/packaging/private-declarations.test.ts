import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { dropPrivateDeclarations } from '../../../tools/packaging/private-declarations';

test('declarations stay that a public one refers to, directly or not; all code stays', () => {
  const folder = mkdtempSync(join(tmpdir(), 'declarations-'));
  const files: Readonly<Record<string, string>> = {
    'index.d.ts': "export * from './role';",
    'role.d.ts': "import { Rule } from './private/rule';\nexport interface Role { _rule: Rule }",
    'private/rule.d.ts': "export type Rule = import('../shared/verb').Verb;",
    'shared/verb.d.ts': 'export type Verb = string;',
    'private/check.d.ts': "export * from '../shared/words';",
    'shared/words.d.ts': '',
    'private/check.js': '',
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  try {
    dropPrivateDeclarations(folder);

    const left = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.includes('.'),
    );
    expect(left.map((file) => file.replaceAll('\\', '/')).sort()).toEqual([
      'index.d.ts',
      'private/check.js',
      'private/rule.d.ts',
      'role.d.ts',
      'shared/verb.d.ts',
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
