import { IConstruct } from 'constructs';
import { shortHash } from './short-hash';

/**
 * The ID that something has always had or, where something else below the scope has it, the same with a hash behind it: `a-b`
 * may stand for a and b as well as for one name. What is defined first keeps its ID, so that an entry that is added changes
 * nothing of the others.
 *
 * @param exact what it stands for, without a doubt
 */
export function freeId(scope: IConstruct, id: string, exact: string): string {
  return scope.node.tryFindChild(id) ? `${id}-${shortHash(exact)}` : id;
}
