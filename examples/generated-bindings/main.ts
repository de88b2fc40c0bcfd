// A module and a resource from .gen, which `npx cdktf get` writes, beside the constructs of the library.
//
// can-i bob@contoso.com delete pods -n shop: yes
// can-i bob@contoso.com delete limitranges -n shop: no

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
import { NamespaceLimits } from './.gen/modules/namespace-limits';
import { ResourceQuotaV1 } from './.gen/providers/kubernetes/resource-quota-v1';

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
// The default kubernetes provider of the stack, for what comes from .gen as well.
new KubernetesConnection(access, 'Kubernetes', { cluster: AadAksCluster.fromLookup(access, 'Aks', name) });

const shop = new KubernetesNamespace(access, 'Shop', { name: 'shop' });
new RbacBinding(access, 'Developers', {
  role: RbacRole.EDIT,
  namespace: shop.namespaceName,
  subjects: [new AadDirectory(access, 'Directory').group('shop-developers')],
});

new NamespaceLimits(access, 'Limits', { namespace: shop.namespaceName, cpu: '250m' });
new ResourceQuotaV1(access, 'Quota', {
  metadata: { name: 'pods', namespace: shop.namespaceName },
  spec: { hard: { pods: '50' } },
});

app.synth();
