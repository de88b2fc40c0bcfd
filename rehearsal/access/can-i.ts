import { closest, distance } from 'fastest-levenshtein';
import { RehearsalFailed } from '../rehearsal-failed';
import { closestApiResource, findApiResource, isSubresource } from '../../access/rbac/api-resources';
import { AccessRequest, Grant, ResourceRequest, UserInfo } from '../../access/rbac/authorizer';
import { ClusterAccess, describeBinding } from '../../access/cluster-access';
import { clusterAccesses } from './clusters';
import { directoryOf, Surroundings } from '../kubernetes/cluster-rbac';
import { namespacesOf } from '../../access/missing-grant';
import { describeRule } from '../../access/rbac/escalation';
import { ANONYMOUS, serviceAccountUser, userCalled } from '../../access/rbac/objects';
import { Account, accountsCalled, displayName, userName } from '../../access/directory/sign-in';
import { People, Tenant } from '../../access/directory/tenant';
import { World } from '../world/world';
import { isConstrained, meantVerb, meantVerbOfUrl, URL_VERBS } from '../../lib/shared/api-verbs';
import { slipOf } from '../../lib/shared/close-to';
import { isSystemGroup } from '../../lib/shared/system-groups';
import { visible } from '../../lib/shared/visible';

/** What Kubernetes itself knows as verbs. */
export const VERBS = [
  ...['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'],
  ...['approve', 'attest', 'bind', 'escalate', 'impersonate', 'proxy', 'sign', 'use'],
];

/** Verbs whose requests name one object. */
const VERBS_ON_ONE = ['get', 'update', 'patch', 'delete'];

const VERSION = /(?<=^[^.]+)\.v\d+((alpha|beta)\d+)?(?=\.|$)/i;

/** What `*` stands for. */
const EVERYTHING = { resource: '*', apiGroup: '*', isNamespaced: true, aliases: [], subresources: [] };

/** A question that cannot be answered as it is put. */
export class QuestionError extends RehearsalFailed {}

/** A question as it is put, such as `alice@contoso.com delete pods`, in namespace `shop`. */
export interface QuestionWords {
  /** Account, verb, resource, and perhaps the name of an object. */
  readonly words: readonly string[];

  /** @default - `default`, for resources in namespaces */
  readonly namespace?: string;

  readonly allNamespaces?: boolean;
  readonly subresource?: string;

  /**
   * Whether the account has activated all that it may.
   *
   * @default false
   */
  readonly activated?: boolean;

  /** @default - all clusters */
  readonly clusterName?: string;
}

/** One question, taken from its words. */
export interface Question {
  /** As it was given. */
  readonly account: string;

  readonly request: AccessRequest;

  /** @default false */
  readonly activated?: boolean;

  /** @default - all clusters */
  readonly clusterName?: string;

  /** What about the question may not be what was meant. */
  readonly notes: readonly string[];
}

/** What one cluster says to a question. */
export interface Answer {
  readonly clusterName: string;
  readonly allowed: boolean;

  /** Whether that is known; not where a condition decides that is not evaluated. */
  readonly isKnown: boolean;

  readonly request: AccessRequest;

  /** As the cluster sees whom the question is about. */
  readonly user: UserInfo;

  /** `no: alice@contoso.com cannot delete pods in namespace 'shop' in cluster 'shop'`. */
  readonly headline: string;

  /** Every binding and rule that allows it. */
  readonly grants: readonly Grant[];

  /** The same for people, in that order. */
  readonly reasons: readonly string[];

  readonly notes: readonly string[];

  /** All of it for people. */
  readonly text: string;
}

/** Where a question is answered. */
export interface AskedClusters {
  readonly accesses: readonly ClusterAccess[];
  readonly directory: People;

  /** Whose directory that is, for messages: `the tenant contoso.com`. */
  readonly people: string;

  /**
   * Who else may be asked about, by name.
   *
   * @default - accounts and service accounts only
   */
  readonly others?: readonly { readonly name: string; readonly user: UserInfo }[];
}

/**
 * Answers a question as `kubectl auth can-i` would for that account.
 *
 * With several clusters, the answer is yes when it is yes in each.
 */
export function canI(words: QuestionWords, world: World, tenant: Tenant): { allowed: boolean; text: string } {
  const answers = answer(parseQuestion(words), { world, tenant });
  return {
    allowed: answers.every(({ allowed }) => allowed),
    text: answers.map(({ text }) => text).join('\n\n'),
  };
}

/** Answers a question for each cluster that it is about. */
export function answer(question: Question, surroundings: Surroundings): Answer[] {
  return answerIn(question, {
    accesses: clusterAccesses(surroundings),
    directory: directoryOf(surroundings),
    people: `the tenant ${surroundings.tenant.domain}`,
  });
}

