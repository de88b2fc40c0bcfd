import { visible } from './visible';

/** Text as one word of a POSIX shell, for commands that somebody copies; what a terminal would not show is written as an escape. */
export function shellWord(text: string): string {
  const word = visible(text);

  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** An option with its value: `--group 'Platform Admins'`; in one word when the value would be taken for another option. */
export function shellOption(option: string, value: string): string {
  return `${option}${value.startsWith('-') ? '=' : ' '}${shellWord(value)}`;
}
