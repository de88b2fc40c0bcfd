import { printable } from '../lib/shared/visible';
import { coloured, hasColours, withMarks } from './colours';
import { endProgress, withoutProgress } from './progress';

/** Prints for people. Nothing in the text acts upon the terminal, or is hidden from who reads it. */
export function say(text: string): void {
  const shown = printable(text);
  print(`${hasColours(process.stdout) ? withMarks(shown) : shown}\n`);
}

/** The same to standard error: what is told beside a result. */
export function complain(text: string): void {
  const shown = printable(text);
  withoutProgress(() => process.stderr.write(`${hasColours(process.stderr) ? withMarks(shown) : shown}\n`));
}

/** Why a command ends. */
export function sayFailure(text: string): void {
  const shown = printable(text);
  endProgress();
  process.stderr.write(`${hasColours(process.stderr) ? coloured(shown, 'wrong') : shown}\n`);
}

/** Prints a document, as other programs read it. */
export function print(text: string): void {
  withoutProgress(() => process.stdout.write(text));
}
