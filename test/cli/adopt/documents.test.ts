import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { synthesizedClusters } from '../../../access/configured/synthesized-app';
import { adoptedCluster, AdoptedCluster } from '../../../cli/adopt/adopted-cluster';
import { clustersIn } from '../../../cli/adopt/azure-documents';
import { comparedResources, differencesOf } from '../../../cli/adopt/planned-differences';
import { writtenConfiguration } from '../../../cli/adopt/written-configuration';
import { readCluster } from './azurerm-reads';

jest.setTimeout(60_000);

const FOLDER = join(__dirname, 'documents');
const NAMES = readdirSync(FOLDER).map((file) => file.replace('.json', ''));

/** What is not as it is in most clusters and has no argument of azurerm, or keeps what it has: all else is carried over. */
const LEFT: Readonly<Record<string, readonly RegExp[]>> = {
  'add-ons': [
    /^autoScalerProfile .*least-waste.*"scale_down_unneeded":"5m"/,
    /^storageProfile .*"blob_driver_enabled":true,"file_driver_enabled":false\}/,
    /^httpProxyConfig\.enabled true/,
    /^nodeProvisioningProfile .*Auto/,
  ],
  'dual-stack': [/ipVersions .*IPv6/, /managedOutboundIpv6Count .* 1$/],
  'key-management': [/^kubeletIdentity /, /^nodeOsUpgradeChannel /],
  'outbound-ips': [/outbound_ip_address_ids/, /outbound_ports_allocated.*8000/],
  'own-cni': [/^networkProfile\.networkPlugin .*'none'$/],
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
    const differences = comparedResources(stack, states, isLegacy).flatMap(differencesOf);
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
});
