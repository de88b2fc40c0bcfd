import { CommandFailed } from '../../access/command-failed';
import { Command } from '../command';
import { didYouMean } from '../did-you-mean';
import { bash } from './bash';
import { entriesOf } from './entries';
import { fish } from './fish';
import { Shell, SHELLS } from './shells';
import { zsh } from './zsh';
import { print } from '../terminal';

const SCRIPTS = { bash, zsh, fish };

/** Prints the script for a shell. */
export function run(shell: string, commands: Readonly<Record<string, Command>>): number {
  if (!SHELLS.includes(shell as Shell)) {
    throw new CommandFailed(`'${shell}' is not one of ${SHELLS.join(', ')}${didYouMean(shell, SHELLS)}`);
  }
  print(SCRIPTS[shell as Shell](entriesOf(commands)));
  return 0;
}
