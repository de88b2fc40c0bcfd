import { App } from 'cdktf';
import { AccessStack } from './access-stack';
import { ClusterStack } from './cluster-stack';
import { AksConfig, AppConfig } from '../config';
import { warnOfDoubts } from './doubt-warnings';
import { IdentityStack } from './identity-stack';
import { stackId } from './stack-id';
import { requireOwnStates } from '../state/sharing';
import { warnOfState } from '../state/warnings';

/**
 * The stacks of the app, for the command line of cdktf and for whatever else reads what they hold: one for identity, and
 * two for each cluster. A cluster that is only referred to has its access alone.
 */
export function defineStacks(app: App, config: AppConfig): void {
  requireOwnStates(config);
  const own = config.clusters.filter((view) => !view.cluster.existing);
  const identity =
    own.length > 0
      ? new IdentityStack(app, stackId('identity', { environment: config.environment }), config)
      : undefined;

  const stacks = config.clusters.flatMap((view) => {
    const cluster =
      identity && !view.cluster.existing
        ? new ClusterStack(app, stackId('cluster', view), view, identity)
        : undefined;
    const access = new AccessStack(app, stackId('access', view), view, cluster);
    return [{ cluster, access, view }];
  });
  const first = identity ?? stacks[0]!.access;
  warnOfState(first, config);
  // All clusters have the same state.
  warnOfDoubts(first, stacks[0]!.view, ['unknown-state-region']);
  waitForResourceGroups(stacks.flatMap(({ cluster, view }) => (cluster ? [{ cluster, view }] : [])));
}

interface ClusterOfFleet {
  readonly cluster: ClusterStack;
  readonly view: AksConfig;
}

/** A cluster in the resource group of another one comes after it; the groups of other clusters nobody waits for. */
function waitForResourceGroups(stacks: readonly ClusterOfFleet[]): void {
  const groupOf = ({ azure, cluster }: AksConfig): string =>
    `${azure.subscriptionId}/${cluster.resourceGroupName}`.toLowerCase();
  const creators = new Map(
    stacks
      .filter(({ view }) => view.cluster.createResourceGroup)
      .map(({ view, cluster }) => [groupOf(view), cluster]),
  );

  for (const { cluster, view } of stacks) {
    const creator = creators.get(groupOf(view));
    if (creator && creator !== cluster) {
      cluster.addDependency(creator);
    }
  }
}
