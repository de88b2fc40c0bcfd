import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildLibrary, DIST } from './build';
import { APP_PACKAGE, buildForCdktf } from './build-app';
import { buildForChecks } from './built';
import { supportedNodes } from './nodes';
import { CheckFailed, ROOT } from './run';
import {
  follow,
  pack,
  registryWith,
  REHEARSED,
  requireRehearsal,
  scratchFolder,
  strangersEnvironment,
} from './stranger';
import { tryVitest } from './vitest-matchers';

/** How long somebody should take from the first line of the README to a rehearsed cluster; a busy machine takes longer. */
const TARGET_SECONDS = 120;

const scratch = scratchFolder('quick-start-');

const PUBLISHED = 'cdktf-aks-aad init';

/** The commands with which the README begins a project, line by line. */
function commandsOfReadme(): string {
  const blocks = [...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/```console\n([^`]*)```/g)];
  const [block] = blocks.map((match) => match[1]!).filter((text) => text.includes(PUBLISHED));
  if (!block) {
    throw new CheckFailed(`README.md has no block of commands with '${PUBLISHED}'`);
  }
  // The registry of this check has both packages, so what the line says of later is followed.
  return block.replace(/^.*once published: /m, '');
}

async function main(): Promise<void> {
  const commands = commandsOfReadme();
  buildForChecks(DIST, buildLibrary);
  buildForChecks(APP_PACKAGE, buildForCdktf);
  const registry = await registryWith([ROOT, APP_PACKAGE].map((folder) => pack(folder, scratch)));
  try {
    const since = performance.now();
    const output = await follow(
      commands,
      strangersEnvironment(registry.url, scratch),
      join(scratch, 'stranger'),
    );
    const seconds = (performance.now() - since) / 1000;
    requireRehearsal(output, ['Made ../my-cluster', ...REHEARSED]);

    for (const { version, path } of supportedNodes()) {
      const project = join(scratch, 'my-cluster');
      const env = { ...strangersEnvironment(registry.url, scratch), PATH: path };
      requireRehearsal(await follow('npx cdktf-aks-aad rehearse --fresh', env, project), REHEARSED);
      console.log(`ok  the same project with Node.js ${version}`);
    }

    const vitest = await tryVitest(join(scratch, 'my-cluster'), strangersEnvironment(registry.url, scratch));
    console.log(`ok  the matchers for Vitest in that project: ${vitest}`);

    const told = seconds > TARGET_SECONDS ? `, which should be at most ${TARGET_SECONDS} s` : '';
    console.log(`ok  the quick start of the README, word for word: ${seconds.toFixed(0)} s${told}`);
  } finally {
    registry.stop();
  }
}

main().catch((error: unknown) => {
  console.error(`FAILED  ${error instanceof CheckFailed ? error.message : String(error)}`);
  process.exitCode = 1;
});
