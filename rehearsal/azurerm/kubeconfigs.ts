import { block, isTrue, text } from '../world/attributes';
import { Context } from '../world/behaviour';
import { State } from '../protocol/values';

/** The AKS AAD server, an application of Microsoft that stands for the API servers of all clusters on managed AAD. */
const AKS_AAD_SERVER = '6dae42f8-4368-4678-94ff-3960e28e3630';

/** The AKS AAD client, the application through which people sign in to those. */
const AKS_AAD_CLIENT = '80faf920-1908-4b52-b5ef-a8e7bedfc67a';

/** The kubeconfigs of a cluster whose address is known, as the attributes of azurerm. */
export function kubeconfigs(cluster: State, context: Context): State {
  const host = `https://${text(cluster, 'fqdn') ?? text(cluster, 'private_fqdn')}:443`;
  const aad = block(cluster, 'azure_active_directory_role_based_access_control');
  const suffix = `${text(cluster, 'resource_group_name')}_${text(cluster, 'name')}`;
  const base = { host, cluster_ca_certificate: pem('CERTIFICATE', [cluster, 'ca'], context) };
  const user = { ...base, username: `clusterUser_${suffix}` };
  const admin = { ...base, username: `clusterAdmin_${suffix}`, ...certificates(cluster, 'admin', context) };

  if (!aad) {
    const certified = { ...user, ...certificates(cluster, 'user', context) };
    return { ...asAttributes('kube_config', certified, credentials(certified)), ...NO_ADMIN };
  }
  const blank = { ...user, password: '', client_certificate: '', client_key: '' };
  return {
    ...asAttributes('kube_config', blank, kubelogin(aad, context)),
    ...(isTrue(cluster, 'local_account_disabled')
      ? NO_ADMIN
      : asAttributes('kube_admin_config', admin, credentials(admin))),
  };
}

const NO_ADMIN: State = { kube_admin_config: [], kube_admin_config_raw: '' };

/** What one kubeconfig holds. */
type Connection = {
  readonly host: string;
  readonly username: string;
  readonly cluster_ca_certificate: string;
};

function asAttributes(name: string, connection: Connection, userLines: readonly string[]): State {
  const raw = [
    'apiVersion: v1',
    'kind: Config',
    'clusters:',
    '- name: cluster',
    '  cluster:',
    `    server: ${connection.host}`,
    `    certificate-authority-data: ${connection.cluster_ca_certificate}`,
    'contexts:',
    '- name: cluster',
    '  context:',
    '    cluster: cluster',
    `    user: ${connection.username}`,
    'current-context: cluster',
    'users:',
    `- name: ${connection.username}`,
    '  user:',
    ...userLines.map((line) => `    ${line}`),
    '',
  ];
  return { [name]: [{ ...connection }], [`${name}_raw`]: raw.join('\n') };
}

function credentials(connection: {
  readonly client_certificate: string;
  readonly client_key: string;
}): string[] {
  return [
    `client-certificate-data: ${connection.client_certificate}`,
    `client-key-data: ${connection.client_key}`,
  ];
}

/** Accounts of Azure AD get their token from kubelogin; on a legacy cluster from the two applications it was given. */
function kubelogin(aad: State, { tenant }: Context): string[] {
  const server = text(aad, 'server_app_id');
  const args = [
    'get-token',
    '--environment',
    'AzurePublicCloud',
    '--server-id',
    server ?? AKS_AAD_SERVER,
    '--client-id',
    text(aad, 'client_app_id') ?? AKS_AAD_CLIENT,
    '--tenant-id',
    text(aad, 'tenant_id') ?? tenant.tenantId,
    '--login',
    'devicecode',
    ...(server ? ['--legacy'] : []),
  ];
  return [
    'exec:',
    '  apiVersion: client.authentication.k8s.io/v1beta1',
    '  command: kubelogin',
    '  args:',
    ...args.map((argument) => `  - ${argument}`),
  ];
}

function certificates(
  cluster: State,
  whose: string,
  context: Context,
): Record<'client_certificate' | 'client_key' | 'password', string> {
  return {
    client_certificate: pem('CERTIFICATE', [cluster, whose], context),
    client_key: pem('RSA PRIVATE KEY', [cluster, whose], context),
    password: context.uuid('token', whose, text(cluster, 'id') ?? '').replaceAll('-', ''),
  };
}

/** Looks like the real thing to whoever passes it on, and opens nothing. */
function pem(label: string, [cluster, whose]: [State, string], context: Context): string {
  const body = Buffer.from(`rehearsal ${label} ${context.uuid(label, whose, text(cluster, 'id') ?? '')}`);
  return Buffer.from(
    `-----BEGIN ${label}-----\n${body.toString('base64')}\n-----END ${label}-----\n`,
  ).toString('base64');
}
