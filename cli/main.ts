import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { RehearsalStopped } from '../rehearsal/rehearsal-failed';
import { CommandFailed, WrongCall } from '../access/command-failed';
import { Command } from './command';
import { COMMANDS } from './commands';
import { didYouMean } from './did-you-mean';
import { failureText } from './failure';
import { ownFramework, ownPackages } from './frameworks';
import { helpOf, overview } from './help';
import { parse } from './parse';
import { inProgress } from './progress';
import { say, sayFailure } from './terminal';

const HELP = ['--help', '-h'];
const VERSION = ['--version', '-v'];

/** What people may look for here, and find in cdktf. */
const OF_CDKTF = ['destroy', 'diff', 'get', 'synth'];

const FAILED = 1;

/** Runs a command line, says why when it fails, and returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    return await run(args);
  } catch (error) {
    // Ctrl-C reaches what translates TypeScript in a clone as well, which fails before the signal is dealt with here.
    await setImmediate();
    return fail(error, args);
  }
}

async function run([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || [...HELP, 'help'].includes(name)) {
    return help(args);
  }
  if (VERSION.includes(name)) {
    if (args.length > 0) {
      throw new WrongCall(`${name} takes nothing, so '${args[0]}' is unexpected: leave it out`);
    }
    say(version());
    return 0;
  }
  if (name.startsWith('-')) {
    const hint = name === '--' ? '' : didYouMean(name, [...HELP, ...VERSION]);
    throw new WrongCall(
      `there is no option ${name}${hint || ` before a command: begin with one, as 'cdktf-aks-aad rehearse' does`}`,
    );
  }

  const { path, command, input } = parse(name, find([name]), args);
  if (input.values.help) {
    say(helpOf(command));
    return 0;
  }
  // A command behind `--` has the terminal for itself.
  return input.rest ? command.run(input) : inProgress(path.join(' '), () => command.run(input));
}

function help(args: readonly string[]): number {
  const words = args.filter((arg) => !HELP.includes(arg));
  const option = words.find((word) => word.startsWith('-'));
  if (option !== undefined) {
    throw new WrongCall(`help has no option ${option}: name a command only`);
  }
  say(words.length === 0 || words[0] === 'help' ? overview(COMMANDS) : helpOf(find(words)));
  return 0;
}

/** The command that the words name, such as `rehearse` and `can-i`. */
function find([name, ...others]: readonly string[], commands = COMMANDS, parent = ''): Command {
  const command = Object.hasOwn(commands, name!) ? commands[name!] : undefined;
  if (!command && parent !== '') {
    const known = Object.keys(commands);
    const hint = known.length === 0 ? '' : didYouMean(name!, known) || `: use ${known.join(', ')}`;
    throw new WrongCall(`${parent} has no command '${name}'${hint || ': leave it out'}`);
  }
  if (!command) {
    const hint = OF_CDKTF.includes(name!)
      ? `, it is one of ${ownFramework()}: npx ${ownFramework()} ${name}`
      : name === 'version'
        ? ', it is an option: --version'
        : didYouMean(name!, Object.keys(commands)) || `: use ${Object.keys(commands).join(', ')}`;
    throw new CommandFailed(`'${name}' is not a command${hint}`);
  }
  return others.length === 0 ? command : find(others, command.subcommands ?? {}, name);
}

function version(): string {
  const { version } = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

/** Says why a command ends, and returns the exit code. */
export function fail(error: unknown, args: readonly string[]): number {
  sayFailure(missingPeer(error) ?? failureText(error));
  return error instanceof RehearsalStopped
    ? error.exitCode
    : (failsWith(args, error instanceof WrongCall) ?? FAILED);
}

/** Says that what a command prints has not arrived, and returns the exit code. */
export function unwritable({ message }: NodeJS.ErrnoException): number {
  sayFailure(`standard output cannot be written: ${message.replace(/, write$/, '')}`);
  return FAILED;
}

/** Where 1 is an answer, having none is another number. */
function failsWith(args: readonly string[], isWrongCall: boolean): number | undefined {
  const command = COMMANDS[args[0]!];
  const subcommand = Object.entries(command?.subcommands ?? {}).find(([name]) => args.includes(name));
  const { failsWith: code, answersNo } = subcommand?.[1] ?? command ?? {};
  if (isWrongCall && !answersNo) {
    return undefined;
  }
  return typeof code === 'function' ? code(args) : code;
}

/** npx, told to leave out peers, has installed what `init` needs and no more. */
function missingPeer(error: unknown): string | undefined {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'MODULE_NOT_FOUND' && /^Cannot find module '(cdkt[fn]|constructs|@cdkt[fn]\/)/.test(message)
    ? `This command needs ${ownFramework()} beside it. In your project: npm install --save-dev ${ownPackages(ownFramework())[1]}`
    : undefined;
}
