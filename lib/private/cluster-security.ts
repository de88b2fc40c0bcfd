import {
  adminUsernameProblem,
  authoritiesProblem,
  INTERVAL,
  sshPublicKeyProblem,
} from '../shared/azure-limits';
import { KubernetesClusterConfig } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { Construct } from 'constructs';
import { AadAksClusterProps } from '../aad-aks-cluster-props';
import { AksKeyManagementOptions, AksSecurityOptions } from '../aks-security';
import { UnsafeSetting } from '../unsafe-setting';
import { refuseUnsafe, ValidationError } from '../shared/errors';
import { isLiteral, literalItems, requireInteger, requirePattern } from './guards';
import { warnAboutLocalState } from './local-state';
import { warn } from '../shared/warn';
import { armIdForm } from '../shared/arm-id-form';

const DEFAULT_IMAGE_CLEANER_INTERVAL_HOURS = 168;

const DISK_ENCRYPTION_SET_ID = armIdForm('Microsoft.Compute/diskEncryptionSets');
const KEY_ID = /^https:\/\/[^/\s"\\]+\/keys\/[^/\s"\\]+\/[^/\s"\\]+$/;
const LINUX_USER = /^[a-z][a-z0-9_-]{0,31}$/i;
const SSH_PUBLIC_KEY = /^ssh-(rsa|ed25519) [A-Za-z0-9+/]+=* ?.*$/;

type Arguments = Pick<
  KubernetesClusterConfig,
  | 'roleBasedAccessControlEnabled'
  | 'localAccountDisabled'
  | 'oidcIssuerEnabled'
  | 'workloadIdentityEnabled'
  | 'azurePolicyEnabled'
  | 'imageCleanerEnabled'
  | 'imageCleanerIntervalHours'
  | 'keyVaultSecretsProvider'
  | 'customCaTrustCertificatesBase64'
  | 'diskEncryptionSetId'
  | 'keyManagementService'
  | 'linuxProfile'
>;

/** Whether the local administrator account exists. */
export function hasLocalAccounts({ aad, security }: AadAksClusterProps): boolean {
  return security?.localAccounts ?? aad.isLegacy;
}

/** The provider's arguments for what protects the cluster. */
export function securityArguments(props: AadAksClusterProps): Arguments {
  const { security = {}, nodeAccess } = props;
  const oidcIssuer = security.oidcIssuer ?? true;

  return {
    roleBasedAccessControlEnabled: security.kubernetesRbac ?? true,
    localAccountDisabled: !hasLocalAccounts(props),
    oidcIssuerEnabled: oidcIssuer,
    workloadIdentityEnabled: security.workloadIdentity ?? oidcIssuer,
    azurePolicyEnabled: security.azurePolicy ?? true,
    imageCleanerEnabled: security.imageCleaner ?? true,
    // Always sent: azurerm would otherwise send 0, which AKS answers with another number.
    imageCleanerIntervalHours: security.imageCleanerIntervalHours ?? DEFAULT_IMAGE_CLEANER_INTERVAL_HOURS,
    keyVaultSecretsProvider:
      security.keyVaultSecretsProvider === false
        ? undefined
        : { secretRotationEnabled: true, secretRotationInterval: security.secretRotationInterval },
    customCaTrustCertificatesBase64: security.customCaCertificates,
    diskEncryptionSetId: security.diskEncryptionSetId,
    keyManagementService: security.keyManagement && keyManagement(security.keyManagement),
    linuxProfile: nodeAccess && {
      adminUsername: nodeAccess.adminUsername ?? 'azureuser',
      sshKey: { keyData: nodeAccess.sshPublicKey },
    },
  };
}

/** Refuses what would leave the cluster open, or nobody able to administer it. */
export function requireSecurity(props: AadAksClusterProps, scope: Construct): void {
  const { security = {}, identity } = props;
  const { unsafeAllow } = security;

  requireNodeAccess(props, scope);
  requireSecretsAndAuthorities(security, scope);
  requireInteger('imageCleanerIntervalHours', security.imageCleanerIntervalHours, 24, 2160, scope);
  requirePattern(
    'diskEncryptionSetId',
    security.diskEncryptionSetId,
    DISK_ENCRYPTION_SET_ID,
    'use the ARM ID of a set, /subscriptions/…/diskEncryptionSets/<name>',
    scope,
  );
  if (security.kubernetesRbac === false) {
    refuseUnsafe(
      UnsafeSetting.RBAC_OFF,
      unsafeAllow,
      'kubernetesRbac false lets everybody who signs in do everything: remove it',
      scope,
    );
  }
  if (security.oidcIssuer === false && security.workloadIdentity) {
    refuseUnsafe(
      UnsafeSetting.WORKLOAD_IDENTITY_WITHOUT_OIDC,
      unsafeAllow,
      'workloadIdentity needs the OIDC issuer: remove oidcIssuer false or workloadIdentity',
      scope,
    );
  }
  if (security.keyManagement) {
    requirePattern(
      'keyVaultKeyId',
      security.keyManagement.keyVaultKeyId,
      KEY_ID,
      'use the ID of a key with its version, https://<vault>.vault.azure.net/keys/<name>/<version>',
      scope,
    );
    if (identity?._kind !== 'UserAssigned') {
      throw new ValidationError(
        'keyManagement needs an identity that may use the key before the cluster exists: use AksIdentity.userAssigned()',
        scope,
      );
    }
    if (security.keyManagement.privateKeyVault && props.apiServer?.vnetIntegrationSubnetId === undefined) {
      throw new ValidationError(
        'privateKeyVault can be reached from your network only, and the API server is not in it: set apiServer.vnetIntegrationSubnetId',
        scope,
      );
    }
  }
  requireAdministrators(props, scope);
}

/** The lock-out rule asks for what somebody chose: Azure RBAC that is on by default has no assignments. */
function requireAdministrators(props: AadAksClusterProps, scope: Construct): void {
  const { aad, security = {} } = props;
  const localAccounts = hasLocalAccounts(props);

  if (!aad._managed) {
    if (!localAccounts) {
      refuseUnsafe(
        UnsafeSetting.LOCAL_ACCOUNTS_OFF,
        security.unsafeAllow,
        'localAccounts false is not available with legacy Azure AD: remove it or use AadIntegration.managed()',
        scope,
      );
    }
    return;
  }

  if (localAccounts) {
    warn(
      scope,
      'local-accounts',
      'localAccounts true leaves a certificate that bypasses Azure AD: remove it and sign in with kubelogin',
    );
    warnAboutLocalState(scope, 'the certificate of the local administrator');
    return;
  }
  if (!aad._hasAdminGroup && !aad._managed.azureRbac) {
    refuseUnsafe(
      UnsafeSetting.LOCK_OUT,
      security.unsafeAllow,
      'nobody could administer the cluster: local accounts are off, and there is no admin group and no Azure RBAC; ' +
        "set 'adminGroupObjectIds' or 'azureRbac' in AadIntegration.managed(), or 'security.localAccounts: true'",
      scope,
    );
  }
}

function requireSecretsAndAuthorities(security: AksSecurityOptions, scope: Construct): void {
  const { secretRotationInterval, keyVaultSecretsProvider, customCaCertificates } = security;
  requirePattern(
    'secretRotationInterval',
    secretRotationInterval,
    INTERVAL,
    "use a time such as '2m' or '1h30m'",
    scope,
  );
  if (secretRotationInterval !== undefined && keyVaultSecretsProvider === false) {
    throw new ValidationError(
      'secretRotationInterval has no effect with keyVaultSecretsProvider false: remove one of them',
      scope,
    );
  }
  const problem = authoritiesProblem(literalItems('customCaCertificates', customCaCertificates, scope));
  if (problem !== undefined) {
    throw new ValidationError(`customCaCertificates${problem}`, scope);
  }
}

function requireNodeAccess({ nodeAccess }: AadAksClusterProps, scope: Construct): void {
  const userRule = 'use 1 to 32 letters, digits, underscores and hyphens, starting with a letter';
  requirePattern('adminUsername', nodeAccess?.adminUsername, LINUX_USER, userRule, scope);

  const adminUsername = nodeAccess?.adminUsername;
  const userProblem = isLiteral(adminUsername) ? adminUsernameProblem(adminUsername) : undefined;
  if (userProblem !== undefined) {
    throw new ValidationError(`adminUsername ${userProblem}`, scope);
  }

  // The value stays out of the message: the commonest mistake is to pass the private key.
  const sshPublicKey = nodeAccess?.sshPublicKey;
  if (isLiteral(sshPublicKey) && !SSH_PUBLIC_KEY.test(sshPublicKey.trim())) {
    throw new ValidationError(
      "sshPublicKey is not a public key: use the one line of the '.pub' file, 'ssh-rsa …' or 'ssh-ed25519 …'",
      scope,
    );
  }
  const keyProblem = isLiteral(sshPublicKey) ? sshPublicKeyProblem(sshPublicKey) : undefined;
  if (keyProblem !== undefined) {
    throw new ValidationError(`sshPublicKey is not a public key: ${keyProblem}`, scope);
  }
}

function keyManagement({
  keyVaultKeyId,
  privateKeyVault,
}: AksKeyManagementOptions): NonNullable<Arguments['keyManagementService']> {
  return { keyVaultKeyId, keyVaultNetworkAccess: privateKeyVault ? 'Private' : 'Public' };
}
