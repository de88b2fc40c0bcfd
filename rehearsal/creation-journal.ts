import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { privateFolder } from './private-files';
import { Creation } from './protocol/applying';
import { Orphan } from './protocol/faults';
import { Leftovers } from './protocol/leftovers';
import { StateInstance } from './state-files';
import { World } from './world/world';

interface Entry {
  readonly type: string;
  readonly id: string;
  readonly identity: readonly string[];

  /** What the object is known by in a Terraform state. */
  readonly key: string;
}

/**
 * Every object that has come into being since Terraform was started, in a file that outlives a killed process.
 *
 * It tells a replaced object from one that was changed, and finds those that Terraform was not told of, or had no time to
 * write down.
 */
export class CreationJournal {
  private readonly created = new Set<string>();

  constructor(private readonly file: string) {}

  /** To be told of every creation before it happens. */
  note({ type, id, identity, state }: Creation): void {
    const entry: Entry = { type, id, identity, key: keyOf(type, state) };
    privateFolder(dirname(this.file));
    appendFileSync(this.file, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    this.created.add(entry.key);
  }

  /**
   * Marks what exists and is in none of the states as left over, and starts over.
   *
   * @param orphans what a fault has left behind, which is to stay as it is
   */
  settle(world: World, states: readonly StateInstance[], orphans: readonly Orphan[] = []): void {
    const known = new Set(states.map(({ type, attributes }) => keyOf(type, attributes)));
    const isOrphan = ({ type, id }: Entry): boolean =>
      orphans.some((one) => one.type === type && one.id === id);
    const lost = this.read().filter(
      (entry) => !known.has(entry.key) && !isOrphan(entry) && world.get(entry.type, entry.id),
    );
    const leftovers = new Leftovers(world);

    world.atOnce(() => lost.forEach(({ type, id, identity }) => leftovers.note(type, id, identity)));
    this.clear();
  }

  /** Begins anew. */
  clear(): void {
    rmSync(this.file, { force: true });
    this.created.clear();
  }

  private read(): Entry[] {
    const lines = existsSync(this.file) ? readFileSync(this.file, 'utf8').split('\n') : [];

    return lines.flatMap((line) => {
      try {
        return [JSON.parse(line) as Entry];
      } catch {
        // The end of the file, or a line that was cut off before its object came into being.
        return [];
      }
    });
  }
}

/** Objects of Kubernetes have IDs that are unique within a cluster only. */
function keyOf(type: string, attributes: Readonly<Record<string, unknown>>): string {
  const [metadata] = Array.isArray(attributes.metadata) ? (attributes.metadata as { uid?: unknown }[]) : [];

  return JSON.stringify([type, attributes.id, metadata?.uid]);
}
