import { ClusterRoleBinding, RoleBinding } from './objects';

/** Azure assigns a role to one account at a time: what is called alike, in one place, as one binding with all of them. */
export function joinedBindings(
  bindings: readonly (RoleBinding | ClusterRoleBinding)[],
): (RoleBinding | ClusterRoleBinding)[] {
  const byPlace = new Map<string, RoleBinding | ClusterRoleBinding>();
  for (const binding of bindings) {
    const place = JSON.stringify([binding.metadata, binding.azure]);
    const earlier = byPlace.get(place)?.subjects ?? [];
    byPlace.set(place, { ...binding, subjects: [...earlier, ...binding.subjects] });
  }
  return [...byPlace.values()];
}
