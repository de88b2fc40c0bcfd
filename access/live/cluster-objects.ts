import { LabelSelector, PolicyRule, RBAC_GROUP, RoleRef, Subject } from '../rbac/objects';
import { documentsIn } from './documents';

/** An object as an API server answers it, as far as access is concerned. */
export interface LiveObject {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly metadata: LiveMetadata;
  readonly rules?: readonly PolicyRule[] | null;
  readonly aggregationRule?: { readonly clusterRoleSelectors?: readonly LabelSelector[] | null } | null;
  readonly roleRef?: RoleRef;
  readonly subjects?: readonly (Subject & { readonly apiGroup?: string })[] | null;
  readonly status?: { readonly phase?: string } | null;
}

interface LiveMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>> | null;
  readonly annotations?: Readonly<Record<string, string>> | null;
  readonly ownerReferences?: readonly { readonly kind?: string; readonly name?: string }[] | null;
  readonly managedFields?:
    | readonly { readonly manager?: string; readonly operation?: string; readonly fieldsV1?: object | null }[]
    | null;
  readonly deletionTimestamp?: string | null;
}

/** The kinds that say who may do what, and where. */
export const LIVE_KINDS = [
  'Namespace',
  'ServiceAccount',
  'ClusterRole',
  'Role',
  'ClusterRoleBinding',
  'RoleBinding',
] as const;

export type LiveKind = (typeof LIVE_KINDS)[number];

/** How kubectl prints all that is read here. */
export const KUBECTL_GET =
  'kubectl get clusterroles,roles,clusterrolebindings,rolebindings,namespaces,serviceaccounts -A -o json --show-managed-fields';

const NAMESPACED: readonly string[] = ['ServiceAccount', 'Role', 'RoleBinding'];

/** What was read of a cluster. */
export interface ClusterObjects {
  readonly byKind: Readonly<Record<LiveKind, readonly LiveObject[]>>;

  /** Kinds that are not there at all, not even as an empty list. */
  readonly unseen: readonly LiveKind[];

  /** What was there besides: kind to number. */
  readonly others: Readonly<Record<string, number>>;

  /** Why not everything may be there, such as a page of a longer list. */
  readonly gaps: readonly string[];
}

/** Input that is nothing of a cluster; the message says what it is. */
export class NotOfACluster extends Error {}

/**
 * Reads what `kubectl get -o json` or `-o yaml` prints, and what the API answers: lists of all kinds or of one, single
 * objects, several documents.
 *
 * @throws NotOfACluster when it is something else
 */
export function clusterObjects(...texts: readonly string[]): ClusterObjects {
  const reader = new Reader();
  texts.flatMap(documentsIn).forEach((document) => reader.add(document));

  return reader.result();
}

class Reader {
  private readonly found = new Map<string, LiveObject>();
  private readonly seen = new Set<string>();
  private readonly others: Record<string, number> = {};
  private readonly gaps: string[] = [];

  add(document: unknown, kindOfList?: string): void {
    const object = (document ?? {}) as Partial<LiveObject> & { readonly items?: unknown };
    const kind = object.kind ?? kindOfList;
    if (Array.isArray(document)) {
      document.forEach((item) => this.add(item));
    } else if (Array.isArray(object.items)) {
      this.addList(kind, object);
    } else if (kind === 'Status') {
      throw new NotOfACluster(`this is a refusal of the API server: ${messageOf(document)}`);
    } else if (typeof document !== 'object' || document === null) {
      throw new NotOfACluster(`this is not a Kubernetes object`);
    } else if (typeof kind !== 'string' || typeof object.metadata?.name !== 'string') {
      throw new NotOfACluster(`this is not a Kubernetes object, which has a kind and a metadata.name`);
    } else {
      this.addObject({ ...(document as LiveObject), kind });
    }
  }

  result(): ClusterObjects {
    const objects = [...this.found.values()];
    const of = (kind: LiveKind): LiveObject[] => objects.filter((object) => object.kind === kind);
    return {
      byKind: Object.fromEntries(LIVE_KINDS.map((kind) => [kind, of(kind)])) as unknown as Record<
        LiveKind,
        LiveObject[]
      >,
      // A list of mixed kinds does not say which of them it would have had.
      unseen: this.seen.has('List')
        ? LIVE_KINDS.filter((kind) => of(kind).length === 0 && !this.seen.has(kind))
        : LIVE_KINDS.filter((kind) => !this.seen.has(kind)),
      others: this.others,
      gaps: this.gaps,
    };
  }

  private addList(kind: string | undefined, list: { readonly items?: unknown }): void {
    const kindOfItems = kind?.endsWith('List') ? kind.slice(0, -'List'.length) : '';
    this.seen.add(kindOfItems || 'List');
    const { metadata } = list as { metadata?: { continue?: string } };
    if (metadata?.continue) {
      this.gaps.push(`the list of ${kindOfItems || 'objects'} goes on, and only its first page is here`);
    }
    (list.items as unknown[]).forEach((item) => this.add(item, kindOfItems || undefined));
  }

  private addObject(object: LiveObject): void {
    const { kind, metadata } = object;
    if (!(LIVE_KINDS as readonly string[]).includes(kind) || isOfAnotherGroup(object)) {
      this.others[kind] = (this.others[kind] ?? 0) + 1;
      return;
    }
    if (NAMESPACED.includes(kind) !== (metadata.namespace !== undefined)) {
      throw new NotOfACluster(
        `${kind} '${metadata.name}' has ${metadata.namespace === undefined ? 'no' : 'a'} namespace, as no cluster has it`,
      );
    }
    const { subjects = [], rules = [] } = object;
    if (![subjects ?? [], rules ?? []].every(isListOfObjects) || !(subjects ?? []).every(isSubject)) {
      throw new NotOfACluster(`${kind} '${metadata.name}' has subjects or rules that are none`);
    }
    this.seen.add(kind);
    this.found.set(nameOf(object), object);
  }
}

/** Whether a custom resource has the kind of one of Kubernetes, such as the Role of a cloud. */
function isOfAnotherGroup({ kind, apiVersion }: LiveObject): boolean {
  const isOfCore = kind === 'Namespace' || kind === 'ServiceAccount';

  return (
    typeof apiVersion === 'string' &&
    (isOfCore ? apiVersion !== 'v1' : !apiVersion.startsWith(`${RBAC_GROUP}/`))
  );
}

/** `RoleBinding shop/developers`, unique within a cluster. */
export function nameOf({
  kind,
  metadata: { namespace, name },
}: Pick<LiveObject, 'kind' | 'metadata'>): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

function isListOfObjects(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null);
}

function isSubject({ kind, name }: { readonly kind?: unknown; readonly name?: unknown }): boolean {
  return typeof kind === 'string' && typeof name === 'string';
}

function messageOf(status: unknown): string {
  const { message } = status as { message?: unknown };
  return typeof message === 'string' ? message : 'it gives no reason';
}
