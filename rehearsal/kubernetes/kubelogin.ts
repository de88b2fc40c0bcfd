import { blocks, text, texts } from '../world/attributes';
import { Refusal } from '../world/behaviour';
import { Surroundings, directoryOf } from './cluster-rbac';
import { Account, findAccount } from '../../access/directory/sign-in';
import { isObject, State } from '../protocol/values';

/** Ways to sign in that need nobody at the keyboard. */
const UNATTENDED_LOGINS = ['azurecli', 'azd', 'spn', 'msi', 'workloadidentity', 'azurepipelines'];

/** Opens a web browser beside Terraform; the rehearsal signs in as whoever deploys. */
const IN_A_BROWSER = 'interactive';

/** Ways to sign in as the application that `--client-id` names, not as whoever is signed in already. */
const APPLICATION_LOGINS = ['spn', 'msi', 'workloadidentity', 'azurepipelines'];

/** What an `exec` block asks kubelogin for. */
export interface Kubelogin {
  readonly login: string;
  readonly serverId?: string;
  readonly clientId?: string;
  readonly tenantId?: string;
}

/** Reads the `exec` block of a provider's configuration; undefined without one, or while it is not known. */
export function kubeloginOf(provider: State): Kubelogin | undefined {
  const [exec] = blocks(provider, 'exec');
  const command = text(exec, 'command');
  if (!exec || command === undefined) {
    return undefined;
  }
  if (
    command
      .split(/[\\/]/)
      .pop()
      ?.replace(/\.exe$/i, '') !== 'kubelogin'
  ) {
    throw new Refusal({
      summary: `getting credentials: exec: executable ${command} is not run by the rehearsal`,
      detail: 'The rehearsal signs in through kubelogin only, and runs no program to do so.',
    });
  }

  const flags = flagsOf(texts(exec, 'args'));
  const env = isObject(exec.env) ? exec.env : {};
  return {
    login: flags.login ?? flags.l ?? text(env, 'AAD_LOGIN_METHOD') ?? 'devicecode',
    serverId: flags['server-id'],
    clientId: flags['client-id'] ?? text(env, 'AZURE_CLIENT_ID'),
    tenantId: flags['tenant-id'] ?? flags.t ?? text(env, 'AZURE_TENANT_ID'),
  };
}

/** Refuses what waits for a person: a pipeline would hang. */
export function refuseInteractive({ login }: Kubelogin): void {
  if (!UNATTENDED_LOGINS.includes(login) && login !== IN_A_BROWSER) {
    throw new Refusal({
      summary: `getting credentials: exec: kubelogin with '--login ${login}' waits for a person`,
      detail: `Terraform cannot show its prompt, so it would hang. Use one of ${UNATTENDED_LOGINS.join(', ')}.`,
    });
  }
}

/** The account that kubelogin gets a token for; refuses with the words of Azure AD. */
export function accountOf(kubelogin: Kubelogin, surroundings: Surroundings): Account {
  const { tenant } = surroundings;
  const { login, clientId, tenantId } = kubelogin;
  refuseInteractive(kubelogin);

  if (tenantId !== undefined && tenantId !== tenant.tenantId) {
    throw failure(`AADSTS90002: Tenant '${tenantId}' not found.`, `The tenant here is '${tenant.tenantId}'.`);
  }
  const isApplication = clientId !== undefined && APPLICATION_LOGINS.includes(login);
  const account = findAccount(isApplication ? clientId : tenant.deployer, directoryOf(surroundings));
  if (!account) {
    throw failure(
      `AADSTS700016: Application with identifier '${clientId}' was not found in the directory '${tenant.domain}'.`,
      'Name the client ID of a service principal of the tenant, or leave --client-id out.',
    );
  }
  return account;
}

function failure(reason: string, detail: string): Refusal {
  return new Refusal({
    summary: 'getting credentials: exec: executable kubelogin failed with exit code 1',
    detail: `${reason} ${detail}`,
  });
}

/** `--name value`, `--name=value` and `-n value`. */
function flagsOf(args: readonly string[]): Partial<Record<string, string>> {
  const flags: Partial<Record<string, string>> = {};
  args.forEach((arg, i) => {
    const [, name, value] = /^--?([a-z-]+)(?:=(.*))?$/.exec(arg) ?? [];
    if (name) {
      flags[name] = value ?? args[i + 1];
    }
  });
  return flags;
}
