import { text } from '../world/attributes';
import { isWithin } from './arm-ids';
import { Context, Refusal, ResourceBehaviour } from '../world/behaviour';
import { State } from '../protocol/values';

/** Azure deletes nothing that is under a lock, whichever of the two levels it has. */
export function refuseLocked(object: State, { world }: Context): void {
  const id = text(object, 'id');
  const lock = world
    .all('azurerm_management_lock')
    .find((candidate) => isWithin(id, text(candidate, 'scope') ?? ''));
  if (lock) {
    throw new Refusal({
      summary: `ScopeLocked: The scope '${id}' cannot perform delete operation because following scope(s) are locked: '${text(lock, 'scope')}'.`,
      detail: 'Please remove the lock and try again.',
    });
  }
}

/** For resources whose removal has no side effect. */
export const removable: Pick<ResourceBehaviour, 'remove'> = { remove: refuseLocked };
