import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Benchmark,
  Findings,
  memoryRatio,
  nodeVariant,
  outdir,
  rounded,
  Settings,
  synthesizing,
  timeRatio,
} from '../benchmark';
import { APP, program } from '../build';
import { grantsConfiguration } from '../configurations';
import { interleaved, Measurement, measurement, Variant } from '../measurement';
import { countsTable, timesTable } from '../page/table';
import { requireSameStacks } from '../same-stacks';
import { Counts, countNode, NodeProgram, runNode } from '../sample';

const COUNTS = [0, 100, 1000, 10_000] as const;

const WAYS = ['by hand', 'RbacBinding', 'merged by the app', 'the app, from YAML', 'cdk8s-plus'] as const;

type Way = (typeof WAYS)[number];

/** N grants, one way or another. */
export const growth: Benchmark = {
  name: 'growth',
  title: 'Thousands of grants',

  async run({ runs, fewRuns, say }: Settings): Promise<Findings> {
    await requireSame();
    say('1 000 bindings by hand and by constructs: the same stack');

    const measurements = [
      ...(await interleaved(variants(runs, fewRuns), { runs, mode: 'no-opt' })),
      ...(await interleaved(variants(fewRuns, fewRuns), { runs: fewRuns, mode: 'default' })),
    ];

    return {
      measurements,
      counts: {
        'by hand': await countsPerBinding('by hand'),
        RbacBinding: await countsPerBinding('RbacBinding'),
      },
      gates: [
        ...([1000, 10_000] as const).flatMap((count) => [
          {
            what: `${count} RbacBinding ÷ by hand, time`,
            value: timeRatio(measurements, label('RbacBinding', count), label('by hand', count)),
            bar: 1.08,
            sense: 'at most' as const,
          },
          {
            what: `${count} RbacBinding ÷ by hand, memory`,
            value: memoryRatio(measurements, label('RbacBinding', count), label('by hand', count)),
            bar: 1.15,
            sense: 'at most' as const,
          },
        ]),
        {
          what: 'RbacBinding, 10000 ÷ 1000, time of the process',
          value: growthOfTime(measurements, 'RbacBinding'),
          bar: 8,
          sense: 'at most',
        },
        {
          what: 'RbacBinding, 10000 ÷ 1000, time without start-up',
          value: growthBeyondStart(measurements, 'RbacBinding'),
          bar: 10.5,
          sense: 'at most',
        },
        {
          what: '10000 grants, merged by the app ÷ by hand, time',
          value: timeRatio(measurements, label('merged by the app', 10_000), label('by hand', 10_000)),
          bar: 0.45,
          sense: 'at most',
        },
        {
          what: '10000 grants, merged by the app ÷ cdk8s-plus, time',
          value: timeRatio(measurements, label('merged by the app', 10_000), label('cdk8s-plus', 10_000)),
          bar: 1,
          sense: 'at most',
        },
      ],
    };
  },

  section: ({
    measurements,
    counts,
  }) => `A grant is a role in a namespace for two users and a group; they are spread over 100 namespaces and 20 roles. By hand, with
\`RbacBinding\` and with cdk8s-plus each is a binding of its own, and the grants are in memory. "Merged by the app" has them in
memory, too, and gathers those with the same role and namespace; "from YAML" is the whole app, which also reads and checks
them, which is most of its time and has no bar: no other way reads a file.

![How the time grows with the number of grants](performance.svg)

${COUNTS.map(
  (count) => `### ${count === 0 ? 'No grants: the start' : `${count} grants`}

${timesTable(
  measurements.filter(({ name }) => name.endsWith(` ${count}`)),
  label('by hand', count),
)}`,
).join('\n\n')}

What cdktf does for each binding, counted, which no other program disturbs:

${countsTable((counts ?? {}) as Record<string, Counts>)}

cdk8s-plus writes YAML for kubectl and has nothing to resolve: no references between resources, no state, no plan. \`RbacBinding\`
spares cdktf the search for references in bindings that have none, which was more than half of the time by hand.`,
};

/** Time of each way by the number of grants, for the plot. */
export function growthOf({
  measurements,
}: Findings): { way: string; points: { count: number; time: number }[] }[] {
  return WAYS.map((way) => ({
    way,
    points: COUNTS.filter((count) => count > 0).map((count) => ({
      count,
      time: measurement(measurements, label(way, count), 'default').wall.minimum,
    })),
  }));
}

function variants(runs: number, fewRuns: number): Variant[] {
  return COUNTS.flatMap((count) =>
    WAYS.map((way) => {
      const isCompared = way === 'by hand' || way === 'RbacBinding';
      const hasBar =
        count === 10_000 || (count === 1000 && isCompared) || (count === 0 && way === 'RbacBinding');
      return nodeVariant(label(way, count), programOf(way, count), hasBar ? runs : fewRuns);
    }),
  );
}

function label(way: Way, count: number): string {
  return `${way}, ${count}`;
}

function programOf(way: Way, count: number): NodeProgram {
  const args = [count.toString()];

  switch (way) {
    case 'by hand':
      return { script: program('bindings-by-hand'), args };
    case 'RbacBinding':
      return { script: program('bindings-by-constructs'), args };
    case 'cdk8s-plus':
      return { script: program('bindings-by-cdk8s-plus'), args };
    case 'merged by the app':
      return { script: program('grants-by-app'), args, env: { AKS_CONFIG: grantsConfiguration(0) } };
    case 'the app, from YAML':
      return { script: APP, env: { AKS_CONFIG: grantsConfiguration(count) } };
  }
}

function growthOfTime(measurements: readonly Measurement[], way: Way): number {
  return timeRatio(measurements, label(way, 10_000), label(way, 1000));
}

function growthBeyondStart(measurements: readonly Measurement[], way: Way): number {
  const of = (count: number): number => measurement(measurements, label(way, count), 'no-opt').cpu!.minimum;

  return rounded((of(10_000) - of(0)) / (of(1000) - of(0)));
}

async function requireSame(): Promise<void> {
  for (const way of WAYS) {
    await runNode(synthesizing(`grants-${way}`, programOf(way, 1000)), 'default');
  }
  requireSameStacks(outdir('grants-by hand'), outdir('grants-RbacBinding'));

  const manifests = readFileSync(join(outdir('grants-cdk8s-plus'), 'bindings.k8s.yaml'), 'utf8');
  const found = [
    manifests.split('kind: RoleBinding\n').length - 1,
    manifests.split('kind: User\n').length - 1,
  ];
  if (found.join() !== '1000,2000') {
    throw new Error(`cdk8s-plus has written ${found[0]} bindings of ${found[1]} users, not 1000 of 2000`);
  }
}

/** What ten more bindings add, for each of them. */
async function countsPerBinding(way: Way): Promise<Counts> {
  const count = (grants: number): Promise<Counts> =>
    countNode(synthesizing(`counted-${way}-${grants}`, programOf(way, grants)));
  const [few, more] = [await count(10), await count(20)];
  const each = (key: keyof Counts): number => (more[key] - few[key]) / 10;

  return { traces: each('traces'), strings: each('strings'), nodes: each('nodes') };
}
