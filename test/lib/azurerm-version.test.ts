import { AadAksCluster, AzurermVersion } from '../../lib';
import { clusterArguments, REQUIRED, synthCluster } from './sample-cluster';
import { synth } from './synth';

test('a stack runs with the version of the bindings unless asked for 5.x, which is pinned', () => {
  const { required_providers: current } = synthCluster().terraform as Record<string, Record<string, unknown>>;
  expect(current?.azurerm).toMatchObject({ version: expect.stringMatching(/^4\./) as string });

  const next = synthCluster({ azurerm: AzurermVersion.V5 });
  expect(next.terraform).toMatchObject({ required_providers: { azurerm: { version: '~> 5.2' } } });
});

test('azurerm 5.x gets the block that it demands, saying what is so without it', () => {
  expect(clusterArguments()).not.toHaveProperty('node_provisioning_profile');
  expect(clusterArguments({ azurerm: AzurermVersion.V5 }).node_provisioning_profile).toEqual({
    mode: 'Manual',
  });
});

test('a stack cannot have two versions', () => {
  expect(() =>
    synth((stack) => {
      new AadAksCluster(stack, 'Now', REQUIRED);
      new AadAksCluster(stack, 'Next', { ...REQUIRED, azurerm: AzurermVersion.V5 });
    }),
  ).toThrow(
    new Error(
      'a stack has one version of azurerm, and this one holds what needs 4.x and 5.x (azurerm is a prop of each): ' +
        "use two stacks (at 'test/Next')",
    ),
  );
});

test('azurerm 5.x can be told what to register', () => {
  expect(AadAksCluster.RESOURCE_PROVIDERS).toContain('Microsoft.ContainerService');
  expect(AadAksCluster.RESOURCE_PROVIDERS.every((name) => /^Microsoft\.\w+$/.test(name))).toBe(true);
});
