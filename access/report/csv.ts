import { visible } from '../../lib/shared/visible';
import { AccessReport, placesOf, subjectLabel } from './report';

/** What spreadsheets take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

const HEAD = ['Kind', 'Name', 'Bound as', 'Place', 'Level', 'Bindings', 'Ways to the top'];

/** Who holds what, a line for each place, for a spreadsheet (RFC 4180). */
export function csvReport({ subjects }: AccessReport): string {
  const lines = subjects.flatMap((subject) =>
    placesOf(subject).map(({ namespace, level, grants }) => [
      subject.kind,
      subject.name,
      subject.boundAs ?? '',
      namespace ?? 'whole cluster',
      level,
      grants.map(({ binding }) => binding).join('; '),
      (subject.ways ?? []).map(({ text }) => `${subjectLabel(subject)} ${text}`).join('; '),
    ]),
  );
  return [HEAD, ...lines].map((line) => `${line.map(field).join(',')}\r\n`).join('');
}

/** Quoted, and never a formula: nothing of a name is run by who opens the file. */
function field(text: string): string {
  const shown = visible(text).replace(/"/g, '""');
  return `"${FORMULA.test(shown) ? "'" : ''}${shown}"`;
}
