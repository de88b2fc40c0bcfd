import { Context, Problem, Refusal } from '../../../rehearsal/world/behaviour';
import { kubernetes } from '../../../rehearsal/kubernetes/kubernetes';
import { State } from '../../../rehearsal/protocol/values';

/** What the rules say to an object, as the provider server asks them. */
function problems(on: string, object: State, context?: Context): Problem[] {
  const at = context ? 'apply' : 'validate';
  return kubernetes.rules
    .filter((rule) => rule.on === on && rule.at === at)
    .flatMap((rule) => rule.check(object, context) ?? []);
}

export function summaries(on: string, object: State, context?: Context): string[] {
  return problems(on, object, context).map(({ summary }) => summary);
}

export function refusal(run: () => unknown): Problem {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) {
      return error.problem;
    }
    throw error;
  }
  throw new Error('nothing was refused');
}
