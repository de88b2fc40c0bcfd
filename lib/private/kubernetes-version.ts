import { Construct } from 'constructs';
import { requirePattern } from './guards';

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
