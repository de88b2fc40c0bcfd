import { Entry, OptionEntry } from './entries';

/** The cases of bash and zsh for what an option takes, a line each; `reply` says how the shell offers it. */
export function valueCases(
  { path, options }: Entry,
  reply: (value: OptionEntry['value']) => string,
  quoted: (text: string) => string,
): string[] {
  return options
    .filter(({ value }) => value !== undefined)
    .map(({ word, short, value }) => {
      const names = [word, ...(short === undefined ? [] : [`-${short}`])];
      const patterns = names.map((name) => quoted(`${path.join(' ')} ${name}`)).join(' | ');
      return `    ${patterns}) ${reply(value)}return ;;`;
    });
}
