import { block, text } from '../world/attributes';
import { Context, ProviderBehaviour, Refusal, ResourceBehaviour } from '../world/behaviour';
import { kubeloginOf, refuseInteractive } from './kubelogin';
import { behaviourOf, newMetadata, ObjectName } from './behaviours';
import { call } from './connection';
import { idOfObject, Kind, KINDS, NAMESPACE, SERVICE_ACCOUNT, typesOf } from './kinds';
import { visibleMetadata } from './metadata-keys';
import { kubernetesProviderRules } from './provider-rules';
import { kubernetesServiceRules } from './service-rules';
import { State } from '../protocol/values';

/** The API servers of AKS clusters as kubernetes 2.38 shows them. */
export const kubernetes: ProviderBehaviour = {
  name: 'kubernetes',
  rules: [...kubernetesProviderRules, ...kubernetesServiceRules],
  resources: Object.fromEntries(KINDS.flatMap(typedBehaviours)),
  dataSources: {
    kubernetes_namespace: readNamespace,
    kubernetes_namespace_v1: readNamespace,
    kubernetes_all_namespaces: readAllNamespaces,
    kubernetes_service_account_v1: readServiceAccount,
  },

  // The real provider reaches for the cluster at its first request only. What would make it hang is refused at once.
  configure: (config) => {
    const kubelogin = kubeloginOf(config);
    if (kubelogin) {
      refuseInteractive(kubelogin);
    }
  },
};

function typedBehaviours(kind: Kind): [string, ResourceBehaviour][] {
  const behaviour = behaviourOf(kind);
  return typesOf(kind).map((type) => [type, behaviour]);
}

function readNamespace(config: State, context: Context): State {
  const name = text(block(config, 'metadata'), 'name') ?? '';
  const { store } = call({ verb: 'get', kind: NAMESPACE, name }, context);
  if (!store.has(NAMESPACE, name)) {
    throw new Refusal({ summary: `namespaces "${name}" not found`, path: ['metadata', 0, 'name'] });
  }
  const found = store.get(NAMESPACE, name);
  return {
    id: name,
    metadata: [metadataOf({ kind: NAMESPACE, name }, found, context)],
    spec: [{ finalizers: ['kubernetes'] }],
  };
}

function readAllNamespaces(_config: State, context: Context): State {
  const { store } = call({ verb: 'list', kind: NAMESPACE }, context);
  return { namespaces: [...store.namespaces].sort() };
}

function readServiceAccount(config: State, context: Context): State {
  const metadata = block(config, 'metadata');
  const name = text(metadata, 'name') ?? '';
  const namespace = text(metadata, 'namespace') ?? 'default';
  const { store } = call({ verb: 'get', kind: SERVICE_ACCOUNT, namespace, name }, context);
  const id = idOfObject(name, namespace);
  const found = store.get(SERVICE_ACCOUNT, id);
  if (!store.has(NAMESPACE, namespace) || !store.has(SERVICE_ACCOUNT, name, namespace)) {
    throw new Refusal({ summary: `serviceaccounts "${name}" not found`, path: ['metadata', 0, 'name'] });
  }
  return {
    id,
    metadata: [metadataOf({ kind: SERVICE_ACCOUNT, namespace, name }, found, context)],
    automount_service_account_token: found ? (found.automount_service_account_token ?? true) : true,
    default_secret_name: '',
  };
}

/** Metadata of an object that was deployed, or of one that every cluster has. */
function metadataOf(named: ObjectName, found: State | undefined, context: Context): State {
  return {
    labels: {},
    annotations: {},
    ...(named.namespace && { namespace: named.namespace }),
    ...newMetadata(named, context),
    ...visibleMetadata(block(found, 'metadata') ?? {}, undefined, context.provider),
  };
}
