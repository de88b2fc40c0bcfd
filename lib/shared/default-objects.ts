import { RBAC_OBJECTS } from './built-in-resources';

const known = new Map<string, ReadonlySet<string>>();

/** Whether every cluster has this object of RBAC from the start, so that another of its name cannot be made. */
export function isInEveryCluster(kind: string, name: string, namespace?: string): boolean {
  const ids = known.get(kind) ?? new Set(RBAC_OBJECTS[kind]?.split(' '));
  known.set(kind, ids);
  return ids.has(namespace === undefined ? name : `${namespace}/${name}`);
}
