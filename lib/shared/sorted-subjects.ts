import { RoleBindingV1Subject } from '@cdktf/provider-kubernetes/lib/role-binding-v1';
import { RbacSubject, RbacSubjectKind } from '../rbac-subject';
import { isLiteral } from '../private/guards';

const KINDS_IN_ORDER = [RbacSubjectKind.USER, RbacSubjectKind.GROUP, RbacSubjectKind.SERVICE_ACCOUNT];

/** The subjects of a resource in the order in which they are given. */
export class GivenSubjects {
  readonly subjects: RoleBindingV1Subject[] = [];

  /** Adds a subject at the end. */
  add(subject: RbacSubject): void {
    this.subjects.push(blockOf(subject));
  }
}

/** The subjects of a resource in an order that does not depend on the code: by kind, and then by name. */
export class SortedSubjects {
  /** The resource keeps this very array and reads it at synth, so that adding a subject is one push. */
  readonly subjects: RoleBindingV1Subject[] = [];

  private readonly sortKeys: string[] = [];

  /** Adds a subject at its place. */
  add(subject: RbacSubject): void {
    const sortKey = sortKeyOf(subject);
    const index = indexAfter(this.sortKeys, sortKey);

    this.sortKeys.splice(index, 0, sortKey);
    this.subjects.splice(index, 0, blockOf(subject));
  }
}

function blockOf({ apiGroup, kind, name, namespace = '' }: RbacSubject): RoleBindingV1Subject {
  // The provider would send "default" for no namespace, and the API server keeps it.
  return { apiGroup, kind, name, namespace };
}

/** Does not depend on when a token was made: what nobody can tell at synth comes last of its kind, as given. */
function sortKeyOf({ kind, namespace = '', _label: label }: RbacSubject): string {
  const isKnown = isLiteral(label) && (namespace === '' || isLiteral(namespace));
  const name = isKnown ? `${namespace}/${label}` : '\uffff';

  return `${KINDS_IN_ORDER.indexOf(kind)}${name}`;
}

/** Where to insert a key into a sorted list, behind all equal ones. */
function indexAfter(sorted: readonly string[], key: string): number {
  let low = 0;
  let high = sorted.length;

  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= key) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
