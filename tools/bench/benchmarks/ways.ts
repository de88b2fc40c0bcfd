import { join, resolve } from 'node:path';
import { Benchmark, Findings, rounded, Settings } from '../benchmark';
import { markdownTable } from '../page/table';
import { runCommand } from '../sample';

const ROOT = resolve(__dirname, '..', '..', '..');

/** Subjects, namespaces and roles. */
const SIZES = ['1000,100,50', '2000,100,50', '4000,100,50', '1000,200,50', '1000,400,50'] as const;

type Size = (typeof SIZES)[number];

/** Every way to the top, from everybody: `Ways` of the access report. */
export const ways: Benchmark = {
  name: 'ways',
  title: 'Ways to the top',

  async run({ runs }: Settings): Promise<Findings> {
    const counts: Record<string, number> = {};
    for (let round = 0; round < runs; round++) {
      for (const size of SIZES) {
        counts[size] = Math.min(counts[size] ?? Infinity, await milliseconds(size));
      }
    }
    const growth = (size: Size): number => rounded(counts[size]! / counts['1000,100,50']!);

    return {
      measurements: [],
      counts,
      gates: [
        {
          what: 'ways of 1 000 subjects × 100 namespaces × 50 roles, ms',
          value: Math.round(counts['1000,100,50']!),
          bar: 2000,
          sense: 'at most',
        },
        {
          what: 'ways, 4 000 ÷ 1 000 subjects, time',
          value: growth('4000,100,50'),
          bar: 4.8,
          sense: 'at most',
        },
        {
          what: 'ways, 400 ÷ 100 namespaces, time',
          value: growth('1000,400,50'),
          bar: 4.8,
          sense: 'at most',
        },
      ],
    };
  },

  section: ({
    counts = {},
  }) => `Every role is bound in every namespace, and each subject holds rights in every one of them: 5 000 bindings of 20 subjects in the
smallest cluster. Processor time of the graph and of all that is told from it, without reading the configuration.

${markdownTable(
  ['Subjects', 'Namespaces', 'Roles', 'ms, minimum'],
  Object.entries(counts).map(([size, time]) => [...size.split(','), Math.round(time as number).toString()]),
)}`,
};

async function milliseconds(size: Size): Promise<number> {
  const script = join(ROOT, 'tools', 'bench', 'apps', 'ways.ts');
  const { output } = await runCommand(process.execPath, ['-r', 'tsx/cjs', script], {
    cwd: ROOT,
    env: { WAYS_OF: size },
  });

  return (JSON.parse(output) as { milliseconds: number }).milliseconds;
}
