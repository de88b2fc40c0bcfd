import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import {
  AadAksCluster,
  AadAksClusterProps,
  AadClientApp,
  AadDirectory,
  AadGroup,
  AadGroupActivationPolicy,
  AadGroupEligibility,
  AadIntegration,
  AadServerApp,
  AksDataPlane,
  AksDefaultNodePools,
  AksExpander,
  AksNodeProvisioningMode,
  AksCpuManagerPolicy,
  AksEvictionPolicy,
  AksHugePages,
  AksHugePagesDefrag,
  AksIdentity,
  AksIdentityRole,
  AksIdentityRoleAssignment,
  AksNetwork,
  AksNetworkPolicy,
  AksNodeOs,
  AksNginxController,
  AksNodePoolMode,
  AksScaleDownMode,
  AksTopologyManagerPolicy,
  AksOutbound,
  AksPrivateDnsZone,
  AksSkuTier,
  AksUndrainableNodeBehavior,
  AksUpgradeChannel,
  AksWorkloadIdentity,
  AppConsent,
  AzureEnvironment,
  AzureRole,
  AzureRoleActivationPolicy,
  AzureRoleAssignment,
  AzureRoleCondition,
  AzureRoleDefinition,
  AzureRoleEligibility,
  AzurermVersion,
  GroupMembershipClaim,
  IAadAksCluster,
  KubeloginLogin,
  KubernetesConnection,
  KubernetesCredentials,
  KubernetesNamespace,
  MaintenanceWindow,
  NodeOsUpgradeChannel,
  RbacBinding,
  RbacCustomRole,
  RbacRole,
  RbacSubject,
  RbacSubjectKind,
  UnsafeSetting,
  Weekday,
  WeekOfMonth,
} from '../../lib';

const UNTIL_2027 = "(@Environment[UtcNow] DateTimeLessThan '2027-01-01T00:00:00.0Z')";

const condition = (): AzureRoleCondition => AzureRoleCondition.unsafeRaw(UNTIL_2027);

const ID = '894656e1-39f8-4bfe-b16a-510f61af6f41';
const OTHER_ID = '72f988bf-0000-0000-0000-2d7cd011db47';
const GROUP_ID = '/subscriptions/s/resourceGroups/g';
const CLUSTER_ID = `${GROUP_ID}/providers/Microsoft.ContainerService/managedClusters/c`;
const NETWORK_ID = `${GROUP_ID}/providers/Microsoft.Network/virtualNetworks/hub/subnets`;
const PUBLIC_IP = `${GROUP_ID}/providers/Microsoft.Network/publicIPAddresses/out`;
const IDENTITY_ID = `${GROUP_ID}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/aks`;
const REGISTRY_ID = `${GROUP_ID}/providers/Microsoft.ContainerRegistry/registries/contoso`;
const WORKSPACE_ID = `${GROUP_ID}/providers/Microsoft.OperationalInsights/workspaces/logs`;

const SSH_KEY =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKksNuZqJe6Z/4Yvqo6HmHvmx80Tw+5mHEAKRbDx47Ey ops@contoso.com';

/** A stack in which the library is called, and what the calls need in it. */
export class World {
  readonly stack = new TerraformStack(Testing.app(), 'test');

  constructor() {
    new AzureadProvider(this.stack, 'azuread');
    new AzurermProvider(this.stack, 'azurerm', { features: [{}] });
  }

  get secret(): string {
    return this.once('secret', () => new TerraformVariable(this.stack, 'secret', { sensitive: true }))
      .stringValue;
  }

  get cluster(): IAadAksCluster {
    return this.once('Existing', (id) =>
      AadAksCluster.fromAadAksClusterAttributes(this.stack, id, {
        ...this.clusterAttributes,
        aadServerClientId: undefined,
      }),
    );
  }

  get clusterAttributes(): Parameters<typeof AadAksCluster.fromAadAksClusterAttributes>[2] {
    return {
      clusterId: CLUSTER_ID,
      clusterName: 'c',
      resourceGroupName: 'g',
      host: 'https://c.example.com:443',
      clusterCaCertificate: 'Y2E=',
      adminClientCertificate: this.secret,
      adminClientKey: this.secret,
      aadServerClientId: ID,
      azureRbac: true,
      automatic: false,
      oidcIssuerUrl: 'https://issuer.example.com/',
    };
  }

  get connection(): KubernetesConnection {
    return this.once(
      'Kubernetes',
      (id) => new KubernetesConnection(this.stack, id, { cluster: this.cluster }),
    );
  }

  get group(): AadGroup {
    return this.once('Team', (id) => new AadGroup(this.stack, id, { displayName: 'team' }));
  }

  get serverApp(): AadServerApp {
    return this.once(
      'Server',
      (id) => new AadServerApp(this.stack, id, { displayName: 'server', identifierUri: true }),
    );
  }

  get clientApp(): AadClientApp {
    return this.once(
      'Client',
      (id) =>
        new AadClientApp(this.stack, id, {
          displayName: 'client',
          serverApp: this.serverApp,
          consent: AppConsent.PRE_AUTHORIZED,
        }),
    );
  }

  /** A cluster of which nothing is warned about. */
  newCluster(props: Partial<AadAksClusterProps> = {}): AadAksCluster {
    return new AadAksCluster(this.stack, 'Aks', { ...REQUIRED, ...props });
  }

  newLegacyCluster(aad: AadIntegration): AadAksCluster {
    return this.newCluster({ aad, defaultNodePool: { vmSize: 'Standard_D4ds_v5' } });
  }

