import { ClusterAccess } from '../cluster-access';
import { ConfiguredAccess } from '../configured/configured-access';
import { EligibleCells } from '../eligible-cells';
import { AccessLevel, Hold, levelInWords } from '../levels';
import { AccessCell, AccessRow, matrixOf } from '../matrix';
import { ClusterRoleBinding, PolicyRule, RoleBinding, Subject } from '../rbac/objects';
import { roleId } from '../ways/rights';
import { Way, wayInWords, Ways } from '../ways/ways';
import { BreakGlass, breakGlassOf } from './break-glass';
import { quoted } from './quoted';

/** Who can do what, as far as a configuration decides it: the content of every form of the report. */
export interface AccessReport {
  readonly cluster: string;

  /** The configuration file or, of a cluster that was read, what was read. */
  readonly configuration: string;

  /** Whether this is what a cluster has, and not what a configuration says. */
  readonly isLive?: true;

  /** Domain of the tenant whose file was given; without one, subjects are shown as they are bound. */
  readonly tenant?: string;

  /** Namespaces that something is granted in, or that are created. */
  readonly namespaces: readonly string[];

  /** Everybody who holds something. */
  readonly subjects: readonly ReportedSubject[];

  readonly bindings: readonly ReportedBinding[];
  readonly roles: readonly ReportedRole[];

  /** Left out when the cluster is somebody else's, or was read from itself. */
  readonly breakGlass?: BreakGlass;

  readonly warnings: readonly string[];
}

export type SubjectKind = 'user' | 'group' | 'service principal' | 'service account';

export interface ReportedSubject {
  readonly kind: SubjectKind;

  /** For people. */
  readonly name: string;

  /** What the cluster compares, when that is another name. */
  readonly boundAs?: string;

  /** The shortest ways to the top; left out when there is none. */
  readonly ways?: readonly ReportedWay[];

  /** Where it holds something: the whole cluster first. What holds there holds in every namespace, too. */
  readonly places: readonly ReportedPlace[];

  /** What it does not hold and may activate for some hours; left out when there is nothing. */
  readonly eligible?: ReportedEligibility;
}

/** What somebody would hold, with everything that it may activate. */
interface ReportedEligibility {
  /** Where an activation gives something, with the level of all that is held there then. */
  readonly places: readonly ReportedPlace[];

  /** Ways to the top that are none without an activation. */
  readonly ways?: readonly ReportedWay[];
}

/** How somebody gets to the top of the cluster, request by request. */
export interface ReportedWay extends Way {
  /** `can create pods in namespace 'shop' → runs as …`. */
  readonly text: string;
}

export interface ReportedPlace {
  /** Left out for the whole cluster. */
  readonly namespace?: string;

  /** The strongest built-in role whose rights are all held there, cluster-wide ones included. */
  readonly level: AccessLevel;

  /** Whether more is held there than that role gives, or something that is not known; left out where not. */
  readonly more?: true;

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

  /** Of an Azure role: what it allows besides, if a condition holds that is not evaluated. */
  readonly unevaluated?: { readonly condition: string; readonly rules: readonly PolicyRule[] };
}

const KINDS: Readonly<Record<AccessRow['kind'], SubjectKind>> = {
  User: 'user',
  Group: 'group',
  ServicePrincipal: 'service principal',
  ServiceAccount: 'service account',
};

/** More subjects than this are counted in a warning, not named. */
const MOST_NAMES = 4;

/** The ways that say enough: whoever becomes cluster administrator gets everything else with it. */
export function tellingWays({ ways = [] }: Pick<ReportedSubject, 'ways'>): readonly ReportedWay[] {
  const top = ways.filter(({ to }) => to === 'cluster-admin');
  return top.length > 0 ? top : ways;
}

/** Where somebody holds something, and then what may be activated, with levels in words. */
export function placesOf({
  places,
  eligible,
}: ReportedSubject): (Omit<ReportedPlace, 'level'> & { level: string })[] {
  return [
    ...places.map((place) => ({ ...place, level: levelInWords(place) })),
    ...(eligible?.places ?? []).map((place) => ({ ...place, level: `eligible: ${levelInWords(place)}` })),
  ];
}

