import type { SharedConfig } from './load-config';

/** Tenant whose users sign in to the clusters; undefined where it is left to whoever deploys. */
export function signInTenant({ aad, azure }: Pick<SharedConfig, 'aad' | 'azure'>): string | undefined {
  return (aad.mode === 'managed' ? aad.tenantId : undefined) ?? azure.tenantId;
}
