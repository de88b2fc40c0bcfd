import { parseArgs } from 'node:util';
import { matrixTable, Matrix } from './matrix';
import { BackendName, BACKENDS } from '../../rehearsal/backends/state-backend';

const USAGE = `Runs a deployment of the three stacks against real state backends on this machine, and what can happen to it.

  npm run backends                  all of them: ${BACKENDS.join(', ')}
  npm run backends -- pg hcp        some of them

A backend that this machine lacks something for is skipped; with CI=true that is a failure.
`;

async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    options: { help: { type: 'boolean', short: 'h', default: false } },
    allowPositionals: true,
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const unknown = positionals.find((name) => !BACKENDS.includes(name as BackendName));
  if (unknown !== undefined) {
    console.error(`'${unknown}' is no backend that can run here: use ${BACKENDS.join(', ')}`);
    return 1;
  }

  const matrix = new Matrix(positionals.length > 0 ? (positionals as BackendName[]) : BACKENDS);
  let stoppedBy: NodeJS.Signals | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      stoppedBy = signal;
      void matrix.interrupt(signal);
    });
  }

  const results = await matrix.run();
  if (stoppedBy) {
    console.error(`stopped by ${stoppedBy}; nothing is left running`);
    return 1;
  }
  console.log(`${matrixTable(results)}\n`);

  for (const { backend, failure, missing } of results) {
    if (missing !== undefined) {
      console.error(`SKIPPED ${backend}: ${missing}`);
    } else if (failure !== undefined) {
      console.error(`FAILED ${backend}: ${failure}`);
    }
  }
  const isFailed = results.some(
    ({ failure, missing }) => failure !== undefined || (missing !== undefined && process.env.CI === 'true'),
  );
  return isFailed ? 1 : 0;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const isUsage = (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS');
    console.error(isUsage ? (error as Error).message : error);
    process.exitCode = 1;
  },
);
