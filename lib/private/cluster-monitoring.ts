import { KubernetesClusterConfig } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { MonitorDataCollectionEndpoint } from '@cdktf/provider-azurerm/lib/monitor-data-collection-endpoint';
import { MonitorDataCollectionRule } from '@cdktf/provider-azurerm/lib/monitor-data-collection-rule';
import { MonitorDataCollectionRuleAssociation } from '@cdktf/provider-azurerm/lib/monitor-data-collection-rule-association';
import { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import { Construct } from 'constructs';
import { AksMonitoringOptions } from '../aks-monitoring';
import { LOCATION } from '../shared/azure-limits';
import { ValidationError } from '../shared/errors';
import { LOG_CATEGORY, logCategoryProblem } from '../shared/log-categories';
import { isLiteral, literalItems, requirePattern } from './guards';
import { withCanonicalIds } from '../shared/canonical-ids';
import { collectionRuleName, endpointName } from '../shared/monitoring-names';
import { withLateAddress } from './late-address';
import { armIdForm } from '../shared/arm-id-form';

/** Changes made by users, and sign-ins by Azure AD. `kube-audit` would add every read, ten to a hundred times the volume. */
const DEFAULT_LOG_CATEGORIES = ['kube-audit-admin', 'guard'];

const LOG_ANALYTICS_WORKSPACE_ID = armIdForm('Microsoft.OperationalInsights/workspaces');
const MONITOR_WORKSPACE_ID = armIdForm('Microsoft.Monitor/accounts');

const CONTAINER_INSIGHTS_STREAM = 'Microsoft-ContainerInsights-Group-Default';
const PROMETHEUS_STREAM = 'Microsoft-PrometheusMetrics';

/** The cluster that is monitored. */
export interface MonitoredCluster {
  readonly clusterId: string;
  readonly clusterName: string;
  readonly resourceGroupName: string;
  readonly location: string;
  readonly tags?: { [key: string]: string };
}

/** The provider's arguments for the agents that run in the cluster. */
export function monitoringArguments(
  monitoring: AksMonitoringOptions,
): Pick<KubernetesClusterConfig, 'omsAgent' | 'microsoftDefender' | 'monitorMetrics'> {
  const { logAnalyticsWorkspaceId: workspaceId } = monitoring;

  return {
    omsAgent:
      workspaceId !== undefined && (monitoring.containerInsights ?? true)
        ? { logAnalyticsWorkspaceId: workspaceId, msiAuthForMonitoringEnabled: true }
        : undefined,
    microsoftDefender:
      workspaceId !== undefined && monitoring.defender ? { logAnalyticsWorkspaceId: workspaceId } : undefined,
    monitorMetrics: monitoring.prometheusWorkspaceId === undefined ? undefined : {},
  };
}

/** Refuses monitoring that has nowhere to go. */
export function requireMonitoring(monitoring: AksMonitoringOptions, scope: Construct): void {
  const { logAnalyticsWorkspaceId: workspaceId, logCategories } = monitoring;

  requirePattern(
    'logAnalyticsWorkspaceId',
    workspaceId,
    LOG_ANALYTICS_WORKSPACE_ID,
    'use the ARM ID of a workspace, /subscriptions/…/Microsoft.OperationalInsights/workspaces/<name>',
    scope,
  );
  requirePattern(
    'prometheusWorkspaceId',
    monitoring.prometheusWorkspaceId,
    MONITOR_WORKSPACE_ID,
    'use the ARM ID of an Azure Monitor workspace, /subscriptions/…/Microsoft.Monitor/accounts/<name>',
    scope,
  );
  requirePattern(
    'prometheusWorkspaceLocation',
    monitoring.prometheusWorkspaceLocation,
    LOCATION,
    "use a region such as 'eastus'",
    scope,
  );
  const needing = (['containerInsights', 'defender', 'logCategories'] as const).find(
    (prop) => monitoring[prop],
  );
  if (workspaceId === undefined && needing !== undefined) {
    throw new ValidationError(
      `${needing} needs a workspace to send to: set logAnalyticsWorkspaceId or remove it`,
      scope,
    );
  }
  if (logCategories !== undefined && (!isLiteral(logCategories) || logCategories.length === 0)) {
    throw new ValidationError(
      `logCategories is ${isLiteral(logCategories) ? 'empty' : 'not a list at synth'}: name at least one, or leave it out for 'kube-audit-admin' and 'guard'`,
      scope,
    );
  }
  for (const category of literalItems('logCategories', logCategories, scope)) {
    const rule = "use a category of logs, such as 'kube-audit-admin'";
    requirePattern('logCategories', category, LOG_CATEGORY, rule, scope);
    const problem = logCategoryProblem(category);
    if (problem !== undefined) {
      throw new ValidationError(`logCategories: ${problem}`, scope);
    }
  }
}

/** Defines what Azure Monitor needs outside of the cluster. */
export function defineMonitoring(
  scope: Construct,
  monitoring: AksMonitoringOptions,
  cluster: MonitoredCluster,
): void {
  const { logAnalyticsWorkspaceId: workspaceId, prometheusWorkspaceId } = withCanonicalIds({ ...monitoring });

  if (workspaceId !== undefined) {
    const categories = monitoring.logCategories ?? DEFAULT_LOG_CATEGORIES;
    new MonitorDiagnosticSetting(scope, 'Diagnostics', {
      name: 'control-plane',
      targetResourceId: cluster.clusterId,
      logAnalyticsWorkspaceId: workspaceId,
      enabledLog: categories.map((category) => ({ category })),
    });
  }
  if (workspaceId !== undefined && (monitoring.containerInsights ?? true)) {
    collectContainerLogs(scope, workspaceId, cluster);
  }
  if (prometheusWorkspaceId !== undefined) {
    const location = monitoring.prometheusWorkspaceLocation ?? cluster.location;
    collectPrometheusMetrics(scope, prometheusWorkspaceId, { ...cluster, location });
  }
}

/** With its managed identity, the agent collects only what a data collection rule tells it to. */
function collectContainerLogs(scope: Construct, workspaceId: string, cluster: MonitoredCluster): void {
  const rule = new MonitorDataCollectionRule(scope, 'ContainerInsightsRule', {
    ...placement(collectionRuleName('MSCI', cluster.clusterName), cluster),
    destinations: { logAnalytics: [{ name: 'ciworkspace', workspaceResourceId: workspaceId }] },
    dataFlow: [{ streams: [CONTAINER_INSIGHTS_STREAM], destinations: ['ciworkspace'] }],
    dataSources: {
      extension: [
        {
          name: 'ContainerInsightsExtension',
          extensionName: 'ContainerInsights',
          streams: [CONTAINER_INSIGHTS_STREAM],
          extensionJson: JSON.stringify({
            dataCollectionSettings: {
              interval: '1m',
              namespaceFilteringMode: 'Off',
              enableContainerLogV2: true,
            },
          }),
        },
      ],
    },
  });

  new MonitorDataCollectionRuleAssociation(scope, 'ContainerInsightsAssociation', {
    // The agent looks for an association of this name.
    name: 'ContainerInsightsExtension',
    targetResourceId: cluster.clusterId,
    dataCollectionRuleId: withLateAddress(rule).id,
  });
}

function collectPrometheusMetrics(scope: Construct, workspaceId: string, cluster: MonitoredCluster): void {
  const endpoint = new MonitorDataCollectionEndpoint(scope, 'PrometheusEndpoint', {
    ...placement(endpointName(cluster.clusterName), cluster),
    kind: 'Linux',
  });
  const rule = new MonitorDataCollectionRule(scope, 'PrometheusRule', {
    ...placement(collectionRuleName('MSProm', cluster.clusterName), cluster),
    kind: 'Linux',
    dataCollectionEndpointId: withLateAddress(endpoint).id,
    destinations: { monitorAccount: [{ name: 'prometheus', monitorAccountId: workspaceId }] },
    dataFlow: [{ streams: [PROMETHEUS_STREAM], destinations: ['prometheus'] }],
    dataSources: { prometheusForwarder: [{ name: 'PrometheusDataSource', streams: [PROMETHEUS_STREAM] }] },
  });

  new MonitorDataCollectionRuleAssociation(scope, 'PrometheusAssociation', {
    name: 'prometheus',
    targetResourceId: cluster.clusterId,
    dataCollectionRuleId: rule.id,
  });
}

function placement(
  name: string,
  { resourceGroupName, location, tags }: MonitoredCluster,
): { name: string; resourceGroupName: string; location: string; tags?: { [key: string]: string } } {
  return { name, resourceGroupName, location, tags };
}
