import { z } from 'zod';
import { INTERVAL } from '../../../lib/shared/azure-limits';
import { UnsafeSetting } from '../../../lib/unsafe-setting';
import { addOns } from './add-ons';
import * as azure from './azure-fields';
import * as clusterField from './cluster-fields';
import * as field from './fields';
import { network } from './network';
import { defaultNodePool, nodePool } from './node-pools';
import { ignoreChanges, overrides } from './overrides';
import { autoscaler, nodeProvisioning } from './scaling';
import { httpProxy, identityRole, kubeletIdentity, storage } from './surroundings';
import { upgrades } from './upgrades';

/** The section `cluster` of aks.yaml. */

const apiServer = z
  .strictObject({
    dnsPrefix: field
      .dnsPrefix()
      .optional()
      .describe('First label of the host name. Default: the name, without what a DNS label cannot hold.'),
    fqdnSubdomain: field
      .dnsPrefix()
      .optional()
      .describe(
        'First label of the host name of a private cluster whose DNS zone is your own, in place of dnsPrefix. Default: dnsPrefix.',
      ),
    authorizedIpRanges: field
      .list(field.cidr())
      .min(1, { error: 'list at least one range, or remove the key: without it any address may reach it' })
      .max(200, { error: 'use at most 200 ranges' })
      .optional()
      .describe('IPv4 ranges that may reach it; must contain the machine that deploys. Default: any.'),
    privateCluster: z.boolean().optional().describe('Whether it has a private address only. Default: false.'),
    privateDnsZone: azure
      .privateDnsZone()
      .optional()
      .describe(
        'DNS zone of a private cluster: System, None or the resource ID of your own. Default: System.',
      ),
    publicFqdn: z
      .boolean()
      .optional()
      .describe('Whether a private cluster also has a public host name. Default: false.'),
    vnetIntegrationSubnetId: azure
      .subnetId()
      .optional()
      .describe(
        'Resource ID of the delegated subnet to put the API server into. Default: not in your network.',
      ),
    runCommand: z
      .boolean()
      .optional()
      .describe('Whether az aks command invoke works, around the limits of the network. Default: false.'),
  })
  .describe('Who reaches the API server, and how.');

const keyManagement = z
  .strictObject({
    keyVaultKeyId: azure.keyVaultKeyId().describe('ID of the key with its version.'),
    privateKeyVault: z
      .boolean()
      .optional()
      .describe('Whether the vault can be reached by private link only. Default: false.'),
  })
  .describe('Key in a Key Vault that encrypts the secrets in etcd; needs identity.userAssignedIdentityId.');

const security = z
  .strictObject({
    localAccounts: z
      .boolean()
      .optional()
      .describe(
        'Whether the cluster has an admin account outside Azure AD (az aks get-credentials --admin). Default: false with managed AAD, true with legacy.',
      ),
    kubernetesRbac: z.boolean().optional().describe('Whether Kubernetes RBAC is on. Default: true.'),
    oidcIssuer: z
      .boolean()
      .optional()
      .describe('Whether the cluster has an OIDC issuer; cannot be switched off again. Default: true.'),
    workloadIdentity: z
      .boolean()
      .optional()
      .describe('Whether pods can use workload identity. Default: true.'),
    azurePolicy: z
      .boolean()
      .optional()
      .describe('Whether Azure Policy checks what is deployed. Default: true.'),
    imageCleaner: z
      .boolean()
      .optional()
      .describe('Whether unused vulnerable images are removed from nodes. Default: true.'),
    imageCleanerIntervalHours: field
      .wholeNumber(24, 2160)
      .optional()
      .describe('Hours between two runs of the image cleaner. Default: 168.'),
    keyVaultSecretsProvider: z
      .boolean()
      .optional()
      .describe('Whether pods can mount secrets of Key Vaults, which are then renewed. Default: true.'),
    secretRotationInterval: field
      .text(INTERVAL, 'use a time, such as 2m or 1h30m')
      .optional()
      .describe('How often these secrets are renewed. Default: 2m.'),
    customCaCertificates: field
      .list(field.label())
      .optional()
      .describe(
        'Certificate authorities that the nodes trust, each as base64 of PEM; at most 10. Default: none.',
      ),
    diskEncryptionSetId: azure
      .diskEncryptionSetId()
      .optional()
      .describe(
        'Resource ID of the disk encryption set of nodes and volumes. Default: keys of the platform.',
      ),
    keyManagement: keyManagement.optional(),
    unsafeAllow: field
      .list(z.enum(UnsafeSetting))
      .optional()
      .describe('IDs of refusals to allow; see docs/diagnostics.md. Default: none.'),
  })
  .describe('What protects the cluster from its users and its workloads.');

