import { Policy } from './policies';
import { Finding, Scan } from './scan';

/** Passed and failed checks of the cluster alone, which is what one compares with other modules. */
export interface Score {
  readonly passed: number;
  readonly failed: number;
}

export function scoreOf(scan: Scan, clusters: readonly string[]): Score {
  const count = (found: readonly Finding[]): number =>
    found.filter(({ resource }) => clusters.includes(resource)).length;

  return { passed: count(scan.passed), failed: count(scan.failed) };
}

/** Why the gate stays closed; nothing when it opens. */
export function complaints(policy: Policy, scan: Scan, pinnedVersion: string): string[] {
  const failing = new Set(scan.failed.map(({ check }) => check));
  const refused = scan.failed.filter(({ check }) => !(check in policy.allowed));
  const unused = Object.keys(policy.allowed).filter((check) => !failing.has(check));

  return [
    ...refused.map(({ check, resource, title }) => `${check} fails for '${resource}': ${title}`),
    ...unused.map(
      (check) => `${check} is allowed to fail but does not: remove it from tools/policy/policies.ts`,
    ),
    ...(scan.skipped > 0
      ? [`${scan.skipped} checks are suppressed: list them in tools/policy/policies.ts`]
      : []),
    ...(scan.unreadable > 0 ? [`checkov could not read ${scan.unreadable} files`] : []),
    ...(scan.passed.length === 0 ? ['no check passes, so nothing was checked'] : []),
    ...(scan.version === pinnedVersion
      ? []
      : [`checkov is ${scan.version}, but tools/policy/requirements.txt pins ${pinnedVersion}`]),
  ];
}
