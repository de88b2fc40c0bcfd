import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Workspace } from '../../../rehearsal/workspace';
import { Benchmark, Findings, rounded, Settings } from '../benchmark';
import { FOLDER } from '../build';
import { grantsConfiguration } from '../configurations';
import { Gate } from '../gate';
import { spreadOf } from '../measurement';
import { markdownTable } from '../page/table';
import { runCommand } from '../sample';
import { WatchedConfiguration } from '../watched-configuration';

const ROOT = resolve(__dirname, '..', '..', '..');

/** Saves of each kind whose median is told. */
const SAVES = 20;

/** Nobody saves sooner than that, in milliseconds. */
const PAUSE = 300;

/** After so many the memory is looked at. */
const MANY_SAVES = 200;

const WHAT = ['problems', 'access and changes', 'plan'] as const;

type What = (typeof WHAT)[number];

/** Milliseconds, medians of the time between a save and the page. */
const BARS: Readonly<Record<string, Readonly<Record<What, number>>>> = {
  'the default configuration': { problems: 150, 'access and changes': 400, plan: 1500 },
  '1000 grants': { problems: 400, 'access and changes': 1000, plan: 4000 },
};

/** The same as shares of `npm start`, which hold on any machine. */
const SHARES: Readonly<Record<What, number>> = {
  problems: 1 / 40,
  'access and changes': 1 / 15,
  plan: 1 / 4,
};

/** How much the memory may have grown between the first saves and the last. */
const GROWTH = 1.1;

/** What somebody who edits waits for, from the save to the page of `cdktf-aks-aad dev`. */
export const dev: Benchmark = {
  name: 'dev',
  title: 'While you type',

  async run({ fewRuns, say }: Settings): Promise<Findings> {
    const small = await watched('default', readFileSync(join(ROOT, 'aks.yaml'), 'utf8'), MANY_SAVES);
    say('the default configuration is done');
    const large = await watched(
      '1000',
      withNamespaces(readFileSync(grantsConfiguration(1000), 'utf8')),
      SAVES,
    );
    const start = await npmStart(fewRuns);

    const times = { 'the default configuration': small.times, '1000 grants': large.times };
    return {
      measurements: [],
      counts: {
        ...Object.fromEntries(
          Object.entries(times).flatMap(([configuration, of]) =>
            WHAT.map((what) => [`${configuration}, ${what}`, of[what]]),
          ),
        ),
        'npm start': start,
        'MiB, early': small.memory.early,
        'MiB, late': small.memory.late,
      },
      gates: [
        ...Object.entries(times).flatMap(([configuration, of]) =>
          WHAT.map((what): Gate => ({
            what: `${configuration}, save to ${what}, ms`,
            value: Math.round(of[what]),
            bar: BARS[configuration]![what],
            sense: 'at most',
          })),
        ),
        ...WHAT.map((what): Gate => ({
          what: `save to ${what} ÷ npm start`,
          value: rounded(small.times[what] / start),
          bar: rounded(SHARES[what]),
          sense: 'at most',
        })),
        {
          what: `memory of dev, after ${MANY_SAVES} saves ÷ after ${SAVES}`,
          value: rounded(small.memory.late / small.memory.early),
          bar: GROWTH,
          sense: 'at most',
        },
      ],
    };
  },

  section: ({
    counts = {},
  }) => `From the save of a file to the page of \`cdktf-aks-aad dev\`, which has asked for what is new by then: medians of ${SAVES} saves. What is
saved is wrong, or gives one person more or less a role; the plan is by Terraform, against stand-ins to which the last commit has been
deployed. Beside it \`npm start\`, the first of a new folder, in the same run.

${markdownTable(
  ['ms, median', ...WHAT],
  Object.keys(BARS).map((configuration) => [
    configuration,
    ...WHAT.map((what) => whole(counts[`${configuration}, ${what}`])),
  ]),
)}

\`npm start\` takes ${whole(counts['npm start'])} ms. The resident memory of all its processes together is ${whole(counts['MiB, early'])} MiB after the first ${SAVES} saves
and ${whole(counts['MiB, late'])} MiB after ${MANY_SAVES}.`,
};

interface Watched {
  readonly times: Readonly<Record<What, number>>;

  /** MiB. */
  readonly memory: { readonly early: number; readonly late: number };
}

/** Saves something wrong, something new and, the next time, what there was before, in turn. */
async function watched(name: string, text: string, saves: number): Promise<Watched> {
  const page = await WatchedConfiguration.start(name, text);
  const times: Record<What, number[]> = { problems: [], 'access and changes': [], plan: [] };
  const memory: number[] = [];
  try {
    for (let save = 0; save < saves; save++) {
      if (save < SAVES) {
        times.problems.push(await page.saveBroken(`${text}nonsense: ${save}\n`));
      }
      await sleep(PAUSE);
      const { access, plan } = await page.saveChange(save % 2 === 0 ? withOneMore(text) : text);
      times['access and changes'].push(access);
      times.plan.push(plan);
      memory.push(page.memory);
      await sleep(PAUSE);
    }
  } finally {
    await page.stop();
  }
  const median = (values: readonly number[]): number => spreadOf(values).median;
  return {
    times: {
      problems: median(times.problems),
      'access and changes': median(times['access and changes'].slice(0, SAVES)),
      plan: median(times.plan.slice(0, SAVES)),
    },
    memory: { early: median(memory.slice(0, SAVES)), late: median(memory.slice(-SAVES)) },
  };
}

function withOneMore(text: string): string {
  const entry = '  - { name: one-more, clusterRole: view, namespace: shop, users: [bob@contoso.com] }\n';
  return text.replace(/^access:\n/m, (key) => `${key}${entry}`);
}

/** With the namespaces that it grants in, without which it cannot be deployed. */
function withNamespaces(text: string): string {
  const names = new Set([...text.matchAll(/namespace: (\S+)/g)].map(([, name]) => `{ name: ${name} }`));
  return `${text}namespaces: [${[...names].join(', ')}]\n`;
}

/** The smallest of a few: the first rehearsal of a configuration of its own. */
async function npmStart(runs: number): Promise<number> {
  const folder = join(FOLDER, 'configurations', 'started');
  mkdirSync(folder, { recursive: true });
  const configuration = join(folder, 'aks.yaml');
  writeFileSync(configuration, readFileSync(join(ROOT, 'aks.yaml')));
  const walls: number[] = [];
  for (let run = 0; run < runs; run++) {
    const args = ['start', '--silent', '--', '--fresh', '--config', configuration];
    walls.push((await runCommand('npm', args, { cwd: ROOT })).wall);
  }
  new Workspace(configuration, join(ROOT, '.rehearsal')).remove();
  return spreadOf(walls).minimum;
}

function whole(value: unknown): string {
  return Math.round(value as number).toString();
}
