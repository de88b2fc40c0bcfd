/** Something that the constructs refuse or warn about at synth. */
export interface Diagnostic {
  /** What messages end with, in brackets, and what names it where it is allowed or silenced. */
  readonly id: string;

  /** What trips it. */
  readonly when: string;

  /** Why it matters. */
  readonly reason: string;
}

/** Refused, unless `security.unsafeAllow` of the cluster (or of `AadIntegration.managed`) names the ID. */
export const REFUSED_UNLESS_ALLOWED: readonly Diagnostic[] = [
  {
    id: 'local-accounts-off',
    when: 'local accounts are off with legacy Azure AD',
    reason: 'Azure turns local accounts off with managed Azure AD only',
  },
  {
    id: 'lock-out',
    when: 'local accounts are off, and there is no admin group and no explicit Azure RBAC',
    reason: 'nobody could administer the cluster, not even whoever deploys it',
  },
  {
    id: 'rbac-off',
    when: 'Kubernetes RBAC is off',
    reason: 'whoever signs in may do everything, and bindings have no effect',
  },
  {
    id: 'workload-identity-without-oidc',
    when: 'workload identity is on and the OIDC issuer is off',
    reason: 'the tokens that Azure AD exchanges come from the issuer; AKS refuses',
  },
  {
    id: 'cilium',
    when: "the policy is Cilium's without its data plane, or its data plane is neither on an overlay nor has a pod subnet",
    reason: 'AKS runs Cilium on Azure CNI overlay or with pod subnets only',
  },
  {
    id: 'windows-with-cilium',
    when: 'a Windows pool is added to a cluster with the Cilium data plane',
    reason: 'the data plane serves Linux nodes only',
  },
  {
    id: 'critical-addons-only',
    when: 'the system pool takes critical add-ons only and the cluster has no user pool',
    reason: 'no node takes applications; their pods stay pending',
  },
  {
    id: 'node-image-channel',
    when: "the upgrade channel is 'node-image' and the node OS channel another one than 'NodeImage'",
    reason: 'AKS refuses the combination',
  },
  {
    id: 'admin-group-not-uuid',
    when: 'an admin group is not a UUID',
    reason: 'AKS matches object IDs; a name or a path makes nobody an administrator',
  },
];

/** Refused always: nothing could be deployed, or it could not work. */
export const REFUSED: readonly Diagnostic[] = [
  {
    id: 'admin-credentials-off',
    when: 'KubernetesCredentials.admin() is used and local accounts are off',
    reason: 'there is no client certificate to sign in with',
  },
  {
    id: 'public-client-with-password',
    when: 'a password is defined below an AadClientApp',
    reason: 'whoever runs a public client can read it; its sign-in does not use one',
  },
];

/** Warned about, unless the context key `cdktf-aks-aad:silence` lists the ID. */
export const WARNINGS: readonly Diagnostic[] = [
  {
    id: 'legacy-aad',
    when: 'a cluster has the legacy integration',
    reason: 'Azure creates no new clusters with it, and it needs azurerm 3.x',
  },
  {
    id: 'local-accounts',
    when: 'local accounts are on beside managed Azure AD',
    reason: "the administrator's certificate goes round Azure AD and cannot be revoked without rotating all",
  },
  {
    id: 'public-api-server',
    when: 'the API server is public and has no authorized ranges',
    reason: 'a stolen token works from anywhere',
  },
  {
    id: 'ranges-allow-everybody',
    when: 'the authorized ranges contain 0.0.0.0/0',
    reason: 'the list has no effect',
  },
  {
    id: 'ranges-on-private-cluster',
    when: 'a private cluster has authorized ranges',
    reason: 'they limit the public address only, which a private cluster does not have',
  },
  {
    id: 'long-lived-secret',
    when: 'the client secret of a server application is valid for more than 365 days',
    reason: 'it outlives who created it, and a leak goes on for longer',
  },
  {
    id: 'secret-across-stacks',
    when: 'the secret of a server application is used in another stack than its own',
    reason: 'it is then also in the outputs of the one state and in the other state',
  },
  {
    id: 'secret-in-local-state',
    when: 'a stack with a secret keeps its state in a local file',
    reason: 'the file is readable, is not locked, and ends up in backups and commits',
  },
  {
    id: 'azure-rbac-unassigned',
    when: 'Azure RBAC is the only way in, and the app assigns no Azure role',
    reason: 'nobody has access until somebody assigns a role by hand',
  },
  {
    id: 'patch-version-with-channel',
    when: 'the Kubernetes version names a patch and an upgrade channel is on',
    reason: 'once AKS has upgraded, the next apply fails, as it would be a downgrade',
  },
  {
    id: 'kubenet',
    when: 'the network is kubenet',
    reason: 'Azure retires it on 31 March 2028',
  },
  {
    id: 'service-principal',
    when: 'the control plane acts as a service principal',
    reason: 'its secret is in state, and the cluster stops working when it expires',
  },
  {
    id: 'node-public-ip',
    when: 'nodes have public addresses',
    reason: 'every node can be reached from the internet',
  },
];
