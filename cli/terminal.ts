import { printable } from '../lib/shared/visible';

/** Prints for people. Nothing in the text acts upon the terminal, or is hidden from who reads it. */
export function say(text: string): void {
  process.stdout.write(`${printable(text)}\n`);
}

/** The same to standard error. */
export function complain(text: string): void {
  process.stderr.write(`${printable(text)}\n`);
}
