import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { adoptedCluster, AdoptedCluster } from '../../../cli/adopt/adopted-cluster';
import { clustersIn } from '../../../cli/adopt/azure-documents';

type Json = Record<string, unknown>;

const PLAIN = readFileSync(join(__dirname, 'documents', 'plain.json'), 'utf8');

/** A cluster with a further pool, of which nothing but this is unusual. */
function withPool(more: Json): AdoptedCluster {
  const document = JSON.parse(PLAIN) as { agentPoolProfiles: Json[] };
  document.agentPoolProfiles.push({ ...document.agentPoolProfiles[0], name: 'more', mode: 'User', ...more });
  return adoptedCluster(clustersIn(JSON.stringify(document), 'document')[0]!);
}

test.each([
  [
    'type',
    { type: 'VirtualMachines', vmSize: null, virtualMachinesProfile: { scale: { manual: [{ count: 2 }] } } },
    "its type is 'VirtualMachines'",
  ],
  ['mode', { mode: 'Gateway', gatewayProfile: { publicIpPrefixSize: 31 } }, "its mode is 'Gateway'"],
])(
  'a further pool of a %s that azurerm does not know stays out, and is named once',
  (_what, more, reason) => {
    const { configuration, notes } = withPool(more);
    const about = notes.filter(({ property }) => /more|agentPoolProfiles\[1\]/.test(property));

    expect(configuration.cluster).not.toHaveProperty('nodePools');
    expect(about).toEqual([
      {
        outcome: 'left',
        property: 'node pool more (agentPoolProfiles[1])',
        reason: expect.stringContaining(reason) as string,
      },
    ]);
  },
);

test('what is carried over under its new name, or is as usual, is not named', () => {
  const { configuration, notes } = withPool({ linuxOsConfig: { transparentHugePageEnabled: 'madvise' } });
  const properties = notes.map(({ property }) => property).join('\n');

  expect(configuration.cluster).toMatchObject({
    nodePools: [{ linuxOs: { transparentHugePage: 'madvise' } }],
  });
  expect(properties).not.toMatch(/transparent|nodeProvisioningProfile|bootstrapProfile/i);
});