/** The same for clusters that need not have been deployed. */
export function answerIn(question: Question, clusters: AskedClusters): Answer[] {
  const asker = findAsker(question.account, clusters);
  return clustersOf(question, clusters).map((access) => answerFor(access, asker, question));
}

/** Reads a question from its words. */
export function parseQuestion(question: QuestionWords): Question {
  const [account, written, what, name, ...others] = question.words;
  if (!account || !written || !what) {
    throw new QuestionError(
      `'${question.words.join(' ')}' is not a question: name an account, a verb and a resource, such as alice@contoso.com delete pods`,
    );
  }
  const odd = [written, what, name, ...others].find((word) => word?.startsWith('-')) ?? others[0];
  if (odd !== undefined) {
    throw new QuestionError(
      `'${odd}' does not belong in a question: after the account come a verb, a resource and, optionally, the name of one object`,
    );
  }
  if (question.namespace !== undefined && question.allNamespaces) {
    throw new QuestionError('-n and -A exclude each other: name one namespace, or ask about all of them');
  }

  const isUrl = what.startsWith('/');
  const known = isUrl ? URL_VERBS : VERBS;
  // Kubernetes has its verbs in lower case, as it has types.
  const lower = written.toLowerCase();
  const isKnown = [...known, '*'].includes(lower) || (!isUrl && isConstrained(lower));
  const verb = isKnown ? lower : written;
  const meant = (isUrl ? meantVerbOfUrl(lower) : meantVerb(lower)) ?? `'${closest(lower, known)}'`;
  const notes = isKnown
    ? []
    : [`'${verb}' is not a ${isUrl ? 'verb of URLs' : 'built-in Kubernetes verb'}; did you mean ${meant}?`];
  const asked = { account, clusterName: question.clusterName, activated: question.activated };
  if (isUrl) {
    return { ...asked, request: { verb, path: what }, notes };
  }
  const { namespace, subresource } = question;
  const place = question.allNamespaces ? undefined : (namespace ?? 'default');
  const request = resourceRequest({ verb, what, name, subresource, place, namespace });
  const isMisplaced =
    namespace !== undefined && request.namespace === undefined && request.resource !== 'namespaces';
  return {
    ...asked,
    request,
    notes: isMisplaced
      ? [...notes, `${request.resource} live outside of namespaces: naming one means nothing here`]
      : notes,
  };
}

interface ResourceWords {
  readonly verb: string;
  readonly what: string;
  readonly name?: string;
  readonly subresource?: string;
  readonly place?: string;

  /** The one that was given. */
  readonly namespace?: string;
}

function resourceRequest(words: ResourceWords): ResourceRequest {
  const slash = words.what.indexOf('/');
  // kubectl takes a version behind the type, which no rule has: deployments.v1.apps.
  const type = (slash < 0 ? words.what : words.what.slice(0, slash)).replace(VERSION, '');
  const tail = slash < 0 ? undefined : words.what.slice(slash + 1);
  const resource = type === '*' ? EVERYTHING : findApiResource(type);
  if (!resource) {
    throw new QuestionError(
      `'${type}' is not a built-in resource: did you mean '${closestApiResource(type)}'? ` +
        'Name one of your own with its group, such as certificates.cert-manager.io',
    );
  }

  // kubectl takes what follows the slash for a name, always; here `pods/log` is what rules of roles mean by it.
  const [afterSlash, isSub] = [tail || undefined, tail !== undefined && isSubresource(tail, resource)];
  const parts = isSub ? [] : (afterSlash?.split('/') ?? []);
  const hidden = parts.length > 1 ? parts.find((part) => isSubresource(part, resource)) : undefined;
  if (hidden !== undefined) {
    const object = parts.filter((part) => part !== hidden).join('/');
    throw new QuestionError(
      `'${words.what}' names no object: use '${type}/${hidden}${object ? ` ${object}` : ''}'`,
    );
  }
  if (words.name !== undefined && afterSlash !== undefined && !isSub) {
    const meant = slipOf(afterSlash, resource.subresources);
    throw new QuestionError(
      `'${words.what}' names an object already, '${afterSlash}', and '${words.name}' is another: ` +
        (meant ? `use '${type}/${meant} ${words.name}'` : 'name one of them'),
    );
  }
  const subresource = words.subresource ?? (isSub ? afterSlash : undefined);
  const name = words.name ?? (isSub ? undefined : afterSlash);
  const namespace = resource.isNamespaced ? words.place : otherPlaceOf(resource.resource, words, name);
  const { verb } = words;
  return { verb, apiGroup: resource.apiGroup, resource: resource.resource, subresource, name, namespace };
}