  directory(): AadDirectory {
    return new AadDirectory(this.stack, 'Directory');
  }

  /** What has been granted takes effect in the JSON. */
  grant(...subjects: RbacSubject[]): void {
    new RbacBinding(this.stack, 'Binding', {
      role: RbacRole.VIEW,
      subjects,
      namespace: 'shop',
      connection: this.connection,
    });
  }

  /** A variable of the program, the same each time. */
  variable(id: string): TerraformVariable {
    return this.once(id, () => new TerraformVariable(this.stack, id, {}));
  }

  private once<T>(id: string, make: (id: string) => T): T {
    return (this.stack.node.tryFindChild(id) as T | undefined) ?? make(id);
  }
}

const REQUIRED: AadAksClusterProps = {
  clusterName: 'c',
  resourceGroupName: 'g',
  location: 'eastus',
  aad: AadIntegration.managed({ adminGroupObjectIds: [ID] }),
  apiServer: { authorizedIpRanges: ['203.0.113.0/24'] },
};

const ACTIVATION = {
  maximumMinutes: 90,
  requireMfa: true,
  requireJustification: false,
  requireTicket: true,
  approvers: [RbacSubject.guest(OTHER_ID), RbacSubject.group(ID)],
};

const POOL = {
  vmSize: 'Standard_D4ds_v5',
  minCount: 1,
  maxCount: 3,
  zones: ['1', '2'],
  osDiskSizeGb: 64,
  ephemeralOsDisk: true,
  os: AksNodeOs.UBUNTU,
  maxPods: 50,
  vnetSubnetId: `${NETWORK_ID}/nodes`,
  labels: { team: 'shop' },
  maxSurge: '33%',
  hostEncryption: true,
  fips: true,
  rotation: true,
  nodePublicIp: false,
  kubernetesVersion: '1.33',
  drainTimeoutMinutes: 30,
  nodeSoakMinutes: 5,
  undrainableNodeBehavior: AksUndrainableNodeBehavior.SCHEDULE,
  overrides: { gpu_instance: 'MIG1g' },
  tags: { team: 'shop' },
  scaleDownMode: AksScaleDownMode.DEALLOCATE,
  snapshotId: `${GROUP_ID}/providers/Microsoft.ContainerService/snapshots/monday`,
  proximityPlacementGroupId: `${GROUP_ID}/providers/Microsoft.Compute/proximityPlacementGroups/near`,
  kubelet: {
    cpuManagerPolicy: AksCpuManagerPolicy.STATIC,
    cpuCfsQuota: true,
    cpuCfsQuotaPeriod: '200ms',
    imageGcHighThreshold: 90,
    imageGcLowThreshold: 70,
    topologyManagerPolicy: AksTopologyManagerPolicy.BEST_EFFORT,
    allowedUnsafeSysctls: ['net.core.*'],
    containerLogMaxSizeMb: 100,
    containerLogMaxFiles: 3,
    podMaxPids: 1000,
  },
  linuxOs: {
    swapFileSizeMb: 1000,
    transparentHugePage: AksHugePages.MADVISE,
    transparentHugePageDefrag: AksHugePagesDefrag.NEVER,
    sysctls: { 'net.core.somaxconn': '16384' },
  },
};

const NETWORK = {
  vnetSubnetId: `${NETWORK_ID}/nodes`,
  serviceCidr: '10.1.0.0/16',
  dnsServiceIp: '10.1.0.10',
  outbound: AksOutbound.loadBalancer(),
};

const BOTH = {
  dualStack: true,
  podIpv6Cidr: 'fd12:3456:789a::/64',
  serviceIpv6Cidr: 'fd12:3456:789a:1::/108',
};

const WINDOW = {
  startTime: '02:00',
  durationHours: 4,
  utcOffset: '+01:00',
  notAllowed: [{ start: '2026-12-20', end: '2027-01-03' }],
};

/** A call of a public function with valid arguments, all props among them. */
export interface Call {
  /** As `new RbacBinding`, `RbacSubject.user` or `RbacBinding.addSubject`. */
  readonly name: string;

  /** Arguments behind scope and ID. */
  readonly args: (world: World) => unknown[];

  /** Calls the function, and uses what comes out where it takes effect. */
  readonly run: (world: World, ...args: unknown[]) => unknown;
}

