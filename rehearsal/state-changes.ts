import { existsSync, readFileSync } from 'node:fs';

/** How many managed resources of a stack an apply has touched; a replacement counts as one added and one destroyed. */
export interface StateChanges {
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
}

/** Managed resource instances of a Terraform state: address to attributes. */
export type StateResources = ReadonlyMap<string, Record<string, unknown>>;

interface StateFile {
  readonly resources?: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly index_key?: string | number;
      readonly attributes: Record<string, unknown>;
    }[];
  }[];
}

/** Reads the resources in a state file; none when there is no such file. */
export function readState(file: string): StateResources {
  const state = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as StateFile) : {};

  const instances = (state.resources ?? [])
    .filter(({ mode }) => mode === 'managed')
    .flatMap(({ type, name, instances }) =>
      instances.map(
        ({ index_key = '', attributes }) => [`${type}.${name}[${index_key}]`, attributes] as const,
      ),
    );
  return new Map(instances);
}

/** What happened between two readings of a state. */
export function stateChanges(before: StateResources, after: StateResources): StateChanges {
  const kept = [...after.keys()].filter((address) => before.has(address));
  const replaced = kept.filter((address) => before.get(address)!.id !== after.get(address)!.id);
  const changed = kept.filter(
    (address) =>
      !replaced.includes(address) &&
      JSON.stringify(before.get(address)) !== JSON.stringify(after.get(address)),
  );

  return {
    added: after.size - kept.length + replaced.length,
    changed: changed.length,
    destroyed: before.size - kept.length + replaced.length,
  };
}
