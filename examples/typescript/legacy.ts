// Legacy Azure AD, with a server and a client application of your own. For existing clusters: Azure makes no new ones.
//
// can-i alice@contoso.com delete nodes: yes
// can-i bob@contoso.com delete pods -n shop: no

import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, TerraformStack } from 'cdktf';
import {
  AadAksCluster,
  AadClientApp,
  AadDirectory,
  AadIntegration,
  AadServerApp,
  KubernetesConnection,
  KubernetesCredentials,
  RbacBinding,
  RbacRole,
} from 'cdktf-aks-aad';

const app = new App();
const name = { clusterName: 'myAKSCluster', resourceGroupName: 'myResourceGroup' };

const identity = new TerraformStack(app, 'identity');
new AzureadProvider(identity, 'azuread');
const serverApp = new AadServerApp(identity, 'ServerApp', { displayName: 'AKSAzureADServer' });
const clientApp = new AadClientApp(identity, 'ClientApp', { displayName: 'AKSAzureADClient', serverApp });

const cluster = new TerraformStack(app, 'cluster');
new AzurermProvider(cluster, 'azurerm', { features: [{}] });
new AadAksCluster(cluster, 'Aks', {
  ...name,
  location: 'eastus',
  aad: AadIntegration.legacy({ serverApp, clientApp }),
  defaultNodePool: { vmSize: 'Standard_D2s_v3' },
  security: { localAccounts: true },
});

const access = new TerraformStack(app, 'access');
access.addDependency(cluster);
// The cluster pins it for its own stack; one rehearsal has one version of a provider.
access.addOverride('terraform.required_providers.azurerm.version', '~> 3.117');
new AzurermProvider(access, 'azurerm', { features: [{}] });
new AzureadProvider(access, 'azuread');
new KubernetesConnection(access, 'Kubernetes', {
  cluster: AadAksCluster.fromLookup(access, 'Aks', { ...name, localAccounts: true }),
  credentials: KubernetesCredentials.admin(),
});
new RbacBinding(access, 'Admins', {
  role: RbacRole.CLUSTER_ADMIN,
  subjects: [new AadDirectory(access, 'Directory').group('contoso-cluster-admins')],
});

app.synth();
