import { isPresent, text } from '../world/attributes';
import { missing } from './service-rules';
import { versionlessId } from './key-vaults';
import { Context, Problem, Rule } from '../world/behaviour';
import { exactlyOneOf } from '../world/checks';
import { State } from '../protocol/values';

const PROVIDER =
  'https://github.com/hashicorp/terraform-provider-azurerm/blob/main/internal/services/keyvault';
const LEARN = 'https://learn.microsoft.com/azure';

const SECRET_NAME = /^[-\da-zA-Z]{1,127}$/;
const VAULT_NAME = /^[a-zA-Z][-\da-zA-Z]{1,22}[\da-zA-Z]$/;

/** What Key Vault, or azurerm on its behalf, refuses. */
export const keyVaultRules: readonly Rule[] = [
  {
    on: 'azurerm_key_vault',
    refuses: 'a name that is not 3 to 24 letters, digits and inner hyphens, starting with a letter',
    source: `${LEARN}/azure-resource-manager/management/resource-name-rules#microsoftkeyvault`,
    at: 'validate',
    check: (vault) =>
      badName(
        vault,
        VAULT_NAME,
        'may only contain alphanumeric characters and dashes and must be between 3-24 chars',
      ),
  },
  {
    on: 'azurerm_key_vault_secret',
    refuses: 'a name that is not 1 to 127 letters, digits and hyphens',
    source: `${PROVIDER}/validate/nested_item_name.go`,
    at: 'validate',
    check: (secret) => badName(secret, SECRET_NAME, 'may only contain alphanumeric characters and dashes'),
  },
  {
    on: 'azurerm_key_vault_secret',
    refuses: 'anything but exactly one of value and value_wo',
    source: `${PROVIDER}/key_vault_secret_resource.go`,
    at: 'validate',
    check: (secret) => ('value_wo' in secret ? exactlyOneOf(secret, ['value', 'value_wo']) : undefined),
  },
  {
    on: 'azurerm_key_vault_secret',
    refuses: 'value_wo without value_wo_version, whose change is all that tells that the value has changed',
    source: `${PROVIDER}/key_vault_secret_resource.go`,
    at: 'validate',
    check: (secret) =>
      isPresent(secret, 'value_wo') && !isPresent(secret, 'value_wo_version')
        ? {
            summary:
              'Missing required argument: "value_wo": all of `value_wo,value_wo_version` must be specified',
            path: ['value_wo'],
          }
        : undefined,
  },
  {
    on: 'azurerm_key_vault_secret',
    refuses: 'a vault that does not exist',
    source: `${LEARN}/azure-resource-manager/troubleshooting/error-not-found`,
    at: 'apply',
    check: (secret, context) =>
      context && missing('azurerm_key_vault', text(secret, 'key_vault_id'), 'key_vault_id', context),
  },
  {
    on: 'azurerm_key_vault_secret',
    refuses: 'a second secret of the same name in one vault',
    source: `${PROVIDER}/key_vault_secret_resource.go`,
    at: 'apply',
    check: (secret, context) => context && secretAgain(secret, context),
  },
];

function badName(object: State, form: RegExp, rule: string): Problem | undefined {
  const name = text(object, 'name');
  return name === undefined || form.test(name) ? undefined : { summary: `"name" ${rule}`, path: ['name'] };
}

function secretAgain(secret: State, context: Context): Problem | undefined {
  const id = versionlessId(secret);
  const existing = context.world.get('azurerm_key_vault_secret', id);
  return existing && typeof secret.id !== 'string'
    ? {
        summary: `A resource with the ID "${text(existing, 'id')}" already exists - to be managed via Terraform this resource needs to be imported into the State. Please see the resource documentation for "azurerm_key_vault_secret" for more information.`,
      }
    : undefined;
}
