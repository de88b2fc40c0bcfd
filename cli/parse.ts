import { parseArgs } from 'node:util';
import { WrongCall } from '../access/command-failed';
import { Command, Input, Option, Options } from './command';
import { ownFramework } from './frameworks';
import { HELP } from './shared-options';
import { didYouMean } from './did-you-mean';

/** A command line, taken apart. */
export interface Call {
  /** Its names, such as `rehearse` and `can-i`. */
  readonly path: readonly string[];
  readonly command: Command;
  readonly input: Input;
}

interface Given {
  readonly name: string;

  /** As it was written, dashes included. */
  readonly raw: string;
  readonly value?: string;
  readonly isInline: boolean;
}

/**
 * Takes the arguments of a command apart.
 *
 * Options may stand anywhere before `--`. Throws a WrongCall that says what is wrong with them.
 */
export function parse(name: string, command: Command, args: readonly string[]): Call {
  const subcommands = command.subcommands ?? {};
  const tokens = tokensOf(args, {
    ...Object.fromEntries(Object.values(subcommands).flatMap(({ options }) => Object.entries(options))),
    ...command.options,
    ...HELP,
  });
  const given = tokens.options;
  const [first, ...others] = tokens.words;
  const subcommand = first !== undefined && Object.hasOwn(subcommands, first) ? first : undefined;

  const path = subcommand === undefined ? [name] : [name, subcommand];
  const chosen = subcommand === undefined ? command : subcommands[subcommand]!;
  const words = subcommand === undefined ? tokens.words : others;
  const values = valuesOf(given, chosen, path);
  if (!values.help) {
    refuseWords(words, chosen, path);
    if (tokens.rest && !chosen.takesRest) {
      throw new WrongCall(`${path.join(' ')} takes nothing after '--': leave it out`);
    }
  }
  return { path, command: chosen, input: { values, words, rest: tokens.rest } };
}

function tokensOf(
  args: readonly string[],
  options: Options,
): { options: Given[]; words: string[]; rest?: string[] } {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(options).map(([name, { value, short }]) => [
        name,
        { type: value === undefined ? 'boolean' : 'string', ...(short !== undefined && { short }) } as const,
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });

  const end = tokens.find(({ kind }) => kind === 'option-terminator')?.index ?? args.length;
  return {
    options: tokens.flatMap((token) =>
      token.kind === 'option'
        ? [
            {
              name: token.name,
              raw: token.rawName,
              value: token.value,
              isInline: token.inlineValue ?? false,
            },
          ]
        : [],
    ),
    words: tokens.flatMap((token) => (token.kind === 'positional' && token.index < end ? [token.value] : [])),
    ...(end < args.length && { rest: args.slice(end + 1) }),
  };
}

function valuesOf(given: readonly Given[], command: Command, path: readonly string[]): Input['values'] {
  const options: Options = { ...command.options, ...HELP };
  const values: Record<string, string | boolean | readonly string[] | undefined> = {};
  for (const [name, { value, isRepeatable }] of Object.entries(options)) {
    values[name] = value === undefined ? false : isRepeatable ? [] : undefined;
  }

  const seen = new Set<string>();
  for (const { name, raw, value, isInline } of given) {
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (!option) {
      throw new WrongCall(
        `${path.join(' ')} has no option ${raw}${
          didYouMean(
            raw,
            Object.keys(options).map((known) => `--${known}`),
          ) ||
          (command.takesRest === 'options'
            ? `: options of ${ownFramework()} stand behind '--', as in '${path.join(' ')} -- ${raw}'`
            : '')
        }`,
      );
    }
    if (seen.has(name) && !option.isRepeatable && option.value !== undefined) {
      throw new WrongCall(`${raw} is given twice: give it once`);
    }
    seen.add(name);
    refuseValue({ raw, value, isInline }, option);
    values[name] =
      option.value === undefined
        ? true
        : option.isRepeatable
          ? [...(values[name] as string[]), value!]
          : value;
  }
  return values as Input['values'];
}

function refuseValue(
  { raw, value, isInline }: Omit<Given, 'name'>,
  { value: wanted, choices }: Option,
): void {
  if (wanted === undefined) {
    if (isInline) {
      throw new WrongCall(`${raw} takes no value: write ${raw} alone`);
    }
    return;
  }
  if (value === undefined) {
    throw new WrongCall(`${raw} needs a value: ${raw} ${wanted}`);
  }
  if (value.trim() === '') {
    throw new WrongCall(`${raw} has an empty value: ${raw} ${wanted}`);
  }
  if (!isInline && /^-./.test(value)) {
    throw new WrongCall(
      `${raw} needs a value, and '${value}' looks like an option: write ${raw} ${wanted}, or ${raw}=${value} if that is the value`,
    );
  }
  if (choices && !choices.includes(value)) {
    throw new WrongCall(`${raw} '${value}' is not one of ${choices.join(', ')}${didYouMean(value, choices)}`);
  }
}

function refuseWords(
  words: readonly string[],
  { words: wanted = [], subcommands, takesRest, usage }: Command,
  path: readonly string[],
): void {
  const name = path.join(' ');
  const isRepeated = wanted[wanted.length - 1]?.includes('…') ?? false;
  const unexpected = isRepeated ? undefined : words[wanted.length];
  if (unexpected !== undefined && subcommands) {
    const known = Object.keys(subcommands);
    throw new WrongCall(
      `${name} has no command '${unexpected}'` +
        (didYouMean(unexpected, known) ||
          `: use ${known.join(', ')}${takesRest ? ', or -- and a command of your own' : ''}`),
    );
  }
  if (unexpected !== undefined) {
    const takes = wanted.length === 0 ? 'options only' : wanted.join(' ');
    throw new WrongCall(`${name} takes ${takes}, so '${unexpected}' is unexpected: leave it out`);
  }

  const missing = wanted.find((word, i) => !word.startsWith('[') && !words[i]?.trim());
  if (missing !== undefined) {
    throw new WrongCall(`${name} needs ${missing}: ${usage[0]![0]}`);
  }
  // Such as a variable that is not set: not the same as nothing at all.
  const empty = words.findIndex((word) => word.trim() === '');
  if (empty >= 0) {
    const what = (wanted[empty] ?? wanted[wanted.length - 1]!).replace(/[[\]…]/g, '');
    throw new WrongCall(`${name} has an empty ${what}: name one, or leave it out`);
  }
}
