import { KubernetesCluster } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { TerraformVariable, Token } from 'cdktf';
import {
  AadAksCluster,
  AadAksClusterProps,
  AadIntegration,
  AksIdentity,
  AksNetwork,
  AksSkuTier,
} from '../../lib';
import { AZURERM } from './provider-generations';
import { clusterArguments, clusterWarnings, GROUP, REQUIRED, synthCluster, TENANT } from './sample-cluster';
import { expression, only, resolve, synth } from './synth';

describe('by default', () => {
  test('is as safe as it can be without cost, preview or further resources', () => {
    const cluster = clusterArguments({
      aad: AadIntegration.managed({ tenantId: TENANT, adminGroupObjectIds: [GROUP] }),
      apiServer: undefined,
    });

    expect(cluster).toEqual({
      name: 'myAKSCluster',
      resource_group_name: expect.stringMatching(/azurerm_resource_group\.\w+\.name\}$/) as string,
      location: expect.stringMatching(/azurerm_resource_group\.\w+\.location\}$/) as string,
      dns_prefix: 'myAKSCluster',
      sku_tier: 'Free',
      role_based_access_control_enabled: true,
      azure_active_directory_role_based_access_control: {
        tenant_id: TENANT,
        admin_group_object_ids: [GROUP],
        azure_rbac_enabled: false,
      },
      local_account_disabled: true,
      identity: { type: 'SystemAssigned' },
      oidc_issuer_enabled: true,
      workload_identity_enabled: true,
      azure_policy_enabled: true,
      run_command_enabled: false,
      private_cluster_enabled: false,
      automatic_upgrade_channel: 'patch',
      node_os_upgrade_channel: 'NodeImage',
      image_cleaner_enabled: true,
      image_cleaner_interval_hours: 168,
      key_vault_secrets_provider: { secret_rotation_enabled: true },
      network_profile: {
        network_plugin: 'azure',
        network_plugin_mode: 'overlay',
        network_data_plane: 'cilium',
        network_policy: 'cilium',
        load_balancer_sku: 'standard',
        outbound_type: 'loadBalancer',
      },
      default_node_pool: {
        name: 'system',
        node_count: 3,
        max_pods: 110,
        node_public_ip_enabled: false,
        temporary_name_for_rotation: 'systemtmp',
        upgrade_settings: { max_surge: '10%' },
      },
      ...(AZURERM >= 5 && { node_provisioning_profile: { mode: 'Manual' } }),
    });
  });

  test('is warned about only for the API server that anybody reaches', () => {
    expect(clusterWarnings()).toEqual([]);
    expect(clusterWarnings({ apiServer: undefined })).toEqual([
      "the API server answers to any address: set apiServer.authorizedIpRanges or apiServer.privateCluster (at 'test/Aks') [public-api-server]",
    ]);
  });

  test('creates the resource group', () => {
    expect(only(synthCluster({ tags: { team: 'platform' } }), 'azurerm_resource_group')).toEqual({
      name: 'myResourceGroup',
      location: 'eastus',
      tags: { team: 'platform' },
    });
  });

  test('derives a DNS prefix that is valid from a name that is not', () => {
    const clusterName = `a_${'b'.repeat(51)}_c`;
    expect(clusterArguments({ clusterName, nodeResourceGroup: 'nodes' }).dns_prefix).toBe(
      `a-${'b'.repeat(51)}`,
    );
  });

  test('has nodes in a resource group of their own', () => {
    expect(() => synthCluster({ nodeResourceGroup: 'MyResourceGroup' })).toThrow(
      "nodeResourceGroup 'MyResourceGroup' is the group of the cluster, and AKS makes one of its own",
    );
  });

  test("signs in the deploying account's tenant, whose role assignments then count, too", () => {
    expect(clusterArguments()).toMatchObject({
      azure_active_directory_role_based_access_control: {
        tenant_id: expect.stringMatching(/^\$\{data\.azurerm_client_config\.\w+\.tenant_id\}$/) as string,
        azure_rbac_enabled: true,
      },
    });
  });
});

