import { Command, Option } from '../command';
import { HELP } from '../shared-options';
import { SHELLS } from './shells';

/** What can be written after some words of the command line. */
export interface Entry {
  /** The words: none, a command, or a command and one of its own. */
  readonly path: readonly string[];

  /** Words that go on from there, each with what it does. */
  readonly words: readonly Candidate[];

  /** Whether a file may stand there. */
  readonly takesFiles: boolean;
  readonly options: readonly OptionEntry[];
}

export interface Candidate {
  readonly word: string;
  readonly does: string;
}

export interface OptionEntry extends Candidate {
  readonly short?: string;

  /** What may follow it; undefined when nothing does. */
  readonly value?: 'file' | 'folder' | 'text' | readonly string[];
}

/** Everything that a shell needs to know of the commands. */
export function entriesOf(commands: Readonly<Record<string, Command>>): Entry[] {
  const root: Entry = {
    path: [],
    words: [
      ...Object.entries(commands).map(([word, { does }]) => ({ word, does })),
      { word: 'help', does: 'explains a command' },
    ],
    takesFiles: false,
    options: [
      optionEntry('help', HELP.help),
      { word: '--version', short: 'v', does: 'says which version this is' },
    ],
  };
  const help: Entry = { ...root, path: ['help'], words: root.words.slice(0, -1), options: [] };

  return [
    root,
    help,
    ...Object.entries(commands).flatMap(([name, command]) => entriesOfCommand([name], command)),
  ];
}

function entriesOfCommand(path: readonly string[], command: Command): Entry[] {
  const { subcommands = {}, words = [], options } = command;
  const entry: Entry = {
    path,
    words: [
      ...Object.entries(subcommands).map(([word, { does }]) => ({ word, does })),
      ...words.flatMap((word) => choicesIn(word).map((choice) => ({ word: choice, does: '' }))),
    ],
    takesFiles: words.some((word) => /file|folder/.test(word)),
    options: Object.entries({ ...options, ...HELP }).map(([name, option]) => optionEntry(name, option)),
  };

  return [
    entry,
    ...Object.entries(subcommands).flatMap(([name, subcommand]) =>
      entriesOfCommand([...path, name], subcommand),
    ),
  ];
}

/** `<bash|zsh|fish>` names them all. */
function choicesIn(word: string): readonly string[] {
  return word === `<${SHELLS.join('|')}>` ? SHELLS : [];
}

function optionEntry(name: string, { short, value, choices, does }: Option): OptionEntry {
  const kind = value === '<file>' ? 'file' : value === '<folder>' ? 'folder' : 'text';
  return { word: `--${name}`, short, does, value: value === undefined ? undefined : (choices ?? kind) };
}
