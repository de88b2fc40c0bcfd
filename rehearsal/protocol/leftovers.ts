import { isList, isObject, State } from './values';
import { World } from '../world/world';

/** Type under which the world keeps the notes; no provider has one of this name. */
const NOTES = 'rehearsal_leftover';

/**
 * Objects that exist in the world but in no Terraform state, because Terraform died before it heard of them.
 *
 * A real service cannot tell these from any others; a person can, and deletes or imports them before running Terraform
 * again. The rehearsal knows which they are, as it made them (see `CreationJournal`), and does that person's work: when the same
 * object is created again, what was left over goes first. So the next run converges, the object exists once, and
 * nothing that is in the state was touched. Terraform shows a warning that says what would be necessary in Azure.
 * If the configuration no longer wants the object, it stays, as it would in Azure.
 */
export class Leftovers {
  constructor(private readonly world: World) {}

  note(type: string, id: string, identity: readonly string[]): void {
    this.world.put(NOTES, `${type} ${id}`, { type, id, identity: [...identity] });
  }

  /** Forgets what was left over of this object, and returns it as it is in the world. */
  take(type: string, identity: readonly string[]): { id: string; object: State } | undefined {
    const wanted = JSON.stringify(identity);
    const note = this.world
      .all(NOTES)
      .find((candidate) => candidate.type === type && JSON.stringify(candidate.identity) === wanted);
    if (!note) {
      return undefined;
    }
    const id = note.id as string;
    this.world.remove(NOTES, `${type} ${id}`);
    const object = this.world.get(type, id);

    return object && { id, object };
  }
}

/** What a person would recognise an object by: what it must be given, and its name. */
export function identityOf(required: readonly string[], object: State): string[] {
  const metadata = isList(object.metadata) ? object.metadata[0] : undefined;
  const named = isObject(metadata) ? [metadata.namespace, metadata.name] : [];
  const values = [...required, 'name', 'display_name'].map((name) => object[name]);

  return [...values, ...named]
    .filter((value) => value !== null && value !== undefined)
    .map((value) => JSON.stringify(value));
}
