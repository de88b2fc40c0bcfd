import { AZURE_ROLE_BINDING } from '../azure/azure-bindings';
import { WHEN } from '../effect-times';
import { levelInWords } from '../levels';
import { rightsNotCovered } from '../rbac/escalation';
import { PolicyRule } from '../rbac/objects';
import {
  AccessReport,
  ReportedPlace,
  ReportedRole,
  ReportedSubject,
  ReportedWay,
  subjectLabel,
  tellingWays,
} from '../report/report';
import { rulesInWords } from '../report/rights';

/** What changes for one subject in one place. */
export interface AccessChange {
  readonly subject: string;

  /** `in the whole cluster`, `in namespace 'shop'`. */
  readonly place: string;

  readonly gains: readonly string[];
  readonly loses: readonly string[];

  /** Bindings that grant it afterwards or, of what is lost, granted it before. */
  readonly by: readonly string[];

  /** From when on all of what is lost is gone: `at once`; left out where nothing is lost. */
  readonly counts?: string;
}

/** What a difference is of: what is granted, or who is in the directory, which leaves the grants as they are. */
export type DiffOf = 'configuration' | 'directory';

/** A way to the top that was not there before. */
export interface NewWay {
  readonly subject: string;
  readonly way: ReportedWay;

  /** Whether something has to be activated for it. */
  readonly byActivation?: true;
}

/** Whether a way leads to everything, or to every secret, for good: what a review must not overlook. */
export function leadsToTheTop({ way, byActivation }: NewWay): boolean {
  return way.to !== 'nodes' && !byActivation;
}

/** Who gains and who loses what. */
export interface AccessDiff {
  /** Who gets a way up, also by rights that somebody else gains. */
  readonly newWays: readonly NewWay[];

  /** Who no longer has one. */
  readonly lostWays: readonly NewWay[];

  readonly changes: readonly AccessChange[];
}

/** Nobody gains and nobody loses anything. */
export const NO_DIFFERENCE: AccessDiff = { newWays: [], lostWays: [], changes: [] };

/** Compares two reports. */
export function accessDiff(
  before: AccessReport,
  after: AccessReport,
  of: DiffOf = 'configuration',
): AccessDiff {
  const labels = [...new Set([...after.subjects, ...before.subjects].map(subjectLabel))];
  const namespaces = [...new Set([...after.namespaces, ...before.namespaces])].sort();
  const sides = { before: new Side(before), after: new Side(after), of };

  return {
    newWays: waysThatAreNew(sides.before, after),
    lostWays: waysThatAreNew(sides.after, before),
    changes: labels.flatMap((label) => {
      const held = new Set([...sides.before.places(label), ...sides.after.places(label)]);
      return [undefined, ...namespaces]
        .filter((namespace) => held.has(namespace))
        .flatMap((namespace) => [
          ...changeOf(label, namespace, sides),
          ...eligibleChange(label, namespace, sides),
        ]);
    }),
  };
}

/** The ways up of one report that the other does not have. */
function waysThatAreNew(other: Side, { subjects }: AccessReport): NewWay[] {
  return subjects.flatMap((subject) => {
    const label = subjectLabel(subject);
    const had = (other.subject(label)?.ways ?? []).map(({ to }) => to);
    // A cluster administrator has every other way, too.
    const isNew = ({ to }: ReportedWay): boolean => !had.includes(to) && !had.includes('cluster-admin');
    const wasEligible = (other.subject(label)?.eligible?.ways ?? []).map(({ to }) => to);
    return [
      ...tellingWays(subject)
        .filter(isNew)
        .map((way) => ({ subject: label, way })),
      ...tellingWays({ ways: subject.eligible?.ways })
        .filter(
          (way) => isNew(way) && !wasEligible.includes(way.to) && !wasEligible.includes('cluster-admin'),
        )
        .map((way) => ({ subject: label, way, byActivation: true as const })),
    ];
  });
}

/** One of the two reports, ready to be asked. */
class Side {
  private readonly subjects: ReadonlyMap<string, ReportedSubject>;
  private readonly rules: ReadonlyMap<string, readonly PolicyRule[] | undefined>;

  constructor(report: AccessReport) {
    this.reported = new Map(report.roles.map((role) => [role.id, role]));
    this.subjects = new Map(report.subjects.map((subject) => [subjectLabel(subject), subject]));
    this.rules = new Map(report.bindings.map(({ id, role }) => [id, this.reported.get(role)?.rules]));
    this.roles = new Map(report.bindings.map(({ id, role }) => [id, role]));
    this.subjectsOf = new Map(report.bindings.map(({ id, subjects: some }) => [id, some]));
  }

  private readonly roles: ReadonlyMap<string, string>;
  private readonly subjectsOf: ReadonlyMap<string, readonly string[]>;
  private readonly reported: ReadonlyMap<string, ReportedRole>;

  subject(label: string): ReportedSubject | undefined {
    return this.subjects.get(label);
  }

  /** Where somebody holds something, or may activate it. */
  places(label: string): (string | undefined)[] {
    const { places = [], eligible } = this.subject(label) ?? {};
    return [...places, ...(eligible?.places ?? [])].map(({ namespace }) => namespace);
  }

  place(label: string, namespace: string | undefined): ReportedPlace | undefined {
    return this.subject(label)?.places.find((place) => place.namespace === namespace);
  }

  eligible(label: string, namespace: string | undefined): ReportedPlace | undefined {
    return this.subject(label)?.eligible?.places.find((place) => place.namespace === namespace);
  }

