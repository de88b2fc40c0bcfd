import { RbacRule } from '../rbac-rule';
import { isLiteral } from './guards';

/** Their names are those of accounts, or have slashes and asterisks of their own. */
const OTHER_NAMES = ['users', 'groups', 'uids', 'userextras', 'signers'];

/** Why a name of an object matches nothing. Of verbs of their own, others decide what a name is. */
export function deadName(name: string, { resources = [], verbs }: RbacRule): string | undefined {
  const types = resources.map((one) => (isLiteral(one) ? one.split(/[./]/)[0]! : '*'));
  if (types.some((type) => type === '*' || OTHER_NAMES.includes(type)) || verbs.includes('use')) {
    return undefined;
  }
  if (name.includes('*')) {
    return `resourceName '${name}' matches nothing, as it is no pattern: name each object, or leave out 'resourceNames' for all`;
  }
  return name.includes('/')
    ? `resourceName '${name}' matches nothing, as names have no '/': use '${name.slice(name.lastIndexOf('/') + 1)}'`
    : undefined;
}
