import { Construct } from 'constructs';
import { ValidationError } from '../shared/errors';
import { isLiteral, requirePattern } from './guards';

const QUALIFIED_NAME =
  /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

/** Of keys and values together: `TotalAnnotationSizeLimitB` of the API server. */
const MAX_ANNOTATION_BYTES = 262_144;

type Texts = Readonly<Record<string, string>>;

/** Refuses keys of labels and annotations, and values of labels, that Kubernetes would. */
export function requireMetadata(labels: Texts = {}, annotations: Texts = {}, scope: Construct): void {
  const nameRule =
    'use 1 to 63 letters, digits, hyphens, underscores and periods, a letter or digit at both ends, behind a DNS name ' +
    'and a slash if at all';

  for (const [key, value] of literalEntries(labels)) {
    requirePattern('label', key, QUALIFIED_NAME, nameRule, scope);
    requirePattern(
      `value of label '${key}'`,
      value,
      LABEL_VALUE,
      'use up to 63 letters, digits, hyphens, underscores and periods, a letter or digit at both ends',
      scope,
    );
  }
  const given = literalEntries(annotations);
  for (const [key] of given) {
    requirePattern('annotation', key, QUALIFIED_NAME, nameRule, scope);
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

function literalEntries(map: Texts): [string, string][] {
  return isLiteral(map) ? Object.entries(map) : [];
}
