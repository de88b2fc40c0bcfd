import { ClusterObjects } from '../../../access/live/cluster-objects';
import { originOf } from '../../../access/live/origin';
import { Subject } from '../../../access/rbac/objects';
import { isUuid } from '../../../lib/shared/uuid';
import { apisOf } from '../../azure/apis';
import { cloudOfEnvironment } from '../../azure/clouds';
import { Graph, GraphObject } from '../../azure/graph';
import { Known, Names } from './names';

/** What is asked of a directory. */
export type Questions = Pick<Graph, 'userNamed' | 'object' | 'groupsNamed' | 'servicePrincipalsNamed'>;

/** Questions that are under way at a time. */
const AT_ONCE = 8;

/** Asks Microsoft Graph who the subjects of all bindings are, each once. */
export async function directoryNames(
  { byKind }: ClusterObjects,
  graph: Questions = graphOf(),
): Promise<Names> {
  const bindings = [...byKind.ClusterRoleBinding, ...byKind.RoleBinding].filter(
    (binding) => originOf(binding) === undefined,
  );
  const asked = new Map(
    bindings
      .flatMap(({ subjects }) => subjects ?? [])
      .filter(isOfDirectory)
      .map((subject) => [keyOf(subject), subject]),
  );

  const known = new Map<string, Known>();
  const waiting = [...asked];
  const worker = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      known.set(next[0], await knownOf(next[1], graph));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));

  return { of: (subject) => known.get(keyOf(subject)) };
}

function isOfDirectory({ kind, name }: Subject): boolean {
  return isUuid(name) ? ['User', 'Group'].includes(kind) : kind === 'User' && /^[^:@\s]+@[^@\s]+$/.test(name);
}

function keyOf({ kind, name }: Subject): string {
  return `${kind} ${name}`;
}

async function knownOf({ kind, name }: Subject, graph: Questions): Promise<Known> {
  if (!isUuid(name)) {
    return knownUser(name, graph);
  }
  const object = await graph.object(name);
  const type = object?.['@odata.type']?.replace('#microsoft.graph.', '');
  const display = object?.displayName ?? undefined;
  if (!object || (kind === 'Group') !== (type === 'group')) {
    const problem = object
      ? `is a ${type}, so this ${kind} grants nothing`
      : 'there is nobody of this object ID in the directory, so this grants nothing';
    return { key: kind === 'Group' ? 'groups' : 'servicePrincipals', problem };
  }
  if (type === 'group') {
    return { key: 'groups', display, ...lookUp(display, (await graph.groupsNamed(display ?? '')).length) };
  }
  if (type === 'user') {
    return knownUserOfId(object);
  }
  const found = await graph.servicePrincipalsNamed(display ?? '');
  return { key: 'servicePrincipals', display, ...lookUp(display, found.length) };
}

async function knownUser(name: string, graph: Questions): Promise<Known> {
  const user = await graph.userNamed(name);
  if (!user) {
    return { key: 'users', isStranger: true, problem: 'there is nobody of this name in the directory' };
  }
  if (user.userType === 'Guest') {
    return {
      key: 'users',
      isStranger: true,
      problem: `is a guest, whom the cluster knows as ${user.id}, so this grants nothing`,
    };
  }
  return user.userPrincipalName === name
    ? { key: 'users', lookUp: name, display: name }
    : {
        key: 'users',
        isStranger: true,
        problem: `the directory spells it '${user.userPrincipalName}', so this grants nothing`,
      };
}

/** A user bound by object ID: a guest, as the cluster knows it, or a member, whom it knows by name. */
function knownUserOfId({ userType, mail, userPrincipalName }: GraphObject): Known {
  return userType === 'Guest'
    ? { key: 'guests', display: mail ?? userPrincipalName ?? undefined }
    : {
        key: 'guests',
        display: userPrincipalName ?? undefined,
        problem: `is the member '${userPrincipalName}', whom the cluster knows by that name, so this grants nothing`,
      };
}

/** A display name finds its object again when nothing else has it and it needs no escape. */
function lookUp(display: string | undefined, count: number): Pick<Known, 'lookUp'> {
  const isFit =
    display !== undefined && count === 1 && /^(?!\/|system:)[^'\s](.{0,254}[^\s])?$/.test(display);
  return isFit && !display.includes("'") && !isUuid(display) ? { lookUp: display } : {};
}

function graphOf(): Graph {
  return new Graph(apisOf(cloudOfEnvironment()).graph);
}
