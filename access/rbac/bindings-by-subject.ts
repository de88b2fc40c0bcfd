import { ClusterRoleBinding, placeOf, RoleBinding, serviceAccountUser, UserInfo } from './objects';

type Binding = RoleBinding | ClusterRoleBinding;

/** The bindings of one place by their subjects, so that nobody walks through those of others. */
export class BindingsBySubject {
  private readonly bindings: Binding[] = [];
  private readonly ofUsers = new Map<string, Set<number>>();
  private readonly ofGroups = new Map<string, Set<number>>();

  add(binding: Binding): void {
    const position = this.bindings.push(binding) - 1;
    for (const { kind, name, namespace } of binding.subjects) {
      switch (kind) {
        case 'User':
          note(this.ofUsers, name, position);
          break;

        case 'Group':
          note(this.ofGroups, name, position);
          break;

        case 'ServiceAccount': {
          // A RoleBinding may leave the namespace out and then means its own.
          const user = serviceAccountUser(namespace || (placeOf(binding) ?? ''), name);
          note(this.ofUsers, user.name, position);
          break;
        }
      }
    }
  }

  /** Bindings with a subject that may be the user, in the order in which they were added. */
  of({ name, groups }: UserInfo): Binding[] {
    const positions = [...(this.ofUsers.get(name) ?? [])];
    for (const group of groups) {
      this.ofGroups.get(group)?.forEach((position) => positions.push(position));
    }
    const inOrder = positions.length < 2 ? positions : [...new Set(positions)].sort((a, b) => a - b);
    return inOrder.map((position) => this.bindings[position]!);
  }
}

function note(index: Map<string, Set<number>>, name: string, position: number): void {
  const positions = index.get(name);
  if (positions) {
    positions.add(position);
  } else {
    index.set(name, new Set([position]));
  }
}
