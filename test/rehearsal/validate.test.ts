import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import {
  AadAksCluster,
  AadAksClusterProps,
  AadClientApp,
  AadDirectory,
  AadGroup,
  AadIntegration,
  AadServerApp,
  AksDataPlane,
  AksEvictionPolicy,
  AksIdentity,
  AksNetwork,
  AksNodeOs,
  AksNodePoolMode,
  AksOutbound,
  AksPrivateDnsZone,
  AksSkuTier,
  AksUpgradeChannel,
  AppConsent,
  AzureEnvironment,
  AzurermVersion,
  AzureRole,
  GroupMembershipClaim,
  KubeloginLogin,
  KubernetesConnection,
  KubernetesCredentials,
  MaintenanceWindow,
  KubernetesNamespace,
  NodeOsUpgradeChannel,
  RbacBinding,
  RbacCustomRole,
  RbacRole,
  RbacSubject,
  UnsafeSetting,
  Weekday,
} from '../../lib';
import { azuread } from '../../rehearsal/azuread/azuread';
import { azurerm } from '../../rehearsal/azurerm/azurerm';
import { kubernetes } from '../../rehearsal/kubernetes/kubernetes';
import { RunningProviders, startProviders } from '../../rehearsal/protocol/provider-server';
import { loadTenant } from '../../access/directory/tenant';
import { FileWorld } from '../../rehearsal/world/world';
import { describeWithTerraform, TerraformDirectory } from './terraform';

const ID = '894656e1-39f8-4bfe-b16a-510f61af6f41';
const SUBSCRIPTION = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/net/providers';
const VM_SIZE = 'Standard_D4ds_v5';

type Versions = { azuread: string; azurerm: string };

/** Identity constructs with every option. */
function identity(stack: TerraformStack): void {
  const serverApp = new AadServerApp(stack, 'Server', {
    displayName: 'AKSAzureADServer',
    redirectUris: ['https://aksazureadserver', 'http://localhost:8080'],
    groupMembershipClaims: [GroupMembershipClaim.APPLICATION_GROUP],
    secretDescription: 'AKS',
    secretValidityDays: 30,
    rotateSecretWhenChanged: '2026-11',
    scopeName: 'sign_in',
    scopeDisplayName: 'Sign in',
    scopeDescription: 'Lets kubectl sign in',
    identifierUri: true,
    consent: AppConsent.ADMIN,
  });
  serverApp.copySecretToKeyVault('InKeyVault', {
    keyVaultId: `${SUBSCRIPTION}/Microsoft.KeyVault/vaults/vault`,
  });
  const minimal = new AadServerApp(stack, 'Minimal', {
    displayName: 'Minimal',
    owners: [ID],
    consent: AppConsent.MANUAL,
  });

  [AppConsent.ADMIN, AppConsent.PRE_AUTHORIZED, AppConsent.MANUAL].forEach((consent) => {
    new AadClientApp(stack, `Client-${consent}`, {
      displayName: `Client ${consent}`,
      serverApp,
      redirectUris: ['https://aksazureadclient', 'msal1234://auth'],
      consent,
    });
  });
  new AadClientApp(stack, 'MinimalClient', {
    displayName: 'MinimalClient',
    serverApp: minimal,
    owners: [ID],
  });
  AadServerApp.fromLookup(stack, 'Known', { displayName: 'Known' });
  AadClientApp.fromLookup(stack, 'KnownClient', { clientId: ID });
}

const NIGHT = { startTime: '02:00', durationHours: 4 };
const VNET = `${SUBSCRIPTION}/Microsoft.Network/virtualNetworks/hub/subnets`;
const ZONE = `${SUBSCRIPTION}/Microsoft.Network/privateDnsZones/privatelink.eastus.azmk8s.io`;
const IDENTITY = AksIdentity.userAssigned(
  `${SUBSCRIPTION}/Microsoft.ManagedIdentity/userAssignedIdentities/aks`,
);

const POOL = {
  vmSize: VM_SIZE,
  minCount: 1,
  maxCount: 5,
  zones: ['1', '2', '3'],
  osDiskSizeGb: 128,
  ephemeralOsDisk: true,
  os: AksNodeOs.AZURE_LINUX,
  maxPods: 110,
  vnetSubnetId: `${VNET}/aks`,
  labels: { team: 'platform' },
  maxSurge: '33%',
  hostEncryption: true,
  fips: true,
  nodePublicIp: true,
};