/** Every public function of the library. */
export const CALLS: readonly Call[] = [
  call(
    'new AadAksCluster',
    () => [
      {
        ...REQUIRED,
        createResourceGroup: true,
        nodeResourceGroup: 'nodes',
        kubernetesVersion: '1.33',
        skuTier: AksSkuTier.STANDARD,
        defaultNodePool: {
          ...POOL,
          name: 'system',
          criticalAddonsOnly: false,
          vnetSubnetId: NETWORK.vnetSubnetId,
        },
        network: AksNetwork.azureCniOverlay(NETWORK),
        apiServer: {
          dnsPrefix: 'c',
          privateCluster: true,
          privateDnsZone: AksPrivateDnsZone.system(),
          publicFqdn: true,
          vnetIntegrationSubnetId: `${NETWORK_ID}/api`,
          runCommand: false,
        },
        security: {
          localAccounts: false,
          kubernetesRbac: true,
          oidcIssuer: true,
          workloadIdentity: true,
          azurePolicy: true,
          imageCleaner: true,
          imageCleanerIntervalHours: 48,
          keyVaultSecretsProvider: true,
          secretRotationInterval: '5m',
          customCaCertificates: [Buffer.from('-----BEGIN CERTIFICATE-----').toString('base64')],
          diskEncryptionSetId: `${GROUP_ID}/providers/Microsoft.Compute/diskEncryptionSets/d`,
          keyManagement: {
            keyVaultKeyId: 'https://v.vault.azure.net/keys/k/0123456789abcdef',
            privateKeyVault: true,
          },
          unsafeAllow: [UnsafeSetting.LOCK_OUT],
        },
        upgrades: {
          channel: AksUpgradeChannel.PATCH,
          window: MaintenanceWindow.weekly({ ...WINDOW, day: Weekday.MONDAY }),
          nodeOsChannel: NodeOsUpgradeChannel.NODE_IMAGE,
          nodeOsWindow: MaintenanceWindow.daily(WINDOW),
        },
        monitoring: {
          logAnalyticsWorkspaceId: WORKSPACE_ID,
          logCategories: ['kube-audit-admin'],
          containerInsights: true,
          defender: true,
          prometheusWorkspaceId: `${GROUP_ID}/providers/Microsoft.Monitor/accounts/metrics`,
          prometheusWorkspaceLocation: 'eastus',
        },
        addOns: {
          keda: true,
          verticalPodAutoscaler: true,
          webAppRouting: {
            dnsZoneIds: [`${GROUP_ID}/providers/Microsoft.Network/dnsZones/contoso.com`],
            defaultNginxController: AksNginxController.INTERNAL,
          },
          serviceMesh: {
            revisions: ['asm-1-25'],
            internalIngressGateway: true,
            externalIngressGateway: false,
          },
        },
        autoscaler: {
          expander: AksExpander.LEAST_WASTE,
          balanceSimilarNodeGroups: true,
          evictDaemonSetsOfEmptyNodes: true,
          evictDaemonSetsOfOccupiedNodes: false,
          ignoreDaemonSetsUtilization: true,
          emptyBulkDeleteMax: 5,
          maxGracefulTerminationSeconds: 300,
          maxNodeProvisioningTime: '20m',
          maxUnreadyNodes: 5,
          maxUnreadyPercentage: 30,
          newPodScaleUpDelay: '5s',
          scaleDownDelayAfterAdd: '15m',
          scaleDownDelayAfterDelete: '1m',
          scaleDownDelayAfterFailure: '5m',
          scaleDownUnneeded: '5m',
          scaleDownUnready: '10m',
          scaleDownUtilizationThreshold: 0.7,
          scanInterval: '20s',
          skipNodesWithLocalStorage: true,
          skipNodesWithSystemPods: false,
        },
        httpProxy: {
          http: 'http://10.0.0.4:3128/',
          https: 'https://10.0.0.4:3128/',
          noProxy: ['.contoso.com'],
          trustedCa: Buffer.from('-----BEGIN CERTIFICATE-----').toString('base64'),
        },
        storage: { blobDriver: true, diskDriver: true, fileDriver: false, snapshotController: false },
        identity: AksIdentity.userAssigned(IDENTITY_ID),
        kubeletIdentity: { userAssignedIdentityId: IDENTITY_ID, clientId: ID, objectId: OTHER_ID },
        nodeAccess: { sshPublicKey: SSH_KEY, adminUsername: 'somebody' },
        tags: { team: 'shop' },
        protect: true,
        deletionLock: true,
        azurerm: AzurermVersion.V4,
        overrides: { cost_analysis_enabled: true },
        ignoreChanges: ['tags'],
      },
    ],
    (world, props) => new AadAksCluster(world.stack, 'Aks', props),
  ),
  call(
    'new AadAksCluster',
    () => [
      {
        ...REQUIRED,
        defaultNodePool: {
          nodeCount: 3,
          podSubnetId: `${NETWORK_ID}/pods`,
          nodePublicIp: true,
          nodePublicIpPrefixId: `${GROUP_ID}/providers/Microsoft.Network/publicIPPrefixes/nodes`,
        },
        network: AksNetwork.azureCni({
          podSubnetId: `${NETWORK_ID}/pods`,
          vnetSubnetId: `${NETWORK_ID}/nodes`,
        }),
        apiServer: { authorizedIpRanges: ['203.0.113.0/24'] },
        azurerm: AzurermVersion.V5,
        nodeProvisioning: {
          mode: AksNodeProvisioningMode.AUTO,
          defaultNodePools: AksDefaultNodePools.NONE,
        },
      },
    ],
    (world, props) => new AadAksCluster(world.stack, 'Aks', props),
  ),
  call(
    'new AadAksCluster',
    () => [
      {
        ...REQUIRED,
        apiServer: {
          privateCluster: true,
          privateDnsZone: AksPrivateDnsZone.own(
            `${GROUP_ID}/providers/Microsoft.Network/privateDnsZones/privatelink.eastus.azmk8s.io`,
          ),
          fqdnSubdomain: 'c',
        },
        identity: AksIdentity.userAssigned(IDENTITY_ID),
      },
    ],
    (world, props) => new AadAksCluster(world.stack, 'Aks', props),
  ),
  call(
    'AadAksCluster.fromAadAksClusterAttributes',
    (world) => [world.clusterAttributes],
    (world, attributes) => {
      const cluster = AadAksCluster.fromAadAksClusterAttributes(world.stack, 'Aks', attributes);
      new KubernetesConnection(world.stack, 'Connection', {
        cluster,
        credentials: KubernetesCredentials.admin(),
      });
    },
  ),
  call(
    'AadAksCluster.fromLookup',
    () => [
      {
        clusterName: 'c',
        resourceGroupName: 'g',
        localAccounts: true,
        aadServerClientId: ID,
        azureRbac: true,
      },
    ],
    (world, options) => {
      const cluster = AadAksCluster.fromLookup(world.stack, 'Aks', options);
      new KubernetesConnection(world.stack, 'Connection', {
        cluster,
        credentials: KubernetesCredentials.admin(),
      });
    },
  ),
  call(
    'AadAksCluster.importFrom',
    () => [CLUSTER_ID],
    (world, id) =>
      world
        .newCluster({
          network: AksNetwork.existing(),
          defaultNodePool: { name: 'system' },
          apiServer: { dnsPrefix: 'c', authorizedIpRanges: ['203.0.113.0/24'] },
        })
        .importFrom(id),
  ),
  call(
    'AadAksCluster.importResourceGroupFrom',
    () => [GROUP_ID],
    (world, id) => world.newCluster().importResourceGroupFrom(id),
  ),
  call(
    'AadAksCluster.addNodePool',
    () => [
      {
        ...POOL,
        maxSurge: undefined,
        name: 'pool',
        mode: AksNodePoolMode.USER,
        drainTimeoutMinutes: undefined,
        nodeSoakMinutes: undefined,
        undrainableNodeBehavior: undefined,
        taints: ['team=shop:NoSchedule'],
        spot: { maxPrice: 0.5, evictionPolicy: AksEvictionPolicy.DELETE },
      },
    ],
    (world, props) => world.newCluster().addNodePool('Pool', props),
  ),
  call(
    'AadAksCluster.addNodePool',
    () => [
      {
        name: 'pool',
        nodeCount: 2,
        maxSurge: '1',
        drainTimeoutMinutes: 30,
        nodeSoakMinutes: 5,
        undrainableNodeBehavior: AksUndrainableNodeBehavior.SCHEDULE,
        ignoreChanges: ['tags'],
        podSubnetId: `${NETWORK_ID}/pods`,
        nodePublicIp: true,
        nodePublicIpPrefixId: `${GROUP_ID}/providers/Microsoft.Network/publicIPPrefixes/nodes`,
      },
    ],
    (world, props) =>
      world
        .newCluster({
          network: AksNetwork.azureCni({
            podSubnetId: `${NETWORK_ID}/pods`,
            vnetSubnetId: `${NETWORK_ID}/nodes`,
          }),
        })
        .addNodePool('Pool', props),
  ),
  call(
    'IAksNodePool.importFrom',
    () => [`${CLUSTER_ID}/agentPools/pool`],
    (world, id) => world.newCluster().addNodePool('Pool', { name: 'pool' }).importFrom(id),
  ),
  call(
    'AadAksCluster.addWorkloadIdentity',
    (world) => [
      {
        namespace: 'shop',
        serviceAccount: 'orders',
        connection: world.connection,
        identityName: 'orders',
        mountKubernetesToken: true,
      },
    ],
    (world, options) => world.newCluster().addWorkloadIdentity('Other', options),
  ),
  call(
    'AadAksCluster.grantAzureRole',
    () => [
      {
        role: AzureRole.RBAC_READER,
        subject: RbacSubject.group(ID),
        namespace: 'shop',
        condition: condition(),
      },
    ],
    (world, options) =>
      world.newCluster({ aad: AadIntegration.managed({ azureRbac: true }) }).grantAzureRole('Other', options),
  ),
  call(
    'IAadAksCluster.grantAzureRole',
    () => [
      {
        role: AzureRole.RBAC_READER,
        subject: RbacSubject.group(ID),
        namespace: 'shop',
        condition: condition(),
      },
    ],
    (world, options) => world.cluster.grantAzureRole('Other', options),
  ),
  call(
    'new AadClientApp',
    (world) => [
      {
        displayName: 'kubectl',
        serverApp: world.serverApp,
        redirectUris: ['http://localhost'],
        owners: [ID],
        consent: AppConsent.ADMIN,
        environment: AzureEnvironment.CHINA,
        protect: true,
      },
    ],
    (world, props) => new AadClientApp(world.stack, 'App', props).adminConsentUrl,
  ),
  call(
    'AadClientApp.fromAadClientAppAttributes',
    () => [
      { clientId: ID, objectId: ID, servicePrincipalObjectId: ID, environment: AzureEnvironment.PUBLIC },
    ],
    (world, attributes) =>
      AadClientApp.fromAadClientAppAttributes(world.stack, 'App', attributes).adminConsentUrl,
  ),
  ...[{ clientId: ID, environment: AzureEnvironment.PUBLIC }, { displayName: 'kubectl' }].map((options) =>
    call(
      'AadClientApp.fromLookup',
      () => [options],
      (world, by) => AadClientApp.fromLookup(world.stack, 'App', by).adminConsentUrl,
    ),
  ),
  call(
    'AadClientApp.importFrom',
    () => [
      {
        objectId: ID,
        servicePrincipalObjectId: ID,
        preAuthorizationId: `${ID}/preAuthorizedApplication/${OTHER_ID}`,
      },
    ],
    (world, ids) => world.clientApp.importFrom(ids),
  ),
  call(
    'AadClientApp.importFrom',
    () => [{ objectId: ID, servicePrincipalObjectId: ID, delegatedConsentId: 'abcdefghijklmnopqrst' }],
    (world, ids) =>
      new AadClientApp(world.stack, 'App', { displayName: 'app', serverApp: world.serverApp }).importFrom(
        ids,
      ),
  ),
  call(
    'new AadServerApp',
    () => [
      {
        displayName: 'server',
        redirectUris: ['https://server'],
        groupMembershipClaims: [GroupMembershipClaim.ALL],
        secretDescription: 'secret',
        secretValidityDays: 90,
        rotateSecretWhenChanged: '2026',
        scopeName: 'user_impersonation',
        scopeDisplayName: 'Sign in',
        scopeDescription: 'Sign in to the cluster',
        scopeId: ID,
        identifierUri: true,
        owners: [ID],
        consent: AppConsent.ADMIN,
        environment: AzureEnvironment.PUBLIC,
        protect: true,
      },
    ],
    (world, props) => new AadServerApp(world.stack, 'App', props).adminConsentUrl,
  ),
  call(
    'AadServerApp.fromAadServerAppAttributes',
    (world) => [
      {
        clientId: ID,
        objectId: ID,
        servicePrincipalObjectId: ID,
        scopeId: ID,
        scopeName: 'user_impersonation',
        secret: world.secret,
        environment: AzureEnvironment.PUBLIC,
      },
    ],
    (world, attributes) => {
      const serverApp = AadServerApp.fromAadServerAppAttributes(world.stack, 'App', attributes);
      new AadClientApp(world.stack, 'OfApp', { displayName: 'client', serverApp });
      return serverApp.adminConsentUrl;
    },
  ),
  ...[{ clientId: ID }, { displayName: 'server' }].map((by) =>
    call(
      'AadServerApp.fromLookup',
      (world) => [
        {
          ...by,
          scopeName: 'user_impersonation',
          secret: world.secret,
          environment: AzureEnvironment.PUBLIC,
        },
      ],
      (world, options) => {
        const serverApp = AadServerApp.fromLookup(world.stack, 'App', options);
        new AadClientApp(world.stack, 'OfApp', { displayName: 'client', serverApp });
        return serverApp.adminConsentUrl;
      },
    ),
  ),
  call(
    'AadServerApp.importFrom',
    () => [
      {
        objectId: ID,
        servicePrincipalObjectId: ID,
        delegatedConsentId: 'abcdefghijklmnopqrst',
        applicationConsentId: 'abcdefghijklmnopqrst',
        graphObjectId: ID,
        clientId: ID,
      },
    ],
    (world, ids) => world.serverApp.importFrom(ids),
  ),
  call(
    'AadServerApp.copySecretToKeyVault',
    () => [
      {
        keyVaultId: `${GROUP_ID}/providers/Microsoft.KeyVault/vaults/v`,
        secretName: 'server-app',
        contentType: 'password',
      },
    ],
    (world, options) => world.serverApp.copySecretToKeyVault('Other', options),
  ),
  call(
    'AadDirectory.user',
    () => ['alice@contoso.com'],
    (world, name) => world.grant(world.directory().user(name)),
  ),
  call(
    'AadDirectory.guest',
    () => ['carol@fabrikam.com'],
    (world, name) => world.grant(world.directory().guest(name)),
  ),
  call(
    'AadDirectory.group',
    () => ['readers'],
    (world, name) => world.grant(world.directory().group(name)),
  ),
  call(
    'AadDirectory.servicePrincipal',
    () => ['ci'],
    (world, name) => world.grant(world.directory().servicePrincipal(name)),
  ),
  call(
    'AadDirectory.createGroup',
    () => [{ displayName: 'team' }],
    (world, props) => world.directory().createGroup('Team', props),
  ),
  call(
    'new AadGroup',
    () => [
      {
        displayName: 'team',
        description: 'The team',
        owners: [RbacSubject.guest(ID)],
        members: [RbacSubject.group(ID)],
        protect: true,
      },
    ],
    (world, props) => new AadGroup(world.stack, 'Group', props),
  ),
  call(
    'AadGroup.fromAadGroupAttributes',
    () => [{ objectId: ID }],
    (world, attributes) =>
      world.grant(AadGroup.fromAadGroupAttributes(world.stack, 'Group', attributes).subject),
  ),
  call(
    'AadGroup.fromLookup',
    () => ['team'],
    (world, name) => world.grant(AadGroup.fromLookup(world.stack, 'Group', name).subject),
  ),
  call(
    'AadGroup.importFrom',
    () => [ID],
    (world, id) => new AadGroup(world.stack, 'Group', { displayName: 'team' }).importFrom(id),
  ),
  call(
    'AadGroup.addMember',
    () => [RbacSubject.guest(ID)],
    (world, member) => new AadGroup(world.stack, 'Group', { displayName: 'team' }).addMember(member),
  ),
  call(
    'new AadGroupEligibility',
    (world) => [
      {
        group: world.group,
        member: RbacSubject.guest(OTHER_ID),
        days: 90,
        justification: 'On call',
        ticketNumber: 'OPS-1',
        ticketSystem: 'Jira',
        policy: new AadGroupActivationPolicy(world.stack, 'Policy', { group: world.group }),
      },
    ],
    (world, props) => new AadGroupEligibility(world.stack, 'Eligible', props),
  ),
  call(
    'new AadGroupActivationPolicy',
    (world) => [{ group: world.group, ...ACTIVATION }],
    (world, props) => new AadGroupActivationPolicy(world.stack, 'Activation', props),
  ),
  call(
    'AadIntegration.managed',
    () => [
      {
        tenantId: OTHER_ID,
        adminGroupObjectIds: [ID],
        azureRbac: true,
        unsafeAllow: [UnsafeSetting.ADMIN_GROUP_NOT_UUID],
      },
    ],
    (world, options) => world.newCluster({ aad: AadIntegration.managed(options) }),
  ),
  call(
    'AadIntegration.legacy',
    (world) => [{ serverApp: world.serverApp, clientApp: world.clientApp, tenantId: OTHER_ID }],
    (world, options) => world.newLegacyCluster(AadIntegration.legacy(options)),
  ),
  call(
    'AksPrivateDnsZone.own',
    () => [`${GROUP_ID}/providers/Microsoft.Network/privateDnsZones/privatelink.eastus.azmk8s.io`],
    (world, id) =>
      world.newCluster({
        apiServer: { privateCluster: true, privateDnsZone: AksPrivateDnsZone.own(id) },
        identity: AksIdentity.userAssigned(IDENTITY_ID),
      }),
  ),
  call(
    'AksIdentity.userAssigned',
    () => [IDENTITY_ID],
    (world, id) => world.newCluster({ identity: AksIdentity.userAssigned(id) }),
  ),
  call(
    'AksIdentityRole.acrPull',
    () => [REGISTRY_ID],
    (world, id) => world.newCluster().grantIdentityRole('Role', AksIdentityRole.acrPull(id)),
  ),
  call(
    'AksIdentityRole.networkContributor',
    () => [`${NETWORK_ID}/nodes`],
    (world, id) => world.newCluster().grantIdentityRole('Role', AksIdentityRole.networkContributor(id)),
  ),
  call(
    'AksIdentityRole.privateDnsZoneContributor',
    () => [`${GROUP_ID}/providers/Microsoft.Network/privateDnsZones/privatelink.eastus.azmk8s.io`],
    (world, id) =>
      world.newCluster().grantIdentityRole('Role', AksIdentityRole.privateDnsZoneContributor(id)),
  ),
  call(
    'new AksIdentityRoleAssignment',
    () => [{ role: AksIdentityRole.acrPull(REGISTRY_ID), principalId: ID }],
    (world, props) => new AksIdentityRoleAssignment(world.stack, 'IdentityRole', props),
  ),
  call(
    'AadAksCluster.grantIdentityRole',
    () => [AksIdentityRole.acrPull(REGISTRY_ID)],
    (world, role) => world.newCluster().grantIdentityRole('Role', role),
  ),
  call(
    'AksIdentityRoleAssignment.importFrom',
    () => [`${REGISTRY_ID}/providers/Microsoft.Authorization/roleAssignments/${ID}`],
    (world, id) =>
      new AksIdentityRoleAssignment(world.stack, 'IdentityRole', {
        role: AksIdentityRole.acrPull(REGISTRY_ID),
        principalId: ID,
      }).importFrom(id),
  ),
  call(
    'AksIdentity.servicePrincipal',
    (world) => [ID, world.secret],
    (world, id, secret) => world.newCluster({ identity: AksIdentity.servicePrincipal(id, secret) }),
  ),
  call(
    'AksNetwork.azureCniOverlay',
    () => [
      {
        ...NETWORK,
        ...BOTH,
        podCidr: '10.2.0.0/16',
        dataPlane: AksDataPlane.AZURE,
        policy: AksNetworkPolicy.CALICO,
      },
    ],
    (world, options) => world.newCluster({ network: AksNetwork.azureCniOverlay(options) }),
  ),
  call(
    'AksNetwork.azureCni',
    () => [
      {
        ...NETWORK,
        podSubnetId: `${NETWORK_ID}/pods`,
        dataPlane: AksDataPlane.CILIUM,
        policy: AksNetworkPolicy.CILIUM,
      },
    ],
    (world, options) => world.newCluster({ network: AksNetwork.azureCni(options) }),
  ),
  call(
    'AksNetwork.kubenet',
    () => [{ ...NETWORK, ...BOTH, podCidr: '10.2.0.0/16', policy: AksNetworkPolicy.CALICO }],
    (world, options) =>
      world.newCluster({
        network: AksNetwork.kubenet(options),
        identity: AksIdentity.userAssigned(IDENTITY_ID),
      }),
  ),
  call(
    'AksNetwork.ownCni',
    () => [NETWORK],
    (world, options) => world.newCluster({ network: AksNetwork.ownCni(options) }),
  ),
  call(
    'AksOutbound.loadBalancer',
    () => [{ ipAddressIds: [PUBLIC_IP], allocatedPorts: 8000, idleTimeoutMinutes: 10 }],
    (world, options) =>
      world.newCluster({
        network: AksNetwork.azureCniOverlay({ outbound: AksOutbound.loadBalancer(options) }),
      }),
  ),
  call(
    'AksOutbound.loadBalancer',
    () => [{ ipPrefixIds: [PUBLIC_IP.replace('publicIPAddresses', 'publicIPPrefixes')] }],
    (world, options) =>
      world.newCluster({
        network: AksNetwork.azureCniOverlay({ outbound: AksOutbound.loadBalancer(options) }),
      }),
  ),
  call(
    'AksOutbound.loadBalancer',
    () => [{ managedIpCount: 2, managedIpv6Count: 2 }],
    (world, options) =>
      world.newCluster({
        network: AksNetwork.azureCniOverlay({
          dualStack: true,
          outbound: AksOutbound.loadBalancer(options),
        }),
      }),
  ),
  call(
    'AksOutbound.managedNatGateway',
    () => [{ managedIpCount: 2, idleTimeoutMinutes: 10 }],
    (world, options) =>
      world.newCluster({
        network: AksNetwork.azureCniOverlay({ outbound: AksOutbound.managedNatGateway(options) }),
      }),
  ),
  call(
    'new AksWorkloadIdentity',
    (world) => [
      {
        cluster: world.cluster,
        location: 'eastus',
        namespace: 'shop',
        serviceAccount: 'orders',
        connection: world.connection,
        identityName: 'orders',
        mountKubernetesToken: true,
        tags: { team: 'shop' },
        azurerm: AzurermVersion.V4,
      },
    ],
    (world, props) => new AksWorkloadIdentity(world.stack, 'Identity', props),
  ),
  call(
    'new AzureRoleAssignment',
    (world) => [
      {
        cluster: world.cluster,
        role: AzureRole.RBAC_READER,
        subject: RbacSubject.group(ID),
        namespace: 'shop',
        condition: condition(),
      },
    ],
    (world, props) => new AzureRoleAssignment(world.stack, 'Grant', props),
  ),
  call(
    'new AzureRoleDefinition',
    (world) => [
      {
        cluster: world.cluster,
        roleName: 'c deployer',
        description: 'Rolls out.',
        dataActions: ['apps/deployments/*', 'customresources/read'],
        notDataActions: ['apps/deployments/delete'],
      },
    ],
    (world, props) => new AzureRoleDefinition(world.stack, 'Role', props),
  ),
  call(
    'AzureRoleCondition.customResources',
    () => [[{ apiGroup: 'cert-manager.io', resources: ['certificates'] }]],
    (world, resources) =>
      world.cluster.grantAzureRole('Conditional', {
        role: AzureRole.RBAC_CLUSTER_ADMIN,
        subject: RbacSubject.group(ID),
        condition: AzureRoleCondition.customResources(resources),
      }),
  ),
  call(
    'AzureRoleCondition.unsafeRaw',
    () => [UNTIL_2027],
    (world, expression) =>
      world.cluster.grantAzureRole('Conditional', {
        role: AzureRole.RBAC_CLUSTER_ADMIN,
        subject: RbacSubject.group(ID),
        condition: AzureRoleCondition.unsafeRaw(expression),
      }),
  ),
  call(
    'new AzureRoleEligibility',
    (world) => [
      {
        cluster: world.cluster,
        role: AzureRole.RBAC_ADMIN,
        subject: RbacSubject.group(ID),
        namespace: 'shop',
        condition: condition(),
        days: 90,
        justification: 'On call',
        ticketNumber: 'OPS-1',
        ticketSystem: 'Jira',
        policy: new AzureRoleActivationPolicy(world.stack, 'Policy', {
          cluster: world.cluster,
          role: AzureRole.RBAC_ADMIN,
          namespace: 'shop',
        }),
      },
    ],
    (world, props) => new AzureRoleEligibility(world.stack, 'Eligible', props),
  ),
  call(
    'new AzureRoleActivationPolicy',
    (world) => [{ cluster: world.cluster, role: AzureRole.RBAC_ADMIN, namespace: 'shop', ...ACTIVATION }],
    (world, props) => new AzureRoleActivationPolicy(world.stack, 'Activation', props),
  ),
  call(
    'AzureRoleAssignment.importFrom',
    () => [`${CLUSTER_ID}/providers/Microsoft.Authorization/roleAssignments/${ID}`],
    (world, id) =>
      world.cluster
        .grantAzureRole('Grant', { role: AzureRole.CLUSTER_USER, subject: RbacSubject.group(ID) })
        .importFrom(id),
  ),
  call(
    'KubernetesCredentials.kubelogin',
    () => [
      {
        login: KubeloginLogin.SPN,
        clientId: ID,
        tenantId: OTHER_ID,
        environment: AzureEnvironment.PUBLIC,
        useAzurermEnvVars: true,
      },
    ],
    (world, options) =>
      new KubernetesConnection(world.stack, 'Connection', {
        cluster: world.cluster,
        credentials: KubernetesCredentials.kubelogin(options),
      }),
  ),
  call(
    'new KubernetesConnection',
    (world) => [
      {
        cluster: world.cluster,
        credentials: KubernetesCredentials.kubelogin(),
        ignoreLabels: ['istio.io/rev'],
        ignoreAnnotations: ['argocd.argoproj.io/*'],
      },
    ],
    (world, props) => new KubernetesConnection(world.stack, 'Connection', props),
  ),
  call(
    'new KubernetesNamespace',
    (world) => [
      {
        name: 'shop',
        labels: { team: 'shop' },
        annotations: { owner: 'Shop' },
        protect: true,
        connection: world.connection,
      },
    ],
    (world, props) => new KubernetesNamespace(world.stack, 'Namespace', props),
  ),
  call(
    'KubernetesNamespace.fromLookup',
    () => ['shop'],
    (world, name) => {
      void world.connection;
      KubernetesNamespace.fromLookup(world.stack, 'Namespace', name);
    },
  ),
  call(
    'KubernetesNamespace.importFrom',
    () => ['shop'],
    (world, name) =>
      new KubernetesNamespace(world.stack, 'Namespace', {
        name: 'shop',
        connection: world.connection,
      }).importFrom(name),
  ),
  ...(['daily', 'weekly', 'monthly', 'relativeMonthly'] as const).map((kind) =>
    call(
      `MaintenanceWindow.${kind}`,
      () => [
        {
          ...WINDOW,
          ...(kind === 'weekly' && { day: Weekday.MONDAY, everyWeeks: 1 }),
          ...(kind === 'monthly' && { dayOfMonth: 1, everyMonths: 1 }),
          ...(kind === 'relativeMonthly' && {
            week: WeekOfMonth.LAST,
            day: Weekday.SUNDAY,
            everyMonths: 1,
          }),
        },
      ],
      (world, options) => {
        const window = MaintenanceWindow[kind](options as never);
        world.newCluster({ upgrades: kind === 'daily' ? { nodeOsWindow: window } : { window } });
      },
    ),
  ),
  call(
    'new RbacBinding',
    (world) => [
      {
        role: RbacRole.VIEW,
        subjects: [RbacSubject.user('alice@contoso.com'), RbacSubject.serviceAccount('shop', 'orders')],
        namespace: 'shop',
        name: 'readers',
        serviceAccountsName: 'accounts',
        connection: world.connection,
      },
    ],
    (world, props) => new RbacBinding(world.stack, 'Binding', props),
  ),
  call(
    'new RbacBinding',
    (world) => [
      {
        role: RbacRole.VIEW,
        subjects: [RbacSubject.user('alice@contoso.com'), RbacSubject.serviceAccount('shop', 'orders')],
        namespace: 'shop',
        labels: { team: 'shop' },
        annotations: { owner: 'Shop' },
        keepSubjects: true,
        connection: world.connection,
      },
    ],
    (world, props) => new RbacBinding(world.stack, 'Binding', props),
  ),
  call(
    'RbacBinding.addSubject',
    () => [RbacSubject.guest(ID)],
    (world, subject) => {
      void world.connection;
      new RbacBinding(world.stack, 'Binding', { role: RbacRole.VIEW, namespace: 'shop' }).addSubject(subject);
    },
  ),
  call(
    'RbacBinding.importFrom',
    () => ['shop/readers'],
    (world, id) => {
      void world.connection;
      new RbacBinding(world.stack, 'Binding', {
        role: RbacRole.VIEW,
        namespace: 'shop',
        name: 'readers',
        subjects: [RbacSubject.guest(ID)],
      }).importFrom(id);
    },
  ),
  call(
    'new RbacCustomRole',
    (world) => [
      {
        name: 'role',
        rules: [{ verbs: ['get'], resources: ['pods', 'pods/log'], apiGroups: [''], resourceNames: ['one'] }],
        namespace: 'shop',
        labels: { team: 'shop' },
        annotations: { owner: 'Shop' },
        connection: world.connection,
      },
    ],
    (world, props) => new RbacCustomRole(world.stack, 'Role', props),
  ),
  call(
    'new RbacCustomRole',
    () => [
      {
        name: 'role',
        rules: [
          { verbs: ['get'], resources: ['deployments'] },
          { verbs: ['get'], nonResourceUrls: ['/metrics'] },
        ],
        aggregateTo: [RbacRole.VIEW],
      },
    ],
    (world, props) => {
      void world.connection;
      new RbacCustomRole(world.stack, 'Role', props);
    },
  ),
  call(
    'new RbacCustomRole',
    () => [{ name: 'role', aggregateFrom: [{ team: 'shop' }] }],
    (world, props) => {
      void world.connection;
      new RbacCustomRole(world.stack, 'Role', props);
    },
  ),
  call(
    'RbacCustomRole.importFrom',
    () => ['shop/role'],
    (world, id) => {
      void world.connection;
      new RbacCustomRole(world.stack, 'Role', {
        name: 'role',
        namespace: 'shop',
        rules: [{ verbs: ['get'], resources: ['pods'] }],
      }).importFrom(id);
    },
  ),
  ...(['clusterRole', 'role'] as const).map((kind) =>
    call(
      `RbacRole.${kind}`,
      () => ['one'],
      (world, name) => {
        const { connection } = world;
        const subjects = [RbacSubject.guest(ID)];
        new RbacBinding(world.stack, 'Binding', {
          role: RbacRole[kind](name),
          subjects,
          namespace: 'shop',
          connection,
        });
      },
    ),
  ),
  call(
    'RbacSubject.user',
    () => ['alice@contoso.com'],
    (world, name) => world.grant(RbacSubject.user(name)),
  ),
  ...(['guest', 'group', 'servicePrincipal'] as const).map((kind) =>
    call(
      `RbacSubject.${kind}`,
      () => [ID],
      (world, id) => world.grant(RbacSubject[kind](id)),
    ),
  ),
  call(
    'RbacSubject.serviceAccount',
    () => ['shop', 'orders'],
    (world, namespace, name) => world.grant(RbacSubject.serviceAccount(namespace, name)),
  ),
  call(
    'RbacSubject.unsafeExact',
    () => [RbacSubjectKind.SERVICE_ACCOUNT, 'orders', 'shop'],
    (world, kind, name, namespace) => world.grant(RbacSubject.unsafeExact(kind, name, namespace)),
  ),
  call(
    'RbacSubject.unsafeSystemGroup',
    () => ['system:authenticated'],
    (world, name) => world.grant(RbacSubject.unsafeSystemGroup(name)),
  ),
];

/** Types of the arguments go from one to the other, and are forgotten then. */
function call<Args extends unknown[] | []>(
  name: string,
  args: (world: World) => Args,
  run: (world: World, ...args: Args) => unknown,
): Call {
  return { name, args: (world) => [...args(world)], run: run as Call['run'] };
}
