import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformStack, Testing } from 'cdktf';
import { AadAksCluster, AksNetwork } from '../../lib';
import { AZURERM } from './provider-generations';
import { GROUP, legacy, REQUIRED, synthLegacy, TENANT, VM_SIZE, warningsOf } from './sample-cluster';
import { only, synth } from './synth';

describe('with legacy Azure AD', () => {
  test('sends the two applications, in the spelling of azurerm 3.x, which it pins', () => {
    const synthesized = synthLegacy({
      defaultNodePool: { vmSize: VM_SIZE, minCount: 1, maxCount: 3, hostEncryption: true },
    });
    const cluster = only(synthesized, 'azurerm_kubernetes_cluster');

    expect(cluster.azure_active_directory_role_based_access_control).toEqual({
      client_app_id: GROUP,
      server_app_id: GROUP,
      server_app_secret: '${var.secret}',
      tenant_id: TENANT,
    });
    expect(cluster).toMatchObject({
      local_account_disabled: false,
      automatic_channel_upgrade: 'patch',
      node_os_channel_upgrade: 'NodeImage',
      default_node_pool: {
        enable_auto_scaling: true,
        enable_host_encryption: true,
        enable_node_public_ip: false,
      },
    });
    for (const renamed of [
      'automatic_upgrade_channel',
      'node_os_upgrade_channel',
      'auto_scaling_enabled',
      'host_encryption_enabled',
      'node_public_ip_enabled',
    ]) {
      expect(synthesized.json).not.toContain(renamed);
    }
    expect(synthesized.terraform).toMatchObject({ required_providers: { azurerm: { version: '~> 3.117' } } });
  });

  test('leaves the network of the cluster, which exists, alone unless one is given', () => {
    const left = only(synthLegacy(), 'azurerm_kubernetes_cluster');
    expect(left).not.toHaveProperty('network_profile');
    expect(left.default_node_pool).not.toHaveProperty('max_pods');

    const given = only(synthLegacy({ network: AksNetwork.azureCni() }), 'azurerm_kubernetes_cluster');
    expect(given).toMatchObject({ network_profile: { network_plugin: 'azure' } });
  });

  test('spells added node pools for azurerm 3.x, too', () => {
    const synthesized = synthLegacy({}, (cluster) => {
      cluster.addNodePool('Apps', { name: 'apps', vmSize: VM_SIZE, minCount: 0, maxCount: 3 });
    });
    const pool = only(synthesized, 'azurerm_kubernetes_cluster_node_pool');
    expect(pool).toMatchObject({ enable_auto_scaling: true, enable_node_public_ip: false });

    for (const unknown of ['auto_scaling_enabled', 'node_public_ip_enabled', 'temporary_name_for_rotation']) {
      expect(pool).not.toHaveProperty(unknown);
    }
  });

  test('warns of the retirement, names the way to managed, and of the secret in a local state', () => {
    const warnings = warningsOf((stack) => {
      const defaultNodePool = { vmSize: VM_SIZE };
      new AadAksCluster(stack, 'Aks', { ...REQUIRED, aad: legacy(stack), defaultNodePool });
    });
    expect(warnings).toEqual([
      'legacy Azure AD integration: Azure creates no new clusters with it since December 2023 and it needs azurerm 3.x; ' +
        "for a new cluster, and to move an existing one in place, use AadIntegration.managed() (at 'test/Aks') [legacy-aad]",
      "the secret of the server application is kept in a local state file: give stack 'test' a remote backend (at 'test/Aks') [secret-in-local-state]",
    ]);
  });

  test('warns of a secret that comes from another stack', () => {
    const app = Testing.app();
    const identity = new TerraformStack(app, 'identity');
    const stack = new TerraformStack(app, 'cluster');
    new AzurermProvider(stack, 'azurerm', { features: [{}] });
    const defaultNodePool = { vmSize: VM_SIZE };
    new AadAksCluster(stack, 'Aks', { ...REQUIRED, aad: legacy(identity), defaultNodePool });
    Testing.synth(stack, true);

    expect(stack.node.metadata.map(({ data }) => String(data))).toContain(
      "the secret of 'identity/Server' is in the state of two stacks, 'identity' and 'cluster': protect both (at 'cluster/Aks') [secret-across-stacks]",
    );
  });

  test('refuses node pools without a size of virtual machines', () => {
    expect(() => synthLegacy({ defaultNodePool: {} })).toThrow(
      new Error(
        "node pool 'system' has no vmSize, which legacy Azure AD (azurerm 3.x) requires: set one, such as 'Standard_D4ds_v5' (at 'test/Aks')",
      ),
    );
  });

  test('refuses a managed cluster in the same stack', () => {
    expect(() =>
      synth((stack) => {
        new AadAksCluster(stack, 'Managed', REQUIRED);
        const defaultNodePool = { vmSize: VM_SIZE };
        new AadAksCluster(stack, 'Legacy', { ...REQUIRED, aad: legacy(stack), defaultNodePool });
      }),
    ).toThrow(
      new Error(
        `a stack has one version of azurerm, and this one holds what needs ${AZURERM}.x and 3.x (legacy Azure AD needs azurerm 3.x): ` +
          "use two stacks (at 'test/Legacy')",
      ),
    );
  });
});
