/**
 * What Azure RBAC knows of the Kubernetes API: data actions, and how AKS turns a request into one.
 *
 * The list is that of "Azure permissions for Containers", https://learn.microsoft.com/azure/role-based-access-control/permissions/containers,
 * and `customresources`, of https://learn.microsoft.com/azure/aks/entra-id-authorization. How a request becomes an action is read from
 * the source of the webhook, https://github.com/kubeguard/guard/blob/master/authz/providers/azure/rbac/checkaccessreqhelper.go.
 */

/** What all data actions of a cluster begin with. */
export const DATA_ACTION_PREFIX = 'Microsoft.ContainerService/managedClusters/';

/** Resources with `read`, `write` and `delete`, by API group. */
const COMPLETE: Readonly<Record<string, string>> = {
  '': 'componentstatuses configmaps endpoints events limitranges namespaces nodes persistentvolumeclaims persistentvolumes pods podtemplates replicationcontrollers resourcequotas secrets serviceaccounts services',
  'admissionregistration.k8s.io':
    'initializerconfigurations mutatingwebhookconfigurations validatingwebhookconfigurations',
  'apiextensions.k8s.io': 'customresourcedefinitions',
  'apiregistration.k8s.io': 'apiservices',
  apps: 'controllerrevisions daemonsets deployments replicasets statefulsets',
  autoscaling: 'horizontalpodautoscalers',
  batch: 'cronjobs jobs',
  'certificates.k8s.io': 'certificatesigningrequests',
  'coordination.k8s.io': 'leases',
  'discovery.k8s.io': 'endpointslices',
  'events.k8s.io': 'events',
  extensions: 'daemonsets deployments ingresses networkpolicies podsecuritypolicies replicasets',
  'flowcontrol.apiserver.k8s.io': 'flowschemas prioritylevelconfigurations',
  'networking.k8s.io': 'ingressclasses ingresses networkpolicies',
  'node.k8s.io': 'runtimeclasses',
  policy: 'poddisruptionbudgets podsecuritypolicies',
  'rbac.authorization.k8s.io': 'clusterrolebindings clusterroles rolebindings roles',
  'scheduling.k8s.io': 'priorityclasses',
  'storage.k8s.io': 'csidrivers csinodes csistoragecapacities storageclasses volumeattachments',
};

/** The other ones on resources: `<API group>/<resource>`, and what may be done with it. */
const OTHERS: Readonly<Record<string, string>> = {
  '/bindings': 'write',
  '/groups': 'impersonate/action',
  '/pods': 'exec/action',
  '/serviceaccounts': 'impersonate/action',
  '/users': 'impersonate/action',
  'authentication.k8s.io/tokenreviews': 'write',
  'authentication.k8s.io/userextras': 'impersonate/action',
  'authorization.k8s.io/localsubjectaccessreviews': 'write',
  'authorization.k8s.io/selfsubjectaccessreviews': 'write',
  'authorization.k8s.io/selfsubjectrulesreviews': 'write',
  'authorization.k8s.io/subjectaccessreviews': 'write',
  'metrics.k8s.io/nodes': 'read',
  'metrics.k8s.io/pods': 'read',
  'policy/podsecuritypolicies': 'use/action',
  'rbac.authorization.k8s.io/clusterroles': 'bind/action escalate/action',
  'rbac.authorization.k8s.io/roles': 'bind/action escalate/action',
};

/** Paths that are no objects; those below them are not listed one by one. */
const PATHS =
  'api apis healthz livez logs metrics openapi/v2 readyz resetMetrics swagger-api swagger-ui ui version';

const READ_WRITE_DELETE = ['read', 'write', 'delete'];

/** What is done with any resource that Azure has no data action for by name. */
export const CUSTOM_RESOURCE_ACTIONS: readonly string[] = READ_WRITE_DELETE.map(
  (verb) => `customresources/${verb}`,
);

/** `apps/deployments`, `/pods`. */
const RESOURCES: ReadonlySet<string> = new Set([
  ...Object.entries(COMPLETE).flatMap(([group, names]) => names.split(' ').map((name) => `${group}/${name}`)),
  ...Object.keys(OTHERS),
]);

