import { Change, carryOut, planMove } from './project';
import { say } from '../terminal';

/** Says what would be changed in a project, or changes it. */
export function run(folder: string, isMeant: boolean): number {
  const { changes, notes } = planMove(folder);
  if (changes.length === 0) {
    say('Nothing to change: the project is one of CDK Terrain.');
    return 0;
  }

  for (const change of changes) {
    say(`${change.file}\n${changedLines(change)}\n`);
  }
  notes.forEach((note) => say(`note: ${note}`));
  if (!isMeant) {
    say("Nothing has been changed. 'npx cdktf-aks-aad move-to-cdktn --write' does it; commit first.");
    return 0;
  }
  carryOut(folder, changes);
  say(
    `${changes.length === 1 ? '1 file' : `${changes.length} files`} changed. Next: npm install, npx tsc --noEmit, npx cdktn diff '*', which must replace and destroy nothing.`,
  );
  return 0;
}

/** Lines that go and lines that come; the order of neither says more than the file itself. */
function changedLines({ before, after }: Change): string {
  const [old, now] = [before, after].map((text) => text.split(/\r?\n/));
  const gone = old!.filter((line) => !now!.includes(line)).map((line) => `  - ${line.trim()}`);
  const come = now!.filter((line) => !old!.includes(line)).map((line) => `  + ${line.trim()}`);
  return [...gone, ...come].join('\n');
}
