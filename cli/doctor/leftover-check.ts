import { shellWord } from '../../lib/shared/shell';
import { AksConfig } from '../../app/config';
import { AzureApi } from '../azure/azure-api';
import { Finding } from './findings';
import { armPath } from '../url';
import { Graph } from '../azure/graph';

const API_VERSION = '2024-05-01';

interface ManagedCluster {
  readonly properties: { readonly provisioningState?: string };
}

interface Leftover {
  readonly text: string;
  readonly fix: string;
}

/** What an apply that ended half way may have left: it exists, and no Terraform state knows it. */
export async function leftoverFinding(
  graph: Graph,
  arm: AzureApi,
  { aad }: AksConfig,
  clusterId: string | undefined,
): Promise<Omit<Finding, 'check'>> {
  const found = [
    ...(aad.mode === 'legacy'
      ? await Promise.all(
          [aad.serverApp, aad.clientApp].map(({ displayName }) =>
            twice('application', displayName, (name) => graph.applications(name)),
          ),
        )
      : [await twice('group', aad.adminGroup?.displayName, (name) => graph.groups(name))]),
    clusterId === undefined ? undefined : await cluster(arm, clusterId),
  ].filter((one) => one !== undefined);

  if (found.length === 0) {
    return { verdict: 'ok', text: 'nothing is there twice, and nothing was given up half way' };
  }
  return {
    verdict: 'wrong',
    text: found.map(({ text }) => text).join('; '),
    fix: found.map(({ fix }) => fix).join('; '),
  };
}

async function twice(
  kind: 'application' | 'group',
  name: string | undefined,
  find: (name: string) => Promise<readonly { readonly id: string }[]>,
): Promise<Leftover | undefined> {
  const found = name === undefined ? [] : await find(name);
  const deletion = kind === 'group' ? 'az ad group delete --group' : 'az ad app delete --id';
  return found.length > 1
    ? {
        text: `there are ${found.length} ${kind}s '${name}': ${found.map(({ id }) => id).join(', ')}`,
        fix: `delete the one that 'terraform state show' of the identity stack does not have: ${deletion} <object ID>`,
      }
    : undefined;
}

async function cluster(arm: AzureApi, clusterId: string): Promise<Leftover | undefined> {
  const state = (await arm.get<ManagedCluster>(`${armPath(clusterId)}?api-version=${API_VERSION}`))
    ?.properties.provisioningState;
  return state === 'Failed'
    ? {
        text: 'Azure has given up on the cluster half way: its provisioning state is Failed',
        fix: `take it into the state with 'terraform import' and deploy again, or delete it: az aks delete --ids ${shellWord(clusterId)}`,
      }
    : undefined;
}
