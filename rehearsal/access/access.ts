import { closest, distance } from 'fastest-levenshtein';
import { Grant, UserInfo } from '../rbac/authorizer';
import { ClusterAccess, describeBinding } from './cluster-access';
import { Surroundings } from '../kubernetes/cluster-rbac';
import { DEFAULT_CLUSTER_ROLE_BINDINGS } from '../rbac/default-roles';
import { rightsNotCovered } from '../rbac/escalation';
import {
  AUTHENTICATED,
  ClusterRoleBinding,
  PolicyRule,
  RoleBinding,
  serviceAccountUser,
} from '../rbac/objects';
import { Account, displayName, userName } from '../rbac/sign-in';
import { renderTable } from './table';
import { Tenant } from '../world/tenant';
import { World } from '../world/world';

export { answer, Answer, canI, parseQuestion, Question, QuestionError } from './can-i';

/** The built-in roles that people know, strongest first; `custom` is any other right, `none` no right at all. */
export type AccessLevel = 'cluster-admin' | 'admin' | 'edit' | 'view' | 'custom' | 'none';

/** What a subject holds in one place. */
export interface AccessCell {
  /** Undefined for the whole cluster. */
  readonly namespace?: string;

  /** The strongest built-in role whose rights are all held there, cluster-wide ones included. */
  readonly level: AccessLevel;

  readonly bindings: readonly (RoleBinding | ClusterRoleBinding)[];
}

/** One subject and what it holds in each place. */
export interface AccessRow {
  readonly kind: 'User' | 'ServicePrincipal' | 'Group' | 'ServiceAccount';
  readonly name: string;
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

const FULL_RIGHTS: PolicyRule = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };

/** Everybody's access in every cluster as text for a terminal. */
export function accessTable(world: World, tenant: Tenant): string {
  const accesses = ClusterAccess.all({ world, tenant });
  return accesses.length === 0
    ? 'No cluster has been deployed, so nobody can do anything.'
    : accesses.map((access) => renderMatrix(matrixOf(access), access)).join('\n\n');
}

/** Everybody's access in every cluster. */
export function accessMatrices(surroundings: Surroundings): AccessMatrix[] {
  return ClusterAccess.all(surroundings).map(matrixOf);
}

function matrixOf(access: ClusterAccess): AccessMatrix {
  const bound = access.objects.roleBindings.map((binding) => binding.metadata.namespace);
  const own = access.namespaces.filter((namespace) => !/^(default|kube-.*)$/.test(namespace));
  const namespaces = [...new Set([...bound, ...own])].sort();
  const levels = new Levels(access);
  const rowOf = (kind: AccessRow['kind'], name: string, user: UserInfo): AccessRow => ({
    kind,
    name,
    cells: [undefined, ...namespaces].map((namespace) => levels.cell(user, namespace)),
  });

  const { users, servicePrincipals } = access.directory;
  const canSignIn = access.signInProblem === undefined;
  const accountRows = (kind: AccessRow['kind'], accounts: readonly Account[]): AccessRow[] =>
    canSignIn
      ? accounts.map((account) => rowOf(kind, displayName(account), access.signIn(account).user))
      : [];

  return {
    clusterName: access.cluster.name,
    namespaces,
    rows: [
      ...accountRows('User', users),
      ...accountRows('ServicePrincipal', servicePrincipals).filter(holdsSomething),
      ...groupRows(access, rowOf),
      ...serviceAccountRows(access, rowOf),
    ],
    warnings: warningsOf(access),
  };
}

type RowOf = (kind: AccessRow['kind'], name: string, user: UserInfo) => AccessRow;

/** Groups that a binding names; what their members hold besides is not theirs. */
function groupRows({ directory }: ClusterAccess, rowOf: RowOf): AccessRow[] {
  return directory.groups
    .map(({ displayName: name, objectId }) => rowOf('Group', name, { name: '', groups: [objectId] }))
    .filter(holdsSomething);
}

function serviceAccountRows({ bindings }: ClusterAccess, rowOf: RowOf): AccessRow[] {
  const names = bindings.flatMap((binding) =>
    binding.subjects
      .filter(({ kind }) => kind === 'ServiceAccount')
      .map(({ namespace, name }) => {
        const own = binding.kind === 'RoleBinding' ? binding.metadata.namespace : '';
        return `${namespace || own}/${name}`;
      }),
  );
  return [...new Set(names)].map((id) => {
    const [namespace, name] = id.split('/') as [string, string];
    return rowOf('ServiceAccount', id, serviceAccountUser(namespace, name));
  });
}

function holdsSomething({ cells }: AccessRow): boolean {
  return cells.some(({ level }) => level !== 'none');
}

/** Finds levels; subjects that hold the same roles in a place share the work. */
class Levels {
  private readonly known = new Map<string, AccessLevel>();

  constructor(private readonly access: ClusterAccess) {}

  cell(user: UserInfo, namespace?: string): AccessCell {
    const grants = [...this.access.authorizer.rulesFor(user, namespace)].filter(isOwn);
    const bindings = [...new Set(grants.map(({ binding }) => binding))];
    return { namespace, bindings, level: this.level(grants, bindings) };
  }

