import { Construct } from 'constructs';
import { requirePattern } from './guards';

const KUBERNETES_VERSION = /^1\.(0|[1-9]\d?)(\.(0|[1-9]\d{0,2}))?$/;

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
