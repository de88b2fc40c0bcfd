import { AadIntegration, AksIdentity, UnsafeSetting } from '../../lib';
import {
  clusterArguments,
  clusterWarnings,
  GROUP,
  IDENTITY,
  SUBNET,
  synthCluster,
  synthLegacy,
  TENANT,
} from './sample-cluster';

const DISK_ENCRYPTION_SET =
  '/subscriptions/s/resourceGroups/keys/providers/Microsoft.Compute/diskEncryptionSets/disks';
const KEY = 'https://vault.vault.azure.net/keys/etcd/1';
const SSH_KEY =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKksNuZqJe6Z/4Yvqo6HmHvmx80Tw+5mHEAKRbDx47Ey ops@contoso.com';

test('every default can be turned off', () => {
  const cluster = clusterArguments({
    security: {
      localAccounts: true,
      oidcIssuer: false,
      azurePolicy: false,
      imageCleaner: false,
      keyVaultSecretsProvider: false,
    },
  });

  expect(cluster).toMatchObject({
    local_account_disabled: false,
    oidc_issuer_enabled: false,
    // Workload identity follows the issuer.
    workload_identity_enabled: false,
    azure_policy_enabled: false,
    image_cleaner_enabled: false,
    image_cleaner_interval_hours: 168,
  });
  expect(cluster).not.toHaveProperty('key_vault_secrets_provider');
});

test('disks and etcd can be encrypted with keys of your own', () => {
  const cluster = clusterArguments({
    identity: AksIdentity.userAssigned(IDENTITY),
    apiServer: { privateCluster: true, vnetIntegrationSubnetId: SUBNET },
    security: {
      diskEncryptionSetId: DISK_ENCRYPTION_SET,
      keyManagement: { keyVaultKeyId: KEY, privateKeyVault: true },
    },
  });
  expect(cluster).toMatchObject({
    disk_encryption_set_id: DISK_ENCRYPTION_SET,
    key_management_service: { key_vault_key_id: KEY, key_vault_network_access: 'Private' },
  });
});

test('who may sign in to the nodes is azureuser unless named', () => {
  expect(clusterArguments({ nodeAccess: { sshPublicKey: SSH_KEY } })).toMatchObject({
    linux_profile: { admin_username: 'azureuser', ssh_key: { key_data: SSH_KEY } },
  });
});

test.each<[string, Parameters<typeof synthCluster>[0], string]>([
  [
    'an interval of the image cleaner',
    { security: { imageCleanerIntervalHours: 1 } },
    'imageCleanerIntervalHours 1 is not valid: use a whole number from 24 to 2160',
  ],
  [
    'a disk encryption set',
    { security: { diskEncryptionSetId: 'disks' } },
    "diskEncryptionSetId 'disks' is not valid: use the ARM ID of a set, /subscriptions/…/diskEncryptionSets/<name>",
  ],
  [
    'a key without its version',
    { security: { keyManagement: { keyVaultKeyId: KEY.slice(0, -2) } } },
    `keyVaultKeyId '${KEY.slice(0, -2)}' is not valid: use the ID of a key with its version, https://<vault>.vault.azure.net/keys/<name>/<version>`,
  ],
  [
    'a key for an identity that does not exist yet',
    { security: { keyManagement: { keyVaultKeyId: KEY } } },
    'keyManagement needs an identity that may use the key before the cluster exists: use AksIdentity.userAssigned()',
  ],
  [
    'a private vault out of reach',
    {
      identity: AksIdentity.userAssigned(IDENTITY),
      security: { keyManagement: { keyVaultKeyId: KEY, privateKeyVault: true } },
    },
    'privateKeyVault can be reached from your network only, and the API server is not in it: set apiServer.vnetIntegrationSubnetId',
  ],
  [
    'a user name',
    { nodeAccess: { sshPublicKey: SSH_KEY, adminUsername: '_ops' } },
    "adminUsername '_ops' is not valid: use 1 to 32 letters, digits, underscores and hyphens, starting with a letter",
  ],
])('refuses %s', (_, props, message) => {
  expect(() => synthCluster(props)).toThrow(new Error(`${message} (at 'test/Aks')`));
});

test('refuses a private SSH key, without repeating it', () => {
  const sshPublicKey = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk';
  const attempt = () => synthCluster({ nodeAccess: { sshPublicKey } });

  expect(attempt).toThrow(
    "sshPublicKey is not a public key: use the one line of the '.pub' file, 'ssh-rsa …' or 'ssh-ed25519 …'",
  );
  expect(attempt).not.toThrow('b3BlbnNzaC1rZXk');
});

describe('what is refused unless it is allowed', () => {
  test.each<[UnsafeSetting, Parameters<typeof synthCluster>[0], string]>([
    [
      UnsafeSetting.RBAC_OFF,
      { security: { kubernetesRbac: false } },
      'kubernetesRbac false lets everybody who signs in do everything: remove it',
    ],
    [
      UnsafeSetting.WORKLOAD_IDENTITY_WITHOUT_OIDC,
      { security: { oidcIssuer: false, workloadIdentity: true } },
      'workloadIdentity needs the OIDC issuer: remove oidcIssuer false or workloadIdentity',
    ],
    [
      UnsafeSetting.LOCK_OUT,
      { aad: AadIntegration.managed({ tenantId: TENANT }) },
      'nobody could administer the cluster: local accounts are off, and there is no admin group and no Azure RBAC; ' +
        "set 'adminGroupObjectIds' or 'azureRbac' in AadIntegration.managed(), or 'security.localAccounts: true'",
    ],
  ])('%s', (setting, props, message) => {
    expect(() => synthCluster(props)).toThrow(new Error(`${message} [${setting}] (at 'test/Aks')`));

    const security = { ...props?.security, unsafeAllow: [setting] };
    expect(() => synthCluster({ ...props, security })).not.toThrow();
  });

  test('local-accounts-off', () => {
    const off = { localAccounts: false };
    expect(() => synthLegacy({ security: off })).toThrow(
      new Error(
        "localAccounts false is not available with legacy Azure AD: remove it or use AadIntegration.managed() [local-accounts-off] (at 'test/Aks')",
      ),
    );
    const allowed = { ...off, unsafeAllow: [UnsafeSetting.LOCAL_ACCOUNTS_OFF] };
    expect(() => synthLegacy({ security: allowed })).not.toThrow();
  });

  test('allowing one thing allows no other', () => {
    const security = { kubernetesRbac: false, unsafeAllow: [UnsafeSetting.LOCK_OUT] };
    expect(() => synthCluster({ security })).toThrow('[rbac-off]');
  });
});

describe('nobody is locked out', () => {
  test('by Azure RBAC that is on by default: it grants nothing until somebody assigns a role', () => {
    expect(() => synthCluster({ aad: AadIntegration.managed() })).toThrow('[lock-out]');
  });

  test.each([
    { aad: AadIntegration.managed({ azureRbac: true }) },
    { aad: AadIntegration.managed(), security: { localAccounts: true } },
    { aad: AadIntegration.managed({ adminGroupObjectIds: [GROUP], azureRbac: false }) },
  ])('with a way in: %#', (props) => {
    expect(() => synthCluster(props)).not.toThrow();
  });
});

test('local accounts beside Azure AD are warned about', () => {
  expect(clusterWarnings({ security: { localAccounts: true } })).toEqual([
    "localAccounts true leaves a certificate that bypasses Azure AD: remove it and sign in with kubelogin (at 'test/Aks') [local-accounts]",
    "the certificate of the local administrator is kept in a local state file: give stack 'test' a remote backend (at 'test/Aks') [secret-in-local-state]",
  ]);
});
