import { Construct } from 'constructs';
import { requirePattern } from './guards';

const QUALIFIED_NAME =
  /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

type Texts = Readonly<Record<string, string>>;

/** Refuses keys of labels and annotations, and values of labels, that Kubernetes would. */
export function requireMetadata(labels: Texts = {}, annotations: Texts = {}, scope: Construct): void {
  const nameRule =
    'use 1 to 63 letters, digits, hyphens, underscores and periods, a letter or digit at both ends, behind a DNS name ' +
    'and a slash if at all';

  for (const [key, value] of Object.entries(labels)) {
    requirePattern('label', key, QUALIFIED_NAME, nameRule, scope);
    requirePattern(
      `value of label '${key}'`,
      value,
      LABEL_VALUE,
      'use up to 63 letters, digits, hyphens, underscores and periods, a letter or digit at both ends',
      scope,
    );
  }
  for (const key of Object.keys(annotations)) {
    requirePattern('annotation', key, QUALIFIED_NAME, nameRule, scope);
  }
}
