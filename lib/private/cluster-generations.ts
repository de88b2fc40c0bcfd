import { FederatedIdentityCredential } from '@cdktf/provider-azurerm/lib/federated-identity-credential';
import { KubernetesCluster } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import { AzurermGeneration, generationOfBindings } from '../shared/azurerm-bindings';
import { spellForAzurerm3 } from '../shared/azurerm-generation';
import { AksNodeProvisioningOptions } from '../aks-node-provisioning';
import { provisioningArguments } from './cluster-scaling';
import { Machines, spellMachines } from './node-pool';

/** Gives a cluster the arguments that its generation of azurerm has, whatever bindings wrote it. */
export function adaptToAzurerm(
  cluster: KubernetesCluster,
  generation: AzurermGeneration,
  defaultPool: Machines,
  provisioning: AksNodeProvisioningOptions | undefined,
): void {
  spellMachines(cluster, defaultPool, generation, 'default_node_pool.');
  if (generation === 3) {
    spellForAzurerm3(cluster, {
      automatic_upgrade_channel: cluster.automaticUpgradeChannelInput,
      node_os_upgrade_channel: cluster.nodeOsUpgradeChannelInput,
    });
  }
  cluster.addOverride(
    'node_provisioning_profile',
    generation === 5 ? provisioningArguments(provisioning) : undefined,
  );
}

/** Says whose a federated credential is by the arguments that its generation of azurerm has. */
export function adaptOwnerToAzurerm(
  credential: FederatedIdentityCredential,
  identity: UserAssignedIdentity,
  generation: AzurermGeneration,
): void {
  if (generation === generationOfBindings()) {
    return;
  }
  const isNew = generation === 5;
  credential.addOverride('user_assigned_identity_id', isNew ? identity.id : undefined);
  credential.addOverride('parent_id', isNew ? undefined : identity.id);
  credential.addOverride('resource_group_name', isNew ? undefined : identity.resourceGroupName);
}
