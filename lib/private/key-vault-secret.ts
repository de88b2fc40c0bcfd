import { ApplicationPasswordA } from '@cdktf/provider-azuread/lib/application-password';
import { KeyVaultSecret } from '@cdktf/provider-azurerm/lib/key-vault-secret';
import { Fn, TerraformStack, Token } from 'cdktf';
import { Construct } from 'constructs';
import { KeyVaultSecretOptions } from '../key-vault-secret-options';
import { refuseAzurerm3 } from '../shared/azurerm-generation';
import { requirePattern } from './guards';
import { canonicalId } from '../shared/canonical-ids';
import { withLateAddress } from './late-address';
import { armIdForm } from '../shared/arm-id-form';

// "Azure Key Vault keys, secrets and certificates overview", object identifiers.
const SECRET_NAME = /^[a-zA-Z0-9-]{1,127}$/;
const KEY_VAULT_ID = armIdForm('Microsoft.KeyVault/vaults');

/** Copies a password to a Key Vault without a trace of it in state; answers with the secret's ID without a version. */
export function copyToKeyVault(
  scope: Construct,
  id: string,
  password: ApplicationPasswordA,
  options: KeyVaultSecretOptions,
): string {
  const rule = 'use the ARM ID of a vault, /subscriptions/…/Microsoft.KeyVault/vaults/<name>';
  requirePattern('keyVaultId', options.keyVaultId, KEY_VAULT_ID, rule, scope);
  requirePattern(
    'secretName',
    options.secretName,
    SECRET_NAME,
    'use 1 to 127 letters, digits and hyphens',
    scope,
  );
  refuseAzurerm3(scope, 'a secret in a Key Vault that no state holds');
  TerraformStack.of(scope).addOverride('terraform.required_version', '>= 1.11');

  const secret = new KeyVaultSecret(scope, id, {
    keyVaultId: canonicalId(options.keyVaultId),
    name: options.secretName ?? 'aks-aad-server-app',
    contentType: options.contentType ?? 'password',
    valueWo: password.value,
    valueWoVersion: versionOf(password),
    expirationDate: password.endDate,
  });
  return withLateAddress(secret).versionlessId;
}

/** A number that every new password changes: Terraform cannot compare a value that it does not keep. */
function versionOf({ keyId }: ApplicationPasswordA): number {
  return Token.asNumber(Fn.parseint(Fn.substr(Fn.sha256(keyId), 0, 7), 16));
}
