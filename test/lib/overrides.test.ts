import { KubernetesClusterNodePool } from '@cdktf/provider-azurerm/lib/kubernetes-cluster-node-pool';
import { Fn, Token } from 'cdktf';
import { AksNetwork, MaintenanceWindow, Weekday } from '../../lib';
import { AZURERM } from './provider-generations';
import { clusterArguments, clusterWarnings, synthCluster } from './sample-cluster';
import { expression, only } from './synth';

const SUBNET =
  '/subscriptions/s/resourcegroups/shared/providers/microsoft.network/virtualNetworks/hub/subnets/pods';

describe('overrides', () => {
  test('are laid over what the other props send: blocks merged, lists replaced, null left out', () => {
    const cluster = clusterArguments({
      apiServer: { authorizedIpRanges: ['203.0.113.0/24'] },
      overrides: {
        workload_autoscaler_profile: { keda_enabled: true },
        network_profile: { outbound_type: 'userDefinedRouting', network_policy: null },
        api_server_access_profile: { authorized_ip_ranges: ['198.51.100.0/24'] },
        image_cleaner_interval_hours: null,
      },
      defaultNodePool: { overrides: { scale_down_mode: 'Deallocate', pod_subnet_id: SUBNET } },
    });

    expect(cluster).toMatchObject({
      workload_autoscaler_profile: { keda_enabled: true },
      network_profile: { network_plugin: 'azure', outbound_type: 'userDefinedRouting' },
      api_server_access_profile: { authorized_ip_ranges: ['198.51.100.0/24'] },
      default_node_pool: {
        name: 'system',
        scale_down_mode: 'Deallocate',
        pod_subnet_id:
          '/subscriptions/s/resourceGroups/shared/providers/Microsoft.Network/virtualNetworks/hub/subnets/pods',
      },
    });
    expect(cluster).not.toHaveProperty('image_cleaner_interval_hours');
    expect(cluster.network_profile).not.toHaveProperty('network_policy');
  });

  test('reach further pools, and win over what a further pool sets on the cluster', () => {
    const synthesized = synthCluster(
      { overrides: { default_node_pool: { only_critical_addons_enabled: false } } },
      (cluster) => {
        cluster.addNodePool('Apps', {
          name: 'apps',
          overrides: { tags: { team: 'shop' } },
          ignoreChanges: ['node_count'],
        });
      },
    );

    expect(only(synthesized, KubernetesClusterNodePool.tfResourceType)).toMatchObject({
      tags: { team: 'shop' },
      lifecycle: { ignore_changes: ['node_count'] },
    });
    expect(only(synthesized, 'azurerm_kubernetes_cluster')).toMatchObject({
      default_node_pool: { only_critical_addons_enabled: false },
    });
  });

  test('are warned about', () => {
    expect(clusterWarnings({ overrides: { cost_analysis_enabled: true } })).toEqual([
      "overrides sends 'cost_analysis_enabled' as written: nothing but the name and the type is checked (at 'test/Aks') [overrides]",
    ]);
  });

  test.each([
    [{ cost_analysis: true }, 'overrides.cost_analysis is not an argument of azurerm_kubernetes_cluster'],
    [
      { cost_analysis_enabled: 'yes' },
      'overrides.cost_analysis_enabled takes true or false, received string "yes"',
    ],
    [{ fqdn: 'x' }, 'overrides.fqdn is not an argument'],
    [{ storage_profile: true }, 'overrides.storage_profile is a block of the provider'],
    [
      { maintenance_window: [{ allowed: [{ weekday: 'Sunday' }] }] },
      'overrides.maintenance_window[0].allowed[0].weekday is not an argument',
    ],
    [{ custom_ca_trust_certificates_base64: 'x' }, 'takes a list of strings'],
    [
      { windows_profile: { admin_password: 'hunter2' } },
      'overrides.windows_profile.admin_password is a secret',
    ],
  ])('%j is refused', (overrides, message) => {
    expect(() => synthCluster({ overrides })).toThrow(message);
    expect(() => synthCluster({ overrides })).not.toThrow('hunter2');
  });

  test('of azurerm 3 and 5 are those of the provider in use', () => {
    expect(() => synthCluster({ overrides: { enable_pod_security_policy: true } })).toThrow(
      `is not an argument of azurerm_kubernetes_cluster in azurerm ${AZURERM}.x`,
    );
  });
});

describe('ignoreChanges', () => {
  test('leaves arguments as they are, and the network that exists as a whole', () => {
    expect(clusterArguments({ network: AksNetwork.existing() }).lifecycle).toEqual({
      ignore_changes: ['network_profile'],
    });
    expect(
      clusterArguments({
        network: AksNetwork.existing(),
        protect: true,
        ignoreChanges: ['maintenance_window', 'default_node_pool[0].node_count'],
      }).lifecycle,
    ).toEqual({
      prevent_destroy: true,
      ignore_changes: ['network_profile', 'maintenance_window', 'default_node_pool[0].node_count'],
    });
    expect(clusterArguments()).not.toHaveProperty('lifecycle');
  });

  test('is warned about beside a setting that it makes void', () => {
    const window = MaintenanceWindow.weekly({ day: Weekday.MONDAY, startTime: '02:00', durationHours: 4 });
    const ignoring = (argument: string): string[] =>
      clusterWarnings({ upgrades: { window }, ignoreChanges: [argument] });

    expect(ignoring('maintenance_window_auto_upgrade')).toEqual([
      "upgrades.window has no effect once the cluster exists, as ignoreChanges names 'maintenance_window_auto_upgrade': remove one of the two (at 'test/Aks') [ignored-setting]",
    ]);
    expect(ignoring('maintenance_window_node_os')).toEqual([]);
  });

  test.each([
    ['windows', "'windows' is not an argument of azurerm_kubernetes_cluster"],
    ['default_node_pool.', "'default_node_pool.' is not a path"],
    ['*', "'*' is not a path"],
  ])('%j is refused', (path, message) => {
    expect(() => synthCluster({ ignoreChanges: [path] })).toThrow(message);
  });

  test.each([
    ['a token', () => [expression('var.ignored')]],
    ['a list that is one', () => Token.asList(Fn.split(',', 'tags'))],
  ])('is refused where it is %s, as Terraform evaluates nothing in it', (_, ignoreChanges) => {
    expect(() => synthCluster({ ignoreChanges: ignoreChanges() })).toThrow(
      'ignoreChanges must be known at synth: write it out',
    );
  });
});

test.each([
  [{ role_based_access_control_enabled: false }, 'false turns Kubernetes RBAC off'],
  [{ azure_active_directory_role_based_access_control: [] }, 'takes Azure AD away'],
  [{ local_account_disabled: false }, 'is what security.localAccounts is for'],
])('what sign-in relies on is no raw argument: %j', (overrides, problem) => {
  expect(() => clusterArguments({ overrides })).toThrow(`overrides.${Object.keys(overrides)[0]} ${problem}`);
});
