import { KubernetesCluster } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';
import {
  AadAksCluster,
  AadAksClusterProps,
  AadClientApp,
  AadIntegration,
  AadServerApp,
  AksUpgradeChannel,
  IAadAksCluster,
  NodeOsUpgradeChannel,
} from '../../lib';
import { only, resolve, synth } from './synth';

const TENANT = '72f988bf-0000-0000-0000-2d7cd011db47';
const GROUP = '894656e1-39f8-4bfe-b16a-510f61af6f41';
const SUBNET =
  '/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/hub/subnets/aks';
const IDENTITY =
  '/subscriptions/s/resourceGroups/id/providers/Microsoft.ManagedIdentity/userAssignedIdentities/aks';

const MANAGED = AadIntegration.managed({ tenantId: TENANT, adminGroupObjectIds: [GROUP] });
const REQUIRED: AadAksClusterProps = {
  clusterName: 'myAKSCluster',
  resourceGroupName: 'myResourceGroup',
  location: 'eastus',
  aad: MANAGED,
};

function legacy(stack: TerraformStack): AadIntegration {
  const ids = { clientId: GROUP, objectId: GROUP, servicePrincipalObjectId: GROUP };
  return AadIntegration.legacy({
    serverApp: AadServerApp.fromAadServerAppAttributes(stack, 'Server', {
      ...ids,
      scopeId: GROUP,
      secret: new TerraformVariable(stack, 'secret', { sensitive: true }).stringValue,
    }),
    clientApp: AadClientApp.fromAadClientAppAttributes(stack, 'Client', ids),
    tenantId: TENANT,
  });
}

function synthCluster(props: Partial<AadAksClusterProps> = {}): ReturnType<typeof synth> {
  return synth((stack) => {
    new AadAksCluster(stack, 'Aks', { ...REQUIRED, ...props });
  });
}

function synthLegacy(props: Partial<AadAksClusterProps> = {}): ReturnType<typeof synth> {
  return synth((stack) => {
    const defaultNodePool = { vmSize: 'Standard_D2s_v3' };
    new AadAksCluster(stack, 'Aks', { ...REQUIRED, defaultNodePool, aad: legacy(stack), ...props });
  });
}

describe('by default', () => {
  test('signs in with managed Azure AD only, under an identity of its own, and keeps itself up to date', () => {
    expect(only(synthCluster(), 'azurerm_kubernetes_cluster')).toEqual({
      name: 'myAKSCluster',
      resource_group_name: expect.stringMatching(/azurerm_resource_group\.\w+\.name\}$/) as string,
      location: expect.stringMatching(/azurerm_resource_group\.\w+\.location\}$/) as string,
      dns_prefix: 'myAKSCluster',
      role_based_access_control_enabled: true,
      azure_active_directory_role_based_access_control: {
        tenant_id: TENANT,
        admin_group_object_ids: [GROUP],
        azure_rbac_enabled: false,
      },
      local_account_disabled: true,
      identity: { type: 'SystemAssigned' },
      default_node_pool: {
        name: 'system',
        node_count: 3,
        temporary_name_for_rotation: 'systemtmp',
        upgrade_settings: { max_surge: '10%' },
      },
      oidc_issuer_enabled: true,
      workload_identity_enabled: true,
      private_cluster_enabled: false,
      automatic_upgrade_channel: 'patch',
      node_os_upgrade_channel: 'NodeImage',
    });
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
    expect(only(synthCluster({ clusterName }), 'azurerm_kubernetes_cluster').dns_prefix).toBe(
      `a-${'b'.repeat(51)}`,
    );
  });

  test('asks who deploys for the tenant when only admin groups are given', () => {
    const synthesized = synthCluster({ aad: AadIntegration.managed({ adminGroupObjectIds: [GROUP] }) });
    expect(only(synthesized, 'azurerm_kubernetes_cluster')).toMatchObject({
      azure_active_directory_role_based_access_control: {
        tenant_id: expect.stringMatching(/^\$\{data\.azurerm_client_config\.\w+\.tenant_id\}$/) as string,
      },
    });
  });
});

