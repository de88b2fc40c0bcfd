import { Benchmark, Findings, rounded, Settings } from '../benchmark';
import { oneRoleConfiguration } from '../configurations';
import { interleaved, measurement } from '../measurement';
import { wallTable } from '../page/table';
import { RehearsedStacks, tenantWith } from '../rehearsed-stacks';

const GRANTS = 1000;
const MERGED = 'merged';
const UNMERGED = 'unmerged';

/** How long Terraform takes for many grants: a binding for each namespace, or one for each grant. */
export const terraform: Benchmark = {
  name: 'terraform',
  title: 'Plan and apply',

  async run({ fewRuns }: Settings): Promise<Findings> {
    const stacks = new Map([
      [MERGED, await RehearsedStacks.start(oneRoleConfiguration(GRANTS, true), tenantWith([], []))],
      [UNMERGED, await RehearsedStacks.start(oneRoleConfiguration(GRANTS, false), tenantWith([], []))],
    ]);
    const inTurn = (what: string, runs: number, ...args: string[]) =>
      interleaved(
        [...stacks].map(([name, each]) => ({
          name: `${what}, ${name}`,
          run: () => each.terraform('access', ...args),
        })),
        { runs, mode: 'default' },
      );

    try {
      const measurements = [
        ...(await inTurn('plan of everything', fewRuns, 'plan')),
        ...(await inTurn('apply', 1, 'apply', '-auto-approve')),
        ...(await inTurn('plan without changes', fewRuns, 'plan', '-detailed-exitcode')),
      ];
      const wall = (name: string): number => measurement(measurements, name, 'default').wall.minimum;

      return {
        measurements,
        gates: ['plan of everything', 'apply'].map((what) => ({
          what: `${what}, 1000 grants, merged ÷ unmerged`,
          value: rounded(wall(`${what}, ${MERGED}`) / wall(`${what}, ${UNMERGED}`)),
          bar: 1,
          sense: 'at most',
        })),
      };
    } finally {
      for (const each of stacks.values()) {
        await each.stop();
      }
    }
  },

  section: ({
    measurements,
  }) => `Real Terraform with the stand-ins of the rehearsal, for 1 000 grants of one role in 100 namespaces: merged into a binding
for each namespace, as the app does, and unmerged. The stand-ins answer at once; a real API server adds its own time to each
binding, so that the difference grows.

${wallTable('1 000 grants', measurements)}`,
};
