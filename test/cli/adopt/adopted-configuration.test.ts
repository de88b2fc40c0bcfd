import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { adoptedConfiguration } from '../../../cli/adopt/adopted-configuration';
import { AzureCluster } from '../../../cli/adopt/azure-cluster';
import { loadConfig } from '../../../app/config';

const GROUP = '/subscriptions/8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8/resourcegroups/myResourceGroup';
const UUID = '894656e1-39f8-4bfe-b16a-510f61af6f41';

/** The cluster of examples/existing-tenant.yaml, as the Azure CLI prints it. */
const CLUSTER: AzureCluster = {
  id: `${GROUP}/providers/Microsoft.ContainerService/managedClusters/myAKSCluster`,
  name: 'myAKSCluster',
  resourceGroup: 'myResourceGroup',
  location: 'eastus',
  dnsPrefix: 'myAKSClust-myResourceGroup-8ecadf',
  tags: { team: 'platform' },
  sku: { tier: 'Free' },
  disableLocalAccounts: true,
  aadProfile: { managed: true, enableAzureRbac: false, adminGroupObjectIDs: [UUID], serverAppId: null },
  agentPoolProfiles: [
    { name: 'apps', mode: 'User', count: 2, vmSize: 'Standard_D4s_v5', upgradeSettings: { maxSurge: '10%' } },
    {
      name: 'nodepool1',
      mode: 'System',
      count: 3,
      vmSize: 'Standard_DS2_v2',
      upgradeSettings: { maxSurge: '10%' },
    },
  ],
  oidcIssuerProfile: { enabled: false },
  securityProfile: { imageCleaner: { enabled: true, intervalHours: 48 } },
  addonProfiles: null,
  autoUpgradeProfile: { upgradeChannel: null, nodeOsUpgradeChannel: 'NodeImage' },
  apiServerAccessProfile: { disableRunCommand: null },
  identity: { type: 'SystemAssigned' },
};

const folder = mkdtempSync(join(tmpdir(), 'adopt-'));
afterAll(() => rmSync(folder, { recursive: true }));

function load(cluster: AzureCluster): ReturnType<typeof loadConfig> {
  const file = join(folder, 'aks.yaml');
  writeFileSync(file, stringify(adoptedConfiguration(cluster).configuration));
  return loadConfig(file, {});
}

test('a cluster becomes the configuration whose adoption is rehearsed without a change', () => {
  const example = parse(readFileSync('examples/adopted-cluster.yaml', 'utf8')) as { cluster: object };

  expect(adoptedConfiguration(CLUSTER)).toEqual({
    configuration: {
      azure: { subscriptionId: '8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8' },
      aad: { mode: 'managed', azureRbac: false, adminGroupObjectIds: [UUID] },
      cluster: example.cluster,
    },
    missing: [],
  });
});

