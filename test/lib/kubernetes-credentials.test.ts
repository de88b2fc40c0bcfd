import { TerraformVariable } from 'cdktf';
import {
  AzureEnvironment,
  KubeloginLogin,
  KubeloginOptions,
  KubernetesConnection,
  KubernetesCredentials,
} from '../../lib';
import { synth } from './synth';
import { Attributes, cluster, providers, synthConnection } from './sample-connection';

const ID = '11111111-2222-3333-4444-555555555555';
const TENANT = '72f988bf-0000-0000-0000-2d7cd011db47';
const SERVER = 'b1536b67-29ab-4b63-b60f-9444d0c15df1';

const AKS = 'data.azurerm_kubernetes_cluster.Aks_943C0E94';

const { isTTY } = process.stdin;
const { CI } = process.env;

function runIn({ terminal, ci }: { terminal: boolean; ci?: string }): void {
  process.stdin.isTTY = terminal;
  if (ci === undefined) {
    delete process.env.CI;
  } else {
    process.env.CI = ci;
  }
}

afterEach(() => runIn({ terminal: isTTY, ci: CI }));

function kubeloginArgs(options: KubeloginOptions, attributes?: Attributes): string[] {
  const { exec } = synthConnection(KubernetesCredentials.kubelogin(options), attributes);
  return (exec as { args: string[] }[])[0]?.args ?? [];
}

test('signs in with the Azure CLI unless told otherwise', () => {
  expect(synthConnection()).toEqual({
    host: `\${${AKS}.kube_config[0].host}`,
    cluster_ca_certificate: `\${base64decode(${AKS}.kube_config[0].cluster_ca_certificate)}`,
    exec: [
      {
        api_version: 'client.authentication.k8s.io/v1beta1',
        command: 'kubelogin',
        args: ['get-token', '--login', 'azurecli', '--server-id', '6dae42f8-4368-4678-94ff-3960e28e3630'],
      },
    ],
  });
});

describe('administrator', () => {
  test('signs in with the client certificate, a reference that Terraform decodes', () => {
    const provider = synthConnection(KubernetesCredentials.admin(), { localAccounts: true });

    expect(provider).toMatchObject({
      client_certificate: `\${base64decode(${AKS}.kube_admin_config[0].client_certificate)}`,
      client_key: `\${base64decode(${AKS}.kube_admin_config[0].client_key)}`,
    });
    expect(provider).not.toHaveProperty('exec');
  });

  test('is refused when local accounts are off', () => {
    expect(() => synthConnection(KubernetesCredentials.admin(), { localAccounts: false })).toThrow(
      "credentials KubernetesCredentials.admin() need the local accounts of cluster 'test/Aks', which are off: " +
        "use KubernetesCredentials.kubelogin() or turn the local accounts on [admin-credentials-off] (at 'test/Kubernetes')",
    );
  });

  test('can connect to a cluster with the legacy integration', () => {
    const legacy = { localAccounts: true, aadServerClientId: SERVER };

    expect(synthConnection(KubernetesCredentials.admin(), legacy)).toHaveProperty('client_key');
  });
});

describe('kubelogin', () => {
  test.each([
    KubeloginLogin.AZURE_CLI,
    KubeloginLogin.SPN,
    KubeloginLogin.MSI,
    KubeloginLogin.WORKLOAD_IDENTITY,
    KubeloginLogin.AZD,
  ])('%s needs nothing else: the rest comes from the environment of the apply', (login) => {
    runIn({ terminal: false, ci: 'true' });

    expect(kubeloginArgs({ login })).toEqual([
      'get-token',
      '--login',
      login,
      '--server-id',
      '6dae42f8-4368-4678-94ff-3960e28e3630',
    ]);
  });

  test('gets its arguments in one order, whatever the order of the options', () => {
    const args = kubeloginArgs({
      useAzurermEnvVars: true,
      environment: AzureEnvironment.US_GOVERNMENT,
      tenantId: TENANT,
      clientId: ID,
      login: KubeloginLogin.SPN,
    });

    expect(args.slice(5)).toEqual([
      ...['--client-id', ID],
      ...['--tenant-id', TENANT],
      ...['--environment', 'AzureUSGovernmentCloud'],
      '--use-azurerm-env-vars',
    ]);
  });

  test.each([
    [AzureEnvironment.PUBLIC, 'AzurePublicCloud'],
    [AzureEnvironment.CHINA, 'AzureChinaCloud'],
  ])('knows the cloud %s by the name %s', (environment, name) => {
    expect(kubeloginArgs({ environment }).slice(5)).toEqual(['--environment', name]);
  });

  test('refuses a client ID and a tenant ID that are not UUIDs', () => {
    expect(() => kubeloginArgs({ login: KubeloginLogin.SPN, clientId: 'deployer' })).toThrow(
      "clientId 'deployer' is not a client ID: a UUID has the form 00000000-0000-0000-0000-000000000000 " +
        "(at 'test/Kubernetes')",
    );
    expect(() => kubeloginArgs({ tenantId: 'contoso.com' })).toThrow(
      "tenantId 'contoso.com' is not the ID of a tenant: a UUID has the form 00000000-0000-0000-0000-000000000000 " +
        "(at 'test/Kubernetes')",
    );
  });

  test('takes IDs that only Terraform knows', () => {
    const synthesized = synth((stack) => {
      const id = new TerraformVariable(stack, 'Id', { type: 'string' }).stringValue;
      const credentials = KubernetesCredentials.kubelogin({
        login: KubeloginLogin.SPN,
        clientId: id,
        tenantId: id,
      });
      new KubernetesConnection(stack, 'Kubernetes', { cluster: cluster(stack, 'Aks'), credentials });
    });

    expect(JSON.stringify(providers(synthesized))).toContain(
      '"--client-id","${var.Id}","--tenant-id","${var.Id}"',
    );
  });
});

