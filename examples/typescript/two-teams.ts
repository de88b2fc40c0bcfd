// Two teams share a cluster: a namespace for each, with a role that may restart but not delete, and a look at the other's.
//
// can-i bob@contoso.com patch deployments.apps -n shop: yes
// can-i bob@contoso.com delete deployments.apps -n shop: no
// can-i bob@contoso.com list pods -n billing: yes
// can-i erin@contoso.com patch deployments.apps -n billing: yes
// can-i erin@contoso.com patch deployments.apps -n shop: no

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
  RbacCustomRole,
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
const restarter = new RbacCustomRole(access, 'Restarter', {
  name: 'restarter',
  rules: [{ resources: ['deployments', 'statefulsets'], verbs: ['get', 'list', 'watch', 'patch'] }],
});

const teams = { shop: directory.group('shop-developers'), billing: directory.user('erin@contoso.com') };
for (const [team, subject] of Object.entries(teams)) {
  const namespace = new KubernetesNamespace(access, `Namespace-${team}`, { name: team, labels: { team } });
  new RbacBinding(access, `Restarters-${team}`, {
    role: restarter,
    namespace: namespace.namespaceName,
    subjects: [subject],
  });
}
new RbacBinding(access, 'Viewers', { role: RbacRole.VIEW, subjects: Object.values(teams) });

app.synth();
