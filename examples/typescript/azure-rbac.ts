// Azure RBAC: Azure roles count inside the cluster. One stack is enough, as nothing is asked of Kubernetes.
//
// can-i alice@contoso.com delete nodes: yes
// can-i bob@contoso.com delete pods -n shop: yes
// can-i erin@contoso.com list pods -n shop: yes
// can-i erin@contoso.com delete pods -n shop: no

import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { AadAksCluster, AadDirectory, AadIntegration, AzureRole } from 'cdktf-aks-aad';

const app = new App();
const stack = new TerraformStack(app, 'cluster');
new AzurermProvider(stack, 'azurerm', { features: [{}] });
new AzureadProvider(stack, 'azuread');

const cluster = new AadAksCluster(stack, 'Aks', {
  clusterName: 'myAKSCluster',
  resourceGroupName: 'myResourceGroup',
  location: 'eastus',
  aad: AadIntegration.managed({ azureRbac: true }),
});

const directory = new AadDirectory(stack, 'Directory');
cluster.grantAzureRole('Admins', {
  role: AzureRole.RBAC_CLUSTER_ADMIN,
  subject: directory.group('contoso-cluster-admins'),
});
cluster.grantAzureRole('Developers', {
  role: AzureRole.RBAC_WRITER,
  namespace: 'shop',
  subject: directory.group('shop-developers'),
});
cluster.grantAzureRole('Readers', { role: AzureRole.RBAC_READER, subject: directory.group('shop-readers') });

app.synth();
