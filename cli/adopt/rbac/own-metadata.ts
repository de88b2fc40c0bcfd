import { isInternalKey } from '../../../access/rbac/internal-keys';
import { LiveObject } from '../../../access/live/cluster-objects';

/** Labels and annotations of an object, as keys of its entry. */
export interface OwnMetadata {
  readonly labels: { readonly labels?: Readonly<Record<string, string>> };
  readonly annotations: { readonly annotations?: Readonly<Record<string, string>> };

  /** Keys that stay as they are, and that say something. */
  readonly kept: readonly string[];
}

/** What every object of its kind has, or what a tool keeps there for itself. */
const SAYS_NOTHING = ['kubernetes.io/metadata.name', 'kubectl.kubernetes.io/last-applied-configuration'];

/**
 * Labels and annotations that Terraform compares. The kubernetes provider leaves those of kubernetes.io out of what it reads,
 * unless they are in the configuration: written there, an import would be followed by a change.
 */
export function ownMetadata({ metadata }: LiveObject): OwnMetadata {
  const own = (texts: Readonly<Record<string, string>>): [string, string][] =>
    Object.entries(texts).filter(([key]) => !isInternalKey(key));
  const [labels, annotations] = [metadata.labels ?? {}, metadata.annotations ?? {}];

  return {
    labels: own(labels).length > 0 ? { labels: Object.fromEntries(own(labels)) } : {},
    annotations: own(annotations).length > 0 ? { annotations: Object.fromEntries(own(annotations)) } : {},
    kept: [...Object.keys(labels), ...Object.keys(annotations)].filter(
      (key) => isInternalKey(key) && !SAYS_NOTHING.includes(key),
    ),
  };
}
