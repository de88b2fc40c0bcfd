import { AKS_ADMIN_BINDING } from '../azure/azure-bindings';
import { DEFAULT_NAMESPACES, isDefaultName } from '../rbac/default-roles';
import { LiveObject } from './cluster-objects';

/** Who brought an object into a cluster, when that is not a person: by its marks, never by what it allows. */
export interface Origin {
  readonly by: 'Kubernetes' | 'AKS' | 'Helm' | 'GitOps' | 'an operator' | 'its deletion';

  /** The mark, such as `label addonmanager.kubernetes.io/mode`. */
  readonly reason: string;
}

/** What AKS makes without a label, by name. */
const AKS_NAMES: Readonly<Record<string, readonly string[]>> = {
  ClusterRole: ['aks-service', 'aks-secretprovidersyncing-role'],
  ClusterRoleBinding: [
    'aks-cluster-admin-binding',
    AKS_ADMIN_BINDING,
    'aks-secretprovidersyncing-rolebinding',
    'aks-service-rolebinding',
  ],
  Namespace: [
    'aks-command',
    'aks-istio-egress',
    'aks-istio-ingress',
    'aks-istio-system',
    'app-routing-system',
    'calico-apiserver',
    'calico-system',
    'gatekeeper-system',
    'tigera-operator',
  ],
};

/** Tools by which people write; the first part of what `managedFields` calls a client. */
const TOOLS =
  /^(ansible|before-first-apply|curl|go-http-client|hashicorp|headlamp|k9s|kubectl|lens|mozilla|node-fetch|okhttp|openapi-generator|postman|pulumi|python|terraform|unknown)/i;

const OPERATORS =
  /(addon|agent|aks|argo|azure|calico|catalog|cattle|cilium|controller|crossplane|dapr|fleet|flux|gatekeeper|helm|injector|istio|keda|kopf|manager|olm|operator|pilot|provisioner|rancher|reconciler|syncer|velero|webhook)/i;

/** Parts of the control plane that write into objects of others. */
const CONTROL_PLANE =
  /^(clusterrole-aggregation-controller|kube-apiserver|kube-controller-manager|namespace-controller)$/;

/** Whose an object is; undefined when a person, or a program that nothing tells from one, has made it. */
export function originOf(object: LiveObject): Origin | undefined {
  return (
    fromDeletion(object) ??
    fromKubernetes(object) ??
    fromAks(object) ??
    fromHelm(object) ??
    fromGitOps(object) ??
    fromOperator(object) ??
    fromReservedName(object)
  );
}

function fromDeletion({ metadata, status }: LiveObject): Origin | undefined {
  return metadata.deletionTimestamp || status?.phase === 'Terminating'
    ? { by: 'its deletion', reason: 'it is being deleted' }
    : undefined;
}

function fromKubernetes(object: LiveObject): Origin | undefined {
  const { kind, metadata } = object;
  if (kind === 'Namespace' && (DEFAULT_NAMESPACES as readonly string[]).includes(metadata.name)) {
    return { by: 'Kubernetes', reason: 'every cluster has it' };
  }
  if (kind === 'ServiceAccount' && metadata.name === 'default') {
    return { by: 'Kubernetes', reason: 'every namespace has it' };
  }
  if (isDefaultName(kind, metadata.name, metadata.namespace)) {
    return { by: 'Kubernetes', reason: 'every cluster has it' };
  }
  return labelOf(object, 'kubernetes.io/bootstrapping') === undefined
    ? undefined
    : { by: 'Kubernetes', reason: 'label kubernetes.io/bootstrapping' };
}

