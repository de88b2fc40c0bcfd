import { RehearsedConfig } from './rehearsed-config';
import { describeWithTerraform } from './terraform';

const MANAGED = 'aks.yaml';
const LEGACY = 'examples/article-legacy.yaml';
const FLEET = 'examples/fleet.yaml';

let config: RehearsedConfig;
afterEach(() => {
  config.remove();
});

// The other examples: npm run examples.
describeWithTerraform('the shipped configurations', () => {
  test.each([MANAGED, LEGACY])('%s is deployed once, grants what it says and is destroyed', async (file) => {
    config = new RehearsedConfig(file);
    await config.rehearse();

    expect(config.printed).toContain('second plan  No changes.');
    expect(config.steps).toEqual([
      'synth',
      'deploy',
      ...['deploy 1 of 3', 'deploy 2 of 3', 'deploy 3 of 3'],
      'second plan',
      ...['second plan 1 of 3', 'second plan 2 of 3', 'second plan 3 of 3'],
    ]);
    expect(config.canI('alice@contoso.com', 'delete', 'pods', '-n', 'shop')).toBe(true);
    expect(config.canI('bob@contoso.com', 'delete', 'pods', '-n', 'shop')).toBe(false);

    config.printed = '';
    await config.rehearse();
    expect(config.printed.match(/^(identity|cluster|access) +No changes\./gm)).toHaveLength(3);

    await config.destroy();
    expect(config.objects).toBe(0);
  });

  test('a fleet deploys its clusters side by side, plans nothing more and is destroyed', async () => {
    config = new RehearsedConfig(FLEET);
    await config.rehearse();

    expect(config.printed).toContain('second plan  No changes.');
    expect(config.canI('alice@contoso.com', 'delete', 'pods', '-n', 'shop')).toBe(true);
    expect(config.canI('bob@contoso.com', 'get', 'pods', '-n', 'shop', '--cluster', 'shop-neu')).toBe(true);
    expect(config.canI('bob@contoso.com', 'get', 'pods', '-n', 'shop', '--cluster', 'shop-weu')).toBe(false);
    expect(config.atOnce('cluster-weu', 'cluster-neu', 'cluster-test')).toBe(true);

    await config.destroy();
    expect(config.objects).toBe(0);
  });
});