test('admin groups are sent sorted and once, and tokens behind them in their order', () => {
  const [a, b] = [GROUP.replace('8', '1'), GROUP.replace('8', '2')];
  const aad = AadIntegration.managed({
    adminGroupObjectIds: ['${var.z}', b.toUpperCase(), a, '${var.a}', b, '${var.z}'],
  });
  expect(only(synthCluster({ aad }), 'azurerm_kubernetes_cluster')).toMatchObject({
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

test('everything that can be set reaches the cluster', () => {
  const synthesized = synthCluster({
    dnsPrefix: 'aks',
    kubernetesVersion: '1.33',
    userAssignedIdentityId: IDENTITY,
    localAccounts: true,
    authorizedIpRanges: ['203.0.113.0/24'],
    automaticUpgradeChannel: AksUpgradeChannel.STABLE,
    nodeOsUpgradeChannel: NodeOsUpgradeChannel.SECURITY_PATCH,
    sshPublicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK ops@contoso.com',
    tags: { team: 'platform' },
    defaultNodePool: {
      name: 'base',
      vmSize: 'Standard_D4ds_v5',
      minCount: 1,
      maxCount: 5,
      zones: ['1', '2'],
      osDiskSizeGb: 128,
      maxPods: 110,
      vnetSubnetId: SUBNET,
    },
  });

  expect(only(synthesized, 'azurerm_kubernetes_cluster')).toMatchObject({
    dns_prefix: 'aks',
    kubernetes_version: '1.33',
    identity: { type: 'UserAssigned', identity_ids: [IDENTITY] },
    local_account_disabled: false,
    api_server_access_profile: { authorized_ip_ranges: ['203.0.113.0/24'] },
    automatic_upgrade_channel: 'stable',
    node_os_upgrade_channel: 'SecurityPatch',
    linux_profile: {
      admin_username: 'azureuser',
      ssh_key: { key_data: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK ops@contoso.com' },
    },
    tags: { team: 'platform' },
    default_node_pool: {
      name: 'base',
      vm_size: 'Standard_D4ds_v5',
      auto_scaling_enabled: true,
      min_count: 1,
      max_count: 5,
      zones: ['1', '2'],
      os_disk_size_gb: 128,
      max_pods: 110,
      vnet_subnet_id: SUBNET,
      temporary_name_for_rotation: 'basetmp',
    },
  });
  expect(synthesized.json).not.toContain('node_count');
});

test('no upgrade channel is sent for none, which azurerm 4.x refuses', () => {
  const synthesized = synthCluster({ automaticUpgradeChannel: AksUpgradeChannel.NONE });
  expect(only(synthesized, 'azurerm_kubernetes_cluster')).not.toHaveProperty('automatic_upgrade_channel');
});

test('workload identity follows the OIDC issuer', () => {
  expect(only(synthCluster({ oidcIssuer: false }), 'azurerm_kubernetes_cluster')).toMatchObject({
    oidc_issuer_enabled: false,
    workload_identity_enabled: false,
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
      const on = new AadAksCluster(stack, 'On', { ...REQUIRED, localAccounts: true });

      expect([off.adminClientCertificate, off.adminClientKey, off.adminCredentialsCommand]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
      expect(resolve(stack, on.adminClientKey)).toMatch(/\.kube_admin_config\[0\]\.client_key\}$/);
      expect(on.adminCredentialsCommand).toBe(
        'az aks get-credentials --resource-group myResourceGroup --name myAKSCluster --admin',
      );
    });
  });
});

describe('with legacy Azure AD', () => {
  test('sends the two applications, in the spelling of azurerm 3.x, which it pins', () => {
    const synthesized = synthLegacy({
      defaultNodePool: { vmSize: 'Standard_D2s_v3', minCount: 1, maxCount: 3 },
    });
    const cluster = only(synthesized, 'azurerm_kubernetes_cluster');

    expect(cluster.azure_active_directory_role_based_access_control).toEqual({
      client_app_id: GROUP,
      server_app_id: GROUP,
      server_app_secret: '${var.secret}',
      tenant_id: TENANT,
    });
    expect(cluster).toMatchObject({
      local_account_disabled: false,
      automatic_channel_upgrade: 'patch',
      node_os_channel_upgrade: 'NodeImage',
      default_node_pool: { enable_auto_scaling: true },
    });
    for (const renamed of ['automatic_upgrade_channel', 'node_os_upgrade_channel', 'auto_scaling_enabled']) {
      expect(synthesized.json).not.toContain(renamed);
    }
    expect(synthesized.terraform).toMatchObject({ required_providers: { azurerm: { version: '~> 3.117' } } });
  });

  test('spells added node pools for azurerm 3.x, too', () => {
    const synthesized = synth((stack) => {
      const defaultNodePool = { vmSize: 'Standard_D2s_v3' };
      const cluster = new AadAksCluster(stack, 'Aks', { ...REQUIRED, defaultNodePool, aad: legacy(stack) });
      cluster.addNodePool('Apps', { name: 'apps', vmSize: 'Standard_D2s_v3', minCount: 0, maxCount: 3 });
    });
    const pool = only(synthesized, 'azurerm_kubernetes_cluster_node_pool');
    expect(pool).toMatchObject({ enable_auto_scaling: true });
    expect(pool).not.toHaveProperty('auto_scaling_enabled');
  });

  test('warns of the retirement and names the way to managed', () => {
    const app = Testing.app();
    const stack = new TerraformStack(app, 'test');
    const cluster = new AadAksCluster(stack, 'Aks', {
      ...REQUIRED,
      aad: legacy(stack),
      defaultNodePool: { vmSize: 'Standard_D2s_v3' },
    });

    expect(cluster.node.metadata.map(({ type, data }): unknown[] => [type, data])).toEqual([
      [
        '@cdktf/warn',
        'legacy Azure AD integration: Azure creates no new clusters with it since December 2023 and it needs azurerm 3.x; ' +
          'for a new cluster, and to move an existing one in place, use AadIntegration.managed()',
      ],
    ]);
  });

  test.each<[string, Partial<AadAksClusterProps>, string]>([
    [
      'local accounts off',
      { localAccounts: false },
      "localAccounts false is not available with legacy Azure AD: remove it or use AadIntegration.managed() (at 'test/Aks')",
    ],
    [
      'no size of virtual machines',
      { defaultNodePool: {} },
      "node pool 'system' has no vmSize, which legacy Azure AD (azurerm 3.x) requires: set one such as 'Standard_D4ds_v5' (at 'test/Aks')",
    ],
  ])('refuses %s', (_, props, message) => {
    expect(() => synthLegacy(props)).toThrow(new Error(message));
  });

  test('refuses a managed cluster in the same stack', () => {
    expect(() =>
      synth((stack) => {
        new AadAksCluster(stack, 'Managed', REQUIRED);
        new AadAksCluster(stack, 'Legacy', {
          ...REQUIRED,
          aad: legacy(stack),
          defaultNodePool: { vmSize: 'Standard_D2s_v3' },
        });
      }),
    ).toThrow(
      new Error(
        "a stack cannot hold clusters with legacy and with managed Azure AD, which need different versions of azurerm: use two stacks (at 'test/Legacy')",
      ),
    );
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
      'a DNS prefix',
      { dnsPrefix: '-aks' },
      "dnsPrefix '-aks' is not valid: use 1 to 54 letters, digits and hyphens, with a letter or digit at both ends",
    ],
    [
      'a Kubernetes version',
      { kubernetesVersion: 'v1.33' },
      "kubernetesVersion 'v1.33' is not valid: use '<major>.<minor>' or '<major>.<minor>.<patch>', such as '1.33'",
    ],
    [
      'an identity',
      { userAssignedIdentityId: 'aks' },
      "userAssignedIdentityId 'aks' is not valid: use the ARM ID of an identity, /subscriptions/…/userAssignedIdentities/<name>",
    ],
    [
      'an address without a prefix length',
      { authorizedIpRanges: ['203.0.113.7'] },
      "authorizedIpRanges '203.0.113.7' is not valid: the prefix length is missing. Did you mean '203.0.113.7/32'?",
    ],
    [
      'a range that is none',
      { authorizedIpRanges: ['203.0.113.0/33'] },
      "authorizedIpRanges '203.0.113.0/33' is not valid: use an IPv4 range in CIDR notation, such as '203.0.113.0/24'",
    ],
    [
      'too many ranges',
      { authorizedIpRanges: Array.from({ length: 201 }, (_, index) => `10.0.${index}.0/24`) },
      'authorizedIpRanges has 201 ranges, AKS takes at most 200: merge some',
    ],
    [
      'ranges on a private cluster',
      { privateCluster: true, authorizedIpRanges: ['203.0.113.0/24'] },
      'authorizedIpRanges do not apply to a private cluster: remove them or privateCluster',
    ],
    [
      'workload identity without its issuer',
      { oidcIssuer: false, workloadIdentity: true },
      'workloadIdentity needs the OIDC issuer: remove oidcIssuer false or workloadIdentity',
    ],
    [
      'node image channels that disagree',
      {
        automaticUpgradeChannel: AksUpgradeChannel.NODE_IMAGE,
        nodeOsUpgradeChannel: NodeOsUpgradeChannel.NONE,
      },
      "nodeOsUpgradeChannel 'None' does not go with automaticUpgradeChannel 'node-image': use 'NodeImage' or another automaticUpgradeChannel",
    ],
    [
      'a user without a key',
      { adminUsername: 'ops' },
      "adminUsername 'ops' has no effect without sshPublicKey: set both or neither",
    ],
    [
      'a lock-out',
      { aad: AadIntegration.managed({ tenantId: TENANT }) },
      'nobody could administer the cluster: local accounts are off, and there is no admin group and no Azure RBAC; ' +
        "set 'adminGroupObjectIds' or 'azureRbac' in AadIntegration.managed(), or 'localAccounts: true'",
    ],
  ])('%s', (_, props, message) => {
    expect(() => synthCluster(props)).toThrow(new Error(`${message} (at 'test/Aks')`));
  });

  test('a private SSH key, without repeating it', () => {
    const attempt = () =>
      synthCluster({ sshPublicKey: '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk' });

    expect(attempt).toThrow(
      "sshPublicKey is not a public key: use the one line of the '.pub' file, 'ssh-rsa …' or 'ssh-ed25519 …'",
    );
    expect(attempt).not.toThrow('b3BlbnNzaC1rZXk');
  });
});

test.each<[string, Partial<Record<keyof AadAksClusterProps, unknown>>, string]>([
  ['no name', { clusterName: undefined }, "clusterName is missing: set it (at 'test/Aks')"],
  [
    'a number for a name',
    { clusterName: 5 },
    "clusterName must be a string, received a value of type number (at 'test/Aks')",
  ],
  [
    'no integration',
    { aad: undefined },
    "aad is missing: use AadIntegration.managed() or AadIntegration.legacy() (at 'test/Aks')",
  ],
  [
    'an empty place in a list',
    { authorizedIpRanges: [null] },
    "authorizedIpRanges[0] is missing: set it (at 'test/Aks')",
  ],
  [
    'a text for a list',
    { authorizedIpRanges: '10.0.0.0/8' },
    "authorizedIpRanges must be a list, received a value of type string (at 'test/Aks')",
  ],
])('JavaScript that passes %s is told so', (_, props, message) => {
  expect(() => synthCluster(props as Partial<AadAksClusterProps>)).toThrow(new Error(message));
});

test('tokens pass every check', () => {
  const synthesized = synth((stack) => {
    const text = new TerraformVariable(stack, 'text', { type: 'string' }).stringValue;
    const list = Token.asList('${var.list}');
    new AadAksCluster(stack, 'Aks', {
      clusterName: text,
      resourceGroupName: text,
      location: text,
      kubernetesVersion: text,
      aad: AadIntegration.managed({ tenantId: text, adminGroupObjectIds: list }),
      authorizedIpRanges: list,
      sshPublicKey: text,
      defaultNodePool: { name: text, zones: list, vnetSubnetId: text, nodeCount: Token.asNumber('${var.n}') },
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
  const synthesized = synth((stack) => {
    const cluster = new AadAksCluster(stack, 'Aks', REQUIRED);
    (cluster.node.defaultChild as KubernetesCluster).skuTier = 'Standard';
  });
  expect(only(synthesized, 'azurerm_kubernetes_cluster').sku_tier).toBe('Standard');
});

describe('import', () => {
  const ATTRIBUTES = {
    clusterId:
      '/subscriptions/s/resourceGroups/myResourceGroup/providers/Microsoft.ContainerService/managedClusters/myAKSCluster',
    clusterName: 'myAKSCluster',
    resourceGroupName: 'myResourceGroup',
    host: 'https://myakscluster.hcp.eastus.azmk8s.io:443',
    clusterCaCertificate: 'Y2E=',
  };

  test.each([
    [
      'clusterId',
      'aks',
      "clusterId 'aks' is not valid: use the ARM ID of a cluster, /subscriptions/…/managedClusters/<name>",
    ],
    ['host', 'aks', "host 'aks' is not valid: use the URL of the API server, 'https://<fqdn>:443'"],
    ['aadServerClientId', 'aks', "aadServerClientId 'aks' is not the client ID of a server application"],
  ])('by attributes refuses a %s that cannot be one', (prop, value, message) => {
    expect(() =>
      synth((stack) => {
        AadAksCluster.fromAadAksClusterAttributes(stack, 'Aks', { ...ATTRIBUTES, [prop]: value });
      }),
    ).toThrow(message);
  });

  test('by attributes reads nothing', () => {
    let imported: IAadAksCluster | undefined;
    const synthesized = synth((stack) => {
      imported = AadAksCluster.fromAadAksClusterAttributes(stack, 'Aks', ATTRIBUTES);
    });

    expect(imported).toMatchObject(ATTRIBUTES);
    expect(synthesized.data).toEqual({});
  });

  test('refuses a client key in clear text without repeating it', () => {
    const attempt = () =>
      synth((stack) => {
        AadAksCluster.fromAadAksClusterAttributes(stack, 'Aks', {
          ...ATTRIBUTES,
          adminClientKey: 'c2VjcmV0',
        });
      });
    expect(attempt).toThrow('adminClientKey is a literal and would be readable in the synthesised JSON');
    expect(attempt).not.toThrow('c2VjcmV0');
  });

  test('by lookup reads the cluster and takes local accounts to be off', () => {
    const synthesized = synth((stack) => {
      const options = { clusterName: 'myAKSCluster', resourceGroupName: 'myResourceGroup' };
      const cluster = AadAksCluster.fromLookup(stack, 'Aks', options);
      const withAccounts = AadAksCluster.fromLookup(stack, 'Aks2', { ...options, localAccounts: true });

      expect(cluster.adminClientKey).toBeUndefined();
      expect(resolve(stack, withAccounts.adminClientKey)).toMatch(
        /^\$\{data\..*kube_admin_config\[0\]\.client_key\}$/,
      );
    });
    expect(Object.values(synthesized.data.azurerm_kubernetes_cluster ?? {})).toEqual(
      Array(2).fill({ name: 'myAKSCluster', resource_group_name: 'myResourceGroup' }),
    );
  });

  test('by lookup refuses a name that no cluster can have', () => {
    expect(() =>
      synth((stack) => {
        AadAksCluster.fromLookup(stack, 'Aks', { clusterName: 'my cluster', resourceGroupName: 'g' });
      }),
    ).toThrow("clusterName 'my cluster' is not valid");
  });
});
