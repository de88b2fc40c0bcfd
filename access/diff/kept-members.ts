import { ClusterStacks, StackJson } from '../configured/synthesized-app';
import { TerraformObject, texts } from '../rbac/from-terraform';

/**
 * What a configuration comes to where an earlier one is deployed: a group whose members Terraform leaves alone keeps those that
 * the earlier one has put into it. Returned as it is when there is no such group.
 */
export function withKeptMembers<T extends ClusterStacks>(now: T, earlier: ClusterStacks | undefined): T {
  const stacks = Object.entries(now.stacks).map(
    ([name, stack]) => [name, keeping(stack, earlier?.stacks[name])] as const,
  );
  return stacks.some(([name, stack]) => stack !== now.stacks[name])
    ? { ...now, stacks: Object.fromEntries(stacks) }
    : now;
}

function keeping(stack: StackJson, earlier: StackJson = {}): StackJson {
  const before = earlier.resource?.azuread_group ?? {};
  const groups = Object.entries(stack.resource?.azuread_group ?? {});
  const kept = groups.filter(
    ([id, group]) => leavesMembers(group) && before[id] && !leavesMembers(before[id]),
  );
  if (kept.length === 0) {
    return stack;
  }

  const members = kept.map(
    ([id, group]) => [id, { ...group, members: texts(before[id]!, 'members') }] as const,
  );
  // The members may be expressions, which name lookups of then.
  const types = new Set([...Object.keys(stack.data ?? {}), ...Object.keys(earlier.data ?? {})]);
  return {
    ...stack,
    resource: {
      ...stack.resource,
      azuread_group: { ...stack.resource?.azuread_group, ...Object.fromEntries<TerraformObject>(members) },
    },
    data: Object.fromEntries(
      [...types].map((type) => [type, { ...earlier.data?.[type], ...stack.data?.[type] }]),
    ),
  };
}

function leavesMembers({ lifecycle }: TerraformObject): boolean {
  return texts((lifecycle ?? {}) as TerraformObject, 'ignore_changes').includes('members');
}
