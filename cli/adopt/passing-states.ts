import { CommandFailed } from '../../access/command-failed';
import { AzureObject } from './azure-object';
import { left, Note } from './not-carried-over';

/** A cluster or one of its node pools, by the name that messages have for it. */
interface Named {
  readonly what: string;
  readonly object: AzureObject;
}

/** Refuses what is on its way out, which the next apply would create anew, and a cluster that is not there yet. */
export function refusePassing(cluster: AzureObject, at: string): void {
  for (const { what, object } of named(cluster)) {
    const state = object.text('provisioningState');
    if (state === 'Deleting') {
      const others = `, or leave the cluster out, with az aks list --query "[?provisioningState!='Deleting']"`;
      throw new CommandFailed(
        `${at}: ${what} is being deleted, and the configuration would create it anew: read the cluster again when that is done` +
          (object === cluster ? others : ''),
      );
    }
    if (state === 'Creating' && object === cluster) {
      throw new CommandFailed(
        `${at}: ${what} is still being created: read it again when its provisioningState is 'Succeeded'`,
      );
    }
  }
}

/** What of a cluster and its node pools is on the way to something else, has failed, or does not run. */
export function passingStates(cluster: AzureObject): Note[] {
  const isStopped = powerOf(cluster) === 'Stopped';
  return named(cluster).flatMap(({ what, object }) => {
    const [state, power] = [object.text('provisioningState'), powerOf(object)];
    const place = object === cluster ? '' : `${what}: `;
    return [
      ...(state === undefined || state === 'Succeeded'
        ? []
        : [
            left(
              `${place}provisioningState '${state}'`,
              "what Azure says may not be what runs: deploy when it is 'Succeeded', and read it again before",
            ),
          ]),
      ...(power === undefined || power === 'Running' || (isStopped && object !== cluster)
        ? []
        : [
            left(
              `${place}powerState '${power}'`,
              object === cluster
                ? "a cluster that is stopped takes no change, and its API server does not answer: 'az aks start' before the deployment"
                : "a node pool that is stopped stays so: 'az aks nodepool start' before it is changed",
            ),
          ]),
    ];
  });
}

function powerOf(object: AzureObject): string | undefined {
  return object.object('powerState')?.text('code');
}

function named(cluster: AzureObject): Named[] {
  return [
    { what: `cluster '${cluster.text('name')}'`, object: cluster },
    ...cluster
      .objects('agentPoolProfiles')
      .map((pool) => ({ what: `node pool ${pool.text('name') ?? ''}`, object: pool })),
  ];
}
