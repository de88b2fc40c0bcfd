import { AksAutoscalerOptions, AksExpander } from '../../lib';
import { clusterArguments, synthCluster, synthLegacy } from './sample-cluster';

test('the autoscaler is sent as azurerm takes it, some numbers as texts', () => {
  const autoscaler: AksAutoscalerOptions = {
    expander: AksExpander.LEAST_WASTE,
    emptyBulkDeleteMax: 20,
    maxGracefulTerminationSeconds: 300,
    maxUnreadyNodes: 5,
    scaleDownUtilizationThreshold: 0.7,
    scaleDownUnneeded: '5m',
  };

  expect(clusterArguments({ autoscaler }).auto_scaler_profile).toEqual({
    expander: 'least-waste',
    empty_bulk_delete_max: '20',
    max_graceful_termination_sec: '300',
    max_unready_nodes: 5,
    scale_down_utilization_threshold: '0.7',
    scale_down_unneeded: '5m',
    // azurerm has no default for it.
    skip_nodes_with_local_storage: false,
  });
  expect(clusterArguments()).not.toHaveProperty('auto_scaler_profile');
});

test.each<[AksAutoscalerOptions, string]>([
  ...(
    [
      ['maxNodeProvisioningTime', '900s'],
      ['scaleDownDelayAfterAdd', '0s'],
      ['scaleDownDelayAfterFailure', '30s'],
      ['scaleDownUnneeded', '1h'],
      ['scaleDownUnready', '1h30m'],
    ] as const
  ).map(([key, value]): [AksAutoscalerOptions, string] => [
    { [key]: value },
    `autoscaler.${key} '${value}' is not valid: use whole minutes, which is all that AKS takes here, such as '10m'`,
  ]),
  [{ scanInterval: '10' }, "autoscaler.scanInterval '10' is not valid: use a time such as '30s' or '10m'"],
  [{ emptyBulkDeleteMax: 0 }, 'autoscaler.emptyBulkDeleteMax 0 is not valid'],
  [{ maxUnreadyPercentage: 101 }, 'autoscaler.maxUnreadyPercentage 101 is not valid'],
  [{ scaleDownUtilizationThreshold: 50 }, 'autoscaler.scaleDownUtilizationThreshold 50 is not valid'],
])('%j is refused', (autoscaler, problem) => {
  expect(() => synthCluster({ autoscaler })).toThrow(problem);
});

test('legacy Azure AD has an older autoscaler', () => {
  expect(() => synthLegacy({ autoscaler: { ignoreDaemonSetsUtilization: true } })).toThrow(
    'autoscaler.ignoreDaemonSetsUtilization is nothing that azurerm 3.x takes',
  );
  expect(() => synthLegacy({ autoscaler: { expander: AksExpander.PRIORITY } })).not.toThrow();
});
