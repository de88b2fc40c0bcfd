import { block, text } from '../world/attributes';
import { RBAC_GROUP } from '../../access/rbac/objects';
import { State } from '../protocol/values';

/** One kind of object of the Kubernetes API. */
export interface Kind {
  readonly kind: string;

  /** Empty for the core group. */
  readonly apiGroup: string;

  /** Plural, as in URLs and in rules of roles. */
  readonly resource: string;

  readonly isNamespaced: boolean;

  /** Name without its version in the provider, such as `kubernetes_role`. */
  readonly type: string;

  /** False when the schema has only the versioned name. */
  readonly hasUnversionedType: boolean;
}

const kind = (name: string, type: string, details: Partial<Kind> = {}): Kind => ({
  kind: name,
  apiGroup: '',
  resource: `${name.toLowerCase()}s`,
  isNamespaced: true,
  type,
  hasUnversionedType: false,
  ...details,
});

const RBAC: Partial<Kind> = { apiGroup: RBAC_GROUP, hasUnversionedType: true };

export const NAMESPACE = kind('Namespace', 'kubernetes_namespace', {
  isNamespaced: false,
  hasUnversionedType: true,
});
export const SERVICE_ACCOUNT = kind('ServiceAccount', 'kubernetes_service_account');
const CONFIG_MAP = kind('ConfigMap', 'kubernetes_config_map');
const SECRET = kind('Secret', 'kubernetes_secret');
export const ROLE = kind('Role', 'kubernetes_role', RBAC);
export const ROLE_BINDING = kind('RoleBinding', 'kubernetes_role_binding', RBAC);
export const CLUSTER_ROLE = kind('ClusterRole', 'kubernetes_cluster_role', { ...RBAC, isNamespaced: false });
export const CLUSTER_ROLE_BINDING = kind('ClusterRoleBinding', 'kubernetes_cluster_role_binding', {
  ...RBAC,
  isNamespaced: false,
});

export const RBAC_KINDS = [ROLE, ROLE_BINDING, CLUSTER_ROLE, CLUSTER_ROLE_BINDING];
export const CORE_KINDS = [NAMESPACE, SERVICE_ACCOUNT, CONFIG_MAP, SECRET];
export const KINDS = [...CORE_KINDS, ...RBAC_KINDS];

/** The resource types of Terraform that make objects of a kind: one API object, whichever made it. */
export function typesOf({ type, hasUnversionedType }: Kind): string[] {
  return hasUnversionedType ? [`${type}_v1`, type] : [`${type}_v1`];
}

/** Resource and group, as messages of the API server name them: `rolebindings.rbac.authorization.k8s.io`. */
export function groupResource({ resource, apiGroup }: Pick<Kind, 'resource' | 'apiGroup'>): string {
  return apiGroup ? `${resource}.${apiGroup}` : resource;
}

/** Kind and group, as messages of the API server name them: `RoleBinding.rbac.authorization.k8s.io`. */
export function groupKind({ kind: name, apiGroup }: Kind): string {
  return apiGroup ? `${name}.${apiGroup}` : name;
}

/** Path of the collection, or of one object, in the API. */
export function urlPath(
  { apiGroup, resource, isNamespaced }: Kind,
  namespace?: string,
  name?: string,
): string {
  const parts = [
    apiGroup ? `/apis/${apiGroup}/v1` : '/api/v1',
    isNamespaced ? `/namespaces/${namespace}` : '',
    `/${resource}`,
    name ? `/${name}` : '',
  ];
  return parts.join('');
}

/** The name that a state gives its object; undefined when the API server has yet to make one up. */
export function nameOf(state: State): string | undefined {
  return text(block(state, 'metadata'), 'name');
}

/** The namespace of a state's object; undefined for kinds that live outside of namespaces. */
export function namespaceOf(state: State): string | undefined {
  return text(block(state, 'metadata'), 'namespace');
}

/** The provider's ID of an object: `namespace/name`, or `name` outside of namespaces. */
export function idOfObject(name: string, namespace: string | undefined): string {
  return namespace ? `${namespace}/${name}` : name;
}
