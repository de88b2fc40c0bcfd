import { readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

/** What a project's main.ts is when nothing has been added to it. */
const SHIPPED = join(__dirname, '..', 'main.ts');

/** How such a main.ts imports the app, here and in a project of its own. */
const IMPORT = /'(\.\/app|cdktf-aks-aad-app)'/;

/** Commands that run main.ts in Node.js and do nothing else. */
const RUNS_MAIN =
  /^(npx )?(node (-r|--require|--import)[ =](tsx|tsx\/cjs|\.\/cli\/typescript\.cjs|ts-node\/register)|tsx|ts-node( --?[a-zA-Z-]+)*) (\.\/)?main\.ts$/;

/** Whether a main.ts of this folder is that of aks.yaml and nothing else, on the very app that this program is part of. */
export function isShippedApp(): boolean {
  const text = (file: string): string => readFileSync(file, 'utf8').replace(/\s+/g, ' ').trim();
  try {
    const main = text('main.ts');
    const name = IMPORT.exec(main)?.[1];
    const there = createRequire(resolve('main.ts'));
    return (
      name !== undefined &&
      main.replace(IMPORT, "''") === text(SHIPPED).replace(IMPORT, "''") &&
      realpathSync(there.resolve(name)) === realpathSync(require.resolve('../app'))
    );
  } catch {
    return false;
  }
}

/** Whether the command of cdktf.json comes to running that main.ts. */
export function runsShippedApp(command: string): boolean {
  return RUNS_MAIN.test(command.trim()) && isShippedApp();
}
