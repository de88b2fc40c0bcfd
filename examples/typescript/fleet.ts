// The same access in a cluster of each region: a pair of stacks for each, so that one can be deployed without the others.
//
// can-i bob@contoso.com delete pods -n shop: yes
// can-i erin@contoso.com delete pods -n shop: no

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
const aad = AadIntegration.managed({ adminGroupObjectIds: ['894656e1-39f8-4bfe-b16a-510f61af6f41'] });

for (const location of ['westeurope', 'northeurope']) {
  const name = { clusterName: `shop-${location}`, resourceGroupName: `shop-${location}` };

  const cluster = new TerraformStack(app, `cluster-${location}`);
  new AzurermProvider(cluster, 'azurerm', { features: [{}] });
  new AadAksCluster(cluster, 'Aks', { ...name, location, aad });

  const access = new TerraformStack(app, `access-${location}`);
  access.addDependency(cluster);
  new AzurermProvider(access, 'azurerm', { features: [{}] });
  new AzureadProvider(access, 'azuread');
  new KubernetesConnection(access, 'Kubernetes', { cluster: AadAksCluster.fromLookup(access, 'Aks', name) });

  const shop = new KubernetesNamespace(access, 'Shop', { name: 'shop' });
  new RbacBinding(access, 'Developers', {
    role: RbacRole.EDIT,
    namespace: shop.namespaceName,
    subjects: [new AadDirectory(access, 'Directory').group('shop-developers')],
  });
}

app.synth();
