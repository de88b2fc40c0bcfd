import { CommandFailed } from '../../access/command-failed';
import { isSafe } from '../http';

/** Where Microsoft Graph and the Azure Resource Manager of a cloud answer, and who issues their tokens. */
export interface Cloud {
  readonly graph: string;
  readonly arm: string;
  readonly authority: string;
}

const CLOUDS: Readonly<Record<'public' | 'usgovernment' | 'china', Cloud>> = {
  public: {
    graph: 'https://graph.microsoft.com',
    arm: 'https://management.azure.com',
    authority: 'https://login.microsoftonline.com',
  },
  usgovernment: {
    graph: 'https://graph.microsoft.us',
    arm: 'https://management.usgovcloudapi.net',
    authority: 'https://login.microsoftonline.us',
  },
  china: {
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    arm: 'https://management.chinacloudapi.cn',
    authority: 'https://login.chinacloudapi.cn',
  },
};

export function cloudOf(environment: keyof typeof CLOUDS = 'public'): Cloud {
  return CLOUDS[environment];
}

/** The cloud that ARM_ENVIRONMENT names for Terraform, where there is no configuration to say it. */
export function cloudOfEnvironment(env: NodeJS.ProcessEnv = process.env): Cloud {
  const name = env.ARM_ENVIRONMENT || 'public';
  if (!Object.hasOwn(CLOUDS, name)) {
    throw new CommandFailed(
      `ARM_ENVIRONMENT '${name}' is not a known cloud: use ${Object.keys(CLOUDS).join(', ')}`,
    );
  }
  return CLOUDS[name as keyof typeof CLOUDS];
}

/** The address to ask at: the cloud's, unless a variable names another one, such as a proxy or a stand-in. */
export function endpoint(address: string, variable: string, env: NodeJS.ProcessEnv = process.env): string {
  const other = env[variable];
  if (!other) {
    return address;
  }
  if (!isSafe(other)) {
    throw new CommandFailed(`${variable} '${other}' is not valid: use an https:// address`);
  }
  return other.replace(/\/+$/, '');
}
