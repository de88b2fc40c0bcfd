import { AccessReport } from '../report/report';
import { AccessDiff, accessDiff, NO_DIFFERENCE } from './diff';

/** What has changed in one of several clusters. */
export interface ClusterDiff {
  /** Undefined for the only cluster of a configuration. */
  readonly key?: string;

  /** Name of the cluster. */
  readonly cluster: string;

  /** Whether it was there before. */
  readonly isKnown: boolean;

  /** Whether it is no longer configured: nothing is about it any more, so everybody keeps what they have until it is destroyed. */
  readonly isGone: boolean;

  readonly diff: AccessDiff;
}

type ByKey = ReadonlyMap<string | undefined, AccessReport>;

/** Compares clusters by their keys, so one that is new has had nobody; one that is gone takes nothing from anybody. */
export function clusterDiffs(earlier: ByKey, now: ByKey): ClusterDiff[] {
  const keys = [...new Set([...now.keys(), ...earlier.keys()])];

  return keys.map((key) => {
    const [before, after] = [earlier.get(key), now.get(key)];
    const { cluster } = (after ?? before)!;
    return {
      ...(key !== undefined && { key }),
      cluster,
      isKnown: before !== undefined,
      isGone: after === undefined,
      diff: after === undefined ? NO_DIFFERENCE : accessDiff(before ?? withoutAnybody(after), after),
    };
  });
}

function withoutAnybody(report: AccessReport): AccessReport {
  return { ...report, namespaces: [], subjects: [], bindings: [], roles: [], warnings: [] };
}