const EVERYTHING: Omit<AadAksClusterProps, 'aad' | 'clusterName' | 'azurerm'> = {
  resourceGroupName: 'myResourceGroup',
  createResourceGroup: false,
  location: 'eastus',
  kubernetesVersion: '1.33',
  skuTier: AksSkuTier.PREMIUM,
  identity: IDENTITY,
  network: AksNetwork.azureCniOverlay({
    vnetSubnetId: `${VNET}/aks`,
    podCidr: '10.10.0.0/16',
    serviceCidr: '10.20.0.0/16',
    dnsServiceIp: '10.20.0.10',
    outbound: AksOutbound.loadBalancer({ managedIpCount: 2 }),
  }),
  apiServer: { dnsPrefix: 'aks', authorizedIpRanges: ['203.0.113.0/24'], runCommand: true },
  security: {
    localAccounts: true,
    imageCleanerIntervalHours: 24,
    diskEncryptionSetId: `${SUBSCRIPTION}/Microsoft.Compute/diskEncryptionSets/disks`,
    keyManagement: { keyVaultKeyId: 'https://vault.vault.azure.net/keys/etcd/1' },
  },
  upgrades: {
    channel: AksUpgradeChannel.NODE_IMAGE,
    window: MaintenanceWindow.weekly({ ...NIGHT, day: Weekday.SUNDAY }),
    nodeOsChannel: NodeOsUpgradeChannel.NODE_IMAGE,
    nodeOsWindow: MaintenanceWindow.daily(NIGHT),
  },
  monitoring: {
    logAnalyticsWorkspaceId: `${SUBSCRIPTION}/Microsoft.OperationalInsights/workspaces/logs`,
    defender: true,
    prometheusWorkspaceId: `${SUBSCRIPTION}/Microsoft.Monitor/accounts/metrics`,
  },
  nodeAccess: { sshPublicKey: `ssh-rsa ${'A'.repeat(372)} ops`, adminUsername: 'ops' },
  tags: { team: 'platform' },
  defaultNodePool: { ...POOL, name: 'base' },
};

/** What every other cluster has; a size of machines, as azurerm 3.x demands one. */
const SMALL: Pick<AadAksClusterProps, 'resourceGroupName' | 'location' | 'defaultNodePool'> = {
  resourceGroupName: 'other',
  location: 'eastus',
  defaultNodePool: { vmSize: VM_SIZE },
};

/** Networks of every kind, with what goes with each. */
const NETWORKS: Record<string, Partial<AadAksClusterProps>> = {
  pods: { network: AksNetwork.azureCni({ vnetSubnetId: `${VNET}/aks`, podSubnetId: `${VNET}/pods` }) },
  flat: { network: AksNetwork.azureCni() },
  kubenet: { network: AksNetwork.kubenet({ podCidr: '10.10.0.0/16' }) },
  existing: { network: AksNetwork.existing() },
  gateway: {
    network: AksNetwork.azureCniOverlay({ outbound: AksOutbound.managedNatGateway() }),
    apiServer: { privateCluster: true, privateDnsZone: AksPrivateDnsZone.none(), publicFqdn: true },
  },
  shared: {
    network: AksNetwork.azureCniOverlay({
      vnetSubnetId: `${VNET}/aks`,
      outbound: AksOutbound.userAssignedNatGateway(),
    }),
    apiServer: { privateCluster: true, privateDnsZone: AksPrivateDnsZone.system() },
  },
  routed: {
    network: AksNetwork.azureCniOverlay({
      vnetSubnetId: `${VNET}/aks`,
      outbound: AksOutbound.userDefinedRouting(),
    }),
    identity: IDENTITY,
    apiServer: { privateCluster: true, privateDnsZone: AksPrivateDnsZone.own(ZONE) },
  },
};

/** Cluster constructs with every option; what differs between managed and legacy is given. */
function clusters(stack: TerraformStack, aad: AadIntegration, azurerm?: AzurermVersion): void {
  const everything = new AadAksCluster(stack, 'Everything', {
    ...EVERYTHING,
    clusterName: 'everything',
    aad,
    azurerm,
  });
  everything.addNodePool('Apps', { ...POOL, name: 'apps', minCount: 0, taints: ['sku=gpu:NoSchedule'] });
  everything.addNodePool('More', {
    name: 'more',
    vmSize: VM_SIZE,
    mode: AksNodePoolMode.SYSTEM,
    nodeCount: 2,
  });
  everything.addNodePool('Spot', {
    name: 'spot',
    vmSize: VM_SIZE,
    spot: { maxPrice: 0.5, evictionPolicy: AksEvictionPolicy.DEALLOCATE },
  });
  everything.addWorkloadIdentity('Identity', {
    namespace: 'shop',
    serviceAccount: 'deployer',
    connection: new KubernetesConnection(stack, 'Kubernetes', {
      cluster: everything,
      credentials: KubernetesCredentials.admin(),
    }),
  });

  for (const [clusterName, props] of Object.entries(NETWORKS)) {
    new AadAksCluster(stack, clusterName, { ...SMALL, ...props, clusterName, aad, azurerm });
  }

  new AadAksCluster(stack, 'Plain', {
    ...SMALL,
    clusterName: 'plain',
    aad,
    azurerm,
    identity: AksIdentity.servicePrincipal(
      ID,
      new TerraformVariable(stack, 'principal', { type: 'string', sensitive: true }).stringValue,
    ),
    security: {
      oidcIssuer: false,
      azurePolicy: false,
      imageCleaner: false,
      keyVaultSecretsProvider: false,
      kubernetesRbac: false,
      unsafeAllow: [UnsafeSetting.RBAC_OFF],
    },
    upgrades: { channel: AksUpgradeChannel.NONE, nodeOsChannel: NodeOsUpgradeChannel.SECURITY_PATCH },
  });
}