test('whatever a cluster has, the configuration is one', () => {
  const subnet = `${GROUP}/providers/Microsoft.Network/virtualNetworks/n/subnets/s`;
  const identity = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i`;
  const config = load({
    ...CLUSTER,
    sku: { tier: 'Standard' },
    disableLocalAccounts: false,
    agentPoolProfiles: [
      {
        name: 'system',
        mode: 'System',
        enableAutoScaling: true,
        minCount: 1,
        maxCount: 5,
        availabilityZones: ['1', '2'],
        osDiskType: 'Managed',
        vnetSubnetId: subnet,
        nodeTaints: ['CriticalAddonsOnly=true:NoSchedule'],
        upgradeSettings: { maxSurge: '33%' },
        enableFips: true,
      },
      {
        name: 'spot',
        count: 1,
        scaleSetPriority: 'Spot',
        spotMaxPrice: -1,
        nodeTaints: ['kubernetes.azure.com/scalesetpriority=spot:NoSchedule', 'a=b:NoSchedule'],
        upgradeSettings: null,
      },
    ],
    oidcIssuerProfile: { enabled: true },
    securityProfile: { workloadIdentity: { enabled: false } },
    addonProfiles: { azurepolicy: { enabled: true }, azureKeyvaultSecretsProvider: { enabled: true } },
    autoUpgradeProfile: { upgradeChannel: 'stable', nodeOsUpgradeChannel: 'SecurityPatch' },
    apiServerAccessProfile: { authorizedIpRanges: ['203.0.113.0/24'], disableRunCommand: true },
    identity: { type: 'UserAssigned', userAssignedIdentities: { [identity]: {} } },
    linuxProfile: {
      adminUsername: 'azureuser',
      ssh: {
        publicKeys: [
          {
            keyData:
              'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCnRMzRDHUzvXNq2JD53VyrKtsnsH1QC5ST8pzcQgyy4CdEzNEMdTO9c2rYkPndXKsq2yewfVALlJPynNxCDLLgJ0TM0Qx1M71zatiQ+d1cqyrbJ7B9UAuUk/Kc3EIMsuAnRMzRDHUzvXNq2JD53VyrKtsnsH1QC5ST8pzcQgyy4CdEzNEMdTO9c2rYkPndXKsq2yewfVALlJPynNxCDLLgJ0TM0Qx1M71zatiQ+d1cqyrbJ7B9UAuUk/Kc3EIMsuAnRMzRDHUzvXNq2JD53VyrKtsnsH1QC5ST8pzcQgyy4CdEzNEMdTO9c2rYkPndXKsq2yewfVALlJPynNxCDLLg me\n',
          },
        ],
      },
    },
  }).clusters[0]!;

  expect(config.cluster).toMatchObject({
    skuTier: 'Standard',
    defaultNodePool: { minCount: 1, maxCount: 5, criticalAddonsOnly: true, maxSurge: '33%', fips: true },
    nodePools: [{ name: 'spot', import: true, spot: {}, taints: ['a=b:NoSchedule'] }],
    security: { localAccounts: true, workloadIdentity: false, imageCleaner: false },
    upgrades: { channel: 'stable', nodeOsChannel: 'SecurityPatch' },
    identity: { userAssignedIdentityId: identity },
    nodeAccess: {
      adminUsername: 'azureuser',
      sshPublicKey:
        'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCnRMzRDHUzvXNq2JD53VyrKtsnsH1QC5ST8pzcQgyy4CdEzNEMdTO9c2rYkPndXKsq2yewfVALlJPynNxCDLLgJ0TM0Qx1M71zatiQ+d1cqyrbJ7B9UAuUk/Kc3EIMsuAnRMzRDHUzvXNq2JD53VyrKtsnsH1QC5ST8pzcQgyy4CdEzNEMdTO9c2rYkPndXKsq2yewfVALlJPynNxCDLLgJ0TM0Qx1M71zatiQ+d1cqyrbJ7B9UAuUk/Kc3EIMsuAnRMzRDHUzvXNq2JD53VyrKtsnsH1QC5ST8pzcQgyy4CdEzNEMdTO9c2rYkPndXKsq2yewfVALlJPynNxCDLLg me\n',
    },
  });
});

test('a cluster with legacy Azure AD refers to its applications', () => {
  const config = load({ ...CLUSTER, aadProfile: { serverAppId: UUID, clientAppId: UUID } });

  expect(config.aad).toMatchObject({
    mode: 'legacy',
    serverApp: { existing: UUID },
    clientApp: { existing: UUID },
  });
});

test('what the configuration cannot say is told', () => {
  const { missing } = adoptedConfiguration({
    ...CLUSTER,
    aadProfile: null,
    identity: null,
    windowsProfile: {},
    addonProfiles: { omsagent: { enabled: true } },
    securityProfile: { azureKeyVaultKms: { enabled: true } },
  });

  expect(missing).toHaveLength(5);
});

test.each([
  ['', 'this is no JSON'],
  ['[]', 'this is no cluster'],
  ['{"id": "/subscriptions/s"}', 'this is no cluster'],
  ['null', 'this is no cluster'],
])('%j is refused by the command', (input, message) => {
  const { status, stdout, stderr } = spawnSync('node', ['-r', 'tsx/cjs', 'cli/bin.ts', 'adopt'], {
    input,
    encoding: 'utf8',
  });

  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain(message);
});
