/** Settings that are refused unless `security.unsafeAllow` names them. */
export enum UnsafeSetting {
  /** Local accounts are off with legacy Azure AD, which cannot do without. */
  LOCAL_ACCOUNTS_OFF = 'local-accounts-off',

  /** Local accounts are off, and there is no admin group and no Azure RBAC: nobody administers the cluster. */
  LOCK_OUT = 'lock-out',

  /** Kubernetes RBAC is off: whoever signs in may do everything. */
  RBAC_OFF = 'rbac-off',

  /** Workload identity without the issuer whose tokens it exchanges. */
  WORKLOAD_IDENTITY_WITHOUT_OIDC = 'workload-identity-without-oidc',

  /** Cilium where AKS does not run it: policy without the data plane, or the plane without overlay or a pod subnet. */
  CILIUM = 'cilium',

  /** A Windows node pool in a cluster with the Cilium data plane, which serves Linux nodes only. */
  WINDOWS_WITH_CILIUM = 'windows-with-cilium',

  /** The system pool takes critical add-ons only, and there is no other pool for anything else. */
  CRITICAL_ADDONS_ONLY = 'critical-addons-only',

  /** The channel `node-image` together with another node OS channel. */
  NODE_IMAGE_CHANNEL = 'node-image-channel',

  /** An admin group that is not a UUID. */
  ADMIN_GROUP_NOT_UUID = 'admin-group-not-uuid',
}
