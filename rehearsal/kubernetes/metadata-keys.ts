import { isInternalKey } from '../../access/rbac/internal-keys';
import { isObject, State, Value } from '../protocol/values';
import { texts } from '../world/attributes';

/** The provider's arguments with what it is not to look at, as regular expressions. */
const IGNORED = { labels: 'ignore_labels', annotations: 'ignore_annotations' } as const;

type Kept = keyof typeof IGNORED;

/**
 * Metadata as the provider reads it: without the keys that belong to Kubernetes, and those that its configuration says to ignore,
 * unless Terraform holds them.
 *
 * Source: terraform-provider-kubernetes 2.38, structures.go (flattenMetadata, removeKeys).
 *
 * @param metadata all that the API server has
 * @param held what Terraform holds, or is about to
 * @param provider the provider's configuration
 */
export function visibleMetadata(metadata: State, held: State | undefined, provider: State): State {
  const visible = (name: Kept): [Kept, Value][] => {
    const all = metadata[name];
    if (!isObject(all)) {
      return [];
    }
    const ignored = texts(provider, IGNORED[name]).flatMap(expression);
    const isIgnored = (key: string): boolean => isInternalKey(key) || ignored.some((one) => one.test(key));
    const kept = mapOf(held, name);
    return [
      [name, Object.fromEntries(Object.entries(all).filter(([key]) => key in kept || !isIgnored(key)))],
    ];
  };
  return { ...metadata, ...Object.fromEntries([...visible('labels'), ...visible('annotations')]) };
}

/**
 * What the API server has after a change: the provider sends what it adds, changes and takes away, and nothing of what it does not
 * look at.
 *
 * Source: terraform-provider-kubernetes 2.38, structures.go (patchMetadata).
 */
export function patchedMetadata(stored: State | undefined, prior: State, planned: State): State {
  const patched = (['labels', 'annotations'] as const).map((name): State => {
    const removed = Object.keys(mapOf(prior, name)).filter((key) => !(key in mapOf(planned, name)));
    const left = Object.entries(mapOf(stored, name)).filter(([key]) => !removed.includes(key));
    const all = { ...Object.fromEntries(left), ...mapOf(planned, name) };
    return Object.keys(all).length === 0 ? {} : { [name]: all };
  });
  return patched.reduce((all, one) => ({ ...all, ...one }), planned);
}

/** The provider takes an expression that cannot be read for one that matches nothing. */
function expression(text: string): RegExp[] {
  try {
    return [new RegExp(text)];
  } catch {
    return [];
  }
}

function mapOf(metadata: State | undefined, name: Kept): State {
  const value = metadata?.[name];
  return isObject(value) ? value : {};
}
