import { AccessReport } from '../report/report';
import { AccessDiff, accessDiff } from './diff';

/** What has changed in one of several clusters. */
export interface ClusterDiff {
  /** Undefined for the only cluster of a configuration. */
  readonly key?: string;

  /** Name of the cluster. */
  readonly cluster: string;

  /** Whether it was there before. */
  readonly isKnown: boolean;

  readonly diff: AccessDiff;
}

type ByKey = ReadonlyMap<string | undefined, AccessReport>;

/** Compares clusters by their keys, so one that is new has had nobody, and one that is gone has nobody any more. */
export function clusterDiffs(earlier: ByKey, now: ByKey): ClusterDiff[] {
  const keys = [...new Set([...now.keys(), ...earlier.keys()])];

  return keys.map((key) => {
    const after = now.get(key) ?? withoutAnybody(earlier.get(key)!);
    const before = earlier.get(key) ?? withoutAnybody(after);
    return {
      ...(key !== undefined && { key }),
      cluster: after.cluster,
      isKnown: earlier.has(key),
      diff: accessDiff(before, after),
    };
  });
}

function withoutAnybody(report: AccessReport): AccessReport {
  return { ...report, namespaces: [], subjects: [], bindings: [], roles: [], warnings: [] };
}
