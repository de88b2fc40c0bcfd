export const SUBSCRIPTION = '8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8';
export const UUID = '894656e1-39f8-4bfe-b16a-510f61af6f41';

/** The resource ID of a cluster. */
export function idOf(cluster: string, group = 'myResourceGroup'): string {
  return `/subscriptions/${SUBSCRIPTION}/resourceGroups/${group}/providers/Microsoft.ContainerService/managedClusters/${cluster}`;
}
