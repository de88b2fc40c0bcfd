import { ClusterAccess, describeBinding } from '../cluster-access';
import { waysToClusterAdmin, wayThroughServiceAccounts } from '../cluster-admin';
import { ConfiguredAccess } from '../configured/configured-access';
import { AccessLevel, Hold } from '../levels';
import { AccessCell, AccessRow, matrixOf } from '../matrix';
import { ClusterRoleBinding, PolicyRule, RoleBinding, Subject } from '../rbac/objects';
import { quoted } from './quoted';

/** Who can do what, as far as a configuration decides it: the content of every form of the report. */
export interface AccessReport {
  readonly cluster: string;

  /** The configuration file. */
  readonly configuration: string;

  /** Domain of the tenant whose file was given; without one, subjects stand here as they are bound. */
  readonly tenant?: string;

  /** Namespaces that something is granted in, or that are created. */
  readonly namespaces: readonly string[];

  /** Everybody who holds something. */
  readonly subjects: readonly ReportedSubject[];

  readonly bindings: readonly ReportedBinding[];
  readonly roles: readonly ReportedRole[];
  readonly warnings: readonly string[];
}

export type SubjectKind = 'user' | 'group' | 'service principal' | 'service account';

export interface ReportedSubject {
  readonly kind: SubjectKind;

  /** For people. */
  readonly name: string;

  /** What the cluster compares, when that is another name. */
  readonly boundAs?: string;

  /** What makes a cluster administrator of it, directly or in one step; left out when nothing does. */
  readonly clusterAdmin?: readonly string[];

  /** Where it holds something: the whole cluster first. What holds there holds in every namespace, too. */
  readonly places: readonly ReportedPlace[];
}

export interface ReportedPlace {
  /** Left out for the whole cluster. */
  readonly namespace?: string;

  /** The strongest built-in role whose rights are all held there, cluster-wide ones included. */
  readonly level: AccessLevel;

  /** What grants it in this very place. */
  readonly grants: readonly { readonly binding: string; readonly as: string }[];
}

export interface ReportedBinding {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;

  /** ID of the role. */
  readonly role: string;
  readonly subjects: readonly string[];
}

export interface ReportedRole {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;

  /** Left out when the role is not part of the configuration. */
  readonly rules?: readonly PolicyRule[];
}

const KINDS: Readonly<Record<AccessRow['kind'], SubjectKind>> = {
  User: 'user',
  Group: 'group',
  ServicePrincipal: 'service principal',
  ServiceAccount: 'service account',
};

/** Puts the report together. */
export function accessReport(
  configured: ConfiguredAccess,
  origin: { readonly configuration: string; readonly tenant?: string },
): AccessReport {
  const { access } = configured;
  const matrix = matrixOf(access);
  const rows = matrix.rows.filter(({ cells }) => cells.some(({ holds }) => holds.length > 0));
  const subjects = rows.map((row) => reportedSubject(row, access));
  const used = new Map(rows.flatMap(holdsOf).map((hold) => [bindingId(hold.binding), hold]));
  const roles = new Map([...used.values()].map((hold) => [roleId(hold.binding), hold]));

  return {
    cluster: matrix.clusterName,
    ...origin,
    namespaces: matrix.namespaces,
    subjects,
    bindings: [...used.values()].map(({ binding }) => reportedBinding(binding, access)),
    roles: [...roles.values()].map(reportedRole),
    warnings: [...warningsOnSubjects(subjects, rows), ...configured.warnings, ...matrix.warnings],
  };
}

/** `RoleBinding shop/developers`, unique within a cluster. */
export function bindingId({ kind, metadata }: RoleBinding | ClusterRoleBinding): string {
  return `${kind} ${'namespace' in metadata ? `${metadata.namespace}/` : ''}${metadata.name}`;
}

/** `user 'alice@contoso.com'`, which tells subjects of different kinds apart. */
export function subjectLabel({ kind, name }: Pick<ReportedSubject, 'kind' | 'name'>): string {
  return kind === 'user' && !/\s/.test(name) ? name : `${kind} ${quoted(name)}`;
}