  private level(grants: readonly Grant[], bindings: AccessCell['bindings']): AccessLevel {
    const roles = bindings.map(({ kind, metadata, roleRef }) =>
      roleRef.kind === 'Role' && kind === 'RoleBinding'
        ? `${metadata.namespace}/${roleRef.name}`
        : roleRef.name,
    );
    const key = [...new Set(roles)].sort().join(' ');
    const level = this.known.get(key) ?? this.highest(grants.map(({ rule }) => rule));
    this.known.set(key, level);
    return level;
  }

  private highest(held: readonly PolicyRule[]): AccessLevel {
    const covers = (rules: readonly PolicyRule[]): boolean => rightsNotCovered(held, rules).length === 0;
    if (held.length === 0) {
      return 'none';
    }
    if (covers([FULL_RIGHTS])) {
      return 'cluster-admin';
    }
    return (['admin', 'edit', 'view'] as const).find((role) => covers(this.rulesOf(role))) ?? 'custom';
  }

  private rulesOf(clusterRole: string): readonly PolicyRule[] {
    const roleRef = { kind: 'ClusterRole', name: clusterRole };
    const binding: ClusterRoleBinding = {
      kind: 'ClusterRoleBinding',
      metadata: { name: '' },
      roleRef,
      subjects: [],
    };
    return this.access.authorizer.rulesOfRole(binding) ?? [];
  }
}

/** What everybody holds who signs in says nothing about anybody. */
function isOwn({ binding, subject }: Grant): boolean {
  const isDefault = DEFAULT_CLUSTER_ROLE_BINDINGS.some((one) => one === binding);
  return !(isDefault && subject.name === AUTHENTICATED);
}

function warningsOf(access: ClusterAccess): string[] {
  const { directory, signInProblem, bindings, authorizer } = access;
  const accounts: Account[] = [...directory.users, ...directory.servicePrincipals];
  const withoutRole = bindings.filter((binding) => authorizer.rulesOfRole(binding) === undefined);
  return [
    ...(signInProblem ? [signInProblem] : []),
    ...withoutRole.map(
      (binding) =>
        `${describeBinding(binding)} grants nothing: there is no ${binding.roleRef.kind} '${binding.roleRef.name}'`,
    ),
    ...new Set(accounts.flatMap((account) => access.nearMisses(account))),
    ...strangers(access),
  ];
}

/** Users and groups in bindings that the directory does not know under any name. */
function strangers({ directory, bindings }: ClusterAccess): string[] {
  const users = [...directory.users, ...directory.servicePrincipals].map((account) => ({
    best: userName(account),
    all: Object.values(account).filter((value) => typeof value === 'string'),
  }));
  const groups = directory.groups.map(({ objectId, displayName: name }) => ({
    best: objectId,
    all: [objectId, name],
  }));

  return bindings.flatMap((binding) =>
    binding.subjects.flatMap(({ kind, name }) => {
      const known = kind === 'User' ? users : kind === 'Group' ? groups : undefined;
      const wanted = name.toLowerCase();
      if (
        !known ||
        name.startsWith('system:') ||
        known.some(({ all }) => all.some((one) => one.toLowerCase() === wanted))
      ) {
        return [];
      }
      const guess = closest(
        name,
        known.map(({ best }) => best),
      );
      const hint = distance(name, guess) <= name.length / 3 ? `: did you mean '${guess}'?` : '';
      return [
        `${describeBinding(binding)} names ${kind} '${name}', which grants nothing: there is none in the directory${hint}`,
      ];
    }),
  );
}

function renderMatrix(
  { clusterName, namespaces, rows, warnings }: AccessMatrix,
  access: ClusterAccess,
): string {
  const bindings = [...new Set(rows.flatMap((row) => row.cells.flatMap((cell) => cell.bindings)))];
  const cellText = ({ level, bindings: by }: AccessCell): string =>
    level === 'none'
      ? '-'
      : `${level} [${by
          .map((binding) => bindings.indexOf(binding) + 1)
          .sort((one, other) => one - other)
          .join(',')}]`;

  const table = renderTable([
    ['', 'whole cluster', ...namespaces],
    ...rows.map(({ kind, name, cells }) => [
      kind === 'User' ? name : `${name} (${KIND_NAMES[kind]})`,
      ...cells.map(cellText),
    ]),
  ]);
  const legend = bindings.map((binding, i) => `[${i + 1}] ${describeGrantOf(binding, access)}`);
  return [
    `Who can do what in cluster '${clusterName}'`,
    ...[table, legend.join('\n'), warnings.map((warning) => `warning: ${warning}`).join('\n')].filter(
      (part) => part !== '',
    ),
  ].join('\n\n');
}

const KIND_NAMES = {
  ServicePrincipal: 'service principal',
  Group: 'group',
  ServiceAccount: 'service account',
} as const;

function describeGrantOf(binding: RoleBinding | ClusterRoleBinding, access: ClusterAccess): string {
  const subjects = binding.subjects.map((subject) => access.describeSubject(subject)).join(', ');
  return `${describeBinding(binding)}: ${binding.roleRef.kind} '${binding.roleRef.name}' for ${subjects}`;
}
