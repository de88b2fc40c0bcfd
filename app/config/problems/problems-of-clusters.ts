import { ConfigError, ConfigProblem } from './config-error';
import { ClusterView } from '../cluster-views';

const MISSING = /^is missing/;

/** What is behind `clusters[0].` in the key of a problem. */
const OF_ENTRY = /^clusters\[\d+\]\.(.+)$/;

interface Found {
  readonly problem: ConfigProblem;

  /** Indexes of the clusters that have it; none for what is wrong before there are clusters. */
  readonly clusters: Set<number>;
}

/** Gathers the problems of all clusters: each once, and with the clusters that have it where that does not show. */
export class ProblemsOfClusters {
  private readonly found = new Map<string, Found>();

  constructor(
    private readonly views: readonly ClusterView[],
    private readonly files: readonly string[],
  ) {}

  /** Adds what is wrong with one cluster, or, without one, with the configuration as a whole. */
  add(problems: readonly ConfigProblem[], cluster?: number): void {
    for (const problem of problems) {
      const id = JSON.stringify([problem.file, problem.line, problem.column, problem.key, problem.message]);
      const { clusters } = this.found.get(id) ?? { clusters: new Set<number>() };
      if (cluster !== undefined) {
        clusters.add(cluster);
      }
      this.found.set(id, { problem, clusters });
    }
  }

  throwIfAny(): void {
    if (this.found.size > 0) {
      const told = this.withoutRepetition().map((found) => this.told(found));
      throw new ConfigError(told.sort(this.byPlace));
    }
  }

  /** What every cluster lacks is told once: most likely it belongs in what they have in common. */
  private withoutRepetition(): Found[] {
    const all = [...this.found.values()];
    const lackOf = ({ problem: { key = '', message } }: Found): string | undefined =>
      MISSING.test(message) ? OF_ENTRY.exec(key)?.[1] : undefined;
    const lacking = (key: string): Found[] => all.filter((found) => lackOf(found) === key);

    const lacks = new Set(all.map(lackOf).filter((key) => key !== undefined));
    const common = [...lacks]
      .map((key) => lacking(key))
      .filter(({ length }) => length > 1 && length === this.views.length);
    const told = common.map(([first]): Found => {
      const message = "is missing in every cluster: set it in each, or once under 'cluster'";
      return { problem: { ...first!.problem, message }, clusters: new Set() };
    });
    const repeated = new Set(common.flat());

    return [...all.filter((found) => !repeated.has(found)), ...told];
  }

  /** Something common may be wrong for one cluster only, together with what that one has for itself. */
  private told({ problem, clusters }: Found): ConfigProblem {
    const isOfEntry = problem.key?.startsWith('clusters[') ?? false;
    if (isOfEntry || clusters.size === 0 || clusters.size === this.views.length) {
      return problem;
    }
    const names = [...clusters].map((index) => `'${this.views[index]!.key}'`);
    const listed =
      names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
    return { ...problem, message: `${problem.message} (in cluster ${listed})` };
  }

  /** File by file from the outermost, each from top to bottom; what is in no file comes last. */
  private readonly byPlace = (one: ConfigProblem, other: ConfigProblem): number => {
    const rank = ({ file }: ConfigProblem): number =>
      this.files.includes(file) ? this.files.indexOf(file) : this.files.length;

    return rank(one) - rank(other) || one.line! - other.line! || one.column! - other.column! || 0;
  };
}
