// A cluster that people sign in to with Azure AD, with a group of administrators, and one binding. Two stacks: a kubernetes
// provider that is configured from a cluster of the same apply breaks as soon as the cluster changes.
//
// can-i alice@contoso.com delete nodes: yes
// can-i bob@contoso.com delete pods -n shop: yes
// can-i bob@contoso.com delete pods -n kube-system: no

import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, TerraformStack } from 'cdktf';
import {
  AadAksCluster,
  AadDirectory,
  AadIntegration,
  KubernetesConnection,
  KubernetesNamespace,
  RbacBinding,
  RbacRole,
} from 'cdktf-aks-aad';

const app = new App();
const name = { clusterName: 'myAKSCluster', resourceGroupName: 'myResourceGroup' };

const cluster = new TerraformStack(app, 'cluster');
new AzurermProvider(cluster, 'azurerm', { features: [{}] });
new AadAksCluster(cluster, 'Aks', {
  ...name,
  location: 'eastus',
  aad: AadIntegration.managed({ adminGroupObjectIds: ['894656e1-39f8-4bfe-b16a-510f61af6f41'] }),
});

const access = new TerraformStack(app, 'access');
access.addDependency(cluster);
new AzurermProvider(access, 'azurerm', { features: [{}] });
new AzureadProvider(access, 'azuread');
new KubernetesConnection(access, 'Kubernetes', { cluster: AadAksCluster.fromLookup(access, 'Aks', name) });

const directory = new AadDirectory(access, 'Directory');
const shop = new KubernetesNamespace(access, 'Shop', { name: 'shop' });
new RbacBinding(access, 'ShopDevelopers', {
  role: RbacRole.EDIT,
  namespace: shop.namespaceName,
  subjects: [directory.group('shop-developers')],
});

app.synth();