test('Azure RBAC can be turned off, and on in a tenant that is given', () => {
  const azureRbacIn = (aad: AadIntegration) =>
    clusterArguments({ aad }).azure_active_directory_role_based_access_control;
  const off = AadIntegration.managed({ adminGroupObjectIds: [GROUP], azureRbac: false });
  const on = AadIntegration.managed({ adminGroupObjectIds: [GROUP], tenantId: TENANT, azureRbac: true });

  expect(azureRbacIn(off)).toMatchObject({ azure_rbac_enabled: false });
  expect(azureRbacIn(on)).toMatchObject({ azure_rbac_enabled: true });
});

describe('Azure RBAC as the only way in', () => {
  const onlyAzureRbac = { ...REQUIRED, aad: AadIntegration.managed({ azureRbac: true }) };

  test('is warned about while nobody has a role', () => {
    expect(clusterWarnings(onlyAzureRbac)).toEqual([
      "azureRbac is the only way in, and nobody has a role yet: assign Azure Kubernetes Service RBAC Cluster Admin, or set adminGroupObjectIds (at 'test/Aks') [azure-rbac-unassigned]",
    ]);
  });

  test('is not warned about when the app assigns roles, also after the cluster', () => {
    const warnings = clusterWarnings(onlyAzureRbac, (cluster) => {
      new RoleAssignment(cluster.node.scope!, 'Admins', {
        scope: cluster.clusterId,
        principalId: GROUP,
        roleDefinitionName: 'Azure Kubernetes Service RBAC Cluster Admin',
      });
    });
    expect(warnings).toEqual([]);
  });
});

test('admin groups are sent sorted and once, and tokens behind them in their order', () => {
  const [a, b] = [GROUP.replace('8', '1'), GROUP.replace('8', '2')];
  const z = expression('${var.z}');
  const aad = AadIntegration.managed({
    adminGroupObjectIds: [z, b.toUpperCase(), a, expression('${var.a}'), b, z],
  });
  expect(clusterArguments({ aad })).toMatchObject({
    azure_active_directory_role_based_access_control: {
      admin_group_object_ids: [a, b, '${var.z}', '${var.a}'],
    },
  });
});

test('an existing resource group is used by its name', () => {
  const synthesized = synthCluster({ createResourceGroup: false });

  expect(synthesized.resource.azurerm_resource_group).toBeUndefined();
  expect(only(synthesized, 'azurerm_kubernetes_cluster')).toMatchObject({
    resource_group_name: 'myResourceGroup',
    location: 'eastus',
  });
});

test('an uptime SLA can be bought, and long-term support', () => {
  const standard = clusterArguments({ skuTier: AksSkuTier.STANDARD });
  expect(standard.sku_tier).toBe('Standard');
  expect(standard).not.toHaveProperty('support_plan');

  expect(clusterArguments({ skuTier: AksSkuTier.PREMIUM })).toMatchObject({
    sku_tier: 'Premium',
    support_plan: 'AKSLongTermSupport',
  });
});