function roleId({ kind, metadata, roleRef }: RoleBinding | ClusterRoleBinding): string {
  const isNamespaced = roleRef.kind === 'Role' && kind === 'RoleBinding';
  return `${roleRef.kind} ${isNamespaced ? `${metadata.namespace}/` : ''}${roleRef.name}`;
}

function reportedSubject(row: AccessRow, access: ClusterAccess): ReportedSubject {
  const boundAs = row.user.name || row.user.groups[0];
  const [inCluster] = row.cells;
  const ways = waysToClusterAdmin(rulesOf(inCluster));

  return {
    kind: KINDS[row.kind],
    name: row.name,
    ...(boundAs !== row.name && row.kind !== 'ServiceAccount' && { boundAs }),
    ...(ways.length > 0 && { clusterAdmin: ways }),
    places: row.cells.flatMap((cell) => reportedPlace(cell, access)),
  };
}

function reportedPlace({ namespace, level, holds }: AccessCell, access: ClusterAccess): ReportedPlace[] {
  const own = holds.filter(({ binding }) => (binding.kind === 'RoleBinding') === (namespace !== undefined));
  if (own.length === 0) {
    return [];
  }
  const grants = own.map(({ binding, subject }) => ({
    binding: bindingId(binding),
    as: access.describeSubject(subject),
  }));
  return [{ ...(namespace !== undefined && { namespace }), level, grants }];
}

function reportedBinding(binding: RoleBinding | ClusterRoleBinding, access: ClusterAccess): ReportedBinding {
  const { kind, metadata, subjects } = binding;
  return {
    id: bindingId(binding),
    kind,
    name: metadata.name,
    ...('namespace' in metadata && { namespace: metadata.namespace }),
    role: roleId(binding),
    subjects: subjects.map((subject: Subject) => access.describeSubject(subject)),
  };
}

function reportedRole({ binding, rules }: Hold): ReportedRole {
  const { kind, metadata, roleRef } = binding;
  return {
    id: roleId(binding),
    ...roleRef,
    ...(roleRef.kind === 'Role' && kind === 'RoleBinding' && { namespace: metadata.namespace }),
    ...(rules && { rules }),
  };
}

function warningsOnSubjects(subjects: readonly ReportedSubject[], rows: readonly AccessRow[]): string[] {
  return subjects.flatMap((subject, i) => {
    const [inCluster] = rows[i]!.cells;
    const [way] = subject.clusterAdmin ?? [];
    const detour = wayThroughServiceAccounts(rulesOf(inCluster));
    if (inCluster?.level === 'cluster-admin') {
      return [];
    }
    if (way !== undefined) {
      return [
        `${subjectLabel(subject)} is as good as cluster-admin: ${way}, by ${originOf(inCluster, (rules) => waysToClusterAdmin(rules).length > 0)}`,
      ];
    }
    return detour === undefined
      ? []
      : [
          `${subjectLabel(subject)} can take the service accounts of kube-system, and with them the cluster: ` +
            `may ${detour} in every namespace, by ${originOf(inCluster, (rules) => wayThroughServiceAccounts(rules) !== undefined)}`,
        ];
  });
}

/** The bindings whose rules alone are to blame; all of them when it takes several together. */
function originOf(
  cell: AccessCell | undefined,
  isToBlame: (rules: readonly PolicyRule[]) => boolean,
): string {
  const holds = cell?.holds ?? [];
  const blamed = holds.filter(({ rules = [] }) => isToBlame(rules));
  return (blamed.length > 0 ? blamed : holds).map(({ binding }) => describeBinding(binding)).join(' and ');
}

function rulesOf(cell: AccessCell | undefined): PolicyRule[] {
  return (cell?.holds ?? []).flatMap(({ rules = [] }) => rules);
}

function holdsOf({ cells }: AccessRow): Hold[] {
  return cells.flatMap(({ holds }) => holds);
}
