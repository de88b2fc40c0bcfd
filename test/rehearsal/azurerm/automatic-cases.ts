import { azurerm } from '../../../rehearsal/azurerm/azurerm';
import { State } from '../../../rehearsal/protocol/values';
import { RefusalCase, RehearsedService } from '../protocol/rehearsed-service';

export const AUTOMATIC = 'azurerm_kubernetes_automatic_cluster';

export function automaticWith(more: State = {}): State {
  return {
    name: 'auto',
    resource_group_name: 'rg',
    location: 'eastus',
    identity: [{ type: 'SystemAssigned' }],
    ...more,
  };
}

/** A subscription as the first version of azurerm with AKS Automatic shows it. */
export async function givenAutomatic(): Promise<RehearsedService> {
  const service = new RehearsedService(azurerm, '5.10.0');
  await service.create('azurerm_resource_group', { name: 'rg', location: 'eastus' });
  await service.create(AUTOMATIC, automaticWith({ name: 'twin' }));
  return service;
}

/** What every object in a resource group is refused for. */
export const automaticCases: readonly RefusalCase[] = [
  {
    on: AUTOMATIC,
    bad: automaticWith({ name: 'twin' }),
    good: automaticWith(),
    says: 'managedClusters/twin" already exists',
  },
  {
    on: AUTOMATIC,
    bad: automaticWith({ resource_group_name: 'nowhere' }),
    good: automaticWith(),
    says: "Resource group 'nowhere' could not be found",
  },
];
