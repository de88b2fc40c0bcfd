import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../../rehearsal/command';
import { synthesize } from '../../rehearsal/cdktf-app';
import { isShippedApp, runsShippedApp } from '../../rehearsal/shipped-app';
import { Workspace } from '../../rehearsal/workspace';
import { call, checkout, withCheckout } from '../cli/rehearse/checkout';

const COMMAND = 'node -r ./cli/typescript.cjs main.ts';

const cwd = process.cwd();
withCheckout();
beforeEach(() => process.chdir(checkout));
afterEach(() => process.chdir(cwd));

function edit(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

const WITHOUT_TRACES = { '@cdktf/disable_stack_trace_in_metadata': true };

/** All that is written, behind the name of each file. */
async function writtenBy(command: string, context: Readonly<Record<string, unknown>>): Promise<unknown> {
  const workspace = new Workspace('aks.yaml', join(checkout, `by-${command.length}`));
  await synthesize({ command, context }, workspace);

  const files = readdirSync(workspace.outdir, { recursive: true, encoding: 'utf8' }).sort();
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => [file, readFileSync(join(workspace.outdir, file), 'utf8')]);
}

test('is synthesised in this process to what a process of its own makes of it, context included', async () => {
  // An argument more is nothing that is known.
  const apart = `${COMMAND} ''`;
  expect([runsShippedApp(COMMAND), runsShippedApp(apart)]).toEqual([true, false]);

  const here = await writtenBy(COMMAND, WITHOUT_TRACES);
  expect(here).toEqual(await writtenBy(apart, WITHOUT_TRACES));
  expect(here).not.toEqual(await writtenBy(COMMAND, {}));
  expect(process.env.CDKTF_CONTEXT_JSON).toBeUndefined();
});

test.each([
  ['a typo', (text: string) => text.replace('\nstate:', '\nstat:')],
  ['what the constructs refuse', (text: string) => text.replace('location: eastus', 'location: "east us!"')],
])('%s is told as by a process of its own', async (_, change) => {
  edit('aks.yaml', change);
  const apart = await runCommand('node', ['-r', './cli/typescript.cjs', 'main.ts'], { cwd: checkout });
  expect(apart.code).toBe(1);
  expect(apart.errors).toMatch(/^aks\.yaml:\d+:\d+ /);

  const here = await call([]);
  expect(here).toMatchObject({
    status: 1,
    stderr: `${apart.errors}the configuration was not synthesised, so nothing was deployed\n`,
  });
});

test.each([
  COMMAND,
  'node -r tsx/cjs main.ts',
  'node --import tsx main.ts',
  'npx ts-node main.ts',
  'npx tsx main.ts',
  ' ts-node --transpile-only ./main.ts',
])('%j does nothing else', (command) => {
  expect(runsShippedApp(command)).toBe(true);
});

test.each([
  'npm run build && node -r tsx/cjs main.ts',
  'node -r dotenv/config main.ts',
  'node -r tsx/cjs other.ts',
  'STAGE=test npx ts-node main.ts',
  'python main.py',
])('%j may do something else', (command) => {
  expect(runsShippedApp(command)).toBe(false);
});

describe('an app that is another one is not taken for it:', () => {
  test('a line more', () => {
    expect(isShippedApp()).toBe(true);
    edit('main.ts', (text) => text.replace('  app.synth();', '  console.log(app);\n  app.synth();'));
    expect(isShippedApp()).toBe(false);
  });

  test('an app that has been copied, as of another version', () => {
    rmSync('app');
    cpSync(join(cwd, 'app'), 'app', { recursive: true });
    expect(isShippedApp()).toBe(false);
  });

  test('a package that is not installed, and one that is another', () => {
    edit('main.ts', (text) => text.replace("'./app'", "'cdktf-aks-aad-app'"));
    expect(isShippedApp()).toBe(false);

    rmSync('node_modules');
    mkdirSync('node_modules/cdktf-aks-aad-app', { recursive: true });
    writeFileSync('node_modules/cdktf-aks-aad-app/index.js', '');
    expect(isShippedApp()).toBe(false);
  });

  test('no main.ts at all', () => {
    rmSync('main.ts');
    expect(isShippedApp()).toBe(false);
  });
});
