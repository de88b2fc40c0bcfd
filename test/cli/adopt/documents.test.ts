import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { synthesizedClusters } from '../../../access/configured/synthesized-app';
import { adoptedCluster, AdoptedCluster } from '../../../cli/adopt/adopted-cluster';
import { clustersIn } from '../../../cli/adopt/azure-documents';
import { comparedResources, differencesOf } from '../../../cli/adopt/planned-differences';
import { writtenConfiguration } from '../../../cli/adopt/written-configuration';
import { readCluster } from './azurerm-reads';

const FOLDER = join(__dirname, 'documents');
const NAMES = readdirSync(FOLDER).map((file) => file.replace('.json', ''));

/** What is not as it is in most clusters and has no argument of azurerm, or keeps what it has: all else is carried over. */
const LEFT: Readonly<Record<string, readonly RegExp[]>> = {
  'add-ons': [
    /^storageProfile .*"blob_driver_enabled":true,"file_driver_enabled":false\}/,
    /^httpProxyConfig\.enabled true/,
  ],
  'key-management': [/^nodeOsUpgradeChannel /],
  'no-aad': [/^azureActiveDirectoryRoleBasedAccessControl .* none$/],
  'service-principal': [/^servicePrincipal\.clientId /],
  snapshot: [/messageOfTheDay/],
  windows: [/^windowsProfile .*Windows_Server/, /osSku .*Windows2025/],
};

function text(name: string): string {
  return readFileSync(join(FOLDER, `${name}.json`), 'utf8');
}

function adopted(name: string): AdoptedCluster {
  const [cluster] = clustersIn(text(name), `${name}.json`);
  return adoptedCluster(cluster!);
}

/** Major version of azurerm that a configuration asks for. */
function generationOf({ configuration }: AdoptedCluster): 3 | 4 | 5 {
  const { aad, azure } = configuration as { aad: { mode: string }; azure: { azurerm?: string } };
  return aad.mode === 'legacy' ? 3 : azure.azurerm === '5' ? 5 : 4;
}

test('there are documents over all that people have', () => {
  expect(NAMES.length).toBeGreaterThanOrEqual(20);
});

describe.each(NAMES.filter((name) => name !== 'arm-shape'))('%s', (name) => {
  const cluster = adopted(name);
  const document = JSON.parse(text(name)) as { id: string };
  const isLegacy = name === 'aad-legacy';
  const [app] = synthesizedClusters('aks.yaml', () => Buffer.from(writtenConfiguration([cluster])));
  const stack = Object.values(app!.stacks).find((one) => one.resource?.azurerm_kubernetes_cluster)!;

  test('is taken over without a change, by what azurerm reads of it', () => {
    const states = readCluster(document);
    const differences = comparedResources(stack, states, generationOf(cluster)).flatMap(differencesOf);
    // Nothing tells azurerm 3 which applications a cluster has but the state that its own reading makes.
    const counted = differences.filter(
      ({ path }) => !isLegacy || path[0] !== 'azure_active_directory_role_based_access_control',
    );

    expect(counted).toEqual([]);
  });

  test('brings nothing along but itself and its pools', () => {
    const types = Object.values(app!.stacks)
      .flatMap((one) => Object.keys(one.resource ?? {}))
      .filter((type) => !type.startsWith('azurerm_kubernetes_cluster'));

    expect(types).toEqual([]);
    expect((stack as { import?: unknown[] }).import).toHaveLength(1 + readCluster(document).pools.length);
  });

  test('names what it does not carry over', () => {
    const properties = cluster.notes.map(({ property }) => property);

    for (const expected of LEFT[name] ?? []) {
      expect(properties).toContainEqual(expect.stringMatching(expected));
    }
    expect(cluster.notes.filter(({ outcome }) => outcome === 'replaced')).toEqual([]);
    expect(cluster.notes.filter(({ outcome }) => outcome === 'switched off')).toEqual([]);
  });
});

test('what azurerm 3 has no argument for is named', () => {
  const document = JSON.parse(text('aad-legacy')) as Record<string, unknown>;
  document.serviceMeshProfile = { mode: 'Istio', istio: { revisions: ['asm-1-25'] } };
  (document.agentPoolProfiles as Record<string, unknown>[])[0]!.upgradeSettings = {
    maxSurge: '1',
    undrainableNodeBehavior: 'Cordon',
  };
  const [found] = clustersIn(JSON.stringify(document), 'document');

  expect(adoptedCluster(found!).notes).toEqual(
    expect.arrayContaining(
      ['serviceMeshProfile.revisions', 'undrainableNodeBehavior'].map(
        (property) =>
          expect.objectContaining({
            outcome: 'left',
            property: expect.stringContaining(property) as string,
            reason: 'this version of azurerm has no argument for it',
          }) as object,
      ),
    ),
  );
});

test('ARM, the Azure CLI and pages of lists are read alike', () => {
  const ofName = (configuration: object): unknown =>
    JSON.parse(
      JSON.stringify(configuration)
        .replaceAll('cilium', 'arm')
        .replaceAll('"arm","policy":"arm"', '"cilium","policy":"cilium"'),
    );
  const arm = adopted('arm-shape').configuration as { cluster: object };
  const cli = ofName(adopted('cilium').configuration) as { cluster: object };

  expect(arm).toEqual({ ...cli, cluster: { ...cli.cluster, tags: { team: 'shop' } } });
  for (const page of [`[${text('plain')}]`, `{"value": [${text('plain')}], "nextLink": null}`]) {
    expect(clustersIn(page, 'page').map((one) => adoptedCluster(one).configuration)).toEqual([
      adopted('plain').configuration,
    ]);
  }
});

