import { CHANGES } from './changes';
import { changesPage } from './changes-page';
import { diagnosticsPage } from './diagnostics-page';
import { writeOrCheck } from './generated-file';
import { rehearseChanges } from './rehearse-changes';

/** Writes the pages of docs/ that follow from the code; with `--check` only says which are not current. */
async function main(): Promise<void> {
  const outcomes = await rehearseChanges(CHANGES);

  await writeOrCheck(
    [
      { path: 'docs/diagnostics.md', text: diagnosticsPage() },
      { path: 'docs/changes.md', text: changesPage(CHANGES, outcomes) },
    ],
    'npm run reference',
  );
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