/** What only the managed integration has: Windows pools need no legacy network, and azurerm 3.x has no such subnet. */
function managedClusters(stack: TerraformStack, azurerm?: AzurermVersion): void {
  clusters(stack, MANAGED, azurerm);

  const cluster = new AadAksCluster(stack, 'Windows', {
    clusterName: 'windows',
    resourceGroupName: 'windows',
    location: 'eastus',
    aad: MANAGED,
    azurerm,
    identity: IDENTITY,
    network: AksNetwork.azureCniOverlay({ dataPlane: AksDataPlane.AZURE }),
    apiServer: { vnetIntegrationSubnetId: `${VNET}/api` },
  });
  cluster.addNodePool('Windows', { name: 'win', os: AksNodeOs.WINDOWS_2022 });
}

const MANAGED = AadIntegration.managed({ adminGroupObjectIds: [ID], azureRbac: true });

function legacy(stack: TerraformStack): AadIntegration {
  const ids = { clientId: ID, objectId: ID, servicePrincipalObjectId: ID };
  return AadIntegration.legacy({
    serverApp: AadServerApp.fromAadServerAppAttributes(stack, 'LegacyServer', {
      ...ids,
      scopeId: ID,
      secret: new TerraformVariable(stack, 'secret', { type: 'string', sensitive: true }).stringValue,
    }),
    clientApp: AadClientApp.fromAadClientAppAttributes(stack, 'LegacyClient', ids),
  });
}

/** Connections with every kind of credentials, and bindings of every kind of subject and role. */
function access(stack: TerraformStack): void {
  const cluster = AadAksCluster.fromLookup(stack, 'Aks', {
    clusterName: 'aks',
    resourceGroupName: 'aks',
    localAccounts: true,
  });
  const logins = [
    KubeloginLogin.AZURE_CLI,
    KubeloginLogin.SPN,
    KubeloginLogin.MSI,
    KubeloginLogin.WORKLOAD_IDENTITY,
    KubeloginLogin.AZD,
  ];
  const credentials = [
    KubernetesCredentials.admin(),
    ...logins.map((login) =>
      KubernetesCredentials.kubelogin({
        login,
        clientId: ID,
        tenantId: ID,
        environment: AzureEnvironment.CHINA,
      }),
    ),
  ];

  const connections = credentials.map(
    (one, index) => new KubernetesConnection(stack, `Connection${index}`, { cluster, credentials: one }),
  );
  const roles = [
    RbacRole.CLUSTER_ADMIN,
    RbacRole.ADMIN,
    RbacRole.EDIT,
    RbacRole.VIEW,
    RbacRole.clusterRole('pod-reader'),
  ];
  const subjects = [
    RbacSubject.user('alice@contoso.com'),
    RbacSubject.guest(ID.replace('8', '1')),
    RbacSubject.group(ID),
    RbacSubject.servicePrincipal(ID.replace('8', '2')),
    RbacSubject.serviceAccount('shop', 'deployer'),
  ];
  roles.forEach((role, index) => {
    new RbacBinding(stack, `Cluster${index}`, { role, subjects, connection: connections[index] });
  });
  new RbacBinding(stack, 'Namespaced', {
    role: RbacRole.role('ops'),
    namespace: 'shop',
    name: 'Ops',
    subjects,
    connection: connections[5],
  });
}

