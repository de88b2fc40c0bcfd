import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Workspace } from '../../../rehearsal/workspace';
import { Benchmark, Findings, outdir, rounded, Settings, synthesizing } from '../benchmark';
import { APP, FOLDER, program } from '../build';
import { interleaved, measurement, spreadOf, Variant } from '../measurement';
import { markdownTable, wallTable } from '../page/table';
import { Phases, phasesOfNode, runCommand } from '../sample';

const ROOT = resolve(__dirname, '..', '..', '..');
const CONFIGURATION = join(ROOT, 'aks.yaml');

/** Ways to run the app. */
const COMMANDS = {
  'an empty stack, precompiled': `node ${program('empty-stack')}`,
  precompiled: `node ${APP}`,
  'node -r ./cli/typescript.cjs main.ts': 'node -r ./cli/typescript.cjs main.ts',
  'ts-node --transpile-only main.ts': 'tools/bench/node_modules/.bin/ts-node --transpile-only main.ts',
  'npx ts-node main.ts': 'npx --prefix tools/bench ts-node main.ts',
} as const;

type Command = keyof typeof COMMANDS;

/** That which cdktf.json names. */
const CHOSEN: Command = 'node -r ./cli/typescript.cjs main.ts';

const WITH_BAR: readonly Command[] = ['precompiled', CHOSEN, 'npx ts-node main.ts'];

/** What somebody waits for at the command line, and where the time goes. */
export const cdktfSynth: Benchmark = {
  name: 'cdktf-synth',
  title: 'At the command line',

  async run({ runs, fewRuns, say }: Settings): Promise<Findings> {
    const all = Object.keys(COMMANDS) as Command[];
    const measurements = [
      ...(await interleaved(all.map(alone), { runs: fewRuns, mode: 'default' })),
      ...(await interleaved(
        all.map((command) => synth(command, WITH_BAR.includes(command) ? runs : fewRuns)),
        { runs, mode: 'default' },
      )),
    ];
    const wall = (name: string): number => measurement(measurements, name, 'default').wall.minimum;

    return {
      measurements,
      counts: {
        ...(await phases(fewRuns)),
        ...(await rehearsal(Math.min(fewRuns, 3))),
        ...(await install(say)),
      },
      gates: [
        {
          what: 'cdktf synth of the default app ÷ the same precompiled, time',
          value: rounded(wall(`cdktf synth, ${CHOSEN}`) / wall('cdktf synth, precompiled')),
          bar: 1.25,
          sense: 'at most',
        },
        {
          what: 'cdktf synth of the default app ÷ with npx ts-node, time',
          value: rounded(wall(`cdktf synth, ${CHOSEN}`) / wall('cdktf synth, npx ts-node main.ts')),
          bar: 0.7,
          sense: 'at most',
        },
      ],
    };
  },

  section: ({
    measurements,
    counts = {},
  }) => `What one waits for, in wall time. The app command of [\`cdktf.json\`](../cdktf.json) is \`${CHOSEN}\`: behind \`cdktf synth\` it
is the nearest to precompiled JavaScript, which would have to be built after each edit. \`ts-node\` checks types at each run;
\`npm run lint\` checks them when it is asked to.

${wallTable('The app command alone', ofKind(measurements, 'alone'), 'alone, precompiled')}

${wallTable('Behind cdktf synth', ofKind(measurements, 'cdktf synth'), 'cdktf synth, precompiled')}

Where the time of \`cdktf synth\` goes, and that of \`npm start\`, which rehearses a deployment:

${markdownTable(
  ['Step', 'ms, minimum'],
  Object.entries(counts).map(([step, milliseconds]) => [step, Math.round(milliseconds as number).toString()]),
)}`,
};

function ofKind(measurements: Findings['measurements'], kind: string): Findings['measurements'] {
  return measurements.filter(({ name }) => name.startsWith(`${kind}, `));
}

/** The app command as cdktf runs it. */
function alone(command: Command): Variant {
  const name = `alone, ${command}`;

  return {
    name,
    run: () =>
      runCommand(COMMANDS[command], [], {
        cwd: ROOT,
        env: { AKS_CONFIG: CONFIGURATION, CDKTF_OUTDIR: outdir(name) },
        shell: true,
      }),
  };
}

function synth(command: Command, runs: number): Variant {
  const name = `cdktf synth, ${command}`;
  const args = ['synth', '--app', COMMANDS[command], '--output', outdir(name)];

  return {
    name,
    runs,
    run: () =>
      runCommand(join(ROOT, 'node_modules', '.bin', 'cdktf'), args, {
        cwd: ROOT,
        env: { AKS_CONFIG: CONFIGURATION },
      }),
  };
}

async function phases(runs: number): Promise<Record<string, number>> {
  const program = synthesizing('phases', { script: APP, env: { AKS_CONFIG: CONFIGURATION } });
  const taken: Phases[] = [];
  for (let run = 0; run < runs; run++) {
    taken.push(await phasesOfNode(program));
  }
  const minimum = (of: (phases: Phases) => number): number => spreadOf(taken.map(of)).minimum;

  return {
    'app: import and read the configuration': minimum(({ imported }) => imported),
    'app: define the constructs': minimum(({ imported, defined }) => defined - imported),
    'app: synthesise': minimum(({ defined, synthesized }) => synthesized - defined),
  };
}

/** The steps that the rehearsal itself tells, of a configuration of its own: that of the user is left alone. */
async function rehearsal(runs: number): Promise<Record<string, number>> {
  const configuration = join(FOLDER, 'configurations', 'rehearsed', 'aks.yaml');
  mkdirSync(join(configuration, '..'), { recursive: true });
  cpSync(CONFIGURATION, configuration);
  const taken: Record<string, number[]> = {};
  const note = (step: string, milliseconds: number): void => void (taken[step] ??= []).push(milliseconds);

  for (let run = 0; run < runs; run++) {
    const args = ['run', '--silent', 'rehearse', '--', '--fresh', '--config', configuration];
    const { wall, output } = await runCommand('npm', args, { cwd: ROOT });
    note('npm start: all of it', wall);
    for (const [, step, seconds] of output.matchAll(/(synth|deploy|second plan) (\d+\.\d) s/g)) {
      note(`npm start: ${step}`, Number(seconds) * 1000);
    }
  }
  new Workspace(configuration, join(ROOT, '.rehearsal')).remove();
  return Object.fromEntries(Object.entries(taken).map(([step, values]) => [step, spreadOf(values).minimum]));
}

/** `npm ci` once, mostly from npm's cache: it depends on the registry more than on this repository. */
async function install(say: Settings['say']): Promise<Record<string, number>> {
  const folder = join(FOLDER, 'install');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
    cpSync(join(ROOT, file), join(folder, file));
  }

  try {
    const args = ['ci', '--prefer-offline', '--no-audit', '--no-fund'];
    return { 'npm ci, once, with a warm cache': (await runCommand('npm', args, { cwd: folder })).wall };
  } catch (error) {
    say(`npm ci was not measured: ${(error as Error).message.split('\n')[0]}`);
    return {};
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
