import { withoutHash } from './planned-changes';
import { StackJson } from './workspace';

const KUBERNETES = 'kubernetes';

/**
 * Addresses of what a stack no longer has and Terraform would look for on another cluster than the one that it is on: where a
 * second connection comes before the first, the provider by which Terraform's state remembers it becomes that of the new one. It
 * would find nothing, forget the object without a word, and leave it where it is.
 *
 * @param deployed the stack as it was when it was deployed
 */
export function strayRemovals(stack: StackJson, deployed: StackJson): string[] {
  const [before, now] = [hostsIn(deployed), hostsIn(stack)];
  const isTaken = (key: string): boolean => {
    const [was, is] = [before.get(key), now.get(key)];
    // A host that nobody has any more may be the same one under another name.
    return was !== is && is !== undefined && [...now.values()].includes(was!);
  };
  const kept = new Set([...(stack.moved ?? []), ...(stack.removed ?? [])].map(({ from }) => from));
  return Object.entries(deployed.resource ?? {})
    .filter(([type]) => type.startsWith(`${KUBERNETES}_`))
    .flatMap(([type, resources]) =>
      Object.entries(resources)
        .filter(([id]) => !stack.resource?.[type]?.[id])
        .filter(([, { provider }]) => isTaken(typeof provider === 'string' ? provider : KUBERNETES))
        .map(([id]) => `${type}.${id}`),
    )
    .filter((address) => !kept.has(address))
    .map(withoutHash);
}

/** Where the kubernetes providers of a stack go, by `kubernetes` or `kubernetes.alias`. */
function hostsIn({ provider }: StackJson): Map<string, string> {
  return new Map(
    (provider?.[KUBERNETES] ?? []).map(({ alias, host }) => [
      typeof alias === 'string' ? `${KUBERNETES}.${alias}` : KUBERNETES,
      JSON.stringify(host ?? null),
    ]),
  );
}
