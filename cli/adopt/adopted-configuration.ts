import { AzureCluster, AzurePool } from './azure-cluster';

type Section = Record<string, unknown>;

/** The taint by which a system pool takes critical add-ons only. */
const CRITICAL_ADDONS_ONLY = 'CriticalAddonsOnly=true:NoSchedule';
const SPOT = 'kubernetes.azure.com/scalesetpriority=spot:NoSchedule';

/** What the constructs have where the configuration is silent. */
const DEFAULT_SURGE = '10%';
const DEFAULT_INTERVAL_HOURS = 168;

/** The configuration that takes a cluster over as it is, and what of the cluster it cannot say. */
export interface AdoptedConfiguration {
  readonly configuration: Section;
  readonly missing: readonly string[];
}

/** Describes a cluster by what `az aks show` prints of it; keys whose default is what it has are left out. */
export function adoptedConfiguration(cluster: AzureCluster): AdoptedConfiguration {
  const [, , subscriptionId] = cluster.id.split('/');
  const pools = cluster.agentPoolProfiles ?? [];
  const system = pools.find(({ mode }) => mode === 'System') ?? pools[0];
  const isLegacy = Boolean(cluster.aadProfile?.serverAppId);

  return {
    configuration: without({
      azure: { subscriptionId },
      aad: aad(cluster),
      cluster: without({
        import: true,
        name: cluster.name,
        resourceGroupName: cluster.resourceGroup,
        location: cluster.location,
        tags: nonEmpty(cluster.tags),
        skuTier: ['Standard', 'Premium'].find((tier) => tier === cluster.sku?.tier),
        network: { type: 'existing' },
        apiServer: apiServer(cluster),
        defaultNodePool: system && {
          name: system.name,
          ...machines(system, isLegacy),
          criticalAddonsOnly: system.nodeTaints?.includes(CRITICAL_ADDONS_ONLY) ?? false,
          rotation: false,
        },
        nodePools: nonEmpty(
          pools.filter((pool) => pool !== system).map((pool) => furtherPool(pool, isLegacy)),
        ),
        security: nonEmpty(security(cluster, isLegacy)),
        upgrades: nonEmpty(upgrades(cluster)),
        identity: identity(cluster),
        nodeAccess: nodeAccess(cluster),
      }),
      kubernetes: isLegacy ? { credentials: 'admin' } : undefined,
    }),
    missing: missing(cluster),
  };
}

function aad({ aadProfile }: AzureCluster): Section {
  if (aadProfile?.serverAppId) {
    return {
      mode: 'legacy',
      serverApp: { existing: aadProfile.serverAppId },
      clientApp: { existing: aadProfile.clientAppId },
    };
  }
  return without({
    mode: 'managed',
    azureRbac: aadProfile?.enableAzureRbac ?? false,
    adminGroupObjectIds: nonEmpty([
      ...(aadProfile?.adminGroupObjectIDs ?? aadProfile?.adminGroupObjectIds ?? []),
    ]),
  });
}

function apiServer({ dnsPrefix, apiServerAccessProfile: access }: AzureCluster): Section {
  return without({
    dnsPrefix,
    authorizedIpRanges: nonEmpty([...(access?.authorizedIpRanges ?? [])]),
    privateCluster: access?.enablePrivateCluster || undefined,
    privateDnsZone: access?.enablePrivateCluster ? zone(access.privateDnsZone) : undefined,
    publicFqdn: (access?.enablePrivateCluster && access.enablePrivateClusterPublicFqdn) || undefined,
    runCommand: access?.disableRunCommand ? undefined : true,
  });
}

function zone(privateDnsZone: string | null | undefined): string | undefined {
  const word = ['System', 'None'].find((one) => one.toLowerCase() === privateDnsZone?.toLowerCase());
  return word ?? privateDnsZone ?? undefined;
}

function machines(pool: AzurePool, isLegacy: boolean): Section {
  const scaling = pool.enableAutoScaling
    ? { minCount: pool.minCount, maxCount: pool.maxCount }
    : { nodeCount: pool.count };
  const surge = pool.upgradeSettings?.maxSurge;

  return without({
    vmSize: isLegacy ? pool.vmSize : undefined,
    ...scaling,
    zones: nonEmpty([...(pool.availabilityZones ?? [])]),
    ephemeralOsDisk: pool.osDiskType === 'Ephemeral' || undefined,
    vnetSubnetId: pool.vnetSubnetId,
    podSubnetId: pool.podSubnetId,
    maxSurge: surge === DEFAULT_SURGE ? undefined : surge,
    hostEncryption: pool.enableEncryptionAtHost || undefined,
    fips: pool.enableFips || undefined,
    nodePublicIp: pool.enableNodePublicIp || undefined,
  });
}

