import { CustomResourceLimit } from '../../lib/shared/aks-data-actions';

/** `certificates.cert-manager.io`, `everything of cert-manager.io`. */
export function customResourceInWords({ group, kind }: CustomResourceLimit): string {
  if (group === undefined) {
    return `${kind} of any group`;
  }
  return kind === undefined ? `everything of ${group}` : `${kind}.${group}`;
}
