import { Need, reachOf, Technique, TECHNIQUES } from '../../lib/shared/techniques';
import { ClusterAccess, describeBinding } from '../cluster-access';
import { UserInfo } from '../rbac/authorizer';
import { AUTHENTICATED } from '../rbac/objects';
import { quoted } from '../report/quoted';
import { ANYBODY, AttackGraph, Place, WayVertex } from './attack-graph';
import { Edge, Request, Top, TOPS, wayFrom } from './graph';
import { HeldRole } from './rights';

/** One request on a way, and what is had after it. */
export interface WayStep {
  /** ID of the technique. */
  readonly technique: string;

  /** Behind "can": `create deployments.apps in namespace 'shop'`. */
  readonly can: string;

  /** The bindings that allow it; none when it is a right that was gained on the way. */
  readonly by: readonly string[];

  /** What follows: `runs as service account 'shop/ci'`. */
  readonly gets: string;
}

/** The shortest way to the top of the cluster, or one of them. */
export interface Way {
  readonly to: Top;

  /** None when it is held already. */
  readonly steps: readonly WayStep[];
}

/** Behind "and"; what somebody is who has gone a way. */
export const TOP_IN_WORDS: Readonly<Record<Top, string>> = {
  'cluster-admin': 'is cluster administrator',
  secrets: 'reads the secrets of every namespace',
  nodes: 'is root on the nodes',
};

const GETS: Readonly<Record<string, string>> = {
  'create-pods': 'runs as',
  workloads: 'runs as',
  jobs: 'runs as',
  'pods-exec': 'runs in a pod as',
  'ephemeral-containers': 'runs in a pod as',
  'change-pods': 'runs in a pod as',
  'nodes-proxy': 'runs in a pod as',
  'service-account-token': 'has a token of',
  'token-secrets': 'has a token of',
  certificates: 'has a certificate of',
  'node-certificates': 'has the certificate of a node and, where its pods are, a token of',
  'node-requests': 'has the certificate of a node and, where its pods are, a token of',
  'impersonate-users': 'acts as',
  'impersonate-groups': 'acts as',
  'impersonate-accounts': 'acts as',
};

/** What a technique does that gives no other identity. */
const DOES: Readonly<Record<string, string>> = {
  'create-pods': 'runs a privileged container',
  workloads: 'runs a privileged container',
  jobs: 'runs a privileged container',
  'ephemeral-containers': 'runs a privileged container',
  'namespace-labels': 'takes the Pod Security level off and runs a privileged container',
  'persistent-volumes': 'mounts folders of the nodes',
  'nodes-proxy': 'commands the kubelets',
  'mutating-webhooks': 'changes what administrators and controllers send',
  'mutating-policies': 'changes what administrators and controllers send',
  'validating-webhooks': 'is shown every secret that is written',
  'read-secrets': TOP_IN_WORDS.secrets,
  'impersonate-groups': 'acts as a member of system:masters',
};

/** The ways up in one cluster. */
export class Ways {
  private readonly graph: AttackGraph;

  /** `starts` is everybody who will be asked about. */
  constructor(
    private readonly access: ClusterAccess,
    starts: readonly UserInfo[],
  ) {
    this.graph = new AttackGraph(access, starts);
  }

  /** The shortest way to each top; what a cluster administrator has anyway is not told again. */
  of(user: UserInfo): Way[] {
    const start = this.graph.start(user);
    return start === undefined ? [] : TOPS.flatMap((top) => this.wayTo(top, start));
  }

  /** Names of the users and service accounts that somebody can become, over however many steps; undefined when that is everybody. */
  reachable(user: UserInfo): ReadonlySet<string> | undefined {
    return this.graph.reachable(user);
  }

  private wayTo(top: Top, start: WayVertex): Way[] {
    const edges = wayFrom(start, top);
    const isAnyway =
      top !== 'cluster-admin' &&
      edges?.some(({ from: { data } }) => data.kind === 'top' && data.top === 'cluster-admin');

    return edges === undefined || isAnyway ? [] : [{ to: top, steps: this.steps(edges) }];
  }

  private steps(edges: readonly Edge<Place>[]): WayStep[] {
    return edges.flatMap((edge, index) => {
      if (!edge.request) {
        return [];
      }
      // What is had without a request comes along: a service account out of those of a namespace.
      const next = edges.findIndex((later, at) => at > index && later.request !== undefined);
      const arrived = edges.slice(index, next < 0 ? undefined : next).map(({ to }) => to.data);
      return [this.step(edge.from.data, edge.request, arrived)];
    });
  }