/**
 * A request for one namespace is a request in it, and whether a cluster role may be bound is asked where the binding is to be: a role
 * bound there may allow both.
 */
function otherPlaceOf(
  resource: string,
  { verb, namespace }: ResourceWords,
  name?: string,
): string | undefined {
  if (resource === 'namespaces') {
    return VERBS_ON_ONE.includes(verb) ? (name ?? namespace) : undefined;
  }
  return resource === 'clusterroles' && verb === 'bind' ? namespace : undefined;
}

type Asker = { readonly label: string } & ({ readonly account: Account } | { readonly user: UserInfo });

function findAsker(name: string, { accesses, directory, people, others = [] }: AskedClusters): Asker {
  const [, namespace, serviceAccount] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name) ?? [];
  if (namespace && serviceAccount) {
    return { label: name, user: serviceAccountUser(namespace, serviceAccount) };
  }

  const [account, ...namesakes] = accountsCalled(name, directory);
  if (account && namesakes.length > 0) {
    const ids = [account, ...namesakes].map(({ objectId }) => objectId).join(' or ');
    throw new QuestionError(
      `there are ${namesakes.length + 1} called '${name}' in ${people}: ask by object ID, ${ids}`,
    );
  }
  // A group goes by its object ID, too, and those of one name are told apart by it.
  const groups = [
    name,
    ...directory.groups.filter((one) => one.displayName === name).map((one) => one.objectId),
  ];
  const named = others.filter(
    ({ name: one, user }) => one === name || (user.name === '' && groups.includes(user.groups[0] ?? '')),
  );
  const ids = new Set([
    ...(account ? [userName(account)] : []),
    ...named.map(({ user }) => user.name || user.groups[0]),
  ]);
  if (ids.size > 1) {
    throw new QuestionError(`'${name}' is the name of several: ask about ${[...ids].join(' or ')}`);
  }
  const [other] = named;
  if (!account && other) {
    return { label: other.name, user: other.user };
  }
  const builtIn = account ? undefined : builtInSubject(name, accesses);
  if (builtIn) {
    return { label: name, user: builtIn };
  }
  const [, place, accountThere] = /^([a-z0-9-]+)\/([a-z0-9.-]+)$/.exec(name) ?? [];
  if (!account && place && accountThere) {
    const user = serviceAccountUser(place, accountThere);
    return { label: user.name, user };
  }
  if (!account) {
    const names = [
      ...[...directory.users, ...directory.servicePrincipals].map(displayName),
      ...others.map((one) => one.name),
    ];
    const isGroup = directory.groups.some((group) => [group.displayName, group.objectId].includes(name));
    throw new QuestionError(
      isGroup
        ? `'${name}' is a group: ask about one of its members`
        : `'${name}' is nobody in ${people}${guess(name, names, directory)}`,
    );
  }
  return { label: displayName(account), account };
}

/** Users and groups of Kubernetes itself, such as system:masters, who stand in no directory; also where nothing is bound to them. */
function builtInSubject(name: string, accesses: AskedClusters['accesses']): UserInfo | undefined {
  const isBound = (wanted: string): boolean =>
    accesses.some(({ bindings }) =>
      bindings.some(({ subjects }) =>
        subjects.some(({ kind, name: one }) => kind === wanted && one === name),
      ),
    );
  if (!name.startsWith('system:')) {
    return undefined;
  }
  if (isSystemGroup(name) || isBound('Group')) {
    return { name: '', groups: [name] };
  }
  return name === ANONYMOUS || isBound('User') ? userCalled(name) : undefined;
}

/** Who may be meant: somebody who is called so, else a name that is near; nobody where none is. */
function guess(name: string, names: readonly string[], { users }: People): string {
  const wanted = name.toLowerCase();
  const isMeant = (word: string): boolean =>
    [word, word.split('@')[0]!].some((one) => one.toLowerCase() === wanted);
  const called = [
    ...users.filter((user) => isMeant(user.displayName)).map(displayName),
    ...names.filter(isMeant),
  ];
  if (called.length > 0) {
    return `: did you mean ${[...new Set(called)].map((one) => `'${one}'`).join(' or ')}?`;
  }
  const near =
    names.length > 0
      ? closest(
          wanted,
          names.map((one) => one.toLowerCase()),
        )
      : undefined;
  const nearest = names.find((one) => one.toLowerCase() === near);
  const isNear =
    nearest !== undefined && distance(wanted, nearest.toLowerCase()) <= Math.max(2, name.length / 3);
  return isNear ? `: did you mean '${nearest}'?` : '';
}

