/**
 * Whether the kubernetes provider takes a label or annotation for one of Kubernetes itself: it shows such a key only where
 * the configuration or the state has it, and otherwise leaves it as it is.
 *
 * @see https://github.com/hashicorp/terraform-provider-kubernetes/blob/v2.38.0/kubernetes/structures.go
 */
export function isInternalKey(key: string): boolean {
  const [host = ''] = key.split('/');
  return (
    (host.endsWith('kubernetes.io') && !['app.kubernetes.io', 'service.beta.kubernetes.io'].includes(host)) ||
    key.includes('deprecated.daemonset.template.generation')
  );
}
