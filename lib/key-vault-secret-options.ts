/** Where and as what the secret of a server application is kept in a Key Vault. */
export interface KeyVaultSecretOptions {
  /** ARM ID of the Key Vault; the deploying account needs the role Key Vault Secrets Officer on it. */
  readonly keyVaultId: string;

  /**
   * Name of the secret: 1 to 127 letters, digits and hyphens.
   *
   * @default 'aks-aad-server-app'
   */
  readonly secretName?: string;

  /**
   * Type of the content, which people read in the portal.
   *
   * @default 'password'
   */
  readonly contentType?: string;
}
