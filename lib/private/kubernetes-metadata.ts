import { Construct } from 'constructs';
import { ValidationError } from '../shared/errors';
import { LABEL_VALUE, METADATA_KEY } from '../shared/kubernetes-names';
import { namespaceLabelProblem } from '../shared/namespace-labels';
import { isLiteral, requirePattern } from './guards';

const NAME_RULE =
  'use 1 to 63 letters, digits, hyphens, underscores and periods, a letter or digit at both ends, behind a DNS name ' +
  'and a slash if at all';

/** Of keys and values together: `TotalAnnotationSizeLimitB` of the API server. */
const MAX_ANNOTATION_BYTES = 262_144;

type Texts = Readonly<Record<string, string>>;

/** Refuses keys of labels and annotations, and values of labels, that Kubernetes would. */
export function requireMetadata(labels: Texts = {}, annotations: Texts = {}, scope: Construct): void {
  requireLabels('', labels, scope);
  const given = literalEntries(annotations);
  for (const [key] of given) {
    requirePattern('annotation', key, METADATA_KEY, NAME_RULE, scope);
  }
  const size = given
    .flat()
    .filter((text) => isLiteral(text))
    .reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (size > MAX_ANNOTATION_BYTES) {
    throw new ValidationError(
      `annotations have ${size} bytes: use at most ${MAX_ANNOTATION_BYTES}, which is all that the API server takes`,
      scope,
    );
  }
}

/** Refuses labels of a namespace that the API server would refuse, set to something else or not heed. */
export function requireNamespaceLabels(namespace: string, labels: Texts = {}, scope: Construct): void {
  for (const [key, value] of literalEntries(labels)) {
    const problem =
      isLiteral(namespace) && isLiteral(value) ? namespaceLabelProblem(namespace, key, value) : undefined;
    if (problem !== undefined) {
      throw new ValidationError(`label '${key}': ${problem}`, scope);
    }
  }
}

/**
 * Refuses sets of labels that select everything, as an empty one does, or nothing.
 *
 * @param everything what would be taken without a label
 */
export function requireSelectors(
  prop: string,
  selectors: readonly Texts[] | undefined,
  everything: string,
  scope: Construct,
): void {
  if (!isLiteral(selectors)) {
    return;
  }
  if (selectors.length === 0) {
    throw new ValidationError(
      `${prop} is empty, which Kubernetes refuses: list at least one set of labels, or leave the key out`,
      scope,
    );
  }
  selectors.forEach((labels, index) => {
    if (isLiteral(labels) && Object.keys(labels).length === 0) {
      throw new ValidationError(
        `${prop}[${index}] has no label and would take ${everything}: name at least one label`,
        scope,
      );
    }
    requireLabels(`${prop}[${index}]: `, labels, scope);
  });
}

function requireLabels(place: string, labels: Texts, scope: Construct): void {
  for (const [key, value] of literalEntries(labels)) {
    requirePattern(`${place}label`, key, METADATA_KEY, NAME_RULE, scope);
    requirePattern(
      `${place}value of label '${key}'`,
      value,
      LABEL_VALUE,
      'use up to 63 letters, digits, hyphens, underscores and periods, a letter or digit at both ends',
      scope,
    );
  }
}

function literalEntries(map: Texts): [string, string][] {
  return isLiteral(map) ? Object.entries(map) : [];
}