/** Puts the report together. */
export function accessReport(
  configured: ConfiguredAccess,
  origin: { readonly configuration: string; readonly isLive?: true; readonly tenant?: string },
): AccessReport {
  const { access } = configured;
  const matrix = matrixOf(access);
  const activation = new Activation(access);
  const rows = [...matrix.rows, ...activation.cells.otherRows(matrix.rows)].filter(
    (row) => row.cells.some(({ holds }) => holds.length > 0) || activation.cells.of(row).length > 0,
  );
  const ways = new Ways(
    access,
    rows.map(({ user }) => user),
  );
  const subjects = rows.map((row) => activation.added(reportedSubject(row, access, ways), row));
  const holds = [
    ...rows.flatMap(holdsOf),
    ...rows.flatMap((row) => activation.cells.of(row).flatMap(({ holds }) => holds)),
  ];
  const used = new Map(holds.map((hold) => [bindingId(hold.binding), hold]));
  const roles = new Map([...used.values()].map((hold) => [roleId(hold.binding), hold]));
  const breakGlass = breakGlassOf(configured, subjects, subjectLabel);

  return {
    cluster: matrix.clusterName,
    ...origin,
    namespaces: activation.namespaces ?? matrix.namespaces,
    subjects,
    bindings: [...used.values()].map(({ binding }) => reportedBinding(binding, access)),
    roles: [...roles.values()].map(reportedRole),
    ...(breakGlass && { breakGlass }),
    warnings: [...warningsOnWays(subjects), ...configured.warnings, ...matrix.warnings],
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

function reportedSubject(row: AccessRow, access: ClusterAccess, all: Ways): ReportedSubject {
  const boundAs = row.user.name || row.user.groups[0];
  const ways = all.of(row.user).map((way): ReportedWay => ({ ...way, text: wayInWords(way) }));

  return {
    kind: KINDS[row.kind],
    name: row.name,
    ...(boundAs !== row.name && row.kind !== 'ServiceAccount' && { boundAs }),
    ...(ways.length > 0 && { ways }),
    places: row.cells.flatMap((cell) => reportedPlace(cell, access)),
  };
}

/** What a report says of activations. */
class Activation {
  readonly cells: EligibleCells;

  /** With those in which only an activation gives something. */
  readonly namespaces?: readonly string[];

  private readonly access?: ClusterAccess;
  private readonly ways?: Ways;

  constructor(access: ClusterAccess) {
    this.access = access.activated;
    const matrix = this.access && matrixOf(this.access);
    this.cells = new EligibleCells(matrix);
    this.namespaces = matrix?.namespaces;
    this.ways =
      this.access &&
      new Ways(
        this.access,
        matrix!.rows.filter((row) => this.cells.of(row).length > 0).map(({ user }) => user),
      );
  }

  added(subject: ReportedSubject, row: AccessRow): ReportedSubject {
    const cells = this.cells.of(row);
    if (cells.length === 0) {
      return subject;
    }
    const held = (subject.ways ?? []).map(({ to }) => to);
    const isNew = ({ to }: Way): boolean => !held.includes(to) && !held.includes('cluster-admin');
    const what = [
      ...new Set(cells.flatMap(({ holds }) => holds.flatMap((hold) => hold.subject.activates ?? []))),
    ];
    const ways = (this.ways?.of(row.user) ?? [])
      .filter(isNew)
      .map((way): ReportedWay => ({ ...way, text: `activates ${what.join(' and ')} → ${wayInWords(way)}` }));
    return {
      ...subject,
      eligible: {
        places: cells.flatMap((cell) => reportedPlace(cell, this.access!)),
        ...(ways.length > 0 && { ways }),
      },
    };
  }
}

function reportedPlace(
  { namespace, level, more, holds }: AccessCell,
  access: ClusterAccess,
): ReportedPlace[] {
  const own = holds.filter(({ binding }) => (binding.kind === 'RoleBinding') === (namespace !== undefined));
  if (own.length === 0) {
    return [];
  }
  const grants = own.map(({ binding, subject }) => ({
    binding: bindingId(binding),
    as: access.describeSubject(subject),
  }));
  return [{ ...(namespace !== undefined && { namespace }), level, ...(more && { more }), grants }];
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
    ...(binding.azure?.unevaluated && { unevaluated: binding.azure.unevaluated }),
  };
}

/** Whoever gets up without holding it; the same way of several subjects is told once. */
function warningsOnWays(subjects: readonly ReportedSubject[]): string[] {
  const bySentence = new Map<string, string[]>();
  for (const subject of subjects) {
    for (const { steps, text } of tellingWays(subject)) {
      if (steps.length > 0) {
        bySentence.set(text, [...(bySentence.get(text) ?? []), subjectLabel(subject)]);
      }
    }
  }
  return Array.from(bySentence, ([text, [first, ...others]]) => {
    const shown = others.slice(0, MOST_NAMES);
    const more = others.length - shown.length;
    return `${[first, ...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ')} ${text}`;
  });
}

function holdsOf({ cells }: AccessRow): Hold[] {
  return cells.flatMap(({ holds }) => holds);
}
