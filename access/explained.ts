import { Diagnostic, WARNINGS } from '../lib/shared/diagnostics';
import { docsPage } from './docs-page';

/** The diagnostic whose ID a warning ends with, in brackets; undefined where there is none. */
export function diagnosticOf(warning: string): Diagnostic | undefined {
  const [, id] = /\[([a-z][a-z-]+)\]$/.exec(warning) ?? [];
  return WARNINGS.find((one) => one.id === id);
}

/** What follows a warning on a line of its own: where the page is that explains its ID. Nothing for one without an ID. */
export function explainedIn(warning: string): string[] {
  const diagnostic = diagnosticOf(warning);
  return diagnostic ? [`explained in ${docsPage(`diagnostics.md#${diagnostic.id}`)}`] : [];
}
