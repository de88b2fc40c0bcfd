import { ClusterAccess, describeBinding } from './cluster-access';
import { Account } from './directory/sign-in';
import { AccessCell, Levels } from './levels';
import { identitiesOf, Identity } from './identities';
import { otherCaseWarnings } from './other-case';
import { isDefaultBinding } from './rbac/default-roles';

export { AccessCell } from './levels';

/** One subject and what it holds in each place. */
export interface AccessRow extends Omit<Identity, 'isAlwaysTold'> {
  readonly cells: readonly AccessCell[];
}

/** Who can do what in one cluster. */
export interface AccessMatrix {
  readonly clusterName: string;

  /** Namespaces with a column of their own: those that somebody holds something in, and those deployed. */
  readonly namespaces: readonly string[];

  readonly rows: readonly AccessRow[];

  /** Bindings that grant nothing, and other surprises. */
  readonly warnings: readonly string[];
}

/** Everybody's access in one cluster. */
export function matrixOf(access: ClusterAccess): AccessMatrix {
  const bound = access.objects.roleBindings
    .filter((binding) => !isDefaultBinding(binding))
    .map((binding) => binding.metadata.namespace);
  const own = access.namespaces.filter((namespace) => !/^(default|kube-.*)$/.test(namespace));
  const namespaces = [...new Set([...bound, ...own])].sort();
  const levels = new Levels(access);
  const rows = identitiesOf(access).map(({ kind, name, user, isAlwaysTold }) => ({
    row: {
      kind,
      name,
      user,
      cells: levels.cells(user, namespaces),
    },
    isAlwaysTold,
  }));

  return {
    clusterName: access.clusterName,
    namespaces,
    rows: rows.filter(({ row, isAlwaysTold }) => isAlwaysTold || holdsSomething(row)).map(({ row }) => row),
    warnings: warningsOf(access),
  };
}

function holdsSomething({ cells }: AccessRow): boolean {
  return cells.some(({ level }) => level !== 'none');
}

function warningsOf(access: ClusterAccess): string[] {
  const { directory, signInProblem, bindings, authorizer, hasOtherRoles } = access;
  const accounts: Account[] = [...directory.users, ...directory.servicePrincipals];
  const withoutRole = bindings.filter((binding) => authorizer.rulesOfRole(binding) === undefined);
  return [
    ...(signInProblem
      ? [signInProblem]
      : accounts.flatMap((account) => access.signInProblemOf(account) ?? [])),
    ...otherCaseWarnings(access),
    ...bindings.flatMap(unevaluatedWarning),
    ...byRole(withoutRole).map((ofOne) => withoutRoleWarning(ofOne, hasOtherRoles)),
    ...new Set(accounts.flatMap((account) => access.nearMisses(account))),
  ];
}

function unevaluatedWarning(binding: Binding): string[] {
  const condition = binding.azure?.unevaluated?.condition;
  return condition === undefined
    ? []
    : [
        `${describeBinding(binding)} grants more than is told where its condition holds: ${condition.replace(/\s+/g, ' ').trim()}`,
      ];
}

type Binding = ClusterAccess['bindings'][number];

/** A chart's role may be bound in every namespace: that is one thing to know, not a hundred. */
function byRole(bindings: readonly Binding[]): Binding[][] {
  const groups = new Map<string, Binding[]>();
  for (const binding of bindings) {
    const { kind, name } = binding.roleRef;
    const place = kind === 'Role' && 'namespace' in binding.metadata && binding.metadata.namespace;
    const key = JSON.stringify([kind, name, place]);
    const group = groups.get(key) ?? [];
    group.push(binding);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function withoutRoleWarning([first, ...others]: readonly Binding[], isElsewhere: boolean): string {
  const { kind, name } = first!.roleRef;
  const more = others.length === 1 ? ' and one more binding' : ` and ${others.length} more bindings`;
  const who = `${describeBinding(first!)}${others.length === 0 ? '' : more}`;
  const grant = others.length === 0 ? 'grants' : 'grant';
  return isElsewhere
    ? `${who} ${grant} what is not known here: ${kind} '${name}' is not part of the configuration`
    : `${who} ${grant} nothing: there is no ${kind} '${name}'`;
}
