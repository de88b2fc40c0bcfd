import { block, isPresent, isTrue, isUnknown, text } from './attributes';
import { Problem } from './behaviour';
import { State } from '../protocol/values';

/** The first problem that a check finds in a list. */
export function first<T>(items: readonly T[], check: (item: T) => Problem | undefined): Problem | undefined {
  for (const item of items) {
    const problem = check(item);
    if (problem) {
      return problem;
    }
  }
  return undefined;
}

/** The SDK's ExactlyOneOf: an unknown value may turn out to be absent, so with one of those only "none" is certain. */
export function exactlyOneOf(object: State, names: readonly string[]): Problem | undefined {
  const given = names.filter((name) => isPresent(object, name));
  const certain = given.filter((name) => !isUnknown(object[name]));
  const all = names.map((name) => `\`${name}\``).join(', ');
  if (given.length === 0) {
    return { summary: `Invalid combination of arguments: one of ${all} must be specified` };
  }
  return certain.length > 1
    ? {
        summary: `Invalid combination of arguments: only one of ${all} can be specified, but ${certain
          .map((name) => `\`${name}\``)
          .join(', ')} were specified`,
        path: [certain[1] ?? ''],
      }
    : undefined;
}

/** `require_approval` without `approval_stage`, which both providers refuse. */
export function approvalWithoutStage(policy: State): Problem | undefined {
  const rules = block(policy, 'activation_rules');
  return isTrue(rules, 'require_approval') && !block(rules, 'approval_stage')
    ? {
        summary: 'error: `require_approval` is true, but no `approval_stage` blocks are set',
        path: ['activation_rules', 0, 'approval_stage'],
      }
    : undefined;
}

/** One of two arguments that are nothing without each other. */
export function requiredWith(object: State, one: string, other: string): Problem | undefined {
  const [given, missing] = text(object, one) === undefined ? [other, one] : [one, other];
  return text(object, given) !== undefined && (object[missing] ?? null) === null
    ? { summary: `"${given}": all of \`${[one, other].sort().join(',')}\` must be specified`, path: [given] }
    : undefined;
}
