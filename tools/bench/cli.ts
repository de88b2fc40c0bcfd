import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { formatted } from '../formatted';
import { Benchmark, Findings } from './benchmark';
import { cdktfSynth } from './benchmarks/cdktf-synth';
import { defaultApp } from './benchmarks/default-app';
import { dev } from './benchmarks/dev';
import { growth, growthOf } from './benchmarks/growth';
import { requests } from './benchmarks/requests';
import { rules } from './benchmarks/rules';
import { scale } from './benchmarks/scale';
import { terraform } from './benchmarks/terraform';
import { ways } from './benchmarks/ways';
import { build, FOLDER } from './build';
import { verdictOf } from './gate';
import { thisMachine } from './machine';
import { gatesTable, machineOf, page } from './page/page';
import { logarithmicPlot } from './page/plot';
import { Results, updated, write } from './results';

const USAGE = `Measures how fast the library and the app are, and writes tools/bench/results.json and docs/performance.md.

  npm run bench                     all benchmarks
  npm run bench -- <name>…          some of them: default-app, growth, scale, requests, ways, rules, terraform, cdktf-synth, dev
  npm run bench -- --check          fails when a figure is beyond its bar
  npm run bench -- --runs <number>  of each variant that has a bar; fewer than 15 are written to .bench/ only
`;

const BENCHMARKS: readonly Benchmark[] = [
  defaultApp,
  growth,
  scale,
  requests,
  ways,
  rules,
  terraform,
  cdktfSynth,
  dev,
];

/** Fewer say nothing that belongs in the documentation. */
const ENOUGH_RUNS = 15;

/** Runs of what takes seconds and has no bar. */
const FEW_RUNS = 3;

const ROOT = resolve(__dirname, '..', '..');

async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      check: { type: 'boolean', default: false },
      runs: { type: 'string', default: `${ENOUGH_RUNS}` },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const chosen = choose(positionals);
  const runs = wholeNumber(values.runs);

  const since = performance.now();
  console.error('Building…');
  build();
  const measured: Record<string, Findings> = {};
  for (const benchmark of chosen) {
    const began = performance.now();
    measured[benchmark.name] = await benchmark.run({
      runs,
      fewRuns: Math.min(runs, FEW_RUNS),
      say: (text) => console.error(`${benchmark.name}: ${text}`),
    });
    console.error(`${benchmark.name}: ${seconds(began)}`);
  }

  const machine = thisMachine();
  const places = runs < ENOUGH_RUNS ? draftPlaces() : finalPlaces();
  const results = updated(places.results, machine, measured);
  await writeAll(results, places);

  for (const { name, section } of chosen) {
    console.log(`\n${section(measured[name]!)}`);
  }
  const gates = Object.values(measured).flatMap((findings) => findings.gates);
  console.log(`\n${gatesTable(gates)}\n\n${machineOf(machine)}\n${seconds(since)}; written: ${places.page}`);
  return values.check && gates.some((gate) => verdictOf(gate) === 'failed') ? 1 : 0;
}

function choose(names: readonly string[]): readonly Benchmark[] {
  const unknown = names.find((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name));
  if (unknown !== undefined) {
    throw new UsageError(
      `there is no benchmark '${unknown}': use ${BENCHMARKS.map(({ name }) => name).join(', ')}`,
    );
  }
  return names.length === 0 ? BENCHMARKS : BENCHMARKS.filter(({ name }) => names.includes(name));
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) {
    throw new UsageError(`--runs '${text}' is not valid: use a whole number from 1`);
  }
  return Number(text);
}

interface Places {
  readonly results: string;
  readonly page: string;
  readonly plot: string;
}

function finalPlaces(): Places {
  return {
    results: join(ROOT, 'tools', 'bench', 'results.json'),
    page: join(ROOT, 'docs', 'performance.md'),
    plot: join(ROOT, 'docs', 'performance.svg'),
  };
}

function draftPlaces(): Places {
  return {
    results: join(FOLDER, 'results.json'),
    page: join(FOLDER, 'performance.md'),
    plot: join(FOLDER, 'performance.svg'),
  };
}

async function writeAll(results: Results, places: Places): Promise<void> {
  write(places.results, await formatted(places.results, JSON.stringify(results)));
  write(places.page, await formatted(places.page, page(results, BENCHMARKS)));
  if (results.growth) {
    write(places.plot, growthPlot(results.growth));
  }
}

function growthPlot(findings: Findings): string {
  const lines = growthOf(findings).map(({ way, points }) => ({
    name: way,
    points: points.map(({ count, time }) => ({ x: count, y: time })),
  }));

  return logarithmicPlot(lines, {
    title: 'Time to synthesise, by the number of grants',
    x: 'grants',
    y: 'milliseconds, the whole process',
  });
}

function seconds(since: number): string {
  return `${Math.round((performance.now() - since) / 1000)} s`;
}

/** Bad input, told without a stack trace. */
class UsageError extends Error {}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const isBadInput =
      error instanceof UsageError || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS');
    console.error(isBadInput ? (error as Error).message : error);
    process.exitCode = 1;
  },
);
