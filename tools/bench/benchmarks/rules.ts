import { join, resolve } from 'node:path';
import { Benchmark, Findings, rounded, Settings } from '../benchmark';
import { markdownTable } from '../page/table';
import { runCommand } from '../sample';

const ROOT = resolve(__dirname, '..', '..', '..');

/** Grants and rules. */
const SIZES = ['1000,50', '10000,50', '10000,500'] as const;

type Size = (typeof SIZES)[number];

/** Rules for access, held against a cluster: `checkRules` of `access --check`. */
export const rules: Benchmark = {
  name: 'rules',
  title: 'Rules for access',

  async run({ fewRuns }: Settings): Promise<Findings> {
    const counts: Record<string, number> = {};
    for (let round = 0; round < fewRuns; round++) {
      for (const size of SIZES) {
        counts[size] = Math.min(counts[size] ?? Infinity, await milliseconds(size));
      }
    }
    const ratio = (size: Size, reference: Size): number => rounded(counts[size]! / counts[reference]!);

    return {
      measurements: [],
      counts,
      gates: [
        {
          what: '500 rules on 10 000 grants, ms',
          value: Math.round(counts['10000,500']!),
          bar: 2000,
          sense: 'at most',
        },
        // What is asked of the whole cluster is found out once.
        {
          what: 'rules, 500 ÷ 50 on 10 000 grants, time',
          value: ratio('10000,500', '10000,50'),
          bar: 5,
          sense: 'at most',
        },
        {
          what: 'rules, 10 000 ÷ 1 000 grants, time',
          value: ratio('10000,50', '1000,50'),
          bar: 12,
          sense: 'at most',
        },
      ],
    };
  },

  section: ({
    counts = {},
  }) => `Rules of every type in turn, each broken here and there, on grants of users in 100 namespaces. Processor time of the check alone, in a
process of its own, without reading and synthesising the configuration.

${markdownTable(
  ['Grants', 'Rules', 'ms, minimum'],
  Object.entries(counts).map(([size, time]) => [...size.split(','), Math.round(time as number).toString()]),
)}`,
};

async function milliseconds(size: Size): Promise<number> {
  const script = join(ROOT, 'tools', 'bench', 'apps', 'rules.ts');
  const { output } = await runCommand(process.execPath, ['-r', 'tsx/cjs', script], {
    cwd: ROOT,
    env: { RULES_OF: size },
  });

  return (JSON.parse(output) as { milliseconds: number }).milliseconds;
}
