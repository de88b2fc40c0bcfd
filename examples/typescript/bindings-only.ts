// Access to a cluster that exists: bindings alone. Nothing of the cluster is defined or changed.
//
// Rehearsed where the cluster exists: npx cdktf-aks-aad rehearse --tenant examples/existing-tenant.yaml
// can-i bob@contoso.com delete pods -n shop: yes
// can-i bob@contoso.com delete pods -n kube-system: no
// can-i erin@contoso.com delete pods -n shop: no

import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { AadAksCluster, AadDirectory, KubernetesConnection, RbacBinding, RbacRole } from 'cdktf-aks-aad';

const app = new App();
const access = new TerraformStack(app, 'access');
new AzurermProvider(access, 'azurerm', { features: [{}] });
new AzureadProvider(access, 'azuread');

const cluster = AadAksCluster.fromLookup(access, 'Aks', {
  clusterName: 'myAKSCluster',
  resourceGroupName: 'myResourceGroup',
});
new KubernetesConnection(access, 'Kubernetes', { cluster });

const directory = new AadDirectory(access, 'Directory');
new RbacBinding(access, 'ShopDevelopers', {
  role: RbacRole.EDIT,
  namespace: 'shop',
  subjects: [directory.group('shop-developers')],
});

app.synth();
