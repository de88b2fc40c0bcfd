import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { stringify } from 'yaml';
import { AksConfig } from '../../app/config';
import { stackId } from '../../app/stacks/stack-id';
import { stateName } from '../../app/state/name';
import { AzureEnvironment } from '../../lib/azure-environment';
import { AKS_AAD_SERVER } from '../../lib/shared/aks-aad-server';
import { KUBELOGIN_ENVIRONMENTS } from '../../lib/shared/kubelogin-environments';
import { loginOf } from './sign-in';
import { CLUSTER_TYPES } from '../../lib/shared/cluster-types';

/** What a file begins with that may be written anew. */
export const KUBECONFIG_MARK =
  "# Written by 'cdktf-aks-aad access --for', which writes it anew when asked to. It holds no secret.";

/** Where the API server of a cluster answers, and what its certificate is signed by, in Base64. */
export interface ClusterHost {
  readonly server: string;
  readonly certificateAuthority: string;
}

/** The host of a cluster, where a local state says it; states in a backend, Azure and the cluster are not asked. */
export function hostOf(config: AksConfig): ClusterHost | undefined {
  const { state } = config;
  if (state.backend !== 'local') {
    return undefined;
  }
  return (['access', 'cluster'] as const)
    .map((kind) => resolve(state.directory, stateName(state, stackId(kind, config))))
    .map((file) => hostInState(file, config.cluster))
    .find((host) => host !== undefined);
}

interface StateResource {
  readonly type?: string;
  readonly instances?: readonly { readonly attributes?: Readonly<Record<string, unknown>> }[];
}

function hostInState(
  file: string,
  { name, resourceGroupName }: AksConfig['cluster'],
): ClusterHost | undefined {
  for (const { type, instances = [] } of resourcesIn(file)) {
    for (const { attributes = {} } of type !== undefined && CLUSTER_TYPES.includes(type) ? instances : []) {
      const [config] = (attributes.kube_config ?? []) as {
        host?: unknown;
        cluster_ca_certificate?: unknown;
      }[];
      const isMeant =
        attributes.name === name &&
        String(attributes.resource_group_name).toLowerCase() === resourceGroupName.toLowerCase();
      if (isMeant && typeof config?.host === 'string' && typeof config.cluster_ca_certificate === 'string') {
        return { server: config.host, certificateAuthority: config.cluster_ca_certificate };
      }
    }
  }
  return undefined;
}

function resourcesIn(file: string): readonly StateResource[] {
  if (!existsSync(file)) {
    return [];
  }
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { resources?: StateResource[] }).resources ?? [];
  } catch {
    // A state that cannot be read says nothing of where the cluster is.
    return [];
  }
}

/** A kubeconfig for clusters with managed Azure AD: kubelogin signs in, and nothing in it is secret. */
export function kubeconfig(
  clusters: readonly { readonly config: AksConfig; readonly host: ClusterHost }[],
  isPipeline: boolean,
): string {
  const names = clusters.map(({ config }) => config.key ?? config.cluster.name);
  const content = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': names[0],
    clusters: clusters.map(({ host }, i) => ({
      name: names[i],
      cluster: { server: host.server, 'certificate-authority-data': host.certificateAuthority },
    })),
    users: clusters.map(({ config }, i) => ({ name: names[i], user: { exec: execOf(config, isPipeline) } })),
    contexts: names.map((name) => ({ name, context: { cluster: name, user: name } })),
  };
  return `${KUBECONFIG_MARK}\n${stringify(content, { lineWidth: 0 })}`;
}

function execOf({ azure }: AksConfig, isPipeline: boolean): object {
  return {
    apiVersion: 'client.authentication.k8s.io/v1beta1',
    command: 'kubelogin',
    args: [
      'get-token',
      '--login',
      loginOf(isPipeline),
      '--server-id',
      AKS_AAD_SERVER,
      ...(azure.environment === undefined || azure.environment === 'public'
        ? []
        : ['--environment', KUBELOGIN_ENVIRONMENTS[azure.environment as AzureEnvironment]]),
    ],
    installHint: 'kubelogin is not on the PATH: https://azure.github.io/kubelogin/install.html',
    provideClusterInfo: false,
  };
}
