import { AzureObject } from '../../cli/adopt/azure-object';
import { applicationState, groupState } from '../../cli/adopt/directory-state';
import { AZURERM_ARGUMENTS, AzurermArguments } from '../../lib/shared/azurerm-arguments';
import { AzurermGeneration } from '../../lib/shared/azurerm-bindings';
import { State, Value } from '../../rehearsal/protocol/values';
import { World } from '../../rehearsal/world/world';
import { Tenant } from '../../access/directory/tenant';
import { loadTenant } from '../../access/directory/load-tenant';
import { readCluster } from '../cli/adopt/azurerm-reads';

/** The arguments with which somebody could have made what azurerm reads: what is nothing, or follows, is not said. */
function given(types: AzurermArguments, state: State): State {
  return Object.fromEntries(
    Object.entries(state).flatMap(([name, value]): [string, Value][] => {
      const type = types[name];
      const isNothing =
        value === null ||
        value === '' ||
        (value === 'none' && name !== 'network_plugin') ||
        (value === 0 && name !== 'min_count');
      if (type === undefined || isNothing || (Array.isArray(value) && value.length === 0)) {
        return [];
      }
      return typeof type === 'object'
        ? [[name, (value as State[]).map((one) => given(type, one))]]
        : [[name, value]];
    }),
  );
}

/** The identity of the kubelets where it was given, and not made by AKS among the nodes. */
function ownIdentity(identity: State[]): State[] {
  return identity.filter((one) => !/\/resourceGroups\/MC_/i.test(one.user_assigned_identity_id as string));
}

/** The applications of a legacy cluster, with the secret that Azure does not give back. */
function legacyOf(document: unknown): State[] {
  const { aadProfile } = document as { aadProfile: Record<string, string> };
  return [
    {
      tenant_id: aadProfile.tenantId!,
      server_app_id: aadProfile.serverAppId!,
      client_app_id: aadProfile.clientAppId!,
      server_app_secret: 'not-read',
    },
  ];
}

/** Objects of the directory, as somebody could have made them who wanted what azuread reads of them. */
export function directoryObjects(documents: readonly Record<string, unknown>[]): Tenant['objects'] {
  const objects: Record<string, State[]> = {};
  for (const document of documents) {
    const object = new AzureObject(document);
    const [type, state] =
      document.servicePrincipalType !== undefined
        ? [
            'azuread_service_principal',
            { client_id: document.appId as string, object_id: document.id as string },
          ]
        : document.appId !== undefined
          ? ['azuread_application', applicationState(object)]
          : ['azuread_group', groupState(object)];
    objects[type] = [...(objects[type] ?? []), state];
  }
  return objects;
}

/** Lets pools be without a surge, as old ones are: whoever makes one today gets it from AKS. */
export function takeSurgeAway(world: World, documents: readonly unknown[]): void {
  for (const { cluster } of documents.map(readCluster)) {
    const made = world.get('azurerm_kubernetes_cluster', cluster.id as string)!;
    const [pool] = cluster.default_node_pool as State[];
    const [madePool] = made.default_node_pool as State[];
    world.put('azurerm_kubernetes_cluster', cluster.id as string, {
      ...made,
      default_node_pool: [{ ...madePool, upgrade_settings: pool!.upgrade_settings as Value }],
    });
  }
}

/** A tenant in which the clusters of documents are, as azurerm would read them, and whatever they name. */
export function tenantOf(documents: readonly unknown[], generation: AzurermGeneration): Tenant {
  const { azurerm_kubernetes_cluster: clusterTypes, azurerm_kubernetes_cluster_node_pool: poolTypes } =
    AZURERM_ARGUMENTS[generation];
  const read = documents.map(readCluster);
  const named = JSON.stringify(documents).match(/\/subscriptions\/[^"]+/g) ?? [];
  const objects = {
    azurerm_resource_group: [{ name: 'shop', location: 'westeurope' }],
    azurerm_kubernetes_cluster: read.map(({ cluster }, i) => {
      const [network] = cluster.network_profile as State[];
      return given(clusterTypes!, {
        ...cluster,
        kubelet_identity: ownIdentity(cluster.kubelet_identity as State[]),
        service_principal: (cluster.service_principal as State[]).map((one) => ({
          ...one,
          client_secret: 'not-read',
        })),
        storage_profile: null,
        // Nobody makes a cluster without the password, and nothing gives it back.
        windows_profile: null,
        ...(generation === 3 && { azure_active_directory_role_based_access_control: legacyOf(documents[i]) }),
        network_profile: [{ ...network, load_balancer_profile: null }],
      });
    }),
    azurerm_kubernetes_cluster_node_pool: read.flatMap(({ pools }) =>
      pools.map((pool) => given(poolTypes!, pool)),
    ),
  };
  return { ...loadTenant(), objects, resources: [...new Set(named)] };
}
