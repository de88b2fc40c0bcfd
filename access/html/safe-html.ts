import { visible } from '../../lib/shared/visible';
import { jsonText } from '../report/json-text';

/** Markup whose values have been escaped. */
export class SafeHtml {
  constructor(readonly text: string) {}
}

type Value = string | number | SafeHtml | readonly SafeHtml[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Template tag for markup: every value is escaped, unless it is markup already, and what nobody would see is seen. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): SafeHtml {
  return new SafeHtml(strings.reduce((text, part, i) => text + textOf(values[i - 1] ?? '') + part));
}

/** Text whose line ends are ours: each line is escaped on its own, as an end of a line is not seen either. */
export function htmlLines(text: string): SafeHtml {
  return new SafeHtml(text.split('\n').map(textOf).join('<br />'));
}

/** JSON for a script element: nothing in it can end the element. */
export function jsonForScript(value: unknown): SafeHtml {
  return new SafeHtml(jsonText(value).replace(/</g, '\\u003c'));
}

function textOf(value: Value): string {
  if (value instanceof SafeHtml) {
    return value.text;
  }
  if (typeof value === 'string' || typeof value === 'number') {
    return visible(String(value)).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
  }
  return value.map(({ text }) => text).join('');
}