function clustersOf({ clusterName }: Question, { accesses: all }: AskedClusters): readonly ClusterAccess[] {
  if (all.length === 0) {
    throw new QuestionError('no cluster has been deployed');
  }
  const asked = all.filter(
    ({ clusterName: label }) =>
      clusterName === undefined || label === clusterName || label.endsWith(`/${clusterName}`),
  );
  if (asked.length === 0) {
    const names = all.map((access) => `'${access.clusterName}'`).join(', ');
    throw new QuestionError(`there is no cluster '${clusterName}': name one of ${names}`);
  }
  return asked;
}

function answerFor(
  asked: ClusterAccess,
  asker: Asker,
  { request, notes, activated = false }: Question,
): Answer {
  const access = activated ? (asked.activated ?? asked) : asked;
  const problem = 'account' in asker ? access.signInProblemOf(asker.account) : undefined;
  const { user, notes: surprises } =
    'account' in asker ? access.signIn(asker.account) : { user: asker.user, notes: [] };
  const grants = problem === undefined ? access.grants(user, request) : [];
  const allowed = grants.length > 0;
  const perhaps = allowed || problem !== undefined ? [] : access.authorizer.perhaps(user, request);
  const [verdict, may] = allowed
    ? ['yes', 'can']
    : perhaps.length > 0
      ? ['not known', 'may perhaps']
      : ['no', 'cannot'];

  const what = `${describeRequest(request)} in cluster`.replace(/(?<=in the whole cluster) in cluster$/, '');
  const headline = `${verdict}: ${asker.label}${activated ? ', activated,' : ''} ${may} ${what} '${access.clusterName}'`;
  const reasons = grants.map((grant) => describeGrant(grant, access));
  const said = [
    ...notes,
    ...placeNotes(request, access),
    ...perhaps.map(
      ({ binding, subject }) =>
        `${describeBinding(binding)} allows it to ${access.describeSubject(subject)} where its condition holds: ${binding.azure?.unevaluated?.condition}`,
    ),
    ...(problem === undefined ? surprises : [problem]),
    ...(problem === undefined ? activationNotes({ asked, asker, user, request, activated, allowed }) : []),
  ];
  const lines = [
    headline,
    ...reasons.map((reason) => `  ${reason}`),
    ...said.map((note) => `  note: ${note}`),
  ];
  return {
    clusterName: access.clusterName,
    allowed,
    isKnown: perhaps.length === 0,
    request,
    user,
    headline,
    grants,
    reasons,
    notes: said,
    text: lines.map(visible).join('\n'),
  };
}

interface Asked {
  readonly asked: ClusterAccess;
  readonly asker: Asker;
  readonly user: UserInfo;
  readonly request: AccessRequest;
  readonly activated: boolean;
  readonly allowed: boolean;
}

/** What an activation would change, or that there is none. */
function activationNotes({ asked, asker, user, request, activated, allowed }: Asked): string[] {
  const more = asked.activated;
  if (activated) {
    const hasAny = more?.bindings.some(({ subjects }) =>
      subjects.some(
        ({ activates, kind, name }) =>
          activates !== undefined && (kind === 'Group' ? user.groups.includes(name) : user.name === name),
      ),
    );
    return hasAny ? [] : [`${asker.label} has nothing to activate in cluster '${asked.clusterName}'`];
  }
  const subjects = allowed ? [] : (more?.grants(user, request) ?? []).map(({ subject }) => subject);
  const what = [...new Set(subjects.flatMap(({ activates }) => activates ?? []))];
  return what.length > 0 ? [`it could, after activating ${what.join(' or ')}: ask with --activated`] : [];
}

function placeNotes(request: AccessRequest, access: ClusterAccess): string[] {
  const namespaces = namespacesOf(access);
  const namespace = 'path' in request ? undefined : request.namespace;
  return namespace === undefined || namespaces.includes(namespace)
    ? []
    : [`there is no namespace '${namespace}'; there are ${namespaces.join(', ')}`];
}

function describeRequest(request: AccessRequest): string {
  if ('path' in request) {
    return `${request.verb} ${request.path}`;
  }
  const { verb, resource, subresource, apiGroup, name } = request;
  const group = apiGroup && apiGroup !== '*' ? ` (${apiGroup})` : '';
  const type = `${resource}${subresource ? `/${subresource}` : ''}${group}`;
  return [verb, type, ...(name ? [`'${name}'`] : []), ...placeOf(request)].join(' ');
}

function placeOf({ resource, name, namespace }: ResourceRequest): string[] {
  if (resource === 'namespaces' && name) {
    return [];
  }
  return [namespace ? `in namespace '${namespace}'` : 'in the whole cluster'];
}

function describeGrant({ binding, subject, rule }: Grant, access: ClusterAccess): string {
  const { kind, name } = binding.roleRef;
  return `by ${describeBinding(binding)} to ${kind} '${name}', as ${access.describeSubject(subject)}: ${describeRule(rule)}`;
}