/** All data actions on resources that are known here, without what they begin with. */
export const RESOURCE_ACTIONS: readonly string[] = [
  ...Object.entries(COMPLETE).flatMap(([group, names]) =>
    names.split(' ').flatMap((name) => READ_WRITE_DELETE.map((verb) => join(group, name, verb))),
  ),
  ...Object.entries(OTHERS).flatMap(([resource, verbs]) =>
    verbs.split(' ').map((verb) => join(...resource.split('/'), verb)),
  ),
];

/** All data actions on paths, without those below them. */
export const PATH_ACTIONS: readonly string[] = PATHS.split(' ').map((path) => `${path}/read`);

const KNOWN_ACTIONS: ReadonlySet<string> = new Set(
  [...RESOURCE_ACTIONS, ...CUSTOM_RESOURCE_ACTIONS, ...PATHS.split(' ').map((path) => `${path}/read`)].map(
    (action) => action.toLowerCase(),
  ),
);

const BELOW_PATHS = new RegExp(`^(${PATHS.split(' ').join('|')})/.+/read$`, 'i');

/** One below each path, which stands for all of them. */
const SOME_BELOW_PATHS = PATHS.split(' ').map((path) => `${path}/x/read`);

/** The data action of a verb; others than these, such as `approve`, Azure RBAC does not know. */
const ACTIONS_OF_VERBS: Readonly<Record<string, string>> = {
  get: 'read',
  list: 'read',
  watch: 'read',
  create: 'write',
  update: 'write',
  patch: 'write',
  delete: 'delete',
  deletecollection: 'delete',
  bind: 'bind/action',
  escalate: 'escalate/action',
  impersonate: 'impersonate/action',
  use: 'use/action',
};

/** Custom resources that a condition lets through; what is left out may be any. */
export interface CustomResourceLimit {
  readonly group?: string;

  /** Plural, lower case. */
  readonly kind?: string;
}

/** What an Azure role, perhaps under a condition, allows inside a cluster; actions without what they begin with. */
export interface DataActionRights {
  /** May have asterisks, each for any text. */
  readonly dataActions: readonly string[];

  /** What of these is taken out again. */
  readonly notDataActions?: readonly string[];

  /**
   * The only custom resources among what the actions allow.
   *
   * @default - all
   */
  readonly customResources?: readonly CustomResourceLimit[];
}

/** A request, or a part of one that a role could be asked about. */
export interface ActionRequest {
  readonly verb: string;
  readonly apiGroup: string;
  readonly resource: string;
  readonly subresource?: string;
}

/** A data action without what all begin with: `apps/deployments/read`. */
export function shortDataAction(action: string): string {
  return action.toLowerCase().startsWith(DATA_ACTION_PREFIX.toLowerCase())
    ? action.slice(DATA_ACTION_PREFIX.length)
    : action;
}

/** Whether a data action, or one that a pattern matches, is known here. */
export function isKnownDataAction(pattern: string): boolean {
  return pattern.includes('*')
    ? [...KNOWN_ACTIONS].some((action) => matchesDataAction(pattern, action))
    : KNOWN_ACTIONS.has(pattern.toLowerCase()) || BELOW_PATHS.test(pattern);
}

/** Whether a resource is one that Azure has no data action for by name, which it takes for a custom one. */
export function isCustomResource(apiGroup: string, resource: string): boolean {
  return apiGroup !== '' && !RESOURCES.has(`${apiGroup}/${resource}`);
}

/** Whether Azure has data actions for a resource by name. */
export function hasDataActions(apiGroup: string, resource: string): boolean {
  return RESOURCES.has(`${apiGroup}/${resource}`);
}

/** Whether a data action without its verb is about one resource: `apps/deployments`, `pods`. */
export function isOneResource(path: string): boolean {
  return RESOURCES.has(path.includes('/') ? path : `/${path}`);
}

/** Azure compares actions without regard to case. */
export function matchesDataAction(pattern: string, action: string): boolean {
  if (!pattern.includes('*')) {
    return pattern.toLowerCase() === action.toLowerCase();
  }
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(action);
}

/**
 * What takes a data action out again, or together all that a pattern stands for, as far as is known here: `'pods/*'`. Undefined
 * where something is left.
 */
