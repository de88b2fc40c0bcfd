import { AksConfig, AppConfig } from '../config';

/** What a stack holds: the first word of its ID. */
export type StackKind = 'identity' | 'cluster' | 'access';

/** The ID of a stack: `cluster`, in an environment `cluster-production`, in a fleet `cluster-production-weu`. */
export function stackId(
  kind: StackKind,
  { environment, key }: Pick<AksConfig, 'environment' | 'key'>,
): string {
  return [kind, environment, key].filter((word) => word !== undefined).join('-');
}

/** The IDs of all stacks of a configuration: one for identity, and two for each cluster. */
export function stackIds({
  environment,
  clusters,
}: Pick<AppConfig, 'environment'> & { readonly clusters: readonly Pick<AksConfig, 'key'>[] }): string[] {
  const ofClusters = clusters.flatMap(({ key }) =>
    (['cluster', 'access'] as const).map((kind) => stackId(kind, { environment, key })),
  );
  return [stackId('identity', { environment }), ...ofClusters];
}
