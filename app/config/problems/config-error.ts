import { visible } from '../../../lib/shared/visible';

/** One thing that is wrong with the configuration. */
export interface ConfigProblem {
  /** File as the user named it, or the environment variable. */
  readonly file: string;

  /** Line, counted from 1. */
  readonly line?: number;

  /** Column, counted from 1. */
  readonly column?: number;

  /** Path of the key, such as `cluster.nodePools[0].name`. */
  readonly key?: string;

  /** What is wrong, and what to write instead. Never a secret. */
  readonly message: string;
}

/** All that is wrong with the configuration, one problem a line. */
export class ConfigError extends Error {
  static of(problem: ConfigProblem): ConfigError {
    return new ConfigError([problem]);
  }

  constructor(readonly problems: readonly ConfigProblem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.name = 'ConfigError';
  }
}

/** `aks.yaml:14:11 cluster.name: …`, which terminals and editors turn into a link. */
export function formatProblem({ file, line, column, key, message }: ConfigProblem): string {
  const place = line === undefined ? file : `${file}:${line}:${column}`;
  const text = withoutCredentials(key === undefined ? message : `${key}: ${message}`);
  return visible(key === undefined ? `${place}: ${text}` : `${place} ${text}`);
}

/** Text without what may be a credential in a URL, wherever it has come from. */
export function withoutCredentials(text: string): string {
  return text.includes('://')
    ? text.replace(/([?&][^=&\s]*=)[^&#\s']*/g, '$1…').replace(/:\/\/[^/@\s]*@/g, '://…@')
    : text;
}
