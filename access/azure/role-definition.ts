import { DataActionRights, shortDataAction } from '../../lib/shared/aks-data-actions';
import { blocks, TerraformObject, texts } from '../rbac/from-terraform';

/** What an `azurerm_role_definition` allows inside clusters. */
export function rightsOfDefinition(definition: TerraformObject): DataActionRights {
  const permissions = blocks(definition, 'permissions');
  const actions = (name: string): string[] =>
    permissions.flatMap((permission) => texts(permission, name)).map(shortDataAction);
  return { dataActions: actions('data_actions'), notDataActions: actions('not_data_actions') };
}
