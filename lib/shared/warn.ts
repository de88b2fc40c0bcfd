import { Annotations, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { isInTree } from '../private/in-tree';
import { visible } from './visible';

/** Context key with a list of IDs that are not warned about, on the app or any construct. */
const SILENCED = 'cdktf-aks-aad:silence';

/** What is to be warned about: known at once, or answered when the stack is synthesised. */
export type Warning = string | (() => string | undefined);

type Gathered = { readonly scope: IConstruct; readonly id: string; readonly warning: Warning };

const gatheredOfStack = new WeakMap<TerraformStack, Gathered[]>();

/**
 * Warns when the stack is synthesised, unless the ID is silenced.
 *
 * `cdktf` copies the list of a stack's annotations for each further one: so there is one for an ID, however many
 * constructs it is about.
 */
export function warn(scope: IConstruct, id: string, warning: Warning): void {
  if (isSilenced(scope, id)) {
    return;
  }

  const stack = TerraformStack.of(scope);
  const gathered = gatheredOfStack.get(stack);
  if (gathered) {
    gathered.push({ scope, id, warning });
    return;
  }

  gatheredOfStack.set(stack, [{ scope, id, warning }]);
  stack.node.addValidation({
    validate: () => {
      annotate(stack, gatheredOfStack.get(stack)?.splice(0) ?? []);
      return [];
    },
  });
}

/** Whether a warning is not wanted; for those that are given by Terraform itself. */
export function isSilenced(scope: IConstruct, id: string): boolean {
  const silenced: unknown = scope.node.tryGetContext(SILENCED);

  return Array.isArray(silenced) && silenced.includes(id);
}

function annotate(stack: TerraformStack, gathered: readonly Gathered[]): void {
  const lines = new Map<string, string[]>();

  for (const { scope, id, warning } of gathered.filter((one) => isInTree(one.scope))) {
    const message = typeof warning === 'string' ? warning : warning();
    if (message !== undefined) {
      const earlier = lines.get(id) ?? [];
      earlier.push(`${message} (at '${scope.node.path}')`);
      lines.set(id, earlier);
    }
  }
  for (const [id, [first, ...more]] of lines) {
    const others = more.length > 0 ? `, and ${more.length} more` : '';
    Annotations.of(stack).addWarning(visible(`${first}${others} [${id}]`));
  }
}
