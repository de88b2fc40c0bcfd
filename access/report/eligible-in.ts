import { ReportedPlace, ReportedSubject } from './report';

/** Levels of which each holds all of those before it. */
const STRENGTH: readonly string[] = ['view', 'edit', 'admin', 'cluster-admin'];

/** What somebody may activate that counts in a place: in a namespace also what is for the whole cluster, where it is more than is held. */
export function eligibleIn(
  { places, eligible }: Pick<ReportedSubject, 'places' | 'eligible'>,
  namespace: string | undefined,
): ReportedPlace | undefined {
  const inPlace = (all: readonly ReportedPlace[] = [], place?: string): ReportedPlace | undefined =>
    all.find((one) => one.namespace === place);
  const own = inPlace(eligible?.places, namespace);
  if (own) {
    return own;
  }
  const everywhere = inPlace(eligible?.places);
  const held = inPlace(places, namespace) ?? inPlace(places);
  return everywhere && isMore(everywhere, held) ? everywhere : undefined;
}

function isMore({ level, more }: ReportedPlace, held: ReportedPlace | undefined): boolean {
  if (held === undefined || held.level === 'cluster-admin') {
    return held === undefined;
  }
  return more === true || !STRENGTH.includes(level) || STRENGTH.indexOf(level) > STRENGTH.indexOf(held.level);
}
