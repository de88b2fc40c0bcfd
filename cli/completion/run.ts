import { CommandFailed } from '../../access/command-failed';
import { COMMANDS } from '../commands';
import { didYouMean } from '../did-you-mean';
import { bash } from './bash';
import { entriesOf } from './entries';
import { fish } from './fish';
import { Shell, SHELLS } from './shells';
import { zsh } from './zsh';

const SCRIPTS = { bash, zsh, fish };

/** Prints the script for a shell. */
export function run(shell: string): number {
  if (!SHELLS.includes(shell as Shell)) {
    throw new CommandFailed(`'${shell}' is not one of ${SHELLS.join(', ')}${didYouMean(shell, SHELLS)}`);
  }
  process.stdout.write(SCRIPTS[shell as Shell](entriesOf(COMMANDS)));
  return 0;
}
