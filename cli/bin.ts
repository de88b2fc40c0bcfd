#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RehearsalStopped } from '../rehearsal/rehearsal-failed';
import { CommandFailed } from '../access/command-failed';
import { Command } from './command';
import { COMMANDS } from './commands';
import { didYouMean } from './did-you-mean';
import { failureText } from './failure';
import { helpOf, overview } from './help';
import { parse } from './parse';
import { complain, say } from './terminal';

/** What people may look for here, and find in cdktf. */
const OF_CDKTF = ['deploy', 'destroy', 'diff', 'get', 'synth'];

const FAILED = 1;

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || ['--help', '-h', 'help'].includes(name)) {
    say(args[0] === undefined ? overview(COMMANDS) : helpOf(find(args)));
    return 0;
  }
  if (['--version', '-v'].includes(name)) {
    say(version());
    return 0;
  }

  const { command, input } = parse(name, find([name]), args);
  if (input.values.help) {
    say(helpOf(find([name])));
    return 0;
  }
  return command.run(input);
}

/** The command that the words name, such as `rehearse` and `can-i`. */
function find([name, ...others]: readonly string[], commands = COMMANDS): Command {
  const command = Object.hasOwn(commands, name!) ? commands[name!] : undefined;
  if (!command) {
    const hint = OF_CDKTF.includes(name!)
      ? `, it is one of cdktf: npx cdktf ${name}`
      : didYouMean(name!, Object.keys(commands)) || `: use ${Object.keys(commands).join(', ')}`;
    throw new CommandFailed(`'${name}' is no command${hint}`);
  }
  return others.length === 0 ? command : find(others, command.subcommands ?? {});
}

function version(): string {
  const { version } = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

function fail(error: unknown): void {
  complain(missingPeer(error) ?? failureText(error));
  process.exitCode =
    error instanceof RehearsalStopped ? error.exitCode : (failsWith(process.argv.slice(2)) ?? FAILED);
}

/** Where 1 is an answer, having none is another number. */
function failsWith(args: readonly string[]): number | undefined {
  const command = COMMANDS[args[0]!];
  const subcommand = Object.entries(command?.subcommands ?? {}).find(([name]) => args.includes(name));
  return (subcommand?.[1] ?? command)?.failsWith;
}

/** npx, told to leave out peers, has installed what `init` needs and no more. */
function missingPeer(error: unknown): string | undefined {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'MODULE_NOT_FOUND' && /^Cannot find module '(cdktf|constructs|@cdktf\/)/.test(message)
    ? 'This command needs cdktf beside it. In your project: npm install --save-dev cdktf-aks-aad-app'
    : undefined;
}

// The terminal or the `head` that reads along may be gone; Terraform must end in order all the same.
[process.stdout, process.stderr].forEach((stream) => stream.on('error', () => undefined));
process.on('uncaughtException', (error) => {
  fail(error);
  process.exit();
});

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
}, fail);
