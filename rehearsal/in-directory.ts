import { Directory } from './azuread-directory';
import { Context, Problem, Rule } from './behaviour';
import { State } from './values';

/** A check that looks at the directory; without a context (at validate) it has nothing to say. */
export function inDirectory(
  check: (object: State, directory: Directory, context: Context) => Problem | undefined,
): Rule['check'] {
  return (object, context) => (context ? check(object, new Directory(context), context) : undefined);
}
