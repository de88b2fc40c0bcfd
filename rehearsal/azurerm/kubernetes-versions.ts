/** Versions that the rehearsed region offers, oldest first; a rehearsal has no clock, so they do not move on. */
export const KUBERNETES_VERSIONS = ['1.32.9', '1.33.5', '1.34.1'];

/** The version that AKS takes when nobody asks for one: not the newest. */
export const DEFAULT_KUBERNETES_VERSION = '1.33.5';

/** The patch that AKS runs for a version or for its alias without a patch, such as `1.33`. */
export function supportedPatch(version?: string): string {
  if (version === undefined) {
    return DEFAULT_KUBERNETES_VERSION;
  }
  const isAlias = version.split('.').length === 2;
  const newest = [...KUBERNETES_VERSIONS].reverse().find((candidate) => candidate.startsWith(`${version}.`));
  return isAlias ? (newest ?? `${version}.0`) : version;
}
