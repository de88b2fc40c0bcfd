import { ClusterObjects, LiveObject, nameOf } from '../../../access/live/cluster-objects';
import { Origin, originOf } from '../../../access/live/origin';
import { unknownSubjects } from '../../../access/live/default-subjects';
import { access, namespaces, roles } from '../../../app/config/schema/access';
import { isDefaultName } from '../../../access/rbac/default-roles';
import { referenceIn } from '../../../lib/shared/references';
import { adoptedBinding } from './adopted-binding';
import { AdoptedEntry } from './adopted-entry';
import { adoptedRole } from './adopted-role';
import { Names } from './names';
import { NotCarriedOver } from './not-carried-over';
import { ownMetadata } from './own-metadata';

const DELETION = 'its deletion';

/** The sections of aks.yaml that take over what grants access in a cluster. */
export interface AdoptedAccess {
  readonly namespaces: readonly AdoptedEntry[];
  readonly roles: readonly AdoptedEntry[];
  readonly access: readonly AdoptedEntry[];

  /** What a person made and aks.yaml cannot say, in words. */
  readonly notCarriedOver: readonly string[];

  /** What is carried over, and worth a look. */
  readonly notes: readonly string[];

  /** What is somebody else's: by whom, and the objects with the mark of each. */
  readonly leftOut: ReadonlyMap<Origin['by'], readonly string[]>;
}

/** Says how the RBAC of a cluster stands in aks.yaml; each object is in exactly one of the lists. */
export function adoptedAccess(objects: ClusterObjects, names: Names): AdoptedAccess {
  const { byKind, others, gaps, unseen } = objects;
  const deleted = byKind.Namespace.filter((namespace) => originOf(namespace)?.by === DELETION);
  const adoption = new Adoption(names, new Set(deleted.map(({ metadata }) => metadata.name)));
  const all = [...byKind.Namespace, ...byKind.ClusterRole, ...byKind.Role];
  const bindings = [...byKind.ClusterRoleBinding, ...byKind.RoleBinding];

  [...all, ...bindings, ...byKind.ServiceAccount].sort(byName).forEach((object) => adoption.add(object));
  gaps.forEach((gap) => adoption.notCarriedOver.push(gap));
  for (const [kind, count] of Object.entries(others)) {
    adoption.notCarriedOver.push(`${count} of kind ${kind}: not about access, not read`);
  }
  adoption.noteUnseen(unseen);
  adoption.noteMissingRoles(bindings, all);
  return adoption.result();
}

class Adoption {
  readonly notCarriedOver: string[] = [];
  private readonly namespaces: AdoptedEntry[] = [];
  private readonly roles: AdoptedEntry[] = [];
  private readonly access: AdoptedEntry[] = [];
  private readonly accounts: string[] = [];
  private readonly notes: string[] = [];
  private readonly leftOut = new Map<Origin['by'], string[]>();
  private readonly carried = new Set<LiveObject>();

  constructor(
    private readonly names: Names,
    private readonly deletedNamespaces: ReadonlySet<string>,
  ) {}

  add(object: LiveObject): void {
    const origin = originOf(object) ?? this.deletionOf(object);
    if (origin) {
      const { by, reason } = origin;
      this.leftOut.set(by, [...(this.leftOut.get(by) ?? []), `${nameOf(object)} (${reason})`]);
      this.noteStrangers(object);
      return;
    }
    try {
      this.carryOver(object);
    } catch (error) {
      if (!(error instanceof NotCarriedOver)) {
        throw error;
      }
      this.notCarriedOver.push(`${nameOf(object)}: ${error.message}`);
    }
  }

  /** What a namespace takes along when it goes; Terraform would make it again where there is no namespace. */
  private deletionOf({ metadata: { namespace } }: LiveObject): Origin | undefined {
    return namespace !== undefined && this.deletedNamespaces.has(namespace)
      ? { by: DELETION, reason: `namespace ${namespace} is being deleted` }
      : undefined;
  }

