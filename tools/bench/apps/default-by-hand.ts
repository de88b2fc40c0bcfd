import { DataAzureadClientConfig } from '@cdktf/provider-azuread/lib/data-azuread-client-config';
import { DataAzureadGroup } from '@cdktf/provider-azuread/lib/data-azuread-group';
import { DataAzureadUser } from '@cdktf/provider-azuread/lib/data-azuread-user';
import { Group } from '@cdktf/provider-azuread/lib/group';
import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { DataAzurermClientConfig } from '@cdktf/provider-azurerm/lib/data-azurerm-client-config';
import { DataAzurermKubernetesCluster } from '@cdktf/provider-azurerm/lib/data-azurerm-kubernetes-cluster';
import { KubernetesCluster } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { ClusterRoleBindingV1 } from '@cdktf/provider-kubernetes/lib/cluster-role-binding-v1';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { App, conditional, Fn, LocalBackend, Op, TerraformOutput, TerraformStack, Token } from 'cdktf';
import { Construct } from 'constructs';

// The three stacks of aks.yaml as somebody who knows azurerm, azuread and cdktf well writes them without this library.

const ADMINS = 'myAKSCluster-admins';
const CLUSTER = 'myAKSCluster';
const RESOURCE_GROUP = 'myResourceGroup';
const CLUSTER_USER_ROLE_ID = '4abbcc35-e782-43d8-92c5-2d3f1bd2253f';

class IdentityStack extends TerraformStack {
  readonly adminGroupObjectId: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    new LocalBackend(this, { path: '../../../state/aks/terraform.identity.tfstate' });
    new AzureadProvider(this, 'azuread');

    const deployer = new DataAzureadClientConfig(this, 'DeployingPrincipal').objectId;
    const group = new Group(this, 'AdminGroup', {
      displayName: ADMINS,
      securityEnabled: true,
      preventDuplicateNames: true,
      owners: [deployer],
      members: [deployer],
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

    const client = new DataAzurermClientConfig(this, 'ClientConfig');
    const resourceGroup = new ResourceGroup(this, 'ResourceGroup', {
      name: RESOURCE_GROUP,
      location: 'eastus',
    });

    const cluster = new KubernetesCluster(this, 'Aks', {
      name: CLUSTER,
      resourceGroupName: resourceGroup.name,
      location: resourceGroup.location,
      dnsPrefix: CLUSTER,
      skuTier: 'Free',
      identity: { type: 'SystemAssigned' },
      roleBasedAccessControlEnabled: true,
      localAccountDisabled: true,
      azureActiveDirectoryRoleBasedAccessControl: {
        tenantId: client.tenantId,
        azureRbacEnabled: true,
        adminGroupObjectIds: [identity.adminGroupObjectId],
      },
      defaultNodePool: {
        name: 'system',
        nodeCount: 3,
        maxPods: 110,
        nodePublicIpEnabled: false,
        temporaryNameForRotation: 'systemtmp',
        upgradeSettings: { maxSurge: '10%' },
      },
      networkProfile: {
        networkPlugin: 'azure',
        networkPluginMode: 'overlay',
        networkDataPlane: 'cilium',
        networkPolicy: 'cilium',
        loadBalancerSku: 'standard',
        outboundType: 'loadBalancer',
      },
      keyVaultSecretsProvider: { secretRotationEnabled: true },
      automaticUpgradeChannel: 'patch',
      nodeOsUpgradeChannel: 'NodeImage',
      imageCleanerEnabled: true,
      imageCleanerIntervalHours: 168,
      azurePolicyEnabled: true,
      oidcIssuerEnabled: true,
      workloadIdentityEnabled: true,
      privateClusterEnabled: false,
      runCommandEnabled: false,
    });

    new TerraformOutput(this, 'get_credentials', {
      value: `az aks get-credentials --resource-group ${RESOURCE_GROUP} --name ${CLUSTER}`,
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

    const cluster = new DataAzurermKubernetesCluster(this, 'Aks', {
      name: CLUSTER,
      resourceGroupName: RESOURCE_GROUP,
    });
    const kubeConfig = cluster.kubeConfig.get(0);
    new KubernetesProvider(this, 'kubernetes', {
      host: kubeConfig.host,
      clusterCaCertificate: Fn.base64decode(kubeConfig.clusterCaCertificate),
      exec: [
        {
          apiVersion: 'client.authentication.k8s.io/v1beta1',
          command: 'kubelogin',
          args: ['get-token', '--login', 'azurecli', '--server-id', '6dae42f8-4368-4678-94ff-3960e28e3630'],
        },
      ],
    });

    const alice = new DataAzureadUser(this, 'Alice', { userPrincipalName: 'alice@contoso.com' });
    const admins = new DataAzureadGroup(this, 'Admins', { displayName: ADMINS, securityEnabled: true });
    const contosoAdmins = '894656e1-39f8-4bfe-b16a-510f61af6f41';

    const apiGroup = 'rbac.authorization.k8s.io';
    const isGuest = Op.eq(alice.userType, 'Guest');
    const aliceName = Token.asString(conditional(isGuest, alice.objectId, alice.userPrincipalName));
    new ClusterRoleBindingV1(this, 'ContosoClusterAdmins', {
      metadata: { name: 'contoso-cluster-admins' },
      roleRef: { apiGroup, kind: 'ClusterRole', name: 'cluster-admin' },
      subject: [
        { apiGroup, kind: 'User', name: aliceName, namespace: '' },
        { apiGroup, kind: 'Group', name: contosoAdmins, namespace: '' },
      ],
    });

    const clusterUsers = [
      { id: 'Alice', principalType: 'User', principalId: alice.objectId },
      { id: 'ContosoAdmins', principalType: 'Group', principalId: contosoAdmins },
      { id: 'Admins', principalType: 'Group', principalId: admins.objectId },
    ];
    for (const { id, principalType, principalId } of clusterUsers) {
      const scopeId = cluster.id;
      new RoleAssignment(this, `ClusterUser-${id}`, {
        name: Fn.uuidv5('url', Fn.lower(Fn.join('#', [scopeId, '', CLUSTER_USER_ROLE_ID, principalId]))),
        scope: scopeId,
        roleDefinitionName: 'Azure Kubernetes Service Cluster User Role',
        principalId,
        principalType,
        lifecycle: { ignoreChanges: ['name'] },
      });
    }
  }
}

const app = new App();
const identity = new IdentityStack(app, 'identity');
const cluster = new ClusterStack(app, 'cluster', identity);
new AccessStack(app, 'access', cluster);
app.synth();
