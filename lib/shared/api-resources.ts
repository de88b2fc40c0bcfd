import { API_VERBS, specialVerbsOf } from './api-verbs';
import { CLUSTER_SCOPED, NAMESPACED, SUBRESOURCES, SUBRESOURCE_VERBS } from './built-in-resources';

/** A resource type of the Kubernetes API. */
export interface ApiResource {
  /** Plural, as rules of roles name it. */
  readonly resource: string;

  /** Empty for the core group. */
  readonly apiGroup: string;

  readonly isNamespaced: boolean;

  /** Other names that kubectl takes: the singular and the short ones. */
  readonly aliases: readonly string[];

  /** As the API lists them, without those that are only asked for. */
  readonly subresources: readonly string[];
}

/** What rules name and no object is: accounts that may be impersonated, and who signs certificates. */
const NO_OBJECTS: Readonly<Record<string, string>> = {
  '': 'users groups',
  'authentication.k8s.io': 'uids userextras',
  'certificates.k8s.io': 'signers',
};

/**
 * Subresources that requests are held against and that the API does not list: paths of the kubelet, kinds of certificates,
 * devices of a claim, and endpoints outside of the pods.
 */
const NOT_LISTED: Readonly<Record<string, string>> = {
  nodes: 'checkpoint configz healthz log metrics pods spec stats statusz',
  certificatesigningrequests: 'nodeclient selfnodeclient selfnodeserver',
  resourceclaims: 'binding driver',
  endpoints: 'restricted',
  endpointslices: 'restricted',
};

/**
 * Types whose objects are asked for an answer and not kept, one that can only be read, and one whose objects are deleted one by
 * one only. Of `bindings`, which are not kept either,
 * the role `view` of Kubernetes has `get`, as has whatever was copied from it.
 */
const FEW_VERBS: Readonly<Record<string, string>> = {
  componentstatuses: 'get list',
  localsubjectaccessreviews: 'create',
  namespaces: 'create delete get list patch update watch',
  selfsubjectaccessreviews: 'create',
  selfsubjectreviews: 'create',
  selfsubjectrulesreviews: 'create',
  subjectaccessreviews: 'create',
  tokenreviews: 'create',
};

/** What is asked of every type when an object names another one as its owner. */
const OF_EVERY_TYPE = 'finalizers';

/** All built-in types. */
export const API_RESOURCES: readonly ApiResource[] = [
  ...parse(NAMESPACED, true),
  ...parse(CLUSTER_SCOPED, false),
  ...parse(NO_OBJECTS, false),
];

/** Verbs that name no object, so that a request for namespaces is about all of them. */
const VERBS_ON_ALL = ['list', 'watch', 'create', 'deletecollection'];

/**
 * Whether no request for a type with one of the verbs is ever made in a namespace. One for a single namespace is made in it; that
 * for leave to bind a cluster role is made where the binding is to be; and where verbs of others' own are asked for, they know.
 */
export function isInNoNamespace({ resource, isNamespaced }: ApiResource, verbs: readonly string[]): boolean {
  if (isNamespaced) {
    return false;
  }
  if (resource === 'namespaces') {
    return verbs.every((verb) => VERBS_ON_ALL.includes(verb));
  }
  const isBound = resource === 'clusterroles' && verbs.some((verb) => verb === 'bind' || verb === '*');
  return !isBound && verbs.every((verb) => verb === '*' || (API_VERBS.includes(verb) && verb !== 'use'));
}

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
  return (
    found ??
    (apiGroup ? { resource: type, apiGroup, isNamespaced: true, aliases: [], subresources: [] } : undefined)
  );
}

/**
 * Whether a name behind the slash of a type is that of a subresource: of a built-in type one of its own, of any other one that
 * some type has.
 */
export function isSubresource(name: string, of: ApiResource): boolean {
  return API_RESOURCES.includes(of)
    ? hasSubresource(of, name)
    : name === OF_EVERY_TYPE || Object.prototype.hasOwnProperty.call(SUBRESOURCE_VERBS, name);
}

/** Whether requests for a subresource of a built-in type are ever held against rules. */
export function hasSubresource({ resource, subresources }: ApiResource, name: string): boolean {
  return (
    resource === 'userextras' ||
    name === OF_EVERY_TYPE ||
    subresources.includes(name) ||
    (NOT_LISTED[resource]?.split(' ').includes(name) ?? false)
  );
}

/** The verbs of requests for a built-in type, or for a subresource of one; undefined where any may be asked for. */
export function verbsAskedOf(type: ApiResource, subresource?: string): string[] | undefined {
  const { apiGroup, resource, subresources } = type;
  if (NO_OBJECTS[apiGroup]?.split(' ').includes(resource)) {
    return specialVerbsOf(resource);
  }
  return subresource === undefined
    ? FEW_VERBS[resource]?.split(' ')
    : subresources.includes(subresource)
      ? SUBRESOURCE_VERBS[subresource]?.split(' ')
      : undefined;
}

function parse(groups: Readonly<Record<string, string>>, isNamespaced: boolean): ApiResource[] {
  return Object.entries(groups).flatMap(([apiGroup, types]) =>
    types.split(' ').map((type) => {
      const [resource, ...short] = type.split('/') as [string, ...string[]];
      return {
        resource,
        apiGroup,
        isNamespaced,
        aliases: [singular(resource), ...short],
        subresources: subresourcesOf(apiGroup, resource),
      };
    }),
  );
}

function subresourcesOf(apiGroup: string, resource: string): string[] {
  const types = (SUBRESOURCES[apiGroup] ?? '').split(' ').map((type) => type.split('/'));
  return types.find(([type]) => type === resource)?.slice(1) ?? [];
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
