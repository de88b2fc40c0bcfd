import { Annotations, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';

/** Context key under which the IDs of silenced warnings are given, as a list. */
export const SILENCE = 'cdktf-aks-aad:silence';

/** So many warnings of one ID are printed for a stack; the rest is counted. */
const PRINTED = 10;

/** How often each warning was given, by stack and ID. */
const countsOfStack = new WeakMap<TerraformStack, Map<string, number>>();

/**
 * Warns of something legal but risky, unless its ID is silenced in the context of the construct.
 *
 * cdktf takes time in proportion to constructs times warnings, so the number of warnings is bounded.
 *
 * @param id short and stable, in words and hyphens; what people silence the warning by
 * @param message one line that says what is risky and what to do instead
 */
export function warn(scope: Construct, id: string, message: string): void {
  const silenced: unknown = scope.node.tryGetContext(SILENCE);
  if (Array.isArray(silenced) && silenced.includes(id)) {
    return;
  }

  const stack = TerraformStack.of(scope);
  const counts = countsOfStack.get(stack) ?? new Map<string, number>();
  countsOfStack.set(stack, counts);

  const count = (counts.get(id) ?? 0) + 1;
  counts.set(id, count);
  if (count <= PRINTED) {
    Annotations.of(scope).addWarning(`${message} [${id}]`);
  } else if (count === PRINTED + 1) {
    countTheRest(stack, id, counts);
  }
}

/** Validation runs once everything is defined, so the number is known by then. */
function countTheRest(stack: TerraformStack, id: string, counts: Map<string, number>): void {
  let reported = false;
  const validate = (): string[] => {
    if (!reported) {
      Annotations.of(stack).addWarning(`${counts.get(id)! - PRINTED} more like the ${PRINTED} above [${id}]`);
      reported = true;
    }
    return [];
  };

  stack.node.addValidation({ validate });
}
