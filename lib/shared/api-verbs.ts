import { isMisspelt } from './close-to';

/** Verbs of requests for resources. */
const OF_RESOURCES = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];

/** What only some resources are asked for, by the verb. */
const SPECIAL: Readonly<Record<string, readonly string[]>> = {
  bind: ['roles', 'clusterroles'],
  escalate: ['roles', 'clusterroles'],
  impersonate: ['users', 'groups', 'serviceaccounts', 'uids', 'userextras'],
  approve: ['signers'],
  sign: ['signers'],
  attest: ['signers'],
};

/** Verbs of the API, which compares them with case. */
export const API_VERBS = [...OF_RESOURCES, ...Object.keys(SPECIAL), 'use'];

/** The methods of HTTP in lower case, which are the verbs of requests for URLs. */
export const URL_VERBS = ['get', 'post', 'put', 'delete', 'patch', 'head', 'options'];

/** Types of which a PUT to a name that is free makes an object: tried on an API server with every type. */
const MADE_BY_PUT = [
  'clusterrolebindings',
  'clusterroles',
  'endpoints',
  'events',
  'leases',
  'limitranges',
  'rolebindings',
  'roles',
  'runtimeclasses',
  'services',
];

/**
 * Whether somebody with these verbs makes objects of a type by a request that has the name in it, so that `create` may be limited to
 * names: by server-side apply, which is a `patch`, or by PUT, which is an `update`. A POST has no name.
 */
export function makeByName(verbs: readonly string[], resource: string): boolean {
  return ['*', 'patch', ...(MADE_BY_PUT.includes(resource) ? ['update'] : [])].some((verb) =>
    verbs.includes(verb),
  );
}

/** What people write, and what would do it. */
const MEANT: Readonly<Record<string, string>> = {
  read: "'get', 'list', 'watch'",
  show: "'get', 'list'",
  getall: "'get', 'list'",
  watchlist: "'list', 'watch'",
  listwatch: "'list', 'watch'",
  connect: "'create' on what is connected to, such as 'pods/exec'",
  view: "'get', 'list', 'watch'",
  describe: "'get', 'list'",
  write: "'create', 'update', 'patch', 'delete'",
  edit: "'update', 'patch'",
  modify: "'update', 'patch'",
  apply: "'get', 'create', 'patch'",
  put: "'update'",
  post: "'create'",
  add: "'create'",
  remove: "'delete'",
  destroy: "'delete'",
  kill: "'delete'",
  exec: "'create' on 'pods/exec'",
  execute: "'create' on 'pods/exec'",
  cp: "'create' on 'pods/exec'",
  debug: "'patch' on 'pods/ephemeralcontainers'",
  attach: "'create' on 'pods/attach'",
  portforward: "'create' on 'pods/portforward'",
  'port-forward': "'create' on 'pods/portforward'",
  log: "'get' on 'pods/log'",
  logs: "'get' on 'pods/log'",
  scale: "'patch' on 'deployments/scale'",
  restart: "'patch' on 'deployments'",
  rollout: "'patch' on 'deployments'",
  evict: "'create' on 'pods/eviction'",
  drain: "'create' on 'pods/eviction'",
  cordon: "'patch' on 'nodes'",
  uncordon: "'patch' on 'nodes'",
  taint: "'patch' on 'nodes'",
  label: "'patch'",
  annotate: "'patch'",
  replace: "'update'",
  head: "'get'",
  all: "'*'",
  any: "'*'",
};

/** The same for URLs. */
const MEANT_OF_URL: Readonly<Record<string, string>> = {
  read: "'get'",
  list: "'get'",
  watch: "'get'",
  create: "'post'",
  update: "'put'",
  deletecollection: "'delete'",
};

/** Whether a verb is one of constrained impersonation, which Kubernetes knows from 1.36: of whom to be, or of what for. */
export function isConstrained(verb: string): boolean {
  return /^impersonate(-on)?:/.test(verb);
}

/** What is wrong with a verb in another case; others than those of the API may have any name. */
export function verbProblem(verb: string): string | undefined {
  const meant = verb.trim().toLowerCase();
  return verb !== meant && API_VERBS.includes(meant)
    ? `verb '${verb}', which matches nothing: write '${meant}'`
    : undefined;
}

/** What was meant with a verb on built-in resources that no request has; others of that kind are asked for by who made them. */
export function meantVerb(verb: string): string | undefined {
  if (API_VERBS.includes(verb)) {
    return undefined;
  }
  const near = OF_RESOURCES.find((one) => isMisspelt(verb, one));
  return own(MEANT, verb.toLowerCase()) ?? (near === undefined ? undefined : `'${near}'`);
}

/** The same of custom resources, which more often have verbs of their own: `gets`. */
export function meantVerbOfOthers(verb: string): string | undefined {
  const near = OF_RESOURCES.find((one) => [`${one}s`, `${one}es`].includes(verb));
  return near === undefined ? undefined : `'${near}'`;
}

/** What was meant with a verb on URLs. */
export function meantVerbOfUrl(verb: string): string | undefined {
  if (URL_VERBS.includes(verb)) {
    return undefined;
  }
  if (own(SPECIAL, verb) ?? verb === 'use') {
    return "one such as 'get'";
  }
  const near = URL_VERBS.find((one) => isMisspelt(verb, one));
  return own(MEANT_OF_URL, verb) ?? (near === undefined ? undefined : `'${near}'`);
}

/** The built-in resources that a verb is asked of; undefined where it is any. */
export function resourcesOfVerb(verb: string): readonly string[] | undefined {
  return own(SPECIAL, verb);
}

/** The verbs that are asked of a built-in resource of accounts or signers alone; none of those that are objects. */
export function specialVerbsOf(resource: string): string[] {
  return Object.keys(SPECIAL).filter((verb) => SPECIAL[verb]!.includes(resource));
}

function own<T>(map: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.prototype.hasOwnProperty.call(map, key) ? map[key] : undefined;
}
