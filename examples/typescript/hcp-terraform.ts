// State in HCP Terraform, a workspace for each stack. The rehearsal keeps it on this machine.
//
// can-i bob@contoso.com get pods -n default: yes

import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, CloudBackend, NamedCloudWorkspace, TerraformStack } from 'cdktf';
import {
  AadAksCluster,
  AadDirectory,
  AadIntegration,
  KubernetesConnection,
  RbacBinding,
  RbacRole,
} from 'cdktf-aks-aad';

const app = new App();
const name = { clusterName: 'myAKSCluster', resourceGroupName: 'myResourceGroup' };

function stackInWorkspace(id: string): TerraformStack {
  const stack = new TerraformStack(app, id);
  new CloudBackend(stack, { organization: 'contoso', workspaces: new NamedCloudWorkspace(`aks-${id}`) });
  return stack;
}

const identity = stackInWorkspace('identity');
new AzureadProvider(identity, 'azuread');
const people = new AadDirectory(identity, 'Directory');
const admins = people.createGroup('Admins', {
  displayName: 'myAKSCluster-admins',
  // Who deploys must be one of them, to make the bindings.
  members: [people.user('alice@contoso.com'), people.servicePrincipal('ci-deployer')],
});

const cluster = stackInWorkspace('cluster');
new AzurermProvider(cluster, 'azurerm', { features: [{}] });
new AadAksCluster(cluster, 'Aks', {
  ...name,
  location: 'eastus',
  // Read by this stack from the state of the other.
  aad: AadIntegration.managed({ adminGroupObjectIds: [admins.objectId] }),
});

const access = stackInWorkspace('access');
access.addDependency(cluster);
new AzurermProvider(access, 'azurerm', { features: [{}] });
new AzureadProvider(access, 'azuread');
new KubernetesConnection(access, 'Kubernetes', { cluster: AadAksCluster.fromLookup(access, 'Aks', name) });
new RbacBinding(access, 'Readers', {
  role: RbacRole.VIEW,
  subjects: [new AadDirectory(access, 'Directory').group('shop-readers')],
});

app.synth();
