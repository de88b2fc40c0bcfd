import { Benchmark, Findings } from '../benchmark';
import { namesConfiguration, people } from '../configurations';
import { grantsConfiguration } from '../configurations';
import { Gate } from '../gate';
import { markdownTable } from '../page/table';
import { RehearsedStacks, tenantWith } from '../rehearsed-stacks';

/** A configuration and the most lookups that it may cost. */
interface Case {
  readonly name: string;
  readonly configuration: () => string;
  readonly people: number;
  readonly groups: number;
}

const CASES: readonly Case[] = [
  ...[10, 100, 1000].map((count) => ({
    name: `${count} users by name`,
    configuration: () => namesConfiguration(people(count)),
    people: count,
    groups: 0,
  })),
  {
    name: '100 users and 20 groups by name, each in five entries',
    configuration: () => namesConfiguration(fiveTimes(people(100)), fiveTimes(groups(20))),
    people: 100,
    groups: 20,
  },
  {
    name: '1000 grants of users and object IDs as written',
    configuration: () => grantsConfiguration(1000),
    people: 0,
    groups: 0,
  },
];

/** What a plan asks of Microsoft Graph and Azure, counted by the stand-ins of the rehearsal. */
export const requests: Benchmark = {
  name: 'requests',
  title: 'Requests of a plan',

  async run(): Promise<Findings> {
    const counts: Record<string, number> = {};
    const gates: Gate[] = [];

    for (const each of CASES) {
      const { graph, azure } = await lookupsOf(each);
      counts[`${each.name}: Graph`] = graph;
      counts[`${each.name}: Azure`] = azure;
      gates.push(
        {
          what: `${each.name}, lookups in Graph`,
          value: graph,
          bar: each.people + each.groups,
          sense: 'at most',
        },
        // The cluster.
        { what: `${each.name}, lookups in Azure`, value: azure, bar: 1, sense: 'at most' },
      );
    }
    return { measurements: [], counts, gates };
  },

  section: ({
    counts = {},
  }) => `What the first plan of the access stack looks up, counted by the stand-ins of the rehearsal. One lookup is one request, or
two where azuread follows it up with another of its own. In later plans, Terraform also reads each resource that exists.

${markdownTable(
  ['Configuration', 'distinct names', 'lookups in Microsoft Graph', 'in Azure'],
  CASES.map(({ name, people: users, groups: teams }) => [
    name,
    `${users + teams}`,
    `${counts[`${name}: Graph`] as number}`,
    `${counts[`${name}: Azure`] as number}`,
  ]),
)}`,
};

async function lookupsOf(each: Case): Promise<{ graph: number; azure: number }> {
  const stacks = await RehearsedStacks.start(
    each.configuration(),
    tenantWith(people(each.people), groups(each.groups)),
  );

  try {
    stacks.takeCalls();
    await stacks.terraform('access', 'plan');
    const lookups = stacks.takeCalls().filter(({ method }) => method === 'ReadDataSource');
    const of = (provider: string): number => lookups.filter((call) => call.provider === provider).length;

    return { graph: of('azuread'), azure: of('azurerm') };
  } finally {
    await stacks.stop();
  }
}

function groups(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `group-${index}`);
}

function fiveTimes(names: readonly string[]): string[] {
  return Array.from({ length: 5 }, () => names).flat();
}
