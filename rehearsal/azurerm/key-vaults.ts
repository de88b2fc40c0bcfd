import { amount, text } from '../world/attributes';
import { armId } from './arm-ids';
import { refuseLocked, removable } from './locks';
import { Context, ResourceBehaviour } from '../world/behaviour';
import { State } from '../protocol/values';

export const keyVault: ResourceBehaviour = {
  apply: (planned, _prior, context) => ({
    id: armId('azurerm_key_vault', planned, context),
    vault_uri: vaultUri(text(planned, 'name')),
  }),
  remove: (prior, context) => {
    refuseLocked(prior, context);
    for (const secret of context.world.all('azurerm_key_vault_secret')) {
      if (secret.key_vault_id === prior.id) {
        context.world.remove('azurerm_key_vault_secret', text(secret, 'versionless_id') ?? '');
      }
    }
  },
};

export const keyVaultAccessPolicy: ResourceBehaviour = {
  apply: (planned) => ({ id: `${text(planned, 'key_vault_id')}/objectId/${text(planned, 'object_id')}` }),
  ...removable,
};

/** A secret. A write-only value is Terraform's to send and nobody's to keep: the world holds versions, never values. */
export const keyVaultSecret: ResourceBehaviour = {
  // The ID names the version, so the versions of one secret share another one.
  key: (secret) => text(secret, 'versionless_id') ?? '',
  apply: (planned, prior, context) => {
    const version = versionOf(planned, prior, context);
    const vaultId = text(planned, 'key_vault_id') ?? '';
    const resource = `${vaultId}/secrets/${text(planned, 'name')}`;
    const versionless = versionlessId(planned);
    return {
      id: `${versionless}/${version}`,
      version,
      versionless_id: versionless,
      resource_id: `${resource}/versions/${version}`,
      resource_versionless_id: resource,
    };
  },
};

/** `https://<vault>.vault.azure.net/secrets/<name>` */
export function versionlessId(secret: State): string {
  const vault = text(secret, 'key_vault_id')?.split('/').pop();
  return `${vaultUri(vault)}secrets/${text(secret, 'name')}`;
}

function vaultUri(name: string | undefined): string {
  return `https://${name}.vault.azure.net/`;
}

/** Another value, or another number of a write-only one, makes a new version. */
function versionOf(planned: State, prior: State | null, context: Context): string {
  const isSame =
    prior !== null &&
    text(prior, 'value') === text(planned, 'value') &&
    amount(prior, 'value_wo_version') === amount(planned, 'value_wo_version');
  const words = [
    text(prior ?? undefined, 'version') ?? '',
    String(amount(planned, 'value_wo_version') ?? ''),
  ];

  return isSame
    ? (text(prior, 'version') ?? '')
    : context.uuid('secret', versionlessId(planned), ...words).replaceAll('-', '');
}
