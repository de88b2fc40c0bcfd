import { Construct } from 'constructs';
import { KUBERNETES_VERSION } from '../shared/kubernetes-version';
import { requirePattern } from './guards';

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
