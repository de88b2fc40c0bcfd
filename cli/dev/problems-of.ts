import { join, relative, resolve, sep } from 'node:path';
import { diagnosticOf } from '../../access/explained';
import { ConfigError } from '../../app/config/problems/config-error';
import { fullDiskWords } from '../../app/system-error';
import { failureText, isToldInFull } from '../failure';
import { Problem } from './messages';

/** How esbuild, through which TypeScript runs here, says where it stumbles. */
const BROKEN_SOURCE = /^(.+?):(\d+):(\d+): ERROR: (.+)$/m;

/** `access: aks.yaml:12:5 access[0].users: … (at 'access'), and 1 more [some-id]`. */
const LOCATED =
  /^(?:[^\s:]+: )?(\S[^:]*):(\d+):(\d+) (?:([^\s:]+): )?(.*?)(?: \(at '[^']*'\))?(?:, and \d+ more)? \[[a-z-]+\]$/;

/** In a clone these lie in the project, too, and nothing that is edited is evaluated by them. */
const TOOLS = ['cli', 'rehearsal'].map((folder) => join(__dirname, '..', '..', folder, sep));

/** A place of a stack trace; the first that is a file of the project counts. */
const FRAME = /^\s+at (?:.*\()?((?:file:\/\/)?\/[^()]+?):(\d+):(\d+)\)?$/gm;

/** What has been thrown, as problems. */
export function problemsOf(error: unknown): Problem[] {
  if (error instanceof ConfigError) {
    return error.problems.map((problem) => ({ ...problem, severity: 'error' }));
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  // Where that is thrown in our code is nobody's business.
  return error instanceof Error && isToldInFull(error)
    ? [{ message: fullDiskWords(error) ?? error.message, severity: 'error' }]
    : [{ ...placeIn(text), message: placeIn(text)?.message ?? failureText(error), severity: 'error' }];
}

/** Warnings of the constructs that are about a line of the configuration. */
export function locatedWarnings(warnings: readonly string[]): Problem[] {
  return warnings.flatMap((warning): Problem[] => {
    const diagnostic = diagnosticOf(warning)?.id;
    const [, file, line, column, key, message] = LOCATED.exec(warning) ?? [];
    return diagnostic === undefined || file === undefined
      ? []
      : [
          {
            file,
            line: Number(line),
            column: Number(column),
            ...(key !== undefined && { key }),
            message: message!,
            severity: 'warning',
            diagnostic,
          },
        ];
  });
}

/** What a process has said before it ended, as a problem. */
export function problemIn(output: string, message: string): Problem {
  return { message, ...placeIn(output), severity: 'error' };
}

/** On one line, as terminals turn it into a link. */
export function problemInWords({ file, line, column, key, message }: Problem): string {
  const place = [file, line, line === undefined ? undefined : (column ?? 1)]
    .filter((part) => part !== undefined)
    .join(':');
  // A terminal makes a link of a place with a line, and of that alone.
  return [
    line === undefined && place !== '' ? `${place}:` : place,
    key === undefined ? '' : `${key}:`,
    message,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function placeIn(text: string): { file: string; line: number; column: number; message?: string } | undefined {
  const source = BROKEN_SOURCE.exec(text);
  if (source) {
    const [, file, line, column, message] = source as unknown as [string, string, string, string, string];
    return { file: named(file), line: Number(line), column: Number(column) + 1, message };
  }
  for (const [, file, line, column] of text.matchAll(FRAME)) {
    const path = file!.replace(/^file:\/\//, '');
    const name = named(path);
    const isTool = TOOLS.some((folder) => resolve(path).startsWith(folder));
    if (!isTool && !name.startsWith('..') && !name.split(sep).includes('node_modules')) {
      return { file: name, line: Number(line), column: Number(column) };
    }
  }
  return undefined;
}

function named(file: string): string {
  return relative('.', file);
}
