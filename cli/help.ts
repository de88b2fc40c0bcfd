import { Command, Option, Options } from './command';
import { HELP } from './shared-options';

/** Widest line of the text. */
const WIDTH = 110;

/** What `--help` says of a command. */
export function helpOf({ does, usage, notes, options, subcommands = {} }: Command): string {
  const calls = usage.map(([call, what]) => `  ${call}\n${wrapped(what, 6)}`);
  const parts = [
    `${does.charAt(0).toUpperCase()}${does.slice(1)}.`,
    calls.join('\n'),
    optionLines('Options:', { ...options, ...HELP }),
    ...Object.entries(subcommands).map(([name, subcommand]) => {
      const own = Object.entries(subcommand.options).filter(([option]) => !Object.hasOwn(options, option));
      return own.length === 0 ? '' : optionLines(`Options of ${name}:`, Object.fromEntries(own));
    }),
    notes === undefined ? '' : wrapped(notes, 0),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** What the command line as a whole can do. */
export function overview(commands: Readonly<Record<string, Command>>): string {
  const lines = table(Object.entries(commands).map(([name, { does }]) => [name, does]));

  return `AKS clusters with Azure AD sign-in and Kubernetes RBAC, from a configuration or from your own cdktf app.

  npx cdktf-aks-aad <command>

${lines}

  -h, --help     explains a command, as 'help <command>' does
  -v, --version  says which version this is

Exit codes: 0 done; 1 something is wrong; 2 it cannot be told, or needs your attention.`;
}

function optionLines(heading: string, options: Options): string {
  return `${heading}\n${table(Object.entries(options).map(([name, option]) => [optionTerm(name, option), describe(option)]))}`;
}

function optionTerm(name: string, { short, value }: Option): string {
  return `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
}

function describe({ does, choices, isRepeatable }: Option): string {
  return [does, choices && `one of ${choices.join(', ')}`, isRepeatable && 'may be repeated']
    .filter((part) => part)
    .join('; ');
}

function table(rows: readonly (readonly [term: string, text: string])[]): string {
  const width = Math.max(...rows.map(([term]) => term.length));
  return rows
    .map(([term, text]) => `  ${term.padEnd(width)}  ${wrapped(text, width + 4).trimStart()}`)
    .join('\n');
}

function wrapped(text: string, indent: number): string {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1)!;
    if (last !== '' && indent + last.length + 1 + word.length > WIDTH) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
    }
  }
  return lines.map((line) => ' '.repeat(indent) + line).join('\n');
}
