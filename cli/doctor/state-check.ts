import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { AksConfig } from '../../app/config';
import { ask } from '../http';
import { Finding } from './findings';

type Found = Omit<Finding, 'check'>;

/** Where Azure has blobs, by cloud. */
const BLOBS: Readonly<Record<string, string>> = {
  public: 'blob.core.windows.net',
  usgovernment: 'blob.core.usgovcloudapi.net',
  china: 'blob.core.chinacloudapi.cn',
};

/**
 * Whether states can be kept where the configuration says, as far as that can be told without Terraform's credentials: a
 * folder that can be written to, or a service that gives an answer, whichever.
 */
export async function stateFinding({ state, azure }: Pick<AksConfig, 'state' | 'azure'>): Promise<Found> {
  if (state.backend === 'local') {
    return folderFinding(resolve(state.directory));
  }
  const url = addressOf(state, azure.environment ?? 'public');
  if (url === undefined) {
    return {
      verdict: 'unchecked',
      text: `only Terraform gets at the backend '${state.backend}': 'terraform init' in the folder of a stack tells`,
    };
  }
  const { origin } = new URL(url);
  try {
    await ask({ service: `backend '${state.backend}'`, url: origin, headers: {} });
    return {
      verdict: 'ok',
      text: `backend '${state.backend}' answers at ${origin}; whether it lets you in, 'terraform init' tells`,
    };
  } catch (error) {
    return {
      verdict: 'wrong',
      text: `backend '${state.backend}' does not answer at ${origin}: ${(error as Error).message}`,
      fix: 'see to the network, the proxy or the name under state',
    };
  }
}

function folderFinding(directory: string): Found {
  let folder = directory;
  while (!existsSync(folder) && folder !== dirname(folder)) {
    folder = dirname(folder);
  }
  try {
    accessSync(folder, constants.W_OK);
    return { verdict: 'ok', text: `local files; ${folder} can be written to` };
  } catch {
    return {
      verdict: 'wrong',
      text: `${folder} cannot be written to`,
      fix: 'change its owner, or keep states elsewhere',
    };
  }
}

/** Undefined where the address is not known here, or is none that is asked by HTTP. */
function addressOf(state: AksConfig['state'], cloud: string): string | undefined {
  switch (state.backend) {
    case 'azurerm':
      return `https://${state.storageAccountName}.${BLOBS[cloud]}`;
    case 'http':
      return URL.canParse(state.address) ? state.address : undefined;
    case 'hcp':
    case 'remote':
      return `https://${state.hostname ?? 'app.terraform.io'}`;
    case 'gcs':
      return 'https://storage.googleapis.com';
    default:
      return undefined;
  }
}