  result(): AdoptedAccess {
    const accounts =
      this.accounts.length === 0
        ? []
        : [
            `service accounts, which aks.yaml has no key for; they stay as they are: ${this.accounts.join(', ')}`,
          ];
    return {
      namespaces: this.namespaces,
      roles: this.roles,
      access: this.access,
      notCarriedOver: [...this.notCarriedOver, ...accounts],
      notes: this.notes,
      leftOut: this.leftOut,
    };
  }

  /** Kinds that were not asked for may hold anything. */
  noteUnseen(unseen: ClusterObjects['unseen']): void {
    if (unseen.length > 0) {
      this.notes.push(`nothing of these kinds was in the input: ${unseen.join(', ')}`);
    }
  }

  noteMissingRoles(bindings: readonly LiveObject[], others: readonly LiveObject[]): void {
    const known = new Set(others.map(nameOf));
    for (const binding of bindings.filter((each) => this.carried.has(each))) {
      const { kind = '', name = '' } = binding.roleRef ?? {};
      const { namespace } = binding.metadata;
      const role = nameOf({ kind, metadata: { name, ...(kind === 'Role' && { namespace }) } });
      const isKnown = known.has(role) || isDefaultName(kind, name, kind === 'Role' ? namespace : undefined);
      if (!isKnown && others.some((object) => object.kind === kind)) {
        this.notes.push(`${nameOf(binding)} grants nothing, because there is no ${role}`);
      }
    }
  }

  private carryOver(object: LiveObject): void {
    const { kind, metadata } = object;
    if (kind === 'ServiceAccount') {
      this.accounts.push(`${metadata.namespace}/${metadata.name}`);
      return;
    }
    const [list, schema, entry] =
      kind === 'Namespace'
        ? ([this.namespaces, namespaces, adoptedNamespace(object)] as const)
        : kind.endsWith('Binding')
          ? ([this.access, access, adoptedBinding(object, this.names)] as const)
          : ([this.roles, roles, adoptedRole(object)] as const);

    // Whatever aks.yaml would refuse is told here, by the same rules.
    const result = schema.safeParse([entry.entry]);
    if (!result.success) {
      const [issue] = result.error.issues;
      throw new NotCarriedOver(`aks.yaml takes no such ${issue!.path.slice(1).join('.')}: ${issue!.message}`);
    }
    const reference = referenceWithin(entry.entry);
    if (reference !== undefined) {
      throw new NotCarriedOver(`${reference} is in it, in whose place Terraform would put something else`);
    }
    list.push(entry);
    this.carried.add(object);

    const { kept } = ownMetadata(object);
    if (kept.length > 0) {
      this.notes.push(
        `${nameOf(object)} keeps ${kept.join(', ')}: Terraform's provider leaves what is of kubernetes.io alone`,
      );
    }
    if (madeByTerraform(object)) {
      this.notes.push(
        `${nameOf(object)} was made by Terraform: take it out of that state (terraform state rm)`,
      );
    }
  }

  /** Somebody who was put into a binding that every cluster has. */
  private noteStrangers(object: LiveObject): void {
    const strangers = unknownSubjects(object);
    if (strangers.length > 0) {
      const who = strangers.map(({ kind, name }) => `${kind} '${name}'`).join(', ');
      this.notCarriedOver.push(
        `${nameOf(object)}: is a binding of Kubernetes itself, and somebody was put into it: ${who}; ` +
          'bind them by an entry of their own, then take them out',
      );
    }
  }
}

/** What in the texts of an entry would be resolved to something else; such a configuration is refused as a whole. */
function referenceWithin(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return referenceIn(value);
  }
  const inner = typeof value === 'object' && value !== null ? Object.values(value) : [];
  return inner.map(referenceWithin).find((reference) => reference !== undefined);
}

function adoptedNamespace(object: LiveObject): AdoptedEntry {
  const { labels, annotations } = ownMetadata(object);
  return { entry: { name: object.metadata.name, import: true, ...labels, ...annotations } };
}

function madeByTerraform({ metadata }: LiveObject): boolean {
  return (metadata.managedFields ?? []).some(({ manager = '' }) => /^(terraform|hashicorp)/i.test(manager));
}

function byName(a: LiveObject, b: LiveObject): number {
  return nameOf(a) < nameOf(b) ? -1 : 1;
}
