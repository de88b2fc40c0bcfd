import { createInterface } from 'node:readline/promises';
import { RehearsalStopped } from '../rehearsal/rehearsal-failed';

/** Whether somebody is at the terminal who can be asked. */
export function canAsk(): boolean {
  const { CI } = process.env;
  return process.stdin.isTTY && process.stderr.isTTY && !(CI && CI !== 'false');
}

/**
 * The answer to a question, without blanks around it.
 *
 * Ctrl-C ends the command.
 *
 * @param left what has not been done then, for the message
 * @param atTheEnd what counts as the answer at the end of the input, which is Ctrl-D
 */
export async function ask(question: string, left: string, atTheEnd = ''): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await new Promise<string>((resolve, reject) => {
      const end = (): void => {
        // The cursor is still behind the question.
        process.stderr.write('\n');
        resolve(atTheEnd);
      };
      terminal.once('close', end);
      terminal.once('SIGINT', () => reject(stoppedBy('SIGINT', left)));
      terminal.question(question).then((answer) => {
        terminal.off('close', end);
        resolve(answer.trim());
      }, reject);
    });
  } finally {
    terminal.close();
  }
}

/** How a command ends that a signal has stopped. */
export function stoppedBy(signal: NodeJS.Signals, left: string): RehearsalStopped {
  return new RehearsalStopped(signal, `stopped by ${signal}; ${left}`);
}
