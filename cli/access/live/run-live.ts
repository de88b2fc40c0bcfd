import { fstatSync } from 'node:fs';
import { ConfiguredAccess } from '../../../access/configured/configured-access';
import { clusterObjects, ClusterObjects } from '../../../access/live/cluster-objects';
import { compareLive } from '../../../access/live/comparison';
import { comparisonInMarkdown, isAlarm } from '../../../access/live/comparison-in-markdown';
import { NamesOf } from '../../../access/live/declared-subjects';
import { Tenant } from '../../../access/directory/tenant';
import { displayName, userName } from '../../../access/directory/sign-in';
import { namesFromGraph, readObjects } from '../../adopt/rbac/adopt-rbac';
import { fetchObjects } from './kubeconfig';

/** Exit code when somebody has a way to the top that nobody declared. */
const SHADOW_WAY = 2;

/** Exit code of any other difference, and when not everything could be seen. */
const DIFFERS = 3;

export interface LiveValues {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly names: boolean;
}

/** What was read, from where, and what could not be. */
export interface LiveInput {
  readonly objects: ClusterObjects;
  readonly source: string;
  readonly unseen: readonly string[];
}

/** Reads files or standard input, or asks the cluster of the kubeconfig. */
export async function liveInput(files: readonly string[], values: LiveValues): Promise<LiveInput> {
  const asksCluster = values.kubeconfig !== undefined || values.context !== undefined;
  if (files.length > 0 || (!asksCluster && isPiped())) {
    const source = files.length > 0 ? files.join(', ') : 'standard input';
    return { objects: readObjects(files), source, unseen: [] };
  }
  const { lists, refused, context } = await fetchObjects(values);
  return { objects: clusterObjects(...lists), source: `context ${context}`, unseen: refused };
}

/** Whether something is piped or redirected into this, rather than a terminal or nothing at all. */
function isPiped(): boolean {
  try {
    const input = fstatSync(0);
    return input.isFIFO() || input.isFile() || input.isSocket();
  } catch {
    return false;
  }
}

/** Prints how the cluster differs from what is declared; the exit code says how bad that is. */
export async function tellLive(
  configured: ConfiguredAccess,
  { objects, source, unseen }: LiveInput,
  from: {
    readonly cluster: string;
    readonly configuration: string;
    readonly tenant?: Tenant;
    readonly names: boolean;
  },
): Promise<{ text: string; code: number }> {
  const namesOf = from.names ? await namesFromGraph(objects) : from.tenant && namesIn(from.tenant);
  const comparison = compareLive(configured, objects, { unseen, ...(namesOf && { namesOf }) });
  const { shadow, missing, differing, top } = comparison;
  const differs = shadow.length + missing.length + differing.length + comparison.unseen.length > 0;
  const isAtTheTop = top.some(isAlarm);

  return {
    text: comparisonInMarkdown(comparison, { ...from, source }),
    code: isAtTheTop ? SHADOW_WAY : differs ? DIFFERS : 0,
  };
}

function namesIn({ users, groups, servicePrincipals }: Tenant): NamesOf {
  const names = new Map<string, string[]>([
    ...users.map((user): [string, string[]] => [
      `User ${userName(user)}`,
      [user.userPrincipalName, ...(user.mail === undefined ? [] : [user.mail])],
    ]),
    ...servicePrincipals.map((one): [string, string[]] => [`User ${one.objectId}`, [displayName(one)]]),
    ...groups.map((group): [string, string[]] => [`Group ${group.objectId}`, [group.displayName]]),
  ]);
  return ({ kind, name }) => names.get(`${kind} ${name}`) ?? [];
}