const monitoring = z
  .strictObject({
    logAnalyticsWorkspaceId: azure
      .logAnalyticsWorkspaceId()
      .optional()
      .describe('Resource ID of the workspace for logs; billed by volume. Default: no logs are kept.'),
    logCategories: field
      .list(clusterField.logCategory())
      .min(1, { error: 'list at least one category, or remove the key' })
      .optional()
      .describe('Categories of logs of the control plane. Default: kube-audit-admin, guard.'),
    containerInsights: z
      .boolean()
      .optional()
      .describe('Whether logs of containers are collected. Default: true with a workspace.'),
    defender: z
      .boolean()
      .optional()
      .describe('Whether Microsoft Defender watches the cluster; billed by core. Default: false.'),
    prometheusWorkspaceId: azure
      .monitorWorkspaceId()
      .optional()
      .describe('Resource ID of the Azure Monitor workspace for Managed Prometheus. Default: no metrics.'),
    prometheusWorkspaceLocation: field
      .location()
      .optional()
      .describe('Region of that workspace. Default: that of the cluster.'),
  })
  .describe('Where logs, metrics and alerts go.');

const identity = z
  .strictObject({
    userAssignedIdentityId: azure
      .userAssignedIdentityId()
      .describe('Resource ID of an identity that exists already.'),
  })
  .describe('As whom the control plane acts in Azure. Default: a system-assigned identity.');

const nodeAccess = z
  .strictObject({
    sshPublicKey: field.sshPublicKey().describe('SSH public key of the administrator of the nodes.'),
    adminUsername: field
      .adminUsername()
      .optional()
      .describe('User name of the administrator of the nodes. Default: azureuser.'),
  })
  .describe('Who signs in to the nodes. Default: nobody can by SSH.');

const workloadIdentity = z
  .strictObject({
    namespace: field.namespaceName().describe('Namespace of the service account.'),
    serviceAccount: clusterField.objectName().describe('Name of the service account.'),
    createServiceAccount: z
      .boolean()
      .default(true)
      .describe('Whether the access stack creates the service account; the namespace must exist.'),
    identityName: clusterField
      .identityName()
      .optional()
      .describe('Name of the managed identity. Default: cluster, namespace and service account.'),
  })
  .describe('A managed identity for which a service account can stand.');

export const cluster = z
  .strictObject({
    name: field.clusterName().describe('Name of the cluster.'),
    resourceGroupName: field.resourceGroupName().describe('Resource group of the cluster.'),
    existing: z
      .boolean()
      .default(false)
      .describe(
        'Whether the cluster exists and is only referred to: there is no cluster stack, and access is all that is deployed.',
      ),
    automatic: z
      .boolean()
      .optional()
      .describe(
        'Whether it is a cluster of AKS Automatic, whose nodes, upgrades and add-ons are not set here; needs CDK Terrain. Default: false.',
      ),
    import: azure
      .clusterImport()
      .optional()
      .describe(
        'Takes over an existing cluster, and its resource group unless createResourceGroup is false: true, or its resource ID.',
      ),
    createResourceGroup: z
      .boolean()
      .default(true)
      .describe('Whether the cluster stack creates the resource group; false: it exists already.'),
    importResourceGroup: z
      .literal(true)
      .optional()
      .describe('Takes over the existing resource group for a new cluster.'),
    location: field
      .location()
      .optional()
      .describe('Azure region, such as eastus. Required unless the cluster is only referred to.'),
    nodeResourceGroup: field
      .nodeResourceGroupName()
      .optional()
      .describe(
        'Name of the resource group that AKS makes for the nodes. Default: MC_<resource group>_<cluster>_<location>.',
      ),
    kubernetesVersion: field
      .kubernetesVersion()
      .optional()
      .describe('Minor or patch version, in quotes, such as "1.33". Default: AKS chooses.'),
    skuTier: z
      .enum(['Free', 'Standard', 'Premium'])
      .optional()
      .describe('Service level; Standard and Premium have an SLA and are billed. Default: Free.'),
    defaultNodePool: defaultNodePool.optional(),
    nodePools: z.array(nodePool).default([]).describe('Further node pools.'),
    network: network.optional(),
    apiServer: apiServer.optional(),
    security: security.optional(),
    upgrades: upgrades.optional(),
    monitoring: monitoring.optional(),
    addOns: addOns.optional(),
    autoscaler: autoscaler.optional(),
    nodeProvisioning: nodeProvisioning.optional(),
    httpProxy: httpProxy.optional(),
    storage: storage.optional(),
    identity: identity.optional(),
    kubeletIdentity: kubeletIdentity.optional(),
    identityRoles: z
      .array(identityRole)
      .default([])
      .describe('Azure roles of the identities of the cluster on a registry and on a network of your own.'),
    nodeAccess: nodeAccess.optional(),
    workloadIdentities: z
      .array(workloadIdentity)
      .default([])
      .describe('Managed identities for pods, each with its trust in the cluster.'),
    deletionLock: z
      .boolean()
      .optional()
      .describe(
        'Whether a lock in Azure keeps everybody from deleting the cluster, its node pools and the Azure roles on it. Default: as protect.',
      ),
    tags: z
      .record(field.tagName(), field.tagValue())
      .optional()
      .describe('Tags of the cluster and of what is created with it, name: value.'),
    overrides: overrides('azurerm_kubernetes_cluster').optional(),
    ignoreChanges: ignoreChanges().optional(),
  })
  .describe('The cluster.');