function fromAks(object: LiveObject): Origin | undefined {
  const { kind, metadata } = object;
  const label = ['addonmanager.kubernetes.io/mode', 'kubernetes.azure.com/managedby'].find(
    (key) => labelOf(object, key) !== undefined,
  );
  if (label !== undefined) {
    return { by: 'AKS', reason: `label ${label}` };
  }
  if (labelOf(object, 'kubernetes.io/cluster-service') === 'true') {
    return { by: 'AKS', reason: 'label kubernetes.io/cluster-service' };
  }
  return AKS_NAMES[kind]?.includes(metadata.name) ? { by: 'AKS', reason: 'a name of AKS' } : undefined;
}

function fromHelm(object: LiveObject): Origin | undefined {
  const release = annotationOf(object, 'meta.helm.sh/release-name');
  const isHelm =
    release !== undefined ||
    labelOf(object, 'app.kubernetes.io/managed-by') === 'Helm' ||
    ['Helm', 'Tiller'].includes(labelOf(object, 'heritage') ?? '');
  if (!isHelm) {
    return undefined;
  }
  const name = release ?? labelOf(object, 'release') ?? labelOf(object, 'app.kubernetes.io/instance');
  return { by: 'Helm', reason: name === undefined ? 'labels of Helm' : `release ${name}` };
}

function fromGitOps(object: LiveObject): Origin | undefined {
  const argo =
    labelOf(object, 'argocd.argoproj.io/instance') ??
    annotationOf(object, 'argocd.argoproj.io/tracking-id')?.split(':')[0];
  if (argo !== undefined) {
    return { by: 'GitOps', reason: `application ${argo} of Argo CD` };
  }
  const flux = ['kustomize', 'helm'].flatMap((tool) => {
    const name = labelOf(object, `${tool}.toolkit.fluxcd.io/name`);
    return name === undefined ? [] : [`${tool === 'helm' ? 'release' : 'kustomization'} ${name} of Flux`];
  });
  return flux[0] === undefined ? undefined : { by: 'GitOps', reason: flux[0] };
}

function fromOperator(object: LiveObject): Origin | undefined {
  const { labels, ownerReferences } = object.metadata;
  const olm = Object.keys(labels ?? {}).find((key) => /^(olm\.|operators\.coreos\.com\/)/.test(key));
  if (olm !== undefined) {
    return { by: 'an operator', reason: `label ${olm}` };
  }
  const [owner] = ownerReferences ?? [];
  if (owner) {
    return {
      by: 'an operator',
      reason: `owned by ${owner.kind ?? 'an object'} ${owner.name ?? ''}`.trimEnd(),
    };
  }
  const managers = managersOf(object);
  const operator = managers.find((name) => OPERATORS.test(name));
  return operator !== undefined && !managers.some((name) => TOOLS.test(name))
    ? { by: 'an operator', reason: `written by ${operator}` }
    : undefined;
}

/** A prefix that Kubernetes keeps for itself and its parts. */
function fromReservedName({ kind, metadata }: LiveObject): Origin | undefined {
  return metadata.name.startsWith('system:') && kind !== 'Namespace'
    ? { by: 'Kubernetes', reason: "names that begin with 'system:' are its own" }
    : undefined;
}

/** Who wrote what the object is for: the reference of a binding, the rules of a role; of a namespace, anything. */
function managersOf({ kind, metadata }: LiveObject): string[] {
  const entries = (metadata.managedFields ?? []).filter(
    ({ manager = '' }) =>
      !CONTROL_PLANE.test(manager) &&
      // `helm install --create-namespace` makes one that is not part of the release.
      !(kind === 'Namespace' && manager === 'helm'),
  );
  const wanted = ['f:roleRef', 'f:rules', 'f:aggregationRule'];
  const owners = entries.filter(({ fieldsV1 }) => wanted.some((field) => field in (fieldsV1 ?? {})));

  return (owners.length > 0 ? owners : entries).map(({ manager = '' }) => manager);
}

function labelOf({ metadata }: LiveObject, key: string): string | undefined {
  return metadata.labels?.[key];
}

function annotationOf({ metadata }: LiveObject, key: string): string | undefined {
  return metadata.annotations?.[key];
}