describe('device code', () => {
  const login = KubeloginLogin.DEVICE_CODE;

  test('asks a person at a terminal, with the client application of AKS', () => {
    runIn({ terminal: true });

    expect(kubeloginArgs({ login, tenantId: TENANT })).toEqual([
      ...['get-token', '--login', 'devicecode', '--server-id', '6dae42f8-4368-4678-94ff-3960e28e3630'],
      ...['--client-id', '80faf920-1908-4b52-b5ef-a8e7bedfc67a', '--tenant-id', TENANT],
    ]);
  });

  test.each([
    [{ terminal: false }, 'standard input is not a terminal'],
    [{ terminal: true, ci: 'true' }, 'CI is set'],
    [{ terminal: false, ci: '1' }, 'CI is set'],
  ])('is refused where nobody can answer: %j', (place, reason) => {
    runIn(place);

    expect(() => kubeloginArgs({ login, tenantId: TENANT })).toThrow(
      `login 'devicecode' waits for a person to enter a code, but ${reason}: use KubeloginLogin.AZURE_CLI after ` +
        "az login, or SPN, MSI or WORKLOAD_IDENTITY in a pipeline (at 'test/Kubernetes')",
    );
  });

  test.each(['', 'false'])("CI set to '%s' is not a pipeline", (ci) => {
    runIn({ terminal: true, ci });

    expect(kubeloginArgs({ login })).toContain('devicecode');
  });
});

describe('a web browser', () => {
  const login = KubeloginLogin.INTERACTIVE;

  test('is opened without a terminal, too, with the client application of AKS', () => {
    runIn({ terminal: false });

    expect(kubeloginArgs({ login, tenantId: TENANT })).toEqual([
      ...['get-token', '--login', 'interactive', '--server-id', '6dae42f8-4368-4678-94ff-3960e28e3630'],
      ...['--client-id', '80faf920-1908-4b52-b5ef-a8e7bedfc67a', '--tenant-id', TENANT],
    ]);
  });

  test('is refused in CI', () => {
    runIn({ terminal: true, ci: 'true' });

    expect(() => kubeloginArgs({ login })).toThrow(
      "login 'interactive' waits for a person in a web browser, but CI is set: use WORKLOAD_IDENTITY or AZURE_PIPELINES",
    );
  });
});

test('the service connection of a job in Azure Pipelines comes from its environment', () => {
  runIn({ terminal: false, ci: 'true' });

  expect(kubeloginArgs({ login: KubeloginLogin.AZURE_PIPELINES, tenantId: TENANT })).toEqual([
    ...['get-token', '--login', 'azurepipelines', '--server-id', '6dae42f8-4368-4678-94ff-3960e28e3630'],
    ...['--tenant-id', TENANT],
  ]);
});

describe('cluster with the legacy integration', () => {
  const legacy = { aadServerClientId: SERVER, localAccounts: true };

  test.each([
    KubeloginLogin.AZURE_CLI,
    KubeloginLogin.SPN,
    KubeloginLogin.MSI,
    KubeloginLogin.WORKLOAD_IDENTITY,
    KubeloginLogin.AZD,
    KubeloginLogin.AZURE_PIPELINES,
    KubeloginLogin.INTERACTIVE,
  ])('does not take %s', (login) => {
    runIn({ terminal: true });
    expect(() => kubeloginArgs({ login }, legacy)).toThrow(
      `login '${login}' works with managed Azure AD only, and cluster 'test/Aks' has the legacy integration: ` +
        "use KubernetesCredentials.admin() (at 'test/Kubernetes')",
    );
  });

  test('takes a device code for its own two applications', () => {
    runIn({ terminal: true });

    expect(
      kubeloginArgs({ login: KubeloginLogin.DEVICE_CODE, clientId: ID, tenantId: TENANT }, legacy),
    ).toEqual([
      ...['get-token', '--login', 'devicecode', '--server-id', SERVER],
      ...['--client-id', ID, '--tenant-id', TENANT, '--legacy'],
    ]);
  });

  test('needs to know its client application', () => {
    runIn({ terminal: true });

    expect(() => kubeloginArgs({ login: KubeloginLogin.DEVICE_CODE }, legacy)).toThrow(
      "login 'devicecode' needs 'clientId' on a cluster with the legacy integration: pass the client ID of its " +
        "client application (at 'test/Kubernetes')",
    );
  });
});