  private step(from: Place, request: Request, arrived: readonly Place[]): WayStep {
    const technique = TECHNIQUES.find(({ id }) => id === request.technique)!;
    const actor = [...arrived].reverse().find((place) => place.kind === 'actor');
    const account = actor && /^system:serviceaccount:([^:]+):/.exec(actor.user.name);
    const namespace = request.namespace ?? account?.[1];
    const { rights, by } = this.rightsUsed(from, technique, request.namespace);
    const place = namespace === undefined ? '' : ` in namespace '${namespace}'`;

    return {
      technique: technique.id,
      can: `${rights.join(' and ')}${place}`,
      by,
      gets: this.gets(request, actor, arrived),
    };
  }

  private gets(request: Request, actor: Place | undefined, arrived: readonly Place[]): string {
    const { technique, granted, namespace } = request;
    const where = namespace === undefined ? '' : ` in namespace '${namespace}'`;
    const hasEverything = arrived.some((place) => place.kind === 'set' && place.of === 'everything');

    if (technique === 'escalate') {
      return granted === undefined
        ? `gives itself every right${where}`
        : `writes every right into ${granted}`;
    }
    if (technique === 'escalate-aggregated') {
      return `makes a ClusterRole with every right and the label by which it is added to ${granted}`;
    }
    if (technique === 'escalate-anew') {
      return granted === undefined
        ? `makes a role anew that it has given itself, with every right${where}`
        : `deletes ${granted}, and makes it again with every right`;
    }
    if (technique === 'bind') {
      return hasEverything && namespace === undefined
        ? `gives itself ${granted} in every namespace`
        : `gives itself ${granted}${where}`;
    }
    if (technique === 'impersonate-constrained') {
      return `acts as others, to ${granted}`;
    }
    return actor?.kind === 'actor'
      ? `${GETS[technique]} ${this.nameOf(actor.user)}`
      : (DOES[technique] ?? technique);
  }

  private nameOf({ name, groups }: UserInfo): string {
    const [, namespace, account] = /^system:serviceaccount:([^:]+):(.+)$/.exec(name) ?? [];
    const members = groups
      .filter((group) => group !== AUTHENTICATED && account === undefined)
      .map((group) => this.access.describeSubject({ kind: 'Group', name: group }));
    const own =
      account !== undefined
        ? [`service account ${quoted(`${namespace}/${account}`)}`]
        : name === ANYBODY
          ? []
          : [this.access.describeSubject({ kind: 'User', name })];
    const inGroups = members.length > 0 ? [`a member of ${members.join(', ')}`] : [];
    return [...own, ...inGroups].join(' and ');
  }

  /** Which rights a technique was used with, and what grants them. */
  private rightsUsed(
    from: Place,
    { needs, also = [] }: Technique,
    namespace: string | undefined,
  ): { rights: string[]; by: string[] } {
    if (from.kind !== 'actor') {
      return {
        rights: [...needs, ...also].map(({ verbs, resources }) => inWords(verbs[0]!, resources[0]!)),
        by: [],
      };
    }
    const all = this.graph.rolesOf(from);
    const roles = all.filter((role) => role.namespace === undefined || role.namespace === namespace);
    const used = [...needs, ...also].flatMap((need) => usedFor(need, roles) ?? usedFor(need, all) ?? []);
    const by = used.flatMap(({ role }) => (role.binding ? [describeBinding(role.binding)] : []));
    return { rights: [...new Set(used.map(({ right }) => right))], by: [...new Set(by)] };
  }
}

/** A way in one sentence: `can create pods in namespace 'shop' → runs as …, is cluster administrator`. */
export function wayInWords({ to, steps }: Way): string {
  const told = steps.map(({ can, by, gets }, index) => {
    const origin = index === 0 && by.length > 0 ? ` (${by.join(', ')})` : '';
    return `can ${can}${origin} → ${gets}`;
  });
  const isTold = steps[steps.length - 1]?.gets === TOP_IN_WORDS[to];
  return [...told, ...(isTold ? [] : [TOP_IN_WORDS[to]])].join(' → ');
}

function usedFor(
  { verbs, resources }: Need,
  roles: readonly HeldRole[],
): { right: string; role: HeldRole }[] | undefined {
  // The roles of the whole cluster are the wider ones, and `clusterroles` stands behind `roles` in the table.
  for (const resource of [...resources].reverse()) {
    for (const verb of verbs) {
      const role = roles.find(({ rules }) => reachOf(rules, { verbs: [verb], resources: [resource] }));
      if (role) {
        return [{ right: inWords(verb, resource), role }];
      }
    }
  }
  return undefined;
}

function inWords(verb: string, resource: string): string {
  const [group = '', name = '', subresource] = resource.split('/');
  const isKnown = group === '' || group.endsWith('.k8s.io');
  const rest = subresource === undefined ? '' : `/${subresource}`;
  return `${verb} ${name}${isKnown ? '' : `.${group}`}${rest}`;
}
