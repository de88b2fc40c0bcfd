import { IConstruct } from 'constructs';

/** Whether a construct is still in its tree: what `tryRemoveChild()` took out knows its parents as before. */
export function isInTree({ node: { scopes } }: IConstruct): boolean {
  return scopes.every(
    (one, index) => index === 0 || scopes[index - 1]!.node.tryFindChild(one.node.id) === one,
  );
}