/** Everything by name: people, groups, namespaces, roles of one's own and roles of Azure. */
function accessByName(stack: TerraformStack): void {
  const cluster = AadAksCluster.fromLookup(stack, 'Aks', {
    clusterName: 'aks',
    resourceGroupName: 'aks',
    azureRbac: true,
  });
  new KubernetesConnection(stack, 'Kubernetes', { cluster });
  const directory = new AadDirectory(stack, 'Directory');
  const subjects = [
    directory.user('alice@contoso.com'),
    directory.guest('carol@fabrikam.com'),
    directory.group('shop-readers'),
    directory.servicePrincipal('ci-deployer'),
    AadGroup.fromLookup(stack, 'Readers', 'on-call').subject,
  ];
  const group = directory.createGroup('Ops', {
    displayName: 'ops',
    description: 'Operators',
    owners: subjects.slice(0, 1),
    members: subjects,
  });

  const { namespaceName } = new KubernetesNamespace(stack, 'Shop', {
    name: 'shop',
    labels: { team: 'shop' },
    annotations: { 'contoso.com/note': 'any text' },
  });
  KubernetesNamespace.fromLookup(stack, 'Bank', 'bank');
  const roles = [
    new RbacCustomRole(stack, 'Everywhere', {
      name: 'everywhere',
      rules: [
        { verbs: ['get'], resources: ['pods', 'deployments/scale', 'certificates.cert-manager.io'] },
        { verbs: ['get'], resources: ['secrets'], resourceNames: ['tls'] },
        { verbs: ['get'], nonResourceUrls: ['/metrics'] },
      ],
      aggregateTo: [RbacRole.VIEW],
      annotations: { note: 'any text' },
    }),
    new RbacCustomRole(stack, 'Aggregated', { name: 'aggregated', aggregateFrom: [{ team: 'shop' }] }),
    new RbacCustomRole(stack, 'InShop', {
      name: 'in-shop',
      namespace: namespaceName,
      rules: [{ verbs: ['get'], resources: ['pods'] }],
    }),
  ];
  roles.forEach((role) => {
    const who = [...subjects, group.subject];
    new RbacBinding(stack, `${role.name}-binding`, { role, namespace: namespaceName, subjects: who });
  });

  subjects.forEach((subject, index) => {
    cluster.grantAzureRole(`User${index}`, { role: AzureRole.CLUSTER_USER, subject });
    cluster.grantAzureRole(`Writer${index}`, { role: AzureRole.RBAC_WRITER, subject, namespace: 'shop' });
  });
}

describeWithTerraform('terraform validate accepts every construct and option', () => {
  let directory: TerraformDirectory;
  let providers: RunningProviders;

  afterEach(async () => {
    await providers.stop();
    directory.remove();
  });

  /** Answers with what `terraform validate` says. */
  async function validate(versions: Versions, build: (stack: TerraformStack) => void): Promise<string> {
    const stack = new TerraformStack(Testing.app(), 'test');
    new AzureadProvider(stack, 'azuread');
    new AzurermProvider(stack, 'azurerm', { features: [{}] });
    build(stack);
    stack.addOverride('terraform.required_providers.azuread.version', versions.azuread);
    stack.addOverride('terraform.required_providers.azurerm.version', versions.azurerm);

    providers = await startProviders({
      providers: [
        { behaviour: azuread, version: versions.azuread },
        { behaviour: azurerm, version: versions.azurerm },
        { behaviour: kubernetes, version: '2.38.0' },
      ],
      tenant: loadTenant(),
      world: new FileWorld(),
    });
    directory = new TerraformDirectory(providers.reattach);
    directory.write(Testing.synth(stack, true), 'main.tf.json');
    await directory.succeed('init');

    return (await directory.run('validate')).output;
  }

  const VALID = 'Success! The configuration is valid.';

  test.each(['3.7.0', '3.9.0'])('identity with azuread %s', async (version) => {
    expect(await validate({ azuread: version, azurerm: '4.55.0' }, identity)).toContain(VALID);
  });

  test('managed clusters with azurerm 4.55.0', async () => {
    const versions = { azuread: '3.7.0', azurerm: '4.55.0' };
    expect(await validate(versions, (stack) => managedClusters(stack))).toContain(VALID);
  });

  test('legacy clusters with azurerm 3.117.1', async () => {
    const versions = { azuread: '3.7.0', azurerm: '3.117.1' };
    expect(await validate(versions, (stack) => clusters(stack, legacy(stack)))).toContain(VALID);
  });

  test('managed clusters with azurerm 5.2.0', async () => {
    const versions = { azuread: '3.9.0', azurerm: '5.2.0' };
    expect(await validate(versions, (stack) => managedClusters(stack, AzurermVersion.V5))).toContain(VALID);
  });

  test.each(['3.117.1', '4.55.0', '5.2.0'])('connections and bindings with azurerm %s', async (version) => {
    expect(await validate({ azuread: '3.7.0', azurerm: version }, access)).toContain(VALID);
  });

  test.each<Versions>([
    { azuread: '3.7.0', azurerm: '3.117.1' },
    { azuread: '3.7.0', azurerm: '4.55.0' },
    { azuread: '3.9.0', azurerm: '5.2.0' },
  ])('access by name with %j', async (versions) => {
    expect(await validate(versions, accessByName)).toContain(VALID);
  });
});
