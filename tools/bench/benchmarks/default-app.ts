import { join } from 'node:path';
import {
  Benchmark,
  Findings,
  memoryRatio,
  nodeVariant,
  outdir,
  Settings,
  synthesizing,
  timeRatio,
} from '../benchmark';
import { APP, program } from '../build';
import { interleaved } from '../measurement';
import { timesTable } from '../page/table';
import { requireSameStacks } from '../same-stacks';
import { runNode } from '../sample';

const BY_HAND = 'three stacks by hand';
const BY_CONSTRUCTS = 'three stacks by constructs';
const APP_FROM_YAML = 'the app, from aks.yaml';
const BY_BARRELS = 'three stacks by hand, whole providers imported';
const FROM_ROOT = 'one binding, root import';
const FROM_SUBPATH = 'one binding, subpath import';

const CONFIGURATION = { AKS_CONFIG: join(__dirname, '..', '..', '..', 'aks.yaml') };

const PROGRAMS = [
  nodeVariant('node, nothing else', { script: program('nothing') }),
  nodeVariant('cdktf, an empty stack', { script: program('empty-stack') }),
  nodeVariant(BY_HAND, { script: program('default-by-hand') }),
  nodeVariant(BY_CONSTRUCTS, { script: program('default-by-constructs') }),
  nodeVariant(APP_FROM_YAML, { script: APP, env: CONFIGURATION }),
  nodeVariant(FROM_ROOT, { script: program('binding-from-root') }),
  nodeVariant(FROM_SUBPATH, { script: program('binding-from-subpath') }),
];

/** The three stacks of the default configuration, and what imports cost. */
export const defaultApp: Benchmark = {
  name: 'default-app',
  title: 'The default app',

  async run({ runs, say }: Settings): Promise<Findings> {
    await requireSame();
    say('the default app by hand, by constructs and from aks.yaml: the same stacks');

    const measurements = [
      ...(await interleaved(
        [...PROGRAMS, nodeVariant(BY_BARRELS, { script: program('default-by-barrels') })],
        { runs, mode: 'no-opt' },
      )),
      ...(await interleaved(PROGRAMS, { runs, mode: 'default' })),
    ];

    return {
      measurements,
      gates: [
        {
          what: 'three stacks by constructs ÷ by hand, time',
          value: timeRatio(measurements, BY_CONSTRUCTS, BY_HAND),
          bar: 1.05,
          limit: 1.1,
          sense: 'at most',
        },
        {
          what: 'three stacks by constructs ÷ by hand, memory',
          value: memoryRatio(measurements, BY_CONSTRUCTS, BY_HAND),
          bar: 1.03,
          sense: 'at most',
        },
        {
          what: 'one binding, root import ÷ subpath import, time',
          value: timeRatio(measurements, FROM_ROOT, FROM_SUBPATH),
          bar: 1.05,
          sense: 'at most',
        },
        {
          what: 'whole providers imported ÷ constructs, time',
          value: timeRatio(measurements, BY_BARRELS, BY_CONSTRUCTS),
          bar: 8,
          sense: 'at least',
        },
      ],
    };
  },

  section: ({
    measurements,
  }) => `The three stacks of [\`aks.yaml\`](../aks.yaml), synthesised three ways to the same resources, arguments, dependencies and
outputs, which the benchmark asserts first: by hand with the classes of the providers, imported one by one, flat and without
any check ([source](../tools/bench/apps/default-by-hand.ts)); by the constructs of this library in TypeScript
([source](../tools/bench/apps/default-by-constructs.ts)); and by the app, which also reads and checks YAML.

${timesTable(measurements, BY_HAND)}`,
};

/** Runs each once, which also brings the files into the cache of the disk. */
async function requireSame(): Promise<void> {
  const byHand = await synthesized('compared-by-hand', program('default-by-hand'));

  requireSameStacks(byHand, await synthesized('compared-by-constructs', program('default-by-constructs')));
  requireSameStacks(byHand, await synthesized('compared-app', APP));
}

async function synthesized(name: string, script: string): Promise<string> {
  await runNode(synthesizing(name, { script, env: CONFIGURATION }), 'default');

  return outdir(name);
}
