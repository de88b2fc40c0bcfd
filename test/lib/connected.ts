import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformStack, Testing } from 'cdktf';
import { AadAksCluster, AadAksClusterAttributes, IAadAksCluster, KubernetesConnection } from '../../lib';
import { synth, Synthesized } from './synth';

export const CLUSTER_ID =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/c';

/** A cluster that is there already. */
export function existingCluster(
  stack: TerraformStack,
  id = 'Aks',
  more: Partial<AadAksClusterAttributes> = {},
): IAadAksCluster {
  return AadAksCluster.fromAadAksClusterAttributes(stack, id, {
    clusterId: CLUSTER_ID,
    clusterName: 'c',
    resourceGroupName: 'g',
    host: 'https://c.example.com:443',
    clusterCaCertificate: 'Y2E=',
    ...more,
  });
}

/** A connection to a cluster that is there already. */
export function connect(stack: TerraformStack, id = 'Kubernetes'): KubernetesConnection {
  return new KubernetesConnection(stack, id, { cluster: existingCluster(stack, `${id}Cluster`) });
}

/** Synthesises what `build` defines in a stack with a connection. */
export function synthConnected(build: (stack: TerraformStack) => void): Synthesized {
  return synth((stack) => {
    connect(stack);
    build(stack);
  });
}

/** The warnings about what `build` defines, in a stack with the context. */
export function warnings(
  build: (stack: TerraformStack) => void,
  context: Readonly<Record<string, unknown>> = {},
): string[] {
  const stack = new TerraformStack(Testing.app(), 'test');
  for (const [key, value] of Object.entries(context)) {
    stack.node.setContext(key, value);
  }
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  connect(stack);
  build(stack);
  Testing.synth(stack, true);

  return stack.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === '@cdktf/warn')
    .map(({ data }) => String(data));
}
