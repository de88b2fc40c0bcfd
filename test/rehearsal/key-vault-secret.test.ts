import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { KeyVault } from '@cdktf/provider-azurerm/lib/key-vault';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { TerraformStack, Testing } from 'cdktf';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AadServerApp } from '../../lib';
import { azuread } from '../../rehearsal/azuread/azuread';
import { azurerm } from '../../rehearsal/azurerm/azurerm';
import { RunningProviders, startProviders } from '../../rehearsal/protocol/provider-server';
import { loadTenant } from '../../access/directory/load-tenant';
import { FileWorld } from '../../rehearsal/world/world';
import { describeWithTerraform, TerraformDirectory } from './terraform';

interface State {
  readonly resources: {
    readonly type: string;
    readonly instances: { readonly attributes: Record<string, unknown> }[];
  }[];
}

/** A server application whose secret is copied to a Key Vault. */
function configuration(rotation: string): string {
  const tenant = loadTenant();
  const stack = new TerraformStack(Testing.app(), 'identity');
  new AzureadProvider(stack, 'azuread');
  new AzurermProvider(stack, 'azurerm', {
    features: [{}],
    subscriptionId: '8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8',
  });

  const group = new ResourceGroup(stack, 'Group', { name: 'keys', location: 'eastus' });
  const vault = new KeyVault(stack, 'Vault', {
    name: 'contoso',
    resourceGroupName: group.name,
    location: group.location,
    tenantId: tenant.tenantId,
    skuName: 'standard',
  });
  const serverApp = new AadServerApp(stack, 'Server', {
    displayName: 'AKSAzureADServer',
    rotateSecretWhenChanged: rotation,
  });
  serverApp.copySecretToKeyVault('InKeyVault', { keyVaultId: vault.id });

  return Testing.synth(stack, true);
}

describeWithTerraform('the secret of a server application in a Key Vault', () => {
  let directory: TerraformDirectory;
  let providers: RunningProviders;

  beforeAll(async () => {
    providers = await startProviders({
      providers: [
        { behaviour: azuread, version: '3.7.0' },
        { behaviour: azurerm, version: '4.55.0' },
      ],
      tenant: loadTenant(),
      world: new FileWorld(),
    });
    directory = new TerraformDirectory(providers.reattach);
    directory.write(configuration('2026-01'), 'main.tf.json');
    await directory.succeed('init');
    await directory.apply();
  });

  afterAll(async () => {
    await providers.stop();
    directory.remove();
  });

  function inState(type: string): Record<string, unknown> {
    const state = JSON.parse(readFileSync(join(directory.path, 'terraform.tfstate'), 'utf8')) as State;
    return state.resources.find((resource) => resource.type === type)?.instances[0]?.attributes ?? {};
  }

  test('is there until the original expires, and its copy is in no state', () => {
    const [password, secret] = [inState('azuread_application_password'), inState('azurerm_key_vault_secret')];

    expect(password.value).toEqual(expect.any(String));
    expect(JSON.stringify(secret)).not.toContain(password.value);
    expect(secret).toMatchObject({ content_type: 'password', expiration_date: password.end_date });
  });

  test('is not written again as long as it is the same', async () => {
    expect(await directory.plannedChanges()).toEqual({});
  });

  test('is renewed, in place, with the original', async () => {
    const before = inState('azurerm_key_vault_secret');
    directory.write(configuration('2026-07'), 'main.tf.json');
    expect(
      Object.entries(await directory.plannedChanges()).map(([address, actions]) => [
        address.split('.')[0],
        actions,
      ]),
    ).toEqual([
      ['azuread_application_password', 'delete,create'],
      ['azurerm_key_vault_secret', 'update'],
    ]);

    await directory.apply();
    const after = inState('azurerm_key_vault_secret');
    expect(after.value_wo_version).not.toBe(before.value_wo_version);
    expect(after.version).not.toBe(before.version);
    expect(after.versionless_id).toBe(before.versionless_id);
    expect(await directory.plannedChanges()).toEqual({});
  });
});
