import { parseFault } from '../../rehearsal/protocol/faults';
import { RehearsedConfig } from './rehearsed-config';
import { describeWithTerraform } from './terraform';

const MANAGED = 'aks.yaml';
const LEGACY = 'examples/article-legacy.yaml';

jest.setTimeout(60_000);

let config: RehearsedConfig;
afterEach(() => {
  config.remove();
});

describeWithTerraform('after a fault', () => {
  test.each([
    ['create-fails:azurerm_kubernetes_cluster', MANAGED, /not finished: cluster, access/],
    // Replaced together with its secret.
    ['not-found-after-create:azuread_application', LEGACY, /not finished: identity/],
    ['kill-during-apply:azurerm_kubernetes_cluster', MANAGED, /was killed as --fault asked; run it again/],
  ])('%s in %s the next rehearsal converges and nothing is lost', async (fault, file, failure) => {
    config = new RehearsedConfig(file);
    await expect(config.rehearse([parseFault(fault)])).rejects.toThrow(failure);

    await config.rehearse();
    expect(config.canI('alice@contoso.com', 'delete', 'pods', '-n', 'shop')).toBe(true);

    await config.destroy();
    expect(config.objects).toBe(0);
  });

  test('a group that Terraform has lost is not made twice: names stay unique', async () => {
    config = new RehearsedConfig(MANAGED);
    await expect(config.rehearse([parseFault('not-found-after-create:azuread_group')])).rejects.toThrow();

    await expect(config.rehearse()).rejects.toThrow(
      /An existing "azuread_group" with name "myAKSCluster-admins" .* needs to be imported/,
    );
  });

  test('one that never strikes is told', async () => {
    config = new RehearsedConfig(MANAGED);
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
