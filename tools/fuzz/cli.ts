import { parseArgs } from 'node:util';
import { printable } from '../../lib/shared/visible';
import { Random } from './random';
import { Finding } from './target';
import { TARGETS } from './targets';
import { minimised, Trial } from './trial';

const USAGE = `Attacks aks.yaml and the props of the library with input made for it; exit code 1 when something is found.

  npm run fuzz                              for a minute, with a new seed
  npm run fuzz -- --seed <n> --minutes <m>  the same inputs again, in the same order
`;

/** What is told of a finding; a stack trace has more. */
const MAX_DETAIL = 1500;

async function main(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seed: { type: 'string' },
      minutes: { type: 'string', default: '1' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const seed = numberOf('--seed', values.seed ?? String(Math.floor(Math.random() * 2 ** 31)));
  const minutes = numberOf('--minutes', values.minutes);

  console.log(`seed ${seed}, ${minutes} min`);
  const { counts, kinds } = await attack(seed, performance.now() + minutes * 60_000);
  const tried = TARGETS.map(({ name }, index) => `${counts[index]} × ${name}`).join(', ');
  console.log(
    `seed ${seed}: ${tried}; ${kinds.size === 0 ? 'nothing found' : `${kinds.size} kinds of findings`}`,
  );
  return kinds.size === 0 ? 0 : 1;
}

/** Tries one input of each target after the other; of each kind of finding, the first is made small and told. */
async function attack(seed: number, until: number): Promise<{ counts: number[]; kinds: Set<string> }> {
  const random = new Random(seed);
  const counts = TARGETS.map(() => 0);
  const kinds = new Set<string>();
  const trial = new Trial();

  for (let turn = 0; performance.now() < until; turn++) {
    const target = turn % TARGETS.length;
    const { input, finding } = await trial.generated(target, random.below(2 ** 32));
    counts[target]!++;
    if (finding && !kinds.has(finding.kind)) {
      kinds.add(finding.kind);
      await tell(target, input, finding, trial);
    }
  }
  await trial.close();
  return { counts, kinds };
}

async function tell(target: number, input: unknown, finding: Finding, trial: Trial): Promise<void> {
  const { name, show, ...rest } = TARGETS[target]!;
  const shows = async (one: unknown): Promise<boolean> =>
    (await trial.finding(target, one))?.kind === finding.kind;
  // Each try of an input that hangs takes its time.
  const smallest = await minimised({ name, show, ...rest }, input, shows, finding.kind === 'hang' ? 20 : 400);
  const { detail } = (await trial.finding(target, smallest)) ?? finding;

  console.log(
    printable(`FOUND  ${finding.kind}\n${detail.slice(0, MAX_DETAIL)}\n${name}:\n${show(smallest)}\n`),
  );
}

function numberOf(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isFinite(number) || number < 0) {
    throw new Error(`${option} '${text}' is not a number`);
  }
  return number;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
