/** What `az aks show` prints of a cluster, as far as a configuration can say it; what is off may be null or left out. */
export interface AzureCluster {
  readonly id: string;
  readonly name: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly dnsPrefix?: string | null;
  readonly tags?: Readonly<Record<string, string>> | null;
  readonly sku?: { readonly tier?: string | null } | null;
  readonly disableLocalAccounts?: boolean | null;
  readonly aadProfile?: AzureAad | null;
  readonly agentPoolProfiles?: readonly AzurePool[] | null;
  readonly oidcIssuerProfile?: { readonly enabled?: boolean | null } | null;
  readonly securityProfile?: {
    readonly workloadIdentity?: { readonly enabled?: boolean | null } | null;
    readonly imageCleaner?: {
      readonly enabled?: boolean | null;
      readonly intervalHours?: number | null;
    } | null;
    readonly azureKeyVaultKms?: { readonly enabled?: boolean | null } | null;
    readonly defender?: object | null;
  } | null;
  readonly addonProfiles?: Readonly<Record<string, { readonly enabled?: boolean | null } | null>> | null;
  readonly autoUpgradeProfile?: {
    readonly upgradeChannel?: string | null;
    readonly nodeOsUpgradeChannel?: string | null;
  } | null;
  readonly apiServerAccessProfile?: {
    readonly authorizedIpRanges?: readonly string[] | null;
    readonly enablePrivateCluster?: boolean | null;
    readonly enablePrivateClusterPublicFqdn?: boolean | null;
    readonly privateDnsZone?: string | null;
    readonly disableRunCommand?: boolean | null;
  } | null;
  readonly identity?: {
    readonly type?: string | null;
    readonly userAssignedIdentities?: Readonly<Record<string, unknown>> | null;
  } | null;
  readonly linuxProfile?: {
    readonly adminUsername?: string | null;
    readonly ssh?: { readonly publicKeys?: readonly { readonly keyData: string }[] | null } | null;
  } | null;
  readonly windowsProfile?: object | null;
  readonly azureMonitorProfile?: object | null;
  readonly diskEncryptionSetId?: string | null;
}

export interface AzureAad {
  readonly managed?: boolean | null;
  readonly enableAzureRbac?: boolean | null;
  readonly adminGroupObjectIDs?: readonly string[] | null;
  readonly adminGroupObjectIds?: readonly string[] | null;
  readonly serverAppId?: string | null;
  readonly clientAppId?: string | null;
}

export interface AzurePool {
  readonly name: string;
  readonly mode?: string | null;
  readonly count?: number | null;
  readonly enableAutoScaling?: boolean | null;
  readonly minCount?: number | null;
  readonly maxCount?: number | null;
  readonly vmSize?: string | null;
  readonly availabilityZones?: readonly string[] | null;
  readonly osDiskType?: string | null;
  readonly osSku?: string | null;
  readonly osType?: string | null;
  readonly vnetSubnetId?: string | null;
  readonly podSubnetId?: string | null;
  readonly nodeTaints?: readonly string[] | null;
  readonly upgradeSettings?: { readonly maxSurge?: string | null } | null;
  readonly enableEncryptionAtHost?: boolean | null;
  readonly enableFips?: boolean | null;
  readonly enableNodePublicIp?: boolean | null;
  readonly scaleSetPriority?: string | null;
  readonly scaleSetEvictionPolicy?: string | null;
  readonly spotMaxPrice?: number | null;
}
