import { AksMonitoringOptions } from '../../lib';
import { MONITOR_WORKSPACE, synthCluster, WORKSPACE } from './sample-cluster';
import { only } from './synth';

test('nothing is collected by default', () => {
  const synthesized = synthCluster();
  expect(Object.keys(synthesized.resource)).toEqual(['azurerm_kubernetes_cluster', 'azurerm_resource_group']);
});

describe('with a Log Analytics workspace', () => {
  const synthesized = synthCluster({ monitoring: { logAnalyticsWorkspaceId: WORKSPACE } });

  test('changes by users and sign-ins are logged, and nothing more', () => {
    expect(only(synthesized, 'azurerm_monitor_diagnostic_setting')).toEqual({
      name: 'control-plane',
      target_resource_id: expect.stringMatching(/azurerm_kubernetes_cluster\.\w+\.id\}$/) as string,
      log_analytics_workspace_id: WORKSPACE,
      enabled_log: [{ category: 'kube-audit-admin' }, { category: 'guard' }],
    });
  });

  test('the agent signs in with its identity and is told what to collect', () => {
    expect(only(synthesized, 'azurerm_kubernetes_cluster').oms_agent).toEqual({
      log_analytics_workspace_id: WORKSPACE,
      msi_auth_for_monitoring_enabled: true,
    });
    expect(only(synthesized, 'azurerm_monitor_data_collection_rule')).toMatchObject({
      name: 'MSCI-myAKSCluster',
      destinations: { log_analytics: [{ workspace_resource_id: WORKSPACE }] },
    });
    expect(only(synthesized, 'azurerm_monitor_data_collection_rule_association')).toMatchObject({
      name: 'ContainerInsightsExtension',
      data_collection_rule_id: expect.stringMatching(
        /azurerm_monitor_data_collection_rule\.\w+\.id\}$/,
      ) as string,
    });
  });

  test('logs of containers can be left out, other categories chosen, and Defender added', () => {
    const other = synthCluster({
      monitoring: {
        logAnalyticsWorkspaceId: WORKSPACE,
        containerInsights: false,
        logCategories: ['kube-audit'],
        defender: true,
      },
    });

    expect(only(other, 'azurerm_kubernetes_cluster')).not.toHaveProperty('oms_agent');
    expect(other.resource.azurerm_monitor_data_collection_rule).toBeUndefined();
    expect(only(other, 'azurerm_monitor_diagnostic_setting').enabled_log).toEqual([
      { category: 'kube-audit' },
    ]);
    expect(only(other, 'azurerm_kubernetes_cluster').microsoft_defender).toEqual({
      log_analytics_workspace_id: WORKSPACE,
    });
  });
});

test('Managed Prometheus sends metrics to a workspace, from where the workspace is', () => {
  const synthesized = synthCluster({
    clusterName: 'a'.repeat(63),
    nodeResourceGroup: 'nodes',
    monitoring: { prometheusWorkspaceId: MONITOR_WORKSPACE, prometheusWorkspaceLocation: 'westeurope' },
  });

  expect(only(synthesized, 'azurerm_kubernetes_cluster')).toHaveProperty('monitor_metrics');
  expect(only(synthesized, 'azurerm_monitor_data_collection_endpoint')).toMatchObject({
    name: `MSProm-${'a'.repeat(37)}`,
    kind: 'Linux',
    location: 'westeurope',
  });
  expect(only(synthesized, 'azurerm_monitor_data_collection_rule')).toMatchObject({
    name: `MSProm-${'a'.repeat(57)}`,
    location: 'westeurope',
    destinations: { monitor_account: [{ monitor_account_id: MONITOR_WORKSPACE }] },
    data_flow: [{ streams: ['Microsoft-PrometheusMetrics'] }],
  });
});

test.each<[string, AksMonitoringOptions, string]>([
  [
    'a workspace',
    { logAnalyticsWorkspaceId: 'logs' },
    "logAnalyticsWorkspaceId 'logs' is not valid: use the ARM ID of a workspace, /subscriptions/…/Microsoft.OperationalInsights/workspaces/<name>",
  ],
  [
    'a Log Analytics workspace for metrics',
    { prometheusWorkspaceId: WORKSPACE },
    `prometheusWorkspaceId '${WORKSPACE}' is not valid: use the ARM ID of an Azure Monitor workspace, /subscriptions/…/Microsoft.Monitor/accounts/<name>`,
  ],
  [
    'Defender without a workspace',
    { defender: true },
    'defender needs a workspace to send to: set logAnalyticsWorkspaceId or remove it',
  ],
  [
    'a category of another form',
    { logAnalyticsWorkspaceId: WORKSPACE, logCategories: ['Kube_Audit'] },
    "logCategories 'Kube_Audit' is not valid: use a category of logs, such as 'kube-audit-admin'",
  ],
  [
    'a region of metrics that is none',
    {
      prometheusWorkspaceId: WORKSPACE.replace('OperationalInsights/workspaces', 'Monitor/accounts'),
      prometheusWorkspaceLocation: 'east-us',
    },
    "prometheusWorkspaceLocation 'east-us' is not valid: use a region such as 'eastus'",
  ],
  [
    'a misspelt category',
    { logAnalyticsWorkspaceId: WORKSPACE, logCategories: ['guard', 'kube-audit-admins', 'new-one'] },
    "logCategories: AKS has no log category 'kube-audit-admins': did you mean 'kube-audit-admin'?",
  ],
  [
    'no categories',
    { logAnalyticsWorkspaceId: WORKSPACE, logCategories: [] },
    "logCategories is empty: name at least one, or leave it out for 'kube-audit-admin' and 'guard'",
  ],
])('refuses %s', (_, monitoring, message) => {
  expect(() => synthCluster({ monitoring })).toThrow(new Error(`${message} (at 'test/Aks')`));
});