export function takenOutBy(action: string, notActions: readonly string[]): string | undefined {
  const pattern = shortDataAction(action);
  const isOut = (one: string) => (notAction: string) => matchesDataAction(shortDataAction(notAction), one);
  const alone = notActions.find(isOut(pattern));
  if (alone !== undefined) {
    return `'${alone}'`;
  }
  const meant = [...KNOWN_ACTIONS, ...SOME_BELOW_PATHS].filter((one) => matchesDataAction(pattern, one));
  const by = meant.flatMap((one) => notActions.find(isOut(one)) ?? []);
  return by.length > 0 && by.length === meant.length
    ? [...new Set(by)].map((one) => `'${one}'`).join(', ')
    : undefined;
}

/** Whether rights are all that there are. */
export function isEverything({
  dataActions,
  notDataActions = [],
  customResources,
}: DataActionRights): boolean {
  return dataActions.includes('*') && notDataActions.length === 0 && customResources === undefined;
}

/** The data action that AKS asks Azure for; undefined when there is none for the verb. */
function dataActionOf({ verb, apiGroup, resource, subresource }: ActionRequest): string | undefined {
  const action = ACTIONS_OF_VERBS[verb];
  if (isCustomResource(apiGroup, resource)) {
    return action !== undefined && READ_WRITE_DELETE.includes(action)
      ? `customresources/${action}`
      : undefined;
  }
  // Of all subresources AKS looks at this one only: `pods/read` reads logs, and `nodes/read` gets through to kubelets.
  if (apiGroup === '' && resource === 'pods' && subresource === 'exec') {
    return 'pods/exec/action';
  }
  return action === undefined ? undefined : join(apiGroup, resource, action);
}

/** Whether rights allow a request; an asterisk in it asks for everything. */
export function allowsAction(rights: DataActionRights, request: ActionRequest): boolean {
  if (isEverything(rights)) {
    return true;
  }
  const { verb, apiGroup, resource } = request;
  const action = [verb, apiGroup, resource].includes('*') ? undefined : dataActionOf(request);
  return (
    action !== undefined &&
    includesAction(rights, action) &&
    (!isCustomResource(apiGroup, resource) || isLetThrough(rights, apiGroup, resource))
  );
}

/** Whether rights allow a request for a path. */
export function allowsPath(rights: DataActionRights, verb: string, path: string): boolean {
  const action = join(path.replace(/^\/+/, ''), ACTIONS_OF_VERBS[verb] ?? '');
  return isEverything(rights) || (!path.includes('*') && includesAction(rights, action));
}

/** Whether an action is among those of a role and is not taken out again. */
export function includesAction(
  { dataActions, notDataActions = [] }: DataActionRights,
  action: string,
): boolean {
  const matches = (pattern: string): boolean => matchesDataAction(pattern, action);
  return dataActions.some(matches) && !notDataActions.some(matches);
}

/** A request for each verb of each data action that rights include and that is known here; custom resources by an example. */
export function requestsOfActions(rights: DataActionRights): ActionRequest[] {
  const customs = rights.customResources ?? [{}];
  return [
    ...RESOURCE_ACTIONS.filter((action) => includesAction(rights, action)).flatMap(requestsOf),
    ...CUSTOM_RESOURCE_ACTIONS.filter((action) => includesAction(rights, action)).flatMap((action) =>
      customs.flatMap(({ group = 'example.com', kind = 'examples' }) =>
        verbsOf(action.replace('customresources/', '')).map((verb) => ({
          verb,
          apiGroup: group,
          resource: kind,
        })),
      ),
    ),
  ];
}

function requestsOf(action: string): ActionRequest[] {
  if (action === 'pods/exec/action') {
    return [{ verb: 'create', apiGroup: '', resource: 'pods', subresource: 'exec' }];
  }
  const [, path = '', what = ''] = /^(.+?)\/((?:\w+\/action)|\w+)$/.exec(action) ?? [];
  const [apiGroup = '', resource = ''] = path.includes('/') ? path.split('/') : ['', path];
  return verbsOf(what).map((verb) => ({ verb, apiGroup, resource }));
}

function verbsOf(action: string): string[] {
  return Object.keys(ACTIONS_OF_VERBS).filter((verb) => ACTIONS_OF_VERBS[verb] === action);
}

function isLetThrough({ customResources }: DataActionRights, apiGroup: string, resource: string): boolean {
  return (
    customResources === undefined ||
    customResources.some(({ group = apiGroup, kind = resource }) => group === apiGroup && kind === resource)
  );
}

function join(...parts: string[]): string {
  return parts.filter((part) => part !== '').join('/');
}
