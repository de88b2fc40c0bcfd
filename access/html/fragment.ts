import { visible } from '../../lib/shared/visible';
import { ReportedSubject } from '../report/report';

/** ID of the cell of a subject in a place, the same in every report, so that links to it last. */
export function cellId(subject: ReportedSubject, namespace: string | undefined): string {
  return idOf('cell', subject, namespace ?? '*');
}

/** ID of the ways of a subject. */
export function waysId(subject: ReportedSubject): string {
  return idOf('ways', subject);
}

function idOf(what: string, { kind, name }: ReportedSubject, ...more: readonly string[]): string {
  return [what, kind.replace(' ', '-'), name, ...more]
    .map((part) => encodeURIComponent(visible(part)))
    .join(':');
}
