import { LiveObject } from '../../../access/live/cluster-objects';
import { Subject } from '../../../access/rbac/objects';
import { RbacSubject, RbacSubjectKind } from '../../../lib';
import { isUuid } from '../../../lib/shared/uuid';
import { SortedSubjects } from '../../../lib/shared/sorted-subjects';
import { isBadInput } from '../../../app/or-explain';
import { AdoptedEntry } from './adopted-entry';
import { Known, Names } from './names';
import { NotCarriedOver } from './not-carried-over';
import { ownMetadata } from './own-metadata';

type Key = 'users' | 'guests' | 'groups' | 'servicePrincipals' | 'serviceAccounts' | 'unsafeSystemGroups';

/** A subject under a key of aks.yaml, and what the construct makes of it. */
interface Listed {
  readonly key: Key;
  readonly name: string;
  readonly subject: RbacSubject;
}

const KINDS: Readonly<Record<string, RbacSubjectKind>> = {
  User: RbacSubjectKind.USER,
  Group: RbacSubjectKind.GROUP,
  ServiceAccount: RbacSubjectKind.SERVICE_ACCOUNT,
};

/** The entry of `access` that takes a binding over: by the usual keys where they give the very same binding. */
export function adoptedBinding(binding: LiveObject, names: Names): AdoptedEntry {
  const { kind, metadata, roleRef } = binding;
  const subjects = binding.subjects ?? [];
  if (!roleRef || (kind === 'ClusterRoleBinding' && roleRef.kind !== 'ClusterRole')) {
    throw new NotCarriedOver('it refers to no cluster role');
  }
  if (subjects.length === 0) {
    throw new NotCarriedOver(
      `it has no subjects and grants nothing (${roleRef.kind} ${roleRef.name}), and Terraform's provider makes no such binding`,
    );
  }
  refuseDuplicates(subjects);

  const { labels, annotations } = ownMetadata(binding);
  const rest = {
    import: true,
    ...(roleRef.kind === 'ClusterRole' ? { clusterRole: roleRef.name } : { role: roleRef.name }),
    ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
  };
  const known = subjects.map((subject) => names.of(subject));
  const comment = commentOn(subjects, known);
  const listed = listedSubjects(subjects, known);
  if (!listed) {
    const exact = subjects.map(({ kind: of, name, namespace }) => ({
      kind: of,
      name,
      ...(namespace && { namespace }),
    }));
    return {
      entry: { name: metadata.name, ...rest, subjects: exact, ...labels, ...annotations },
      ...comment,
    };
  }

  const lists: Partial<Record<Key, string[]>> = {};
  listed.forEach(({ key, name }) => (lists[key] = [...(lists[key] ?? []), name]));
  const nameKey = lists.serviceAccounts ? 'serviceAccountsName' : 'name';
  return { entry: { [nameKey]: metadata.name, ...rest, ...lists, ...labels, ...annotations }, ...comment };
}

function refuseDuplicates(subjects: readonly Subject[]): void {
  const seen = new Set<string>();
  for (const { kind, name, namespace = '' } of subjects) {
    const key = `${kind} ${namespace}/${name}`;
    if (seen.has(key)) {
      throw new NotCarriedOver(`${kind} '${name}' is in it twice: name it once, and adopt again`);
    }
    seen.add(key);
  }
}

/** The subjects under the usual keys; undefined when these would give other subjects or another order. */
function listedSubjects(
  subjects: readonly Subject[],
  known: readonly (Known | undefined)[],
): Listed[] | undefined {
  const accounts = subjects.filter(({ kind }) => kind === 'ServiceAccount');
  if (accounts.length > 0 && accounts.length < subjects.length) {
    return undefined;
  }
  const listed = subjects.map((subject, i) => listedSubject(subject, known[i]));
  if (!listed.every((one) => one !== undefined)) {
    return undefined;
  }

  const sorted = new SortedSubjects();
  listed.forEach(({ subject }) => sorted.add(subject));
  const isSame = sorted.subjects.every(({ kind, name, namespace = '' }, i) => {
    const { kind: is, name: called, namespace: place = '' } = subjects[i]!;
    return kind === is && name === called && namespace === place;
  });
  return isSame ? listed : undefined;
}

function listedSubject({ kind, name, namespace }: Subject, known: Known | undefined): Listed | undefined {
  try {
    if (kind === 'ServiceAccount') {
      const subject = RbacSubject.serviceAccount(namespace ?? '', name);
      return { key: 'serviceAccounts', name: `${namespace}/${name}`, subject };
    }
    if (kind === 'Group' && name.startsWith('system:')) {
      return { key: 'unsafeSystemGroups', name, subject: RbacSubject.unsafeSystemGroup(name) };
    }
    if (known?.lookUp !== undefined) {
      const subject = RbacSubject._found(KINDS[kind]!, name, { label: known.lookUp });
      return { key: known.key, name: known.lookUp, subject };
    }
    if (known?.isStranger) {
      return undefined;
    }
    if (kind === 'Group') {
      return { key: 'groups', name, subject: RbacSubject.group(name) };
    }
    if (isUuid(name)) {
      const key = known?.key ?? 'servicePrincipals';
      return { key, name, subject: RbacSubject.servicePrincipal(name) };
    }
    return { key: 'users', name, subject: RbacSubject.user(name) };
  } catch (error) {
    if (!isBadInput(error)) {
      throw error;
    }
    return undefined;
  }
}

/** Who the object IDs are, where they stay, and who does not exist. */
function commentOn(
  subjects: readonly Subject[],
  known: readonly (Known | undefined)[],
): { comment?: string } {
  const lines = subjects.flatMap(({ name }, i) => {
    const { display, problem } = known[i] ?? {};
    const said = problem ?? display;
    return said === undefined || said === name ? [] : [`${name}: ${said}`];
  });
  return lines.length > 0 ? { comment: lines.join('\n') } : {};
}
