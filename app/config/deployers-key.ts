import { written } from './written';
import { ConfigNode } from './node';

/** Keys of the section, in the order in which the rehearsal plays those under them. */
const LISTS = ['users', 'guests', 'servicePrincipals'];

/** Who deploys, as a configuration names them; none where it names nobody. */
export function deployersKeyOf(configuration: string): string[] {
  const section = written(configuration, 'deployers');
  const names = LISTS.flatMap((list) => section?.entries?.get(list)?.items ?? []).map(textOf);

  return [...new Set(names.filter((name) => name !== undefined))];
}

function textOf({ scalar }: ConfigNode): string | undefined {
  return typeof scalar?.value === 'string' ? scalar.value : undefined;
}
