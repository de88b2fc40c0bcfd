import { EXISTING_TENANT } from './existing-tenant';
import { RehearsedConfig } from './rehearsed-config';
import { describeWithTerraform } from './terraform';

let config: RehearsedConfig;
afterEach(() => {
  config.remove();
});

describeWithTerraform('a cluster that somebody has made', () => {
  test('is taken over by the configuration as it is, and changed by what that asks for', async () => {
    config = new RehearsedConfig('examples/adopted-cluster.yaml', EXISTING_TENANT);
    await config.rehearse();

    expect(config.printed).toMatch(/azurerm_kubernetes_cluster +myAKSCluster, imported$/m);
    expect(config.printed).toMatch(/identity +1 imported, 0 added, 0 changed, 0 destroyed/);
    expect(config.printed).toMatch(/cluster +3 imported, 0 added, 0 changed, 0 destroyed/);
    expect(config.printed).toMatch(/access +4 imported, 0 added, 0 changed, 0 destroyed/);
    expect(config.objects).toBe(0);

    // Once it is in the state, nothing needs to be imported, and a change is a change.
    config.edit('nodeCount: 3', 'nodeCount: 5');
    for (const text of [
      '    import: aa111111-1111-4111-8111-111111111111',
      '  import: true\n  name: myAKSCluster',
      '      import: true\n      nodeCount: 2',
      '    import: true\n    labels',
      '    import: true\n    rules',
      '    import: true\n    clusterRole',
    ]) {
      config.edit(text, text.replace(/ +import: \S+\n?/, ''));
    }
    expect(await config.changes()).toEqual({
      'cluster/azurerm_kubernetes_cluster.Aks': { actions: 'update', attributes: ['default_node_pool'] },
    });
  });

  test('is found under its subscription in capitals, and its pool stays its own', async () => {
    config = new RehearsedConfig('examples/adopted-cluster.yaml', EXISTING_TENANT);
    const subscription = '8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8';
    config.edit(`subscriptionId: ${subscription}`, `subscriptionId: ${subscription.toUpperCase()}`);
    await config.rehearse();

    expect(config.printed).toMatch(/cluster +3 imported, 0 added, 0 changed, 0 destroyed/);
  });

  test('is referred to: access is all that comes and goes', async () => {
    config = new RehearsedConfig('examples/existing-cluster.yaml', EXISTING_TENANT);
    await config.rehearse();

    expect(config.printed).toMatch(/access +2 added, 0 changed, 0 destroyed/);
    expect(config.printed).not.toMatch(/^(identity|cluster) +\d/m);
    expect(config.canI('bob@contoso.com', 'delete', 'pods', '-n', 'shop')).toBe(true);
    expect(config.canI('erin@contoso.com', 'delete', 'pods', '-n', 'shop')).toBe(false);

    await config.destroy();
    expect(config.objects).toBe(0);
  });
});
