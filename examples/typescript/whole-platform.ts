// A cluster as teams have it, with what stands around it: a registry that its nodes pull from, DNS, storage, a queue, a key, and a
// chart that is installed in it. The rehearsal knows these by the schema in their bindings only, and marks them.
//
// can-i bob@contoso.com delete pods -n shop: yes
// can-i erin@contoso.com delete pods -n shop: no

import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { ApplicationInsights } from '@cdktf/provider-azurerm/lib/application-insights';
import { ContainerRegistry } from '@cdktf/provider-azurerm/lib/container-registry';
import { DataAzurermClientConfig } from '@cdktf/provider-azurerm/lib/data-azurerm-client-config';
import { DataAzurermContainerRegistry } from '@cdktf/provider-azurerm/lib/data-azurerm-container-registry';
import { DnsCnameRecord } from '@cdktf/provider-azurerm/lib/dns-cname-record';
import { DnsZone } from '@cdktf/provider-azurerm/lib/dns-zone';
import { KeyVault } from '@cdktf/provider-azurerm/lib/key-vault';
import { KeyVaultKey } from '@cdktf/provider-azurerm/lib/key-vault-key';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { RedisCache } from '@cdktf/provider-azurerm/lib/redis-cache';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { ServicebusNamespace } from '@cdktf/provider-azurerm/lib/servicebus-namespace';
import { ServicebusQueue } from '@cdktf/provider-azurerm/lib/servicebus-queue';
import { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { Release } from '@cdktf/provider-helm/lib/release';
import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { NetworkPolicyV1 } from '@cdktf/provider-kubernetes/lib/network-policy-v1';
import { PodDisruptionBudgetV1 } from '@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1';
import { RandomProvider } from '@cdktf/provider-random/lib/provider';
import { StringResource } from '@cdktf/provider-random/lib/string-resource';
import { App, Fn, TerraformOutput, TerraformStack } from 'cdktf';
import {
  AadAksCluster,
  AadDirectory,
  AadIntegration,
  KubernetesConnection,
  KubernetesNamespace,
  RbacBinding,
  RbacRole,
} from 'cdktf-aks-aad';

const app = new App();
const name = { clusterName: 'myAKSCluster', resourceGroupName: 'myResourceGroup' };
const location = 'westeurope';

const platform = new TerraformStack(app, 'platform');
new AzurermProvider(platform, 'azurerm', { features: [{}] });
new RandomProvider(platform, 'random');
const group = new ResourceGroup(platform, 'Group', { name: 'platform', location });
const place = { resourceGroupName: group.name, location };
const suffix = new StringResource(platform, 'Suffix', { length: 6, special: false, upper: false });

const registry = new ContainerRegistry(platform, 'Registry', {
  ...place,
  name: `contoso${suffix.result}`,
  sku: 'Premium',
  identity: { type: 'SystemAssigned' },
  networkRuleSet: [{ defaultAction: 'Deny', ipRule: [{ action: 'Allow', ipRange: '203.0.113.0/24' }] }],
});
const zone = new DnsZone(platform, 'Zone', { name: 'shop.contoso.com', resourceGroupName: group.name });
new DnsCnameRecord(platform, 'Shop', {
  name: 'www',
  zoneName: zone.name,
  resourceGroupName: group.name,
  ttl: 300,
  record: registry.loginServer,
});
const account = new StorageAccount(platform, 'Storage', {
  ...place,
  name: `shop${suffix.result}`,
  accountTier: 'Standard',
  accountReplicationType: 'ZRS',
  blobProperties: { versioningEnabled: true, deleteRetentionPolicy: { days: 14 } },
});
new StorageContainer(platform, 'Images', { name: 'images', storageAccountId: account.id });
const bus = new ServicebusNamespace(platform, 'Bus', { ...place, name: 'contoso-shop', sku: 'Standard' });
new ServicebusQueue(platform, 'Orders', { name: 'orders', namespaceId: bus.id });
new RedisCache(platform, 'Cache', {
  ...place,
  name: 'contoso-shop',
  capacity: 1,
  family: 'C',
  skuName: 'Standard',
});
new ApplicationInsights(platform, 'Insights', { ...place, name: 'shop', applicationType: 'web' });

const vault = new KeyVault(platform, 'Vault', {
  ...place,
  name: 'contoso-shop',
  tenantId: new DataAzurermClientConfig(platform, 'Me').tenantId,
  skuName: 'standard',
  rbacAuthorizationEnabled: true,
  purgeProtectionEnabled: true,
});
new KeyVaultKey(platform, 'Key', {
  name: 'orders',
  keyVaultId: vault.id,
  keyType: 'RSA',
  keySize: 3072,
  keyOpts: ['wrapKey', 'unwrapKey'],
});
new TerraformOutput(platform, 'registry', { value: registry.identity.principalId });

const cluster = new TerraformStack(app, 'cluster');
new AzurermProvider(cluster, 'azurerm', { features: [{}] });
const aks = new AadAksCluster(cluster, 'Aks', {
  ...name,
  location,
  aad: AadIntegration.managed({ adminGroupObjectIds: ['894656e1-39f8-4bfe-b16a-510f61af6f41'] }),
});
new RoleAssignment(cluster, 'Pull', {
  scope: registry.id,
  roleDefinitionName: 'AcrPull',
  principalId: aks.kubeletIdentityObjectId,
});

const access = new TerraformStack(app, 'access');
access.addDependency(cluster);
new AzurermProvider(access, 'azurerm', { features: [{}] });
new AzureadProvider(access, 'azuread');
const existing = AadAksCluster.fromLookup(access, 'Aks', name);
new KubernetesConnection(access, 'Kubernetes', { cluster: existing });
new HelmProvider(access, 'helm', {
  kubernetes: {
    host: existing.host,
    clusterCaCertificate: Fn.base64decode(existing.clusterCaCertificate),
    exec: {
      apiVersion: 'client.authentication.k8s.io/v1beta1',
      command: 'kubelogin',
      args: ['get-token', '--login', 'azurecli', '--server-id', '6dae42f8-4368-4678-94ff-3960e28e3630'],
    },
  },
});

const shop = new KubernetesNamespace(access, 'Shop', { name: 'shop' });
new RbacBinding(access, 'ShopDevelopers', {
  role: RbacRole.EDIT,
  namespace: shop.namespaceName,
  subjects: [new AadDirectory(access, 'Directory').group('shop-developers')],
});
const images = new DataAzurermContainerRegistry(access, 'Registry', {
  name: registry.name,
  resourceGroupName: registry.resourceGroupName,
});
new ConfigMapV1(access, 'Settings', {
  metadata: { name: 'settings', namespace: shop.namespaceName },
  data: { registry: images.loginServer },
});
new NetworkPolicyV1(access, 'IngressOnly', {
  metadata: { name: 'ingress-only', namespace: shop.namespaceName },
  spec: {
    podSelector: {},
    policyTypes: ['Ingress'],
    ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }] }],
  },
});
new PodDisruptionBudgetV1(access, 'Budget', {
  metadata: { name: 'shop', namespace: shop.namespaceName },
  spec: { minAvailable: '1', selector: { matchLabels: { app: 'shop' } } },
});
new Release(access, 'Ingress', {
  name: 'ingress',
  namespace: shop.namespaceName,
  repository: 'https://kubernetes.github.io/ingress-nginx',
  chart: 'ingress-nginx',
  set: [{ name: 'controller.replicaCount', value: '2' }],
});

app.synth();
