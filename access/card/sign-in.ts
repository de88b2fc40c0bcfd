import { AksConfig } from '../../app/config';
import { shellOption, shellWord } from '../../lib/shared/shell';

/** What the Azure CLI calls the clouds. */
const CLOUDS: Readonly<Record<string, string>> = {
  usgovernment: 'AzureUSGovernment',
  china: 'AzureChinaCloud',
};

interface Cluster {
  readonly config: AksConfig;
  readonly tenantId?: string;
}

interface Who {
  readonly isPipeline: boolean;
  readonly isGuest: boolean;
  readonly namespace: string | undefined;
}

/** How somebody signs in to a cluster, command by command. */
export function signInCommands(
  { config, tenantId }: Cluster,
  { isPipeline, isGuest, namespace }: Who,
): { text: string; lines: string[] } {
  const { aad, azure } = config;
  const cloud = CLOUDS[azure.environment ?? ''];
  const tenant = tenantId ?? (isGuest ? '<ID of the tenant>' : undefined);
  const text = isPipeline
    ? 'How a pipeline signs in, once az login has, by a federated token; by a secret it is --login spn:'
    : aad.mode === 'legacy'
      ? 'How you sign in; kubectl then shows a code to enter in a browser:'
      : 'How you sign in:';
  return {
    text,
    lines: [
      ...(cloud === undefined ? [] : [`az cloud set --name ${cloud}`]),
      ...(isPipeline ? [] : [`az login${tenant === undefined ? '' : ` --tenant ${shellWord(tenant)}`}`]),
      getCredentials(config),
      convertKubeconfig(config, isPipeline),
      `kubectl auth can-i --list${namespace === undefined ? '' : ` ${shellOption('--namespace', namespace)}`}`,
    ],
  };
}

/** Fetches the kubeconfig, into `file` or the user's own. */
export function getCredentials({ azure, cluster }: AksConfig, file?: string): string {
  return [
    'az aks get-credentials',
    shellOption('--resource-group', cluster.resourceGroupName),
    shellOption('--name', cluster.name),
    ...(azure.subscriptionId === undefined ? [] : [`--subscription ${shellWord(azure.subscriptionId)}`]),
    ...(file === undefined ? [] : [shellOption('--file', file)]),
  ].join(' ');
}

/** Lets kubelogin sign in, rather than a prompt of kubectl's own. */
export function convertKubeconfig({ aad }: AksConfig, isPipeline: boolean, file?: string): string {
  return [
    'kubelogin convert-kubeconfig',
    ...(aad.mode === 'legacy' ? [] : [`--login ${loginOf(isPipeline)}`]),
    ...(file === undefined ? [] : [shellOption('--kubeconfig', file)]),
  ].join(' ');
}

export function loginOf(isPipeline: boolean): string {
  return isPipeline ? 'workloadidentity' : 'azurecli';
}
