/** A version of Kubernetes as AKS names them. Without flags, because the JSON Schema of aks.yaml has none. */
export const KUBERNETES_VERSION = /^1\.(0|[1-9][0-9]?)(\.(0|[1-9][0-9]{0,2}))?$/;

/** Whether a version is above another; where one of them leaves the patch out, the minor versions decide. */
export function isLaterVersion(version: string, than: string): boolean {
  const [one, other] = [version, than].map((text) => text.split('.').map(Number));
  const step = one!.findIndex((part, i) => other![i] !== undefined && part !== other![i]);
  return step >= 0 && one![step]! > other![step]!;
}
