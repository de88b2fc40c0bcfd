import { runCommand } from '../../rehearsal/command';
import { parseFault } from '../../rehearsal/protocol/faults';
import { RehearsedConfig } from './rehearsed-config';
import { describeWithTerraform } from './terraform';

const MANAGED = 'aks.yaml';
const LEGACY = 'examples/article-legacy.yaml';

describeWithTerraform('after a fault', () => {
  let config: RehearsedConfig;
  afterEach(() => {
    config.remove();
  });

  test.each([
    ['create-fails:azurerm_kubernetes_cluster', MANAGED, /not finished: cluster, access/],
    ['kill-during-apply:azurerm_kubernetes_cluster', MANAGED, /was killed as --fault asked; run it again/],
  ])('%s in %s the next rehearsal converges and nothing is lost', async (fault, file, failure) => {
    config = new RehearsedConfig(file);
    await expect(config.rehearse([parseFault(fault)])).rejects.toThrow(failure);

    await config.rehearse();
    expect(config.canI('alice@contoso.com', 'delete', 'pods', '-n', 'shop')).toBe(true);

    await config.destroy();
    expect(config.objects).toBe(0);
  });

  test.each([
    [
      'create-half-fails:azurerm_kubernetes_cluster',
      /polling failed[\s\S]*az aks delete --ids \/subscriptions/,
      /already exists/,
    ],
    [
      'not-found-after-create:azuread_group',
      /Root object was present, but now absent[\s\S]*az ad group delete --group/,
      /prevent_duplicate_names/,
    ],
    [
      'answer-lost:kubernetes_namespace_v1',
      /unexpected EOF[\s\S]*kubectl delete namespace shop\n/,
      /namespaces "shop" already exists/,
    ],
  ])('%s leaves an object that no state knows, and says how to get on', async (fault, failure, refusal) => {
    config = new RehearsedConfig(MANAGED);
    config.rewrite((content) => `${content}\nnamespaces:\n  - name: shop\n`);
    const said = await config.rehearse([parseFault(fault)]).then(
      () => '',
      (error: Error) => error.message,
    );
    expect(said).toMatch(failure);
    await expect(config.rehearse()).rejects.toThrow(refusal);

    const command = /^ {2}(terraform .*)$/m.exec(said)![1]!;
    const imported = await config.attached((env) => runCommand('bash', ['-c', command], { env }));
    expect({ command, code: imported.code }).toEqual({ command, code: 0 });

    await config.rehearse();
    expect(config.canI('alice@contoso.com', 'delete', 'pods', '-n', 'shop')).toBe(true);
    await config.destroy();
    expect(config.objects).toBe(0);
  });

  test('an application that Terraform has lost does not stop the next deployment; the lost one stays and is named', async () => {
    config = new RehearsedConfig(LEGACY);
    await expect(config.rehearse([parseFault('not-found-after-create:azuread_application')])).rejects.toThrow(
      /Left behind: azuread_application '.*' exists[\s\S]*az ad app delete --id/,
    );

    await config.rehearse();
    const names = config.made('azuread_application').map(({ display_name: name }) => name);
    expect(names).toHaveLength(new Set(names).size + 1);
  });

  test('in one cluster of a fleet the others are deployed, with their access', async () => {
    config = new RehearsedConfig('examples/fleet.yaml');
    await expect(config.rehearse([parseFault('create-fails:azurerm_kubernetes_cluster')])).rejects.toThrow(
      /not finished: cluster-(\w+), access-\1 \(waits for cluster-\1\)\. All output/,
    );
    expect(config.printed.match(/^access-\S+ +\d+ added/gm)).toHaveLength(2);

    await config.rehearse();
    expect(config.printed.match(/^access-\S+ +\d+ added/gm)).toHaveLength(3);
  });

  test('one that never strikes is told', async () => {
    config = await RehearsedConfig.deployed(MANAGED);
    await config.rehearse([parseFault('create-fails:azurerm_kubernetes_cluster_node_pool')]);
    expect(config.printed).toContain(
      "fault 'create-fails:azurerm_kubernetes_cluster_node_pool' did not strike: no azurerm_kubernetes_cluster_node_pool was created",
    );
  });

  test('one at a type that no stand-in has is refused before anything is deployed', async () => {
    config = new RehearsedConfig(MANAGED);
    const rehearsed = config.rehearse([parseFault('create-fails:azurerm_kubernetes_clutser')]);

    await expect(rehearsed).rejects.toThrow("no stand-in has a resource type 'azurerm_kubernetes_clutser'");
    expect(config.objects).toBe(0);
  });
});

test('a fault that only Azure knows is refused elsewhere', () => {
  expect(() => parseFault('create-half-fails:azuread_group')).toThrow(
    /use an azurerm type, or answer-lost:azuread_group/,
  );
});
