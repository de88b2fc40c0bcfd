import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CheckFailed, ROOT, run } from './run';
import { follow } from './stranger';

/** The project of Vitest with its lock file. */
const LOCKED = join(__dirname, 'vitest');

const EXAMPLE = join(ROOT, 'examples', 'testing');

const FAILING = `
test('a matcher that fails shows why', () => {
  expect(() => expect(access).toDeny('bob@contoso.com', 'delete', 'pods', { namespace: 'shop' })).toThrow(
    'is in group shop-developers',
  );
});
`;

/** What a project as `cdktf init` makes it must find without reading `exports`. */
const COMMONJS = `
import { accessOf } from 'cdktf-aks-aad-app/jest';
import { accessMatchers } from 'cdktf-aks-aad-app/testing';

export const used = [accessOf, accessMatchers];
`;

/** The tests of the example, as somebody writes them who has Vitest. */
function tests(): string {
  const written = readFileSync(join(EXAMPLE, 'access.test.ts'), 'utf8');
  const changed = written.replace("'cdktf-aks-aad-app/jest'", "'cdktf-aks-aad-app/vitest'");
  if (changed === written) {
    throw new CheckFailed("examples/testing/access.test.ts does not import 'cdktf-aks-aad-app/jest'");
  }
  return `import { beforeAll, expect, test } from 'vitest';\n${changed}${FAILING}`;
}

/**
 * Tries the matchers for Vitest in a project that has both packages, and their types; returns what Vitest says of its tests.
 *
 * Vitest is installed in the folder above, where the project and the packages in it find it: the project has a lock file of
 * its own.
 */
export async function tryVitest(project: string, env: NodeJS.ProcessEnv): Promise<string> {
  const above = join(project, '..');
  for (const file of ['package.json', 'package-lock.json']) {
    cpSync(join(LOCKED, file), join(above, file));
  }
  await follow('npm ci --ignore-scripts --no-audit --no-fund', env, above);

  const folder = join(project, 'access-tests');
  mkdirSync(folder);
  for (const file of ['stacks.ts', 'tenant.yaml']) {
    cpSync(join(EXAMPLE, file), join(folder, file));
  }
  writeFileSync(join(folder, 'access.test.ts'), tests());
  writeFileSync(join(folder, 'commonjs.ts'), COMMONJS);
  const settings = ['--strict', '--skipLibCheck', '--types', 'node', '--target', 'es2022'];
  const check = (file: string, ...modules: string[]): string =>
    run('npx', ['tsc', '--noEmit', ...settings, ...modules, `access-tests/${file}`], project);
  check('access.test.ts', '--module', 'nodenext');
  check('commonjs.ts', '--module', 'commonjs', '--moduleResolution', 'node10');

  const output = await follow('node ../node_modules/vitest/vitest.mjs run --root access-tests', env, project);
  // oxlint-disable-next-line no-control-regex -- colours
  const plain = output.replace(/\u001b\[\d+m/g, '');
  return /^ *Tests +(.*)$/m.exec(plain)?.[1] ?? 'its tests pass';
}
