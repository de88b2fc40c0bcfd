import { Construct } from 'constructs';
import { requirePattern } from '../private/guards';

const KUBERNETES_VERSION = /^1\.\d{1,2}(\.\d{1,3})?$/;

/** Refuses what is no version of Kubernetes as AKS names them. */
export function requireKubernetesVersion(prop: string, version: string | undefined, scope: Construct): void {
  requirePattern(
    prop,
    version,
    KUBERNETES_VERSION,
    "use '<major>.<minor>' or '<major>.<minor>.<patch>', such as '1.33'",
    scope,
  );
}

/** Whether a version is above another; where one of them leaves the patch out, the minor versions decide. */
export function isLaterVersion(version: string, than: string): boolean {
  const [one, other] = [version, than].map((text) => text.split('.').map(Number));
  const step = one!.findIndex((part, i) => other![i] !== undefined && part !== other![i]);
  return step >= 0 && one![step]! > other![step]!;
}
