import { Benchmark, Findings, nodeVariant, Settings } from '../benchmark';
import { APP } from '../build';
import { clustersConfiguration, namesConfiguration, people } from '../configurations';
import { interleaved } from '../measurement';
import { timesTable } from '../page/table';

const FLEETS = [1, 10, 50];
const NAMES = [10, 100, 1000];

/** How the app grows with clusters, and with names that it looks up. */
export const scale: Benchmark = {
  name: 'scale',
  title: 'Clusters and names',

  async run({ fewRuns }: Settings): Promise<Findings> {
    const variants = [
      ...FLEETS.map((count) =>
        nodeVariant(clusters(count), { script: APP, env: { AKS_CONFIG: clustersConfiguration(count) } }),
      ),
      ...NAMES.map((count) =>
        nodeVariant(names(count), { script: APP, env: { AKS_CONFIG: namesConfiguration(people(count)) } }),
      ),
    ];
    const measurements = await interleaved(variants, { runs: fewRuns, mode: 'default' });

    return { measurements, gates: [] };
  },

  section: ({
    measurements,
  }) => `The app with fleets of clusters, each with 20 bindings, and with names that are looked up in the directory, each of which
also gets the Azure role that \`az aks get-credentials\` needs.

${timesTable(
  measurements.filter(({ name }) => FLEETS.map(clusters).includes(name)),
  clusters(1),
)}

${timesTable(
  measurements.filter(({ name }) => NAMES.map(names).includes(name)),
  names(10),
)}`,
};

function clusters(count: number): string {
  return count === 1 ? '1 cluster' : `${count} clusters`;
}

function names(count: number): string {
  return `${count} names`;
}
