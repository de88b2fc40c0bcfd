import { ClusterRoleBinding, RoleBinding, Subject } from './objects';

type Binding = RoleBinding | ClusterRoleBinding;

/** Azure assigns a role to one account at a time: what is called alike, in one place, as one binding with all of them. */
export function joinedBindings(bindings: readonly Binding[]): Binding[] {
  const byPlace = new Map<string, { binding: Binding; readonly subjects: Subject[] }>();
  for (const binding of bindings) {
    const place = JSON.stringify([binding.metadata, binding.azure]);
    const joined = byPlace.get(place);
    if (joined) {
      joined.binding = binding;
      joined.subjects.push(...binding.subjects);
    } else {
      byPlace.set(place, { binding, subjects: [...binding.subjects] });
    }
  }
  return [...byPlace.values()].map(({ binding, subjects }) => ({ ...binding, subjects }));
}
