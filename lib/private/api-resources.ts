/** A resource type of the Kubernetes API. */
export interface ApiResource {
  /** Plural, as rules of roles name it. */
  readonly resource: string;

  /** Empty for the core group. */
  readonly apiGroup: string;

  readonly isNamespaced: boolean;

  /** Other names that kubectl takes: the singular and the short ones. */
  readonly aliases: readonly string[];
}

// The built-in types, one group a line: `plural/short/...`; `kubectl api-resources` of Kubernetes 1.33.
const NAMESPACED: Readonly<Record<string, string>> = {
  '':
    'bindings configmaps/cm endpoints/ep events/ev limitranges/limits persistentvolumeclaims/pvc pods/po podtemplates ' +
    'replicationcontrollers/rc resourcequotas/quota secrets serviceaccounts/sa services/svc',
  apps: 'controllerrevisions daemonsets/ds deployments/deploy replicasets/rs statefulsets/sts',
  'authorization.k8s.io': 'localsubjectaccessreviews',
  autoscaling: 'horizontalpodautoscalers/hpa',
  batch: 'cronjobs/cj jobs',
  'coordination.k8s.io': 'leases',
  'discovery.k8s.io': 'endpointslices',
  'networking.k8s.io': 'ingresses/ing networkpolicies/netpol',
  policy: 'poddisruptionbudgets/pdb',
  'rbac.authorization.k8s.io': 'rolebindings roles',
  'storage.k8s.io': 'csistoragecapacities',
};

const CLUSTER_SCOPED: Readonly<Record<string, string>> = {
  '': 'componentstatuses/cs namespaces/ns nodes/no persistentvolumes/pv users groups',
  'admissionregistration.k8s.io':
    'mutatingwebhookconfigurations validatingadmissionpolicies validatingadmissionpolicybindings ' +
    'validatingwebhookconfigurations',
  'apiextensions.k8s.io': 'customresourcedefinitions/crd/crds',
  'apiregistration.k8s.io': 'apiservices',
  'authentication.k8s.io': 'selfsubjectreviews tokenreviews',
  'authorization.k8s.io': 'selfsubjectaccessreviews selfsubjectrulesreviews subjectaccessreviews',
  'certificates.k8s.io': 'certificatesigningrequests/csr',
  'flowcontrol.apiserver.k8s.io': 'flowschemas prioritylevelconfigurations',
  'networking.k8s.io': 'ingressclasses',
  'node.k8s.io': 'runtimeclasses',
  'rbac.authorization.k8s.io': 'clusterrolebindings clusterroles',
  'scheduling.k8s.io': 'priorityclasses/pc',
  'storage.k8s.io': 'csidrivers csinodes storageclasses/sc volumeattachments',
};

/** Subresources of built-in types; what else stands behind a slash is taken for a name. */
const SUBRESOURCES = [
  ...[
    'approval',
    'attach',
    'binding',
    'ephemeralcontainers',
    'eviction',
    'exec',
    'finalize',
    'log',
    'portforward',
  ],
  ...['proxy', 'resize', 'rollback', 'scale', 'status', 'token'],
];

/** All built-in types. */
export const API_RESOURCES: readonly ApiResource[] = [
  ...parse(NAMESPACED, true),
  ...parse(CLUSTER_SCOPED, false),
];

/**
 * Finds a type by plural, singular or short name, with or without its group: `deploy`, `deployments.apps`.
 *
 * A type that is not built in is found only with its group (`certificates.cert-manager.io`), is taken as written, and is taken
 * to be namespaced.
 */
export function findApiResource(name: string): ApiResource | undefined {
  const wanted = name.toLowerCase();
  const dot = wanted.indexOf('.');
  const [type, apiGroup] = dot < 0 ? [wanted, undefined] : [wanted.slice(0, dot), wanted.slice(dot + 1)];

  const found = API_RESOURCES.find(
    ({ resource, aliases, apiGroup: group }) =>
      [resource, ...aliases].includes(type) && (apiGroup === undefined || apiGroup === group),
  );
  return found ?? (apiGroup ? { resource: type, apiGroup, isNamespaced: true, aliases: [] } : undefined);
}

/** Whether a name behind a slash is that of a subresource of a built-in type. */
export function isSubresource(name: string): boolean {
  return SUBRESOURCES.includes(name);
}

function parse(groups: Readonly<Record<string, string>>, isNamespaced: boolean): ApiResource[] {
  return Object.entries(groups).flatMap(([apiGroup, types]) =>
    types.split(' ').map((type) => {
      const [resource, ...short] = type.split('/') as [string, ...string[]];
      return { resource, apiGroup, isNamespaced, aliases: [singular(resource), ...short] };
    }),
  );
}

function singular(plural: string): string {
  if (/(ss|ass)es$/.test(plural)) {
    return plural.slice(0, -2);
  }
  if (plural.endsWith('ies')) {
    return `${plural.slice(0, -3)}y`;
  }
  return plural.replace(/s$/, '');
}
