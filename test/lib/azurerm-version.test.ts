import { AadAksCluster, AzurermVersion } from '../../lib';
import { generationOfBindings } from '../../lib/shared/azurerm-bindings';
import { AZURERM } from './provider-generations';
import { clusterArguments, REQUIRED, synthCluster } from './sample-cluster';
import { synth, Synthesized } from './synth';

const OTHER = AZURERM === 4 ? AzurermVersion.V5 : AzurermVersion.V4;

function versionOf(synthesized: Synthesized): unknown {
  const { required_providers: required } = synthesized.terraform as Record<string, Record<string, unknown>>;
  return (required!.azurerm as { version: string }).version;
}

test('a stack runs with the version of the bindings unless asked for another, which is pinned', () => {
  const own = new RegExp(`^${AZURERM}\\.\\d+\\.\\d+$`);
  expect(versionOf(synthCluster())).toMatch(own);
  expect(versionOf(synthCluster({ azurerm: `${AZURERM}` as AzurermVersion }))).toMatch(own);

  expect(versionOf(synthCluster({ azurerm: OTHER }))).toBe(
    OTHER === AzurermVersion.V5 ? '~> 5.2' : '~> 4.55',
  );
});

test('bindings of a version that the library does not know are refused', () => {
  expect(() => generationOfBindings('6.0.1')).toThrow(
    'the bindings of azurerm are of version 6.0.1, and this library knows 4.x and 5.x: ' +
      'install a version of them that its package.json names as a peer',
  );
});

test('azurerm 5.x gets the block that it demands, saying what is so without it', () => {
  expect(clusterArguments({ azurerm: AzurermVersion.V4 })).not.toHaveProperty('node_provisioning_profile');
  expect(clusterArguments({ azurerm: AzurermVersion.V5 }).node_provisioning_profile).toEqual({
    mode: 'Manual',
  });
});

test('a stack cannot have two versions', () => {
  expect(() =>
    synth((stack) => {
      new AadAksCluster(stack, 'Now', REQUIRED);
      new AadAksCluster(stack, 'Next', { ...REQUIRED, azurerm: OTHER });
    }),
  ).toThrow(
    new Error(
      `a stack has one version of azurerm, and this one holds what needs ${AZURERM}.x and ${OTHER}.x (azurerm is a prop of each): ` +
        "use two stacks (at 'test/Next')",
    ),
  );
});

test('azurerm 5.x can be told what to register', () => {
  expect(AadAksCluster.RESOURCE_PROVIDERS).toContain('Microsoft.ContainerService');
  expect(AadAksCluster.RESOURCE_PROVIDERS.every((name) => /^Microsoft\.\w+$/.test(name))).toBe(true);
});
