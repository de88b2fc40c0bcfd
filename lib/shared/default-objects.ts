import { RBAC_OBJECTS } from './built-in-resources';

/** Whether every cluster has this object of RBAC from the start, so that another of its name cannot be made. */
export function isInEveryCluster(kind: string, name: string, namespace?: string): boolean {
  const id = namespace === undefined ? name : `${namespace}/${name}`;
  return RBAC_OBJECTS[kind]?.split(' ').includes(id) ?? false;
}
