import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesizedClusters } from '../../access/configured/synthesized-app';
import { adoptedCluster } from '../../cli/adopt/adopted-cluster';
import { clustersIn, clustersOf, documentsIn } from '../../cli/adopt/azure-documents';
import { writtenConfiguration } from '../../cli/adopt/written-configuration';
import { AzurermGeneration } from '../../lib/shared/azurerm-bindings';
import { azurerm } from '../../rehearsal/azurerm/azurerm';
import { ExistingObjects } from '../../rehearsal/existing-objects';
import { startProviders } from '../../rehearsal/protocol/provider-server';
import { FileWorld } from '../../rehearsal/world/world';
import { directoryObjects, takeSurgeAway, tenantOf } from './adopted-world';
import { RehearsedConfig } from './rehearsed-config';
import { describeWithTerraform, TerraformDirectory } from './terraform';

const DOCUMENTS = 'test/cli/adopt/documents';
const DIRECTORY = 'test/cli/adopt/directory';

/** What is not for azurerm 4; in the shape of ARM the same is there as in that of the Azure CLI. */
const OTHERS = ['aad-legacy', 'add-ons', 'arm-shape'];
const NAMES = readdirSync(DOCUMENTS)
  .map((file) => file.replace('.json', ''))
  .filter((name) => !OTHERS.includes(name));

function text(name: string): string {
  return readFileSync(join(DOCUMENTS, `${name}.json`), 'utf8');
}

function configurationFor(name: string): string {
  return writtenConfiguration(clustersIn(text(name), name).map(adoptedCluster));
}

type Blocks = Readonly<Record<string, Readonly<Record<string, object>>>>;
interface Stack {
  readonly terraform: { readonly required_providers: object };
  readonly provider: object;
  readonly import: readonly object[];
  readonly resource: Blocks;
  readonly data?: Blocks;
}

/** The stack that takes a cluster over, at addresses that no other has. */
function stackFor(name: string): Stack {
  const [app] = synthesizedClusters('aks.yaml', () => Buffer.from(configurationFor(name)));
  const stack = Object.values(app!.stacks).find((one) => one.resource?.azurerm_kubernetes_cluster);
  return JSON.parse(JSON.stringify(stack).replace(/\bAks_/g, `Aks-${name}_`)) as Stack;
}

/** Stacks as one, so that Terraform starts once for all of them. */
function together(stacks: readonly Stack[]): string {
  const merged = (blocks: readonly (Blocks | undefined)[]): Blocks =>
    blocks.reduce<Blocks>(
      (all, some = {}) => ({
        ...all,
        ...Object.fromEntries(Object.entries(some).map(([type, ones]) => [type, { ...all[type], ...ones }])),
      }),
      {},
    );
  const { provider, terraform } = stacks[0]!;
  return JSON.stringify({
    terraform: { required_providers: terraform.required_providers },
    provider,
    import: stacks.flatMap((stack) => stack.import),
    resource: merged(stacks.map(({ resource }) => resource)),
    data: merged(stacks.map(({ data }) => data)),
  });
}

describeWithTerraform('clusters as the Azure CLI prints them', () => {
  test('are planned, applied and planned again without a change, all at once', async () => {
    const served = [{ behaviour: azurerm, version: '4.55.0' }];
    const world = new FileWorld();
    const documents = NAMES.map((name) => JSON.parse(text(name)) as unknown);
    const tenant = tenantOf(documents, 4);
    await new ExistingObjects(tenant, world).make(served);
    takeSurgeAway(world, documents);
    const providers = await startProviders({ providers: served, tenant, world });
    const terraform = new TerraformDirectory(providers.reattach);
    try {
      const stacks = NAMES.map(stackFor);
      const count = stacks.flatMap((stack) => stack.import).length;
      terraform.write(together(stacks), 'main.tf.json');
      await terraform.succeed('init');

      expect(await terraform.plannedChanges()).toEqual({});
      expect(await terraform.succeed('apply', 'plan.bin')).toContain(
        `Resources: ${count} imported, 0 added, 0 changed, 0 destroyed.`,
      );
      expect(await terraform.succeed('plan')).toContain('No changes.');
    } finally {
      terraform.remove();
      await providers.stop();
    }
  });

  const cases: { name: string; generation: AzurermGeneration; beside: string[]; printed: string[] }[] = [
    {
      name: 'windows',
      generation: 4,
      beside: [],
      printed: ['cluster +3 imported, 0 added, 0 changed, 0 destroyed'],
    },
    {
      name: 'add-ons',
      generation: 5,
      beside: ['group'],
      printed: [
        'identity +1 imported, 0 added, 0 changed, 0 destroyed',
        'cluster +1 imported, 0 added, 0 changed, 0 destroyed',
      ],
    },
    // What is told of both applications, and the password.
    {
      name: 'aad-legacy',
      generation: 3,
      beside: ['server', 'client', 'server-sp', 'client-sp'],
      printed: [
        'identity +4 imported, 1 added, 2 changed, 0 destroyed',
        'cluster +1 imported, 0 added, 1 changed, 0 destroyed',
      ],
    },
  ];

  test.each(cases)('$name, with azurerm $generation, is rehearsed as a whole', async (one) => {
    const { name, generation, beside, printed } = one;
    const folder = mkdtempSync(join(tmpdir(), 'adopted-'));
    const file = join(folder, 'aks.yaml');
    const given = beside.map((other) => readFileSync(join(DIRECTORY, `${other}.json`), 'utf8'));
    const documents = [text(name), ...given].flatMap((content) => documentsIn(content, name));
    writeFileSync(file, writtenConfiguration(clustersOf(documents).map(adoptedCluster)));

    const tenant = tenantOf([JSON.parse(text(name))], generation);
    const directory = directoryObjects(
      given.map((content) => JSON.parse(content) as Record<string, unknown>),
    );
    const config = new RehearsedConfig(file, { ...tenant, objects: { ...directory, ...tenant.objects } });
    try {
      await config.rehearse();
    } finally {
      config.remove();
      rmSync(folder, { recursive: true });
    }
    for (const line of printed) {
      expect(config.printed).toMatch(new RegExp(line));
    }
    expect(config.printed).toMatch(/second plan +No changes\./);
  });
});
