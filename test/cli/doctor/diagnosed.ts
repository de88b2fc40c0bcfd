import { AzureApi, TokenSource } from '../../../cli/azure/azure-api';
import { diagnose } from '../../../cli/doctor/diagnosis';
import { Finding } from '../../../cli/doctor/findings';
import { appOf, LITERAL } from '../../access/configurations';
import { Answers, AzureStandIn } from '../stand-ins/azure';
import { armRole, BOB, bob, CLUSTER_ID, graphUser, NOW, SHOP_DEVELOPERS } from './sample-tenant';

export const MANAGED = `${LITERAL}
access:
  - { name: developers, clusterRole: edit, namespace: shop, groups: [${SHOP_DEVELOPERS}] }
  - { name: readers, clusterRole: view, users: [bob@contoso.com] }
`;
export const LEGACY = `
aad: { mode: legacy, serverApp: { displayName: Server }, clientApp: { displayName: Client } }
cluster: { name: shop, resourceGroupName: rg, location: eastus, security: { localAccounts: true }, defaultNodePool: { vmSize: Standard_D2s_v3 } }
directory: { lookUpUsers: false }
access: [{ clusterRole: view, users: [bob@contoso.com] }]
`;
const USER_ROLE = armRole(BOB, CLUSTER_ID, [
  'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action',
]);
export const HEALTHY: Answers = { ...graphUser(bob), ...USER_ROLE };

const TOKEN: TokenSource = { getToken: () => Promise.resolve({ token: 'a very secret token' }) };

/** Graph and Azure in one; their paths are different. */
export let azure: AzureStandIn;

/** The tests of the file ask an Azure of their own. */
export function withAzure(): void {
  beforeAll(async () => {
    azure = new AzureStandIn({});
    await azure.start();
  });
  afterAll(() => azure.stop());
}

export async function findings(
  configuration: string,
  answers: Answers,
  {
    account = 'bob@contoso.com',
    credential = TOKEN,
    clusterId,
  }: { account?: string; credential?: TokenSource; clusterId?: string | null } = {},
): Promise<Finding[]> {
  azure.answers = answers;
  const api = new AzureApi({ name: 'Azure', endpoint: azure.endpoint, scope: 'scope', credential });
  return diagnose({
    account,
    app: appOf(configuration),
    configuration: 'aks.yaml',
    clusterId: clusterId === null ? undefined : CLUSTER_ID,
    graph: api,
    arm: api,
    now: NOW,
  });
}

export function finding(all: readonly Finding[], check: string): Finding | undefined {
  return all.find((one) => one.check === check);
}
