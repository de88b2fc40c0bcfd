import { block, blocks, isTrue, text, texts } from '../world/attributes';
import { armId, exists, findById, subscriptionOf } from './arm-ids';
import { roleIdByName, roleNameById } from './azure-roles';
import { underBothNames } from './node-pools';
import { idsOfIdentity } from './azure-principals';
import { Context, DataSourceBehaviour, Refusal } from '../world/behaviour';
import { deployerOf, subscriptionTenantOf } from '../world/deployer';
import { DEFAULT_KUBERNETES_VERSION, KUBERNETES_VERSIONS } from './kubernetes-versions';
import { State } from '../protocol/values';

const clientConfig: DataSourceBehaviour = (_config, context) => {
  const { objectId, clientId } = deployerOf(context);
  const tenantId = subscriptionTenantOf(context);
  const subscriptionId = subscriptionOf(context);
  const words = [clientId, objectId, subscriptionId, tenantId].join(';');
  return {
    id: Buffer.from(words).toString('base64'),
    client_id: clientId,
    object_id: objectId,
    subscription_id: subscriptionId,
    tenant_id: tenantId,
  };
};

const subscription: DataSourceBehaviour = (config, context) => {
  const subscriptionId = text(config, 'subscription_id') ?? subscriptionOf(context);
  if (subscriptionId !== subscriptionOf(context)) {
    throw new Refusal({
      summary: `subscription "${subscriptionId}" was not found`,
      path: ['subscription_id'],
    });
  }
  return {
    id: `/subscriptions/${subscriptionId}`,
    subscription_id: subscriptionId,
    tenant_id: subscriptionTenantOf(context),
    display_name: 'Rehearsal',
    state: 'Enabled',
    location_placement_id: 'Public_2014-09-01',
    quota_id: 'PayAsYouGo_2014-09-01',
    spending_limit: 'Off',
    tags: {},
  };
};

const kubernetesCluster: DataSourceBehaviour = (config, context) => {
  const words = `Kubernetes Cluster Name: "${text(config, 'name')}"`;
  const found = deployed('azurerm_kubernetes_cluster', words, config, context);
  const pools = context.world
    .all('azurerm_kubernetes_cluster_node_pool')
    .filter((pool) => pool.kubernetes_cluster_id === found.id);
  return {
    ...found,
    role_based_access_control_enabled: found.role_based_access_control_enabled !== false,
    private_cluster_enabled: isTrue(found, 'private_cluster_enabled'),
    agent_pool_profile: [...blocks(found, 'default_node_pool'), ...pools].map(agentPool),
    api_server_authorized_ip_ranges: texts(block(found, 'api_server_access_profile'), 'authorized_ip_ranges'),
    // Azure never gives a secret back.
    service_principal: blocks(found, 'service_principal').map(({ client_id: clientId }) => ({
      client_id: clientId ?? null,
    })),
    windows_profile: blocks(found, 'windows_profile').map(({ admin_username: name }) => ({
      admin_username: name ?? null,
    })),
  };
};

const automaticCluster: DataSourceBehaviour = (config, context) => {
  const words = `Kubernetes Automatic Cluster Name: "${text(config, 'name')}"`;
  return { ...deployed('azurerm_kubernetes_automatic_cluster', words, config, context) };
};

const serviceVersions: DataSourceBehaviour = (config, context) => {
  const prefix = text(config, 'version_prefix') ?? '';
  const versions = KUBERNETES_VERSIONS.filter((version) => version.startsWith(prefix));
  return {
    id: `/subscriptions/${subscriptionOf(context)}/providers/Microsoft.ContainerService/locations/${text(config, 'location')}`,
    versions,
    latest_version: versions.at(-1) ?? '',
    default_version: versions.includes(DEFAULT_KUBERNETES_VERSION)
      ? DEFAULT_KUBERNETES_VERSION
      : (versions[0] ?? ''),
  };
};

const roleDefinition: DataSourceBehaviour = (config, context) => {
  const name = text(config, 'name') ?? roleNameById(text(config, 'role_definition_id') ?? '');
  const roleId = text(config, 'role_definition_id') ?? roleIdByName(name ?? '');
  if (name === undefined || roleId === undefined) {
    throw new Refusal({
      summary: `loading Role Definition List: could not find role '${name ?? roleId}'`,
      detail: 'The rehearsal knows the built-in roles of rehearsal/azure-roles.ts.',
    });
  }
  return {
    id: `/subscriptions/${subscriptionOf(context)}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`,
    name,
    role_definition_id: roleId,
    type: 'BuiltInRole',
    assignable_scopes: ['/'],
  };
};

/** One that the tenant file only names has the object ID that it would have if it were deployed. */
const userAssignedIdentity: DataSourceBehaviour = (config, context) => {
  const type = 'azurerm_user_assigned_identity';
  const id = armId(type, config, context);
  return findById(type, id, context) === undefined && exists(type, id, context)
    ? { id, ...idsOfIdentity(id, context) }
    : deployed(type, `User Assigned Identity Name: "${text(config, 'name')}"`, config, context);
};

export const azurermDataSources: Readonly<Record<string, DataSourceBehaviour>> = {
  azurerm_client_config: clientConfig,
  azurerm_subscription: subscription,
  azurerm_kubernetes_cluster: kubernetesCluster,
  azurerm_kubernetes_automatic_cluster: automaticCluster,
  azurerm_kubernetes_service_versions: serviceVersions,
  azurerm_role_definition: roleDefinition,
  azurerm_resource_group: (config, context) =>
    deployed('azurerm_resource_group', `Resource Group "${text(config, 'name')}"`, config, context),
  azurerm_user_assigned_identity: userAssignedIdentity,
  azurerm_subnet: (config, context) => {
    const found = deployed('azurerm_subnet', `Subnet Name: "${text(config, 'name')}"`, config, context);
    return { ...found, address_prefix: texts(found, 'address_prefixes')[0] ?? '' };
  },
  azurerm_virtual_network: (config, context) =>
    deployed('azurerm_virtual_network', `Virtual Network Name: "${text(config, 'name')}"`, config, context),
  azurerm_log_analytics_workspace: (config, context) =>
    deployed('azurerm_log_analytics_workspace', `Workspace Name: "${text(config, 'name')}"`, config, context),
};

/** A stack that looks up what another one makes is deployed beside it, unless it waits. */
const ONLY_WHAT_IS_THERE =
  "In a rehearsal only what was deployed in it exists, and what the tenant file lists under 'objects'. If another stack makes it, " +
  'let this one wait for that: addDependency() of the stack.';

/** The object that a data source names by its own arguments. */
function deployed(type: string, words: string, config: State, context: Context): State {
  const found = findById(type, armId(type, config, context), context);
  if (!found) {
    const group = text(config, 'resource_group_name');
    const place = [
      `Subscription: "${subscriptionOf(context)}"`,
      ...(group === undefined ? [] : [`Resource Group Name: "${group}"`]),
    ];
    throw new Refusal({
      summary: `(${[...place, words].join(', ')}) was not found`,
      detail: ONLY_WHAT_IS_THERE,
    });
  }
  return found;
}

function agentPool(pool: State): State {
  return {
    ...underBothNames(pool),
    count: pool.node_count ?? null,
    os_type: text(pool, 'os_type') ?? 'Linux',
    type: text(pool, 'type') ?? 'VirtualMachineScaleSets',
  };
}
