import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { writeOrCheck } from '../reference/generated-file';
import { acceptedBecause } from './accepted-differences';
import { conformancePage, rowsOf } from './conformance-page';
import { record } from './record';
import { filesIn, RECORDINGS, replay, Replay } from './replay';

const USAGE = `Replays what real providers and a real API server did against the stand-ins of the rehearsal.

  npm run conformance                          all recordings; writes docs/conformance.md
  npm run conformance -- --check               the same, but fails when the page is not current
  npm run conformance -- --cases <file|folder> other recordings, in the form of tools/conformance/recordings
  npm run conformance -- --real                first records them anew with the real providers, which Terraform installs (from
                                               the registry, or from the mirror that its own configuration names), and a real
                                               API server (npm run api-server:install); says what cannot be recorded so

Exit code 1 for a difference that tools/conformance/accepted-differences.ts does not explain.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string' },
      check: { type: 'boolean' },
      real: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const files = filesIn(values.cases ?? RECORDINGS);
  if (values.real) {
    await recordAll(files);
  }
  const replays = await replay(files);
  console.table(rowsOf(replays));
  if (printDifferences(replays) > 0) {
    process.exitCode = 1;
  }
  if (values.cases === undefined) {
    // --check is read there as well.
    await writeOrCheck(
      [{ path: 'docs/conformance.md', text: conformancePage(replays) }],
      'npm run conformance',
    );
  }
}

async function recordAll(files: readonly string[]): Promise<void> {
  for (const file of files) {
    const because = await record(file);
    console.log(`${relative('.', file)}: ${because === undefined ? 'recorded' : `not recorded: ${because}`}`);
  }
}

/** Prints what is different and must not be; the number of such differences. */
function printDifferences(replays: readonly Replay[]): number {
  const differences = replays.flatMap(({ comparisons }) =>
    comparisons.flatMap(({ name, differences: all }) =>
      all.filter((one) => acceptedBecause(one) === undefined).map((one) => ({ name, ...one })),
    ),
  );
  for (const { name, what, real, standIn } of differences) {
    console.error(`${name}: ${what}\n  real:     ${real}\n  stand-in: ${standIn}`);
  }
  return differences.length;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