describe('attributes', () => {
  test('are references to the cluster, and the commands are ready to paste', () => {
    synth((stack) => {
      const cluster = new AadAksCluster(stack, 'Aks', REQUIRED);
      const address = `azurerm_kubernetes_cluster.${stack.getLogicalId((cluster.node.defaultChild as KubernetesCluster).node)}`;

      expect(resolve(stack, cluster.clusterId)).toBe(`\${${address}.id}`);
      expect(resolve(stack, cluster.host)).toBe(`\${${address}.kube_config[0].host}`);
      expect(resolve(stack, cluster.oidcIssuerUrl)).toBe(`\${${address}.oidc_issuer_url}`);
      expect(resolve(stack, cluster.identityPrincipalId)).toBe(`\${${address}.identity[0].principal_id}`);
      expect(resolve(stack, cluster.kubeletIdentityObjectId)).toBe(
        `\${${address}.kubelet_identity[0].object_id}`,
      );
      expect(cluster.credentialsCommand).toBe(
        'az aks get-credentials --resource-group myResourceGroup --name myAKSCluster',
      );
    });
  });

  test('have no administrator credentials while local accounts are off', () => {
    synth((stack) => {
      const off = new AadAksCluster(stack, 'Off', REQUIRED);
      const on = new AadAksCluster(stack, 'On', {
        ...REQUIRED,
        clusterName: 'on',
        resourceGroupName: 'on',
        security: { localAccounts: true },
      });

      expect([off.adminClientCertificate, off.adminClientKey, off.adminCredentialsCommand]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
      expect(resolve(stack, on.adminClientKey)).toMatch(/\.kube_admin_config\[0\]\.client_key\}$/);
      expect(on.adminCredentialsCommand).toBe('az aks get-credentials --resource-group on --name on --admin');
    });
  });
});

describe('bad input is refused', () => {
  test.each<[string, Partial<AadAksClusterProps>, string]>([
    [
      'a cluster name',
      { clusterName: 'my cluster' },
      "clusterName 'my cluster' is not valid: use 1 to 63 letters, digits, underscores and hyphens, with a letter or digit at both ends",
    ],
    [
      'a resource group name',
      { resourceGroupName: 'group.' },
      "resourceGroupName 'group.' is not valid: use 1 to 90 letters, digits, underscores, hyphens, periods and parentheses, not ending in a period",
    ],
    ['a location', { location: '' }, "location '' is not valid: use a region such as 'eastus'"],
    [
      'a Kubernetes version',
      { kubernetesVersion: 'v1.33' },
      "kubernetesVersion 'v1.33' is not valid: use '<major>.<minor>' or '<major>.<minor>.<patch>', such as '1.33'",
    ],
  ])('%s', (_, props, message) => {
    expect(() => synthCluster(props)).toThrow(new Error(`${message} (at 'test/Aks')`));
  });
});

test('tokens pass every check', () => {
  const synthesized = synth((stack) => {
    const text = new TerraformVariable(stack, 'text', { type: 'string' }).stringValue;
    const list = Token.asList('${var.list}');
    const number = Token.asNumber('${var.n}');

    new AadAksCluster(stack, 'Aks', {
      clusterName: text,
      resourceGroupName: text,
      location: text,
      kubernetesVersion: text,
      aad: AadIntegration.managed({ tenantId: text, adminGroupObjectIds: list }),
      identity: AksIdentity.userAssigned(text),
      network: AksNetwork.azureCni({
        vnetSubnetId: text,
        podSubnetId: text,
        serviceCidr: text,
        dnsServiceIp: text,
      }),
      apiServer: { authorizedIpRanges: list, vnetIntegrationSubnetId: text },
      security: {
        imageCleanerIntervalHours: number,
        diskEncryptionSetId: text,
        keyManagement: { keyVaultKeyId: text },
      },
      monitoring: { logAnalyticsWorkspaceId: text, logCategories: [text], prometheusWorkspaceId: text },
      nodeAccess: { sshPublicKey: text, adminUsername: text },
      defaultNodePool: { name: text, zones: list, vnetSubnetId: text, nodeCount: number, maxSurge: text },
    });
  });

  expect(only(synthesized, 'azurerm_kubernetes_cluster')).toMatchObject({
    name: '${var.text}',
    dns_prefix: '${var.text}',
    azure_active_directory_role_based_access_control: { admin_group_object_ids: '${var.list}' },
    default_node_pool: { zones: '${var.list}', node_count: '${var.n}' },
  });
});

test('the cluster can be reached for what has no prop', () => {
  const cluster = clusterArguments({}, ({ node }) => {
    (node.defaultChild as KubernetesCluster).costAnalysisEnabled = true;
  });
  expect(cluster.cost_analysis_enabled).toBe(true);
});
