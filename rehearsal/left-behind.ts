import { StateInstance } from './state-files';
import { FileWorld } from './world/world';

/** How many objects of a type and an ID there are that no state has. */
type Counts = ReadonlyMap<string, number>;

/** Of each object in a cluster that is among these, how many of the same name no state has. */
export function objectsBeside(
  states: readonly StateInstance[],
  world: FileWorld,
  of: readonly StateInstance[] = states,
): Counts {
  const inClusters = of.filter(({ type }) => type.startsWith('kubernetes_'));
  const known = counted(states.map(keyOf));
  const types = new Set(inClusters.map(({ type }) => type));
  const there = counted(
    [...types].flatMap((type) => world.all(type).map((attributes) => keyOf({ type, attributes }))),
  );
  return new Map(
    inClusters.map(keyOf).map((key) => [key, (there.get(key) ?? 0) - (known.get(key) ?? 0)] as const),
  );
}

/** What a deployment has lost sight of, as it looks for it on another cluster now: what that means, and a line each. */
export function leftBehind(before: Counts, after: Counts): string[] {
  const left = [...after].filter(([key, count]) => count > (before.get(key) ?? 0)).map(([key]) => key);
  return left.length === 0
    ? []
    : [
        'stays on the cluster that it is on, where a binding goes on granting what it grants: the stack connects to another one now, and ' +
          'Terraform has forgotten it. Take it out before a stack is connected to another cluster, or delete it with kubectl:',
        ...left,
      ];
}

function keyOf({ type, attributes }: Pick<StateInstance, 'type' | 'attributes'>): string {
  return `${type} '${String(attributes.id)}'`;
}

function counted(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
