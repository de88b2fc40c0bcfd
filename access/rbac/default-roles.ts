import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ClusterRole,
  ClusterRoleBinding,
  ObjectMeta,
  placeOf,
  RbacObjects,
  Role,
  RoleBinding,
} from './objects';

/** Namespaces that every cluster has; `default` and the first of the others cannot be deleted. */
export const DEFAULT_NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'] as const;

interface Entry {
  /** Minor versions of Kubernetes that have the object; by default all of the file. */
  readonly in?: readonly string[];
  readonly object: object;
}

/** What API servers make at their first start, from the source of Kubernetes: tools/kubernetes. */
interface Recorded {
  /** Minor version to the release that was read. */
  readonly versions: Readonly<Record<string, string>>;
  readonly clusterRoles: readonly Entry[];
  readonly clusterRoleBindings: readonly Entry[];
  readonly roles: readonly Entry[];
  readonly roleBindings: readonly Entry[];
}

/** A role or a binding as an API server makes it at its first start. */
export interface DefaultObject {
  readonly metadata: ObjectMeta & { readonly namespace?: string };
  readonly rules?: Role['rules'];
  readonly aggregationRule?: ClusterRole['aggregationRule'];
  readonly roleRef?: RoleBinding['roleRef'];
  readonly subjects?: RoleBinding['subjects'];
}

const byMinor = new Map<string, RbacObjects>();
const bindings = new WeakSet<RoleBinding | ClusterRoleBinding>();
let recorded: Recorded | undefined;
let named: Map<string, readonly DefaultObject[]> | undefined;

/**
 * The roles and bindings that every cluster of a version has, the control plane's own included.
 *
 * @param version such as `1.33` or `1.33.5`; for one that is not known here, and for none, the nearest that is
 */
export function defaultObjects(version?: string): RbacObjects {
  const minor = knownMinor(version);
  const objects = byMinor.get(minor) ?? read(minor);
  byMinor.set(minor, objects);

  return objects;
}

/** Whether a binding is one of those that every cluster has. */
export function isDefaultBinding(binding: RoleBinding | ClusterRoleBinding): boolean {
  return bindings.has(binding);
}

/** Makes a binding that was read from a cluster one of those that every cluster has, if it is one by kind and name. */
export function markDefault(binding: RoleBinding | ClusterRoleBinding): void {
  const namespace = placeOf(binding);
  if (isDefaultName(binding.kind, binding.metadata.name, namespace)) {
    bindings.add(binding);
  }
}

/** Whether clusters of any known version have an object of the kind and name from the start. */
export function isDefaultName(kind: string, name: string, namespace?: string): boolean {
  return defaultsNamed(kind, name, namespace).length > 0;
}

/** What the objects of a kind and name are in the known versions, where they are there from the start. */
export function defaultsNamed(kind: string, name: string, namespace?: string): readonly DefaultObject[] {
  if (named === undefined) {
    named = new Map();
    const { clusterRoles, clusterRoleBindings, roles, roleBindings } = file();
    const kinds = { ClusterRole: clusterRoles, ClusterRoleBinding: clusterRoleBindings, Role: roles };
    for (const [each, entries] of Object.entries({ ...kinds, RoleBinding: roleBindings })) {
      for (const { object } of entries) {
        const { metadata } = object as DefaultObject;
        const key = `${each} ${metadata.namespace ?? ''}/${metadata.name}`;
        named.set(key, [...(named.get(key) ?? []), object as DefaultObject]);
      }
    }
  }
  return named.get(`${kind} ${namespace ?? ''}/${name}`) ?? [];
}

function knownMinor(version: string | undefined): string {
  const known = Object.keys(file().versions);
  const newest = known[known.length - 1]!;
  const wanted = /^1\.(\d+)/.exec(version ?? newest)?.[1];
  const older = known.filter((minor) => Number(minor.split('.')[1]) <= Number(wanted ?? 0));

  return wanted === undefined ? newest : (older.pop() ?? known[0]!);
}

function read(minor: string): RbacObjects {
  const all = <T>(entries: readonly Entry[], kind: string): T[] =>
    entries
      .filter((entry) => entry.in === undefined || entry.in.includes(minor))
      .map(({ object }) => ({ kind, rules: [], ...object }) as T);
  const bound = <T extends RoleBinding | ClusterRoleBinding>(entries: readonly Entry[], kind: string): T[] =>
    entries
      .filter((entry) => entry.in === undefined || entry.in.includes(minor))
      .map(({ object }) => {
        const binding = { kind, subjects: [], ...object } as unknown as T;
        bindings.add(binding);
        return binding;
      });

  const { clusterRoles, clusterRoleBindings, roles, roleBindings } = file();
  return {
    clusterRoles: all<ClusterRole>(clusterRoles, 'ClusterRole'),
    clusterRoleBindings: bound<ClusterRoleBinding>(clusterRoleBindings, 'ClusterRoleBinding'),
    roles: all<Role>(roles, 'Role'),
    roleBindings: bound<RoleBinding>(roleBindings, 'RoleBinding'),
  };
}

function file(): Recorded {
  recorded ??= JSON.parse(readFileSync(join(__dirname, 'default-objects.json'), 'utf8')) as Recorded;
  return recorded;
}
