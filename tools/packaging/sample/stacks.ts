import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import {
  AadAksCluster,
  AadClientApp,
  AadDirectory,
  AadGroup,
  AadGroupActivationPolicy,
  AadGroupEligibility,
  AadIntegration,
  AadServerApp,
  AksIdentityRole,
  AksSkuTier,
  AzureRole,
  AzureRoleActivationPolicy,
  AzureRoleCondition,
  AzureRoleDefinition,
  AzureRoleEligibility,
  KubernetesConnection,
  KubernetesCredentials,
  KubernetesNamespace,
  MaintenanceWindow,
  RbacBinding,
  RbacCustomRole,
  RbacRole,
  RbacSubject,
  Weekday,
} from '../../../lib';

const CLUSTER = { clusterName: 'myAKSCluster', resourceGroupName: 'myResourceGroup' };

const REGISTRY =
  '/subscriptions/8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8/resourceGroups/images/providers/Microsoft.ContainerRegistry/registries/contoso';

/** Three stacks with every construct of the library, which examples/python/main.py defines in Python. */
export function defineStacks(scope: Construct): void {
  const identity = new IdentityStack(scope, 'identity');
  const cluster = new ClusterStack(scope, 'cluster', identity.admins);
  new AccessStack(scope, 'access').addDependency(cluster);
}

class IdentityStack extends TerraformStack {
  readonly admins: AadGroup;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzureadProvider(this, 'azuread', {});

    const directory = new AadDirectory(this, 'Directory');
    this.admins = directory.createGroup('Admins', {
      displayName: 'myAKSCluster-admins',
      members: [directory.user('alice@contoso.com'), directory.servicePrincipal('ci-deployer')],
    });

    new AadGroupEligibility(this, 'OnCall', {
      group: this.admins,
      member: directory.user('bob@contoso.com'),
      policy: new AadGroupActivationPolicy(this, 'Activation', { group: this.admins, maximumMinutes: 60 }),
    });

    const serverApp = new AadServerApp(this, 'ServerApp', { displayName: 'AKS server' });
    new AadClientApp(this, 'ClientApp', { displayName: 'AKS client', serverApp });
  }
}

class ClusterStack extends TerraformStack {
  constructor(scope: Construct, id: string, admins: AadGroup) {
    super(scope, id);
    new AzurermProvider(this, 'azurerm', { features: [{}] });

    const cluster = new AadAksCluster(this, 'Aks', {
      ...CLUSTER,
      location: 'eastus',
      aad: AadIntegration.managed({ adminGroupObjectIds: [admins.objectId] }),
      skuTier: AksSkuTier.STANDARD,
      apiServer: { authorizedIpRanges: ['203.0.113.0/24'] },
      upgrades: {
        window: MaintenanceWindow.weekly({ day: Weekday.SUNDAY, startTime: '02:00', durationHours: 4 }),
      },
      tags: { team: 'platform' },
    });
    cluster.addNodePool('Apps', { name: 'apps', minCount: 1, maxCount: 3, labels: { workload: 'apps' } });
    cluster.addWorkloadIdentity('Deployer', { namespace: 'shop', serviceAccount: 'deployer' });
    cluster.grantIdentityRole('Images', AksIdentityRole.acrPull(REGISTRY));
    cluster.grantAzureRole('Developers', {
      role: AzureRole.CLUSTER_USER,
      subject: RbacSubject.group('5f1c0b7a-6a0e-4c0d-9f3b-0c8a2d4e6f10'),
    });
    const certificates = new AzureRoleDefinition(this, 'Certificates', {
      cluster,
      roleName: 'myAKSCluster certificates',
      dataActions: ['customresources/read'],
    });
    cluster.grantAzureRole('CertificateReaders', {
      role: certificates.role,
      subject: RbacSubject.group('5f1c0b7a-6a0e-4c0d-9f3b-0c8a2d4e6f10'),
      condition: AzureRoleCondition.customResources([
        { apiGroup: 'cert-manager.io', resources: ['certificates'] },
      ]),
    });
    const role = AzureRole.CLUSTER_ADMIN;
    new AzureRoleEligibility(this, 'OnCall', {
      role,
      cluster,
      subject: RbacSubject.group('0d5e9c1b-7f64-4a53-8d2e-9b1c3a5f7e20'),
      policy: new AzureRoleActivationPolicy(this, 'Activation', { role, cluster, maximumMinutes: 60 }),
    });
  }
}

class AccessStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzureadProvider(this, 'azuread', {});
    new AzurermProvider(this, 'azurerm', { features: [{}] });

    new KubernetesConnection(this, 'Kubernetes', {
      cluster: AadAksCluster.fromLookup(this, 'Aks', CLUSTER),
      credentials: KubernetesCredentials.kubelogin(),
    });
    const directory = new AadDirectory(this, 'Directory');
    const shop = new KubernetesNamespace(this, 'Shop', { name: 'shop', labels: { team: 'shop' } });

    const restarter = new RbacCustomRole(this, 'Restarter', {
      name: 'restarter',
      rules: [{ resources: ['deployments'], verbs: ['get', 'list', 'patch'] }],
    });
    const developers = new RbacBinding(this, 'Developers', {
      role: RbacRole.EDIT,
      namespace: shop.namespaceName,
      subjects: [directory.group('shop-developers')],
    });
    developers.addSubject(directory.user('erin@contoso.com'), RbacSubject.serviceAccount('shop', 'deployer'));
    new RbacBinding(this, 'OnCall', { role: restarter, subjects: [directory.group('on-call')] });
  }
}
