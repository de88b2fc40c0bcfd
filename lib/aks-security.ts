import { UnsafeSetting } from './unsafe-setting';

/** Key in a Key Vault that encrypts the secrets in etcd. */
export interface AksKeyManagementOptions {
  /** ID of the key with its version, `https://<vault>.vault.azure.net/keys/<name>/<version>`. */
  readonly keyVaultKeyId: string;

  /**
   * Whether the vault can be reached by private link only; needs API server VNet integration.
   *
   * @default false
   */
  readonly privateKeyVault?: boolean;
}

/** What protects the cluster from its users and its workloads. */
export interface AksSecurityOptions {
  /**
   * Whether the local administrator account exists. `az aks get-credentials --admin` and `KubernetesCredentials.admin()`
   * need it; whoever holds its certificate bypasses Azure AD.
   *
   * @default false - with managed Azure AD; true with legacy, which cannot do without
   */
  readonly localAccounts?: boolean;

  /**
   * Whether Kubernetes RBAC is on; off, everybody may do everything. Off needs `UnsafeSetting.RBAC_OFF`.
   * A change replaces the cluster.
   *
   * @default true
   */
  readonly kubernetesRbac?: boolean;

  /**
   * Whether the cluster issues OpenID Connect tokens for its service accounts. It cannot be switched off again.
   *
   * @default true
   */
  readonly oidcIssuer?: boolean;

  /**
   * Whether service accounts can stand for Azure AD identities. Needs the OIDC issuer.
   *
   * @default true - false when `oidcIssuer` is false
   */
  readonly workloadIdentity?: boolean;

  /**
   * Whether Azure Policy checks what is deployed to the cluster.
   *
   * @default true
   */
  readonly azurePolicy?: boolean;

  /**
   * Whether unused images with known vulnerabilities are removed from the nodes.
   *
   * @default true
   */
  readonly imageCleaner?: boolean;

  /**
   * Hours between two runs of the image cleaner, 24 to 2160.
   *
   * @default 168
   */
  readonly imageCleanerIntervalHours?: number;

  /**
   * Whether pods can mount secrets of Key Vaults, which are then renewed in running pods.
   *
   * @default true
   */
  readonly keyVaultSecretsProvider?: boolean;

  /**
   * How often these secrets are renewed, such as `2m` or `1h`.
   *
   * @default - '2m'
   */
  readonly secretRotationInterval?: string;

  /**
   * Certificates of certificate authorities that the nodes trust, each as base64 of a PEM document; at most 10.
   *
   * @default - none
   */
  readonly customCaCertificates?: string[];

  /**
   * ARM ID of the disk encryption set for the disks of nodes and volumes. A change replaces the cluster.
   *
   * @default - disks are encrypted with keys of the platform
   */
  readonly diskEncryptionSetId?: string;

  /**
   * Key that encrypts the secrets in etcd. The cluster needs a user-assigned identity that may use the key.
   *
   * @default - a key of the platform
   */
  readonly keyManagement?: AksKeyManagementOptions;

  /**
   * Settings that are refused unless they are named here.
   *
   * @default - none
   */
  readonly unsafeAllow?: UnsafeSetting[];
}

/** Who signs in to the nodes. */
export interface AksNodeAccessOptions {
  /** Public SSH key for the nodes, `ssh-rsa …` or `ssh-ed25519 …`. */
  readonly sshPublicKey: string;

  /**
   * User of the SSH key on the nodes. A change replaces the cluster.
   *
   * @default 'azureuser'
   */
  readonly adminUsername?: string;
}
