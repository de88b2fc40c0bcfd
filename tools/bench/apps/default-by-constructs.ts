import { DataAzureadClientConfig } from '@cdktf/provider-azuread/lib/data-azuread-client-config';
import { Group } from '@cdktf/provider-azuread/lib/group';
import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, LocalBackend, TerraformOutput, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import {
  AadAksCluster,
  AadDirectory,
  AadIntegration,
  AzureRole,
  KubernetesConnection,
  RbacBinding,
  RbacRole,
  RbacSubject,
} from '../../../lib';

// The three stacks of aks.yaml in TypeScript, with the constructs of this library.

const ADMINS = 'myAKSCluster-admins';
const NAME = { clusterName: 'myAKSCluster', resourceGroupName: 'myResourceGroup' };

class IdentityStack extends TerraformStack {
  readonly adminGroupObjectId: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    new LocalBackend(this, { path: '../../../state/aks/terraform.identity.tfstate' });
    new AzureadProvider(this, 'azuread');

    // The deployer becomes a member once and stays one, which AadGroup has no prop for.
    const deployer = [new DataAzureadClientConfig(this, 'DeployingPrincipal').objectId];
    const group = new Group(this, 'AdminGroup', {
      displayName: ADMINS,
      securityEnabled: true,
      preventDuplicateNames: true,
      owners: deployer,
      members: deployer,
      lifecycle: { ignoreChanges: ['owners', 'members', 'prevent_duplicate_names'] },
    });
    this.adminGroupObjectId = group.objectId;
  }
}

class ClusterStack extends TerraformStack {
  constructor(scope: Construct, id: string, identity: IdentityStack) {
    super(scope, id);
    new LocalBackend(this, { path: '../../../state/aks/terraform.cluster.tfstate' });
    new AzurermProvider(this, 'azurerm', { features: [{}] });
    this.addDependency(identity);

    const aad = AadIntegration.managed({ adminGroupObjectIds: [identity.adminGroupObjectId] });
    const cluster = new AadAksCluster(this, 'Aks', { ...NAME, location: 'eastus', aad });

    new TerraformOutput(this, 'get_credentials', {
      value: cluster.credentialsCommand,
      description: 'Puts the cluster into your kubeconfig, to sign in with Azure AD.',
    });
    new TerraformOutput(this, 'oidc_issuer_url', {
      value: cluster.oidcIssuerUrl,
      description: 'Issuer that federated credentials of workload identities trust.',
    });
  }
}

class AccessStack extends TerraformStack {
  constructor(scope: Construct, id: string, clusterStack: ClusterStack) {
    super(scope, id);
    new LocalBackend(this, { path: '../../../state/aks/terraform.access.tfstate' });
    new AzurermProvider(this, 'azurerm', { features: [{}], resourceProviderRegistrations: 'none' });
    new AzureadProvider(this, 'azuread');
    this.addDependency(clusterStack);

    const cluster = AadAksCluster.fromLookup(this, 'Aks', NAME);
    new KubernetesConnection(this, 'Kubernetes', { cluster });

    const directory = new AadDirectory(this, 'Directory');
    const alice = directory.user('alice@contoso.com');
    const contosoAdmins = RbacSubject.group('894656e1-39f8-4bfe-b16a-510f61af6f41');
    new RbacBinding(this, 'ContosoClusterAdmins', {
      name: 'contoso-cluster-admins',
      role: RbacRole.CLUSTER_ADMIN,
      subjects: [alice, contosoAdmins],
    });

    const clusterUsers = { Alice: alice, ContosoAdmins: contosoAdmins, Admins: directory.group(ADMINS) };
    for (const [id, subject] of Object.entries(clusterUsers)) {
      cluster.grantAzureRole(`ClusterUser-${id}`, { role: AzureRole.CLUSTER_USER, subject });
    }
  }
}

const app = new App();
const identity = new IdentityStack(app, 'identity');
const cluster = new ClusterStack(app, 'cluster', identity);
new AccessStack(app, 'access', cluster);
app.synth();
