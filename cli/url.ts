import { CommandFailed } from '../access/command-failed';

/** Template tag for a path of a URL: every value is one segment, or one value of a query, whatever it holds. */
export function url(strings: TemplateStringsArray, ...values: readonly string[]): string {
  return strings.reduce((text, part, i) => text + segment(values[i - 1] ?? '') + part);
}

/** An ARM ID as the path that it is: its segments are encoded, its slashes stay. */
export function armPath(id: string): string {
  return id.split('/').map(segment).join('/');
}

/** A text in a filter of OData. */
export function odataText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function segment(text: string): string {
  // A segment of dots alone would lead to another path, encoded or not.
  if (/^\.{1,2}$/.test(text)) {
    throw new CommandFailed(`'${text}' is not a name, and would lead to another address: use a plain name`);
  }
  // Halves of pairs have no encoding.
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));
}
