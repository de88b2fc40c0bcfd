import { Directory } from './directory';
import { Context, Problem, Rule } from '../world/behaviour';
import { State } from '../protocol/values';

/** A check that looks at the directory; without a context (at validate) it has nothing to say. */
export function inDirectory(
  check: (object: State, directory: Directory, context: Context) => Problem | undefined,
): Rule['check'] {
  return (object, context) => (context ? check(object, new Directory(context), context) : undefined);
}