function furtherPool(pool: AzurePool, isLegacy: boolean): Section {
  const isSpot = pool.scaleSetPriority === 'Spot';
  const spot = without({
    maxPrice: (pool.spotMaxPrice ?? -1) > 0 ? pool.spotMaxPrice : undefined,
    evictionPolicy: pool.scaleSetEvictionPolicy === 'Deallocate' ? 'Deallocate' : undefined,
  });

  return without({
    name: pool.name,
    import: true,
    mode: pool.mode === 'System' ? 'System' : undefined,
    os: pool.osType === 'Windows' ? pool.osSku : undefined,
    ...machines(pool, isLegacy),
    taints: nonEmpty((pool.nodeTaints ?? []).filter((taint) => !(isSpot && taint === SPOT))),
    spot: isSpot ? spot : undefined,
    rotation: false,
  });
}

function security(cluster: AzureCluster, isLegacy: boolean): Section {
  const { securityProfile, addonProfiles } = cluster;
  const oidcIssuer = cluster.oidcIssuerProfile?.enabled ?? false;
  const cleaner = securityProfile?.imageCleaner;
  const hours = cleaner?.enabled ? cleaner.intervalHours : undefined;
  const isOn = (name: string): boolean =>
    Object.entries(addonProfiles ?? {}).some(
      ([addOn, profile]) => addOn.toLowerCase() === name && profile?.enabled === true,
    );

  return without({
    localAccounts: !isLegacy && !cluster.disableLocalAccounts ? true : undefined,
    oidcIssuer: oidcIssuer ? undefined : false,
    workloadIdentity: oidcIssuer && !securityProfile?.workloadIdentity?.enabled ? false : undefined,
    azurePolicy: isOn('azurepolicy') ? undefined : false,
    keyVaultSecretsProvider: isOn('azurekeyvaultsecretsprovider') ? undefined : false,
    imageCleaner: cleaner?.enabled ? undefined : false,
    imageCleanerIntervalHours: hours === DEFAULT_INTERVAL_HOURS ? undefined : hours,
    diskEncryptionSetId: cluster.diskEncryptionSetId,
  });
}

function upgrades({ autoUpgradeProfile }: AzureCluster): Section {
  const channel = autoUpgradeProfile?.upgradeChannel ?? 'none';
  const nodeOsChannel = autoUpgradeProfile?.nodeOsUpgradeChannel ?? 'NodeImage';

  return without({
    channel: channel === 'patch' ? undefined : channel,
    nodeOsChannel: nodeOsChannel === 'NodeImage' ? undefined : nodeOsChannel,
  });
}

function identity({ identity: given }: AzureCluster): Section | undefined {
  const [id] = Object.keys(given?.userAssignedIdentities ?? {});
  return given?.type === 'UserAssigned' && id ? { userAssignedIdentityId: id } : undefined;
}

function nodeAccess({ linuxProfile }: AzureCluster): Section | undefined {
  const key = linuxProfile?.ssh?.publicKeys?.[0]?.keyData;
  // As it is, with the line break that `az aks create` leaves at the end: another byte replaces the cluster.
  return key === undefined
    ? undefined
    : without({ adminUsername: linuxProfile?.adminUsername, sshPublicKey: key });
}

/** What the plan will show, or what has to be added by hand. */
function missing(cluster: AzureCluster): string[] {
  const {
    securityProfile,
    addonProfiles,
    azureMonitorProfile,
    windowsProfile,
    identity: given,
    aadProfile,
  } = cluster;
  const hasAgent = Object.entries(addonProfiles ?? {}).some(
    ([name, profile]) => name.toLowerCase() === 'omsagent' && profile?.enabled,
  );
  const parts: [boolean, string][] = [
    [!aadProfile, 'Azure AD: the cluster has none, and Terraform would turn it on'],
    [
      hasAgent || Boolean(azureMonitorProfile) || Boolean(securityProfile?.defender),
      'logs, metrics and Defender: see monitoring',
    ],
    [securityProfile?.azureKeyVaultKms?.enabled === true, 'the key for etcd: see security.keyManagement'],
    [
      Boolean(windowsProfile),
      'the administrator of Windows nodes, which Terraform does not know from the configuration',
    ],
    [
      !given?.type || given.type === 'None',
      'the service principal of the control plane: an identity would take its place',
    ],
  ];
  return parts.filter(([isThere]) => isThere).map(([, text]) => text);
}

/** Leaves out what says nothing. */
function without(section: Section): Section {
  return Object.fromEntries(
    Object.entries(section).filter(([, value]) => value !== undefined && value !== null),
  );
}

function nonEmpty<T extends object>(value: T | null | undefined): T | undefined {
  return value && Object.keys(value).length > 0 ? value : undefined;
}
