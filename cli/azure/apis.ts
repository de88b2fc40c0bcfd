import { AzureApi } from './azure-api';
import { Cloud, endpoint } from './clouds';
import { credentialsFor } from './credentials';

/** The two APIs that are asked, as whoever is signed in. */
export interface Apis {
  readonly graph: AzureApi;
  readonly arm: AzureApi;
}

/** Microsoft Graph and the Azure Resource Manager of a cloud. */
export function apisOf({ graph, arm, authority }: Cloud): Apis {
  return {
    graph: new AzureApi({
      name: 'Microsoft Graph',
      endpoint: endpoint(graph, 'AKS_DOCTOR_GRAPH_ENDPOINT'),
      scope: `${graph}/.default`,
      credential: credentialsFor('AKS_DOCTOR_GRAPH_TOKEN', authority),
    }),
    arm: new AzureApi({
      name: 'Azure',
      endpoint: endpoint(arm, 'AKS_DOCTOR_ARM_ENDPOINT'),
      scope: `${arm}/.default`,
      credential: credentialsFor('AKS_DOCTOR_ARM_TOKEN', authority),
    }),
  };
}