  level(label: string, namespace: string | undefined): Pick<ReportedPlace, 'level' | 'more'> {
    return this.place(label, namespace) ?? this.place(label, undefined) ?? { level: 'none' };
  }

  /** Rules of a cluster role that somebody is bound to. */
  rulesOfClusterRole(name: string): readonly PolicyRule[] | undefined {
    return this.reported.get(`ClusterRole ${name}`)?.rules;
  }

  /** The rules granted in this very place. */
  rulesIn(label: string, namespace: string | undefined): PolicyRule[] {
    return this.bindings(label, namespace).flatMap((binding) => this.rules.get(binding) ?? []);
  }

  /** What is granted in this very place and cannot be told: roles that the configuration does not define, and conditions. */
  unknownRoles(label: string, namespace: string | undefined): string[] {
    return this.bindings(label, namespace).flatMap((binding) => {
      const role = this.roles.get(binding) ?? '';
      const known = this.reported.get(role);
      return known?.rules === undefined
        ? [`what ${role} allows (not part of the configuration)`]
        : known.unevaluated
          ? [
              `${rulesInWords(known.unevaluated.rules).join('; ')}, where a condition holds that is not evaluated: ${known.unevaluated.condition}`,
            ]
          : [];
    });
  }

  bindings(label: string, namespace: string | undefined): string[] {
    return this.grants(label, namespace).map(({ binding }) => binding);
  }

  grants(label: string, namespace: string | undefined): ReportedPlace['grants'] {
    return this.place(label, namespace)?.grants ?? [];
  }

  /** Whether a binding still grants the same to the same. */
  has({ binding, as }: ReportedPlace['grants'][number], role: string | undefined): boolean {
    return this.roles.get(binding) === role && (this.subjectsOf.get(binding)?.includes(as) ?? false);
  }

  roleOf(binding: string): string | undefined {
    return this.roles.get(binding);
  }
}

interface Sides {
  readonly before: Side;
  readonly after: Side;
  readonly of: DiffOf;
}

function changeOf(label: string, namespace: string | undefined, sides: Sides): AccessChange[] {
  const { before, after } = sides;
  const gains = gained(label, namespace, before, after);
  const loses = gained(label, namespace, after, before);
  if (gains.length + loses.length === 0) {
    return [];
  }
  const [by, other] = gains.length > 0 ? [after, before] : [before, after];
  const bindings = by.bindings(label, namespace);
  const different = bindings.filter((binding) => !other.bindings(label, namespace).includes(binding));

  return [
    {
      subject: label,
      place: placeInWords(namespace),
      gains,
      loses,
      by: different.length > 0 ? different : bindings,
      ...(loses.length > 0 && { counts: whenLost(label, namespace, sides) }),
    },
  ];
}

/** When the last of what granted it in a place has stopped to count. */
function whenLost(label: string, namespace: string | undefined, { before, after, of }: Sides): string {
  if (of === 'directory') {
    return WHEN.membership;
  }
  const kept = after.grants(label, namespace);
  const lost = before
    .grants(label, namespace)
    .filter((grant) => !kept.some(({ binding, as }) => binding === grant.binding && as === grant.as));
  // The binding is still there for the group, which somebody is no longer in.
  if (lost.some((grant) => after.has(grant, before.roleOf(grant.binding)))) {
    return WHEN.membership;
  }
  return lost.some(({ binding }) => binding.includes(AZURE_ROLE_BINDING)) ? WHEN.azureRole : WHEN.binding;
}

/** What may be activated, by its level. */
function eligibleChange(label: string, namespace: string | undefined, sides: Sides): AccessChange[] {
  const [before, after] = [sides.before.eligible(label, namespace), sides.after.eligible(label, namespace)];
  if (before?.level === after?.level && before?.more === after?.more) {
    return [];
  }
  return [
    {
      subject: label,
      place: placeInWords(namespace),
      gains: after ? [`eligible: ${levelInWords(after)}`] : [],
      loses: before ? [`eligible: ${levelInWords(before)}`] : [],
      by: (after ?? before)!.grants.map(({ binding }) => binding),
      ...(before && { counts: WHEN.eligible }),
    },
  ];
}

function placeInWords(namespace: string | undefined): string {
  return namespace === undefined ? 'in the whole cluster' : `in namespace '${namespace}'`;
}

/** What `now` grants in a place that `then` did not; what the whole cluster explains is told there. */
function gained(label: string, namespace: string | undefined, then: Side, now: Side): string[] {
  const held = [
    ...then.rulesIn(label, undefined),
    ...(namespace === undefined ? [] : [...then.rulesIn(label, namespace), ...now.rulesIn(label, undefined)]),
  ];
  const rights = rightsNotCovered(held, now.rulesIn(label, namespace));
  const unknown = now
    .unknownRoles(label, namespace)
    .filter((role) => !then.unknownRoles(label, namespace).includes(role));

  return [...(rights.length > 0 ? inWords(rights, label, namespace, then, now) : []), ...unknown];
}

/** By the name of the level that is reached, and what goes beyond that; a level that nobody is bound to hides nothing. */
function inWords(
  rights: readonly PolicyRule[],
  label: string,
  namespace: string | undefined,
  then: Side,
  now: Side,
): string[] {
  const { level, more } = now.level(label, namespace);
  const named = more ? now.rulesOfClusterRole(level) : [];
  if (['custom', 'unknown', 'none', then.level(label, namespace).level].includes(level) || !named) {
    return rulesInWords(rights);
  }
  return [level, ...(more ? rulesInWords(rightsNotCovered(named, rights)) : [])];
}
