import { RehearsedConfig } from './rehearsed-config';
import { describeWithTerraform } from './terraform';

const PRODUCTION = 'examples/environments/production.yaml';

let config: RehearsedConfig;
afterEach(() => {
  config.remove();
});

describeWithTerraform('a protected environment', () => {
  test('deploys under its own names, is neither destroyed nor replaced, and is given up in two steps', async () => {
    config = new RehearsedConfig(PRODUCTION);
    await config.rehearse();
    const { objects } = config;

    expect(config.printed).toMatch(/^identity-production +1 added/m);
    expect(config.printed).toContain('second plan  No changes.');
    expect(config.made('azurerm_kubernetes_cluster')).toMatchObject([
      { name: 'shop-production', sku_tier: 'Standard', default_node_pool: [{ min_count: 3, max_count: 10 }] },
    ]);
    expect(config.made('azurerm_management_lock')).toMatchObject([
      { lock_level: 'CanNotDelete', scope: config.made('azurerm_kubernetes_cluster')[0]?.id },
    ]);

    const refused: unknown = expect.stringContaining('Instance cannot be destroyed');
    expect(await config.refusals(['plan', '-destroy'])).toEqual({
      'identity-production': refused,
      'cluster-production': refused,
      'access-production': refused,
    });

    config.edit('cluster:\n', 'cluster:\n  location: northeurope\n');
    expect(await config.refusals(['plan'])).toEqual({ 'cluster-production': refused });
    config.edit('  location: northeurope\n', '');

    // The lock is still in Azure.
    config.edit('protect: true', 'protect: false');
    expect(await config.refusals(['destroy', '-auto-approve'], 'access-production')).toEqual({
      'access-production': expect.stringContaining('ScopeLocked') as string,
    });
    expect(config.made('azurerm_kubernetes_cluster')).toHaveLength(1);
    expect(config.objects).toBeLessThan(objects);

    await config.rehearse();
    expect(config.made('azurerm_management_lock')).toEqual([]);
    await config.destroy();
    expect(config.objects).toBe(0);
  });
});
