import { TerraformStack } from 'cdktf';
import { AadAksCluster, AadServerApp, KeyVaultSecretOptions } from '../../lib';
import { legacy, REQUIRED, VM_SIZE } from './sample-cluster';
import { only, resolve, synth } from './synth';

const KEY_VAULT = '/subscriptions/s/resourceGroups/keys/providers/Microsoft.KeyVault/vaults/vault';

function copySecret(stack: TerraformStack, options: Partial<KeyVaultSecretOptions> = {}): string {
  const app = new AadServerApp(stack, 'Server', { displayName: 'AKSAzureADServer' });
  return app.copySecretToKeyVault('InKeyVault', { keyVaultId: KEY_VAULT, ...options });
}

test('the secret is written without being kept in state, and expires with the original', () => {
  const synthesized = synth((stack) => {
    expect(resolve(stack, copySecret(stack))).toMatch(/azurerm_key_vault_secret\.\w+\.versionless_id\}$/);
  });
  const password = 'azuread_application_password\\.\\w+';

  expect(only(synthesized, 'azurerm_key_vault_secret')).toEqual({
    key_vault_id: KEY_VAULT,
    name: 'aks-aad-server-app',
    content_type: 'password',
    value_wo: expect.stringMatching(new RegExp(`^\\$\\{${password}\\.value\\}$`)) as string,
    // Another password has another key ID, and so another number.
    value_wo_version: expect.stringMatching(
      new RegExp(`^\\$\\{parseint\\(substr\\(sha256\\(${password}\\.key_id\\), 0, 7\\), 16\\)\\}$`),
    ) as string,
    expiration_date: expect.stringMatching(new RegExp(`^\\$\\{${password}\\.end_date\\}$`)) as string,
  });
  expect(synthesized.terraform).toMatchObject({ required_version: '>= 1.11' });
});

test('name and type can be chosen', () => {
  const synthesized = synth((stack) => void copySecret(stack, { secretName: 'aks', contentType: 'secret' }));
  expect(only(synthesized, 'azurerm_key_vault_secret')).toMatchObject({
    name: 'aks',
    content_type: 'secret',
  });
});

test.each<[Partial<KeyVaultSecretOptions>, string]>([
  [
    { keyVaultId: 'vault' },
    "keyVaultId 'vault' is not valid: use the ARM ID of a vault, /subscriptions/…/Microsoft.KeyVault/vaults/<name>",
  ],
  [{ secretName: 'aks_aad' }, "secretName 'aks_aad' is not valid: use 1 to 127 letters, digits and hyphens"],
])('refuses %j', (options, message) => {
  expect(() => synth((stack) => void copySecret(stack, options))).toThrow(
    new Error(`${message} (at 'test/Server')`),
  );
});

test('refuses the stack of a legacy cluster, whose azurerm would keep the value in state', () => {
  expect(() =>
    synth((stack) => {
      const defaultNodePool = { vmSize: VM_SIZE };
      new AadAksCluster(stack, 'Aks', { ...REQUIRED, aad: legacy(stack), defaultNodePool });
      new AadServerApp(stack, 'Other', { displayName: 'Other' }).copySecretToKeyVault('InKeyVault', {
        keyVaultId: KEY_VAULT,
      });
    }),
  ).toThrow(
    new Error(
      "a secret in a Key Vault that no state holds needs azurerm 4.x or later, and stack 'test' has 3.x for legacy Azure AD: use a stack of its own (at 'test/Other')",
    ),
  );
});
