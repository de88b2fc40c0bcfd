import { ConfiguredAccess } from '../configured/configured-access';
import { ClusterRoleBinding, RoleBinding, Subject } from '../rbac/objects';

/** Names that the directory has for a subject of a binding: display name, mail, user principal name. */
export type NamesOf = (subject: Subject) => readonly string[];

/** How the subjects of a binding in the cluster stand to those that are declared. */
export interface MatchedSubjects {
  /** In the cluster, and not declared. */
  readonly extra: readonly Subject[];

  /** Declared, and not in the cluster. */
  readonly missing: readonly Subject[];

  /** What was taken to be the same, in words. */
  readonly assumed: readonly string[];
}

/**
 * Compares the subjects of a binding, where some that are declared stand under a name that only the directory knows as an
 * object ID. Without the directory, as many unknown subjects as there are such names are taken to be those.
 */
export function matchSubjects(
  declared: RoleBinding | ClusterRoleBinding,
  live: RoleBinding | ClusterRoleBinding,
  { isLookup }: Pick<ConfiguredAccess, 'isLookup'>,
  namesOf: NamesOf | undefined,
): MatchedSubjects {
  const own = live.kind === 'RoleBinding' ? live.metadata.namespace : '';
  const key = (subject: Subject): string => subjectKey(subject, own);
  const found = new Set(live.subjects.map(key));
  const wanted = new Set(declared.subjects.map(key));
  let extra = live.subjects.filter((subject) => !wanted.has(key(subject)));
  let missing = declared.subjects.filter((subject) => !found.has(key(subject)));
  const assumed: string[] = [];

  const lookups = missing.filter(isLookup);
  for (const lookup of lookups) {
    const same = extra.find(
      (subject) =>
        subject.kind === lookup.kind &&
        (namesOf?.(subject) ?? [subject.name]).some((name) => isSameName(name, lookup.name)),
    );
    if (same) {
      extra = extra.filter((subject) => subject !== same);
      missing = missing.filter((subject) => subject !== lookup);
    }
  }
  if (namesOf === undefined) {
    for (const kind of ['User', 'Group']) {
      const names = missing.filter((subject) => subject.kind === kind && isLookup(subject));
      const unknown = extra.filter((subject) => subject.kind === kind && isDirectoryName(subject));
      if (names.length > 0 && names.length === unknown.length) {
        extra = extra.filter((subject) => !unknown.includes(subject));
        missing = missing.filter((subject) => !names.includes(subject));
        assumed.push(
          `${unknown.map(({ name }) => name).join(', ')} taken to be ${names.map(({ name }) => `'${name}'`).join(', ')}`,
        );
      }
    }
  }
  return { extra, missing, assumed };
}

/** What makes two subjects the same to Kubernetes. */
export function subjectKey({ kind, name, namespace }: Subject, own = ''): string {
  return `${kind} ${kind === 'ServiceAccount' ? `${namespace || own}/` : ''}${name}`;
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** What a lookup gives: an object ID, or the user principal name of a member. */
function isDirectoryName({ name }: Subject): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(name);
}
