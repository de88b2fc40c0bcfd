import { Construct } from 'constructs';
import { AadAksCluster, IAadAksCluster, KubernetesConnection, KubernetesCredentials } from '../../lib';
import { synth, Synthesized } from './synth';

export interface Attributes {
  readonly aadServerClientId?: string;
  readonly localAccounts?: boolean;
}

export function cluster(scope: Construct, id: string, attributes: Attributes = {}): IAadAksCluster {
  return AadAksCluster.fromLookup(scope, id, { clusterName: 'c', resourceGroupName: 'g', ...attributes });
}

export function providers(synthesized: Synthesized): Record<string, unknown>[] {
  const { provider } = JSON.parse(synthesized.json) as {
    provider: { kubernetes: Record<string, unknown>[] };
  };
  return provider.kubernetes;
}

export function synthConnection(
  credentials?: KubernetesCredentials,
  attributes?: Attributes,
): Record<string, unknown> {
  const synthesized = synth((stack) => {
    new KubernetesConnection(stack, 'Kubernetes', {
      cluster: cluster(stack, 'Aks', attributes),
      credentials,
    });
  });

  return providers(synthesized)[0] ?? {};
}
