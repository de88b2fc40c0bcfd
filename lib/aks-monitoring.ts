/** Where the cluster's logs, metrics and alerts go. */
export interface AksMonitoringOptions {
  /**
   * ARM ID of the Log Analytics workspace for the logs of the control plane and, with Container Insights, of containers.
   * Billed by volume.
   *
   * @default - no logs are kept
   */
  readonly logAnalyticsWorkspaceId?: string;

  /**
   * Categories of control plane logs that are kept; at least one, in a list that is known at synth. `kube-audit` includes reads and is far larger.
   *
   * @default ['kube-audit-admin', 'guard'] - with `logAnalyticsWorkspaceId`
   */
  readonly logCategories?: string[];

  /**
   * Whether Container Insights collects logs of containers. Needs `logAnalyticsWorkspaceId`.
   *
   * @default true - with `logAnalyticsWorkspaceId`
   */
  readonly containerInsights?: boolean;

  /**
   * Whether Microsoft Defender for Containers watches the cluster. Needs `logAnalyticsWorkspaceId`. Billed by core.
   *
   * @default false
   */
  readonly defender?: boolean;

  /**
   * ARM ID of the Azure Monitor workspace to which Managed Prometheus sends the metrics of the cluster.
   *
   * @default - no Managed Prometheus
   */
  readonly prometheusWorkspaceId?: string;

  /**
   * Region of the Azure Monitor workspace.
   *
   * @default - the region of the cluster
   */
  readonly prometheusWorkspaceLocation?: string;
}
