import { defaultsNamed } from '../rbac/default-roles';
import { Subject } from '../rbac/objects';
import { LiveObject } from './cluster-objects';

/** Subjects of a binding that every cluster has, who are in it in no known version of Kubernetes. */
export function unknownSubjects({ kind, metadata, subjects }: LiveObject): Subject[] {
  const defaults = kind.endsWith('Binding') ? defaultsNamed(kind, metadata.name, metadata.namespace) : [];
  const known = new Set(defaults.flatMap((binding) => binding.subjects ?? []).map(keyOf));

  return defaults.length === 0 ? [] : (subjects ?? []).filter((subject) => !known.has(keyOf(subject)));
}

function keyOf({ kind, name, namespace }: Subject): string {
  return `${kind} ${kind === 'ServiceAccount' ? `${namespace}/` : ''}${name}`;
}
