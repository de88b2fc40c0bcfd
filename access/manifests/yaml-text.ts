import { Document, Scalar, visit } from 'yaml';
import { hasUnseen, visible, visibleLines } from '../../lib/shared/visible';

/**
 * A value as YAML that is the same to readers of 1.1 and of 1.2, and in which everything is seen.
 *
 * @param comments what to say behind a text, wherever it stands
 */
export function yamlText(value: unknown, comments: ReadonlyMap<string, string> = new Map()): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_key, scalar) => {
      const comment = comments.get(scalar.value as string);
      if (comment !== undefined) {
        scalar.comment = ` ${visible(comment)}`;
      }
    },
  });
  return documentText(document).replace(/\n?$/, '\n');
}

/** The same for a document with comments. */
export function documentText(document: Document): string {
  visit(document, {
    Scalar: (_key, scalar) => {
      const { value } = scalar;
      if (typeof value !== 'string') {
        return;
      }
      const isBlock = value.includes('\n') && !hasUnseen(value);
      if (!isBlock && !isPlainEverywhere(value)) {
        scalar.type = Scalar.QUOTE_DOUBLE;
      }
    },
  });

  // Without line folding a name stays on one line, and a diff shows it as a whole. What is not seen stands within quotes
  // or in comments only, and there as an escape.
  return visibleLines(document.toString({ lineWidth: 0 }));
}

/** Text of a comment: no line of it is taken for YAML. */
export function yamlComment(text: string): string {
  return text
    .split('\n')
    .map((line) => `# ${visible(line)}`)
    .join('\n');
}

/** Words that some reader of YAML takes for a boolean, for nothing or for a number. */
const OTHER_TYPES = /^(y|n|yes|no|on|off|true|false|null|nan|inf|infinity|e[-+]?\d+)$/i;

/**
 * Whether every reader takes a text without quotes for a text. Other numbers and times of all kinds begin with something else;
 * PyYAML refuses tabs.
 */
function isPlainEverywhere(text: string): boolean {
  return /^[a-z][^\t]*$/i.test(text) && !OTHER_TYPES.test(text) && !hasUnseen(text);
}
