import { CLUSTER_SCOPED, NAMESPACED, SUBRESOURCES } from './built-in-resources';

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

/** What rules name and no object is: accounts that may be impersonated. */
const IMPERSONATED = { '': 'users groups', 'authentication.k8s.io': 'uids userextras' };

/** All built-in types. */
export const API_RESOURCES: readonly ApiResource[] = [
  ...parse(NAMESPACED, true),
  ...parse(CLUSTER_SCOPED, false),
  ...parse(IMPERSONATED, false),
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
