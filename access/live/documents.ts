import { parseAllDocuments } from 'yaml';
import { CommandFailed } from '../command-failed';

/** All documents in a text: JSON, several JSON values one after the other, or YAML. */
export function documentsIn(text: string): unknown[] {
  const trimmed = text.trim();
  if (trimmed === '') {
    return [];
  }
  if (/^[[{]/.test(trimmed)) {
    try {
      return [JSON.parse(trimmed)];
    } catch {
      const several = jsonValues(trimmed);
      if (several) {
        return several;
      }
    }
  }

  const documents = parseAllDocuments(trimmed, { logLevel: 'silent' });
  return (Array.isArray(documents) ? documents : []).flatMap((document) => {
    const [problem] = document.errors;
    if (problem) {
      throw new CommandFailed(`this is neither JSON nor YAML: ${problem.message.split('\n')[0]}`);
    }
    const content: unknown = document.toJS();
    // Between two marks there may be nothing, or a comment, as Helm writes it.
    return content === null ? [] : [content];
  });
}

/** Reads a file as PowerShell writes it, too: in UTF-16, with a mark at the beginning, which is left out. */
export function textOf(bytes: Buffer): string {
  const text = bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString('utf16le') : bytes.toString('utf8');
  return text.replace(/^\uFEFF/, '');
}

/** The JSON values that stand one after the other, as several calls of kubectl print them; undefined when it is not that. */
function jsonValues(text: string): unknown[] | undefined {
  const values: unknown[] = [];
  let start = 0;
  let depth = 0;
  let isQuoted = false;

  for (let i = 0; i < text.length; i += 1) {
    const character = text[i]!;
    if (isQuoted) {
      if (character === '\\') {
        i += 1;
      } else if (character === '"') {
        isQuoted = false;
      }
    } else if (character === '"') {
      isQuoted = true;
    } else if (character === '{' || character === '[') {
      start = depth === 0 ? i : start;
      depth += 1;
    } else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) {
        try {
          values.push(JSON.parse(text.slice(start, i + 1)));
        } catch {
          return undefined;
        }
      }
    } else if (depth === 0 && !/[\s,]/.test(character)) {
      return undefined;
    }
  }
  return depth === 0 && !isQuoted ? values : undefined;
}