test('several clusters are a fleet, or a file each where they cannot be one', () => {
  const written = writtenConfiguration([adopted('plain'), adopted('cilium')]);

  expect(parse(written)).toMatchObject({ clusters: [{ name: 'plain' }, { name: 'cilium' }] });
  expect(synthesizedClusters('aks.yaml', () => Buffer.from(written))).toHaveLength(2);
  expect(() => writtenConfiguration([adopted('plain'), adopted('no-aad')])).toThrow('--output <folder>');
  expect(() => writtenConfiguration([adopted('plain'), adopted('add-ons')])).toThrow(
    'need different versions of azurerm',
  );
});

type Json = Record<string, unknown>;

describe('what a key refuses goes another way', () => {
  const pool = (document: Json): Json => (document.agentPoolProfiles as Json[])[0]!;
  const cases: [string, (document: Json) => void, object, RegExp[]][] = [
    [
      'groups of administrators in an order of their own',
      (document) => {
        (document.aadProfile as Json).adminGroupObjectIDs = [
          '894656e1-39f8-4bfe-b16a-510f61af6f41',
          '11111111-39f8-4bfe-b16a-510f61af6f41',
        ];
      },
      {
        overrides: {
          azure_active_directory_role_based_access_control: {
            admin_group_object_ids: [
              '894656e1-39f8-4bfe-b16a-510f61af6f41',
              '11111111-39f8-4bfe-b16a-510f61af6f41',
            ],
          },
        },
      },
      [],
    ],
    [
      'an SSH key of another kind, with all its line breaks',
      (document) => {
        document.linuxProfile = {
          adminUsername: 'ops',
          ssh: { publicKeys: [{ keyData: 'ecdsa-sha2-nistp256 AAAA me\n\n' }] },
        };
      },
      {
        overrides: {
          linux_profile: { admin_username: 'ops', ssh_key: { key_data: 'ecdsa-sha2-nistp256 AAAA me\n\n' } },
        },
      },
      [],
    ],
    [
      'tags that Terraform would evaluate',
      (document) => {
        document.tags = { rule: '${var.x}' };
      },
      { ignoreChanges: expect.arrayContaining(['tags']) as unknown },
      [/^tags \{"rule":"\$\{var\.x\}"\}/],
    ],
    [
      'labels of AKS itself, and taints of the default pool',
      (document) => {
        Object.assign(pool(document), {
          nodeLabels: { 'kubernetes.azure.com/x': 'y' },
          nodeTaints: ['a=b:NoSchedule'],
        });
      },
      {},
      [/nodeLabels .*kubernetes\.azure\.com/, /nodeTaints a=b:NoSchedule/],
    ],
    [
      'ranges of IPv6 and a load balancer of the basic kind',
      (document) => {
        document.apiServerAccessProfile = { authorizedIpRanges: ['2001:db8::/32'] };
        (document.networkProfile as Json).loadBalancerSku = 'basic';
      },
      {
        overrides: {
          api_server_access_profile: { authorized_ip_ranges: ['2001:db8::/32'] },
          network_profile: { load_balancer_sku: 'basic' },
        },
      },
      [],
    ],
    [
      'IDs in another case, for which azurerm would exchange the nodes',
      (document) => {
        pool(document).vnetSubnetId =
          '/subscriptions/8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8/resourcegroups/net/providers/microsoft.network/virtualNetworks/net/subnets/nodes';
      },
      {
        network: {
          vnetSubnetId:
            '/subscriptions/8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/net/subnets/nodes',
        },
        ignoreChanges: expect.arrayContaining(['default_node_pool[0].vnet_subnet_id']) as unknown,
      },
      [/vnetSubnetId .*resourcegroups/],
    ],
    [
      'what is new in Azure',
      (document) => {
        document.newProfile = { mode: 'Fast' };
        (document.networkProfile as Json).kubeProxyConfig = { enabled: true, mode: 'IPVS' };
      },
      {},
      [/^newProfile \{"mode":"Fast"\}/, /^networkProfile\.kubeProxyConfig .*IPVS/],
    ],
  ];

  test.each(cases)('%s', (_name, change, cluster, notes) => {
    const document = JSON.parse(text('plain')) as Json;
    change(document);
    const [found] = clustersIn(JSON.stringify(document), 'document');
    const adoption = adoptedCluster(found!);
    const [app] = synthesizedClusters('aks.yaml', () => Buffer.from(writtenConfiguration([adoption])));
    const stack = Object.values(app!.stacks).find((one) => one.resource?.azurerm_kubernetes_cluster)!;

    expect(comparedResources(stack, readCluster(document)).flatMap(differencesOf)).toEqual([]);
    expect(adoption.configuration.cluster).toMatchObject(cluster);
    for (const note of notes) {
      expect(adoption.notes.map(({ property }) => property)).toContainEqual(expect.stringMatching(note));
    }
  });
});
