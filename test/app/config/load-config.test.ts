import { ConfigError, configPath, loadConfig } from '../../../app/config';
import { LEGACY, MINIMAL, load, loadApp, problemsOf, problemsOfFile, writeConfig } from './config-file';

const TENANT = '72f988bf-0000-4000-8000-2d7cd011db47';
const SUBSCRIPTION = '11111111-2222-4333-8444-555555555555';

describe('defaults', () => {
  test('the least configuration gets the defaults of the app and leaves the rest to the constructs', () => {
    expect(load(MINIMAL)).toEqual({
      protect: false,
      doubts: [],
      azure: { tenantId: undefined, subscriptionId: undefined },
      // The file is outside of the folder of cdktf.json, so a hash of its path stands for the path.
      state: { backend: 'local', directory: expect.stringMatching(/^state\/aks\.[0-9a-f]{8}$/) as unknown },
      aad: { mode: 'managed', adminGroupObjectIds: [], azureRbac: true },
      cluster: {
        name: 'myAKSCluster',
        resourceGroupName: 'myResourceGroup',
        existing: false,
        identityRoles: [],
        createResourceGroup: true,
        location: 'eastus',
        nodePools: [],
        workloadIdentities: [],
      },
      kubernetes: { credentials: 'kubelogin' },
      directory: { lookUpUsers: true },
      namespaces: [],
      roles: [],
      access: [],
      azureRoleDefinitions: [],
      azureRoles: [],
      writtenKeys: { namespaces: [], roles: [], access: [], azureRoles: [] },
      placeOf: expect.any(Function) as unknown,
      rules: {},
      grantClusterUser: true,
      terraform: {},
      silence: [],
    });
  });

  test('the mode of aad is managed unless it is given', () => {
    expect(load(MINIMAL.replace('  mode: managed\n', '')).aad.mode).toBe('managed');
  });

  test('credentials are those of the admin account with legacy aad', () => {
    expect(load(LEGACY).kubernetes.credentials).toBe('admin');
  });

  test('the subjects that an entry of access does not name are empty lists', () => {
    const [entry] = load(`${MINIMAL}access: [{ clusterRole: view, users: [alice@contoso.com] }]\n`).access;

    expect(entry).toEqual({
      clusterRole: 'view',
      users: ['alice@contoso.com'],
      guests: [],
      groups: [],
      servicePrincipals: [],
      serviceAccounts: [],
      unsafeSystemGroups: [],
    });
  });
});

describe('environment', () => {
  test('tenant and subscription come from ARM_TENANT_ID and ARM_SUBSCRIPTION_ID', () => {
    const { azure } = load(MINIMAL, { ARM_TENANT_ID: TENANT, ARM_SUBSCRIPTION_ID: SUBSCRIPTION });

    expect(azure).toEqual({ tenantId: TENANT, subscriptionId: SUBSCRIPTION });
  });

  test('the file wins over the environment, whose variables are then not looked at', () => {
    const content = `${MINIMAL}azure: { tenantId: ${TENANT} }\n`;

    expect(load(content, { ARM_TENANT_ID: 'contoso.com' }).azure.tenantId).toBe(TENANT);
  });

  test('an empty variable counts as not set', () => {
    expect(load(MINIMAL, { ARM_TENANT_ID: '' }).azure.tenantId).toBeUndefined();
  });

  test.each([
    ['ARM_TENANT_ID', 'a tenant'],
    ['ARM_SUBSCRIPTION_ID', 'a subscription'],
  ])('a variable that is not a UUID is reported by its name: %s', (name, what) => {
    expect(problemsOf(MINIMAL, { [name]: 'contoso.com' })).toEqual([
      `environment variable ${name}: 'contoso.com' is not valid: use the ID of ${what}, a UUID of the form 00000000-0000-0000-0000-000000000000`,
    ]);
  });

  test('clusters have the subscription of the environment in common only if the file names it', () => {
    const other = { ARM_SUBSCRIPTION_ID: '66666666-7777-4888-8999-aaaaaaaaaaaa' };

    expect(loadApp(MINIMAL, other).azure.subscriptionId).toBeUndefined();
    expect(
      loadApp(`${MINIMAL}azure: { subscriptionId: ${SUBSCRIPTION} }\n`, other).azure.subscriptionId,
    ).toBe(SUBSCRIPTION);
  });

  test('AKS_CONFIG names the file, and an argument wins over it', () => {
    const file = writeConfig(MINIMAL);

    expect(loadConfig(undefined, { AKS_CONFIG: file }).clusters[0]?.cluster.name).toBe('myAKSCluster');
    expect(loadConfig(file, { AKS_CONFIG: 'other.yaml' }).clusters[0]?.cluster.name).toBe('myAKSCluster');
    expect(configPath({})).toBe('aks.yaml');
  });
});

describe('files', () => {
  test('a missing file is reported with what to do', () => {
    expect(problemsOfFile(undefined, { AKS_CONFIG: 'no-such.yaml' })).toEqual([
      'no-such.yaml: there is no such file: create it, or name another one with --config or AKS_CONFIG',
    ]);
  });

  test('a directory is refused', () => {
    expect(problemsOfFile(__dirname)).toEqual([
      `${__dirname}: this is a directory: name a file with --config or AKS_CONFIG`,
    ]);
  });

  test.each(['', '\n', '# only a comment\n', '---\n', '~\n'])('an empty file is refused: %j', (content) => {
    expect(problemsOf(content)).toEqual(['aks.yaml: the file is empty: it needs at least aad and cluster']);
  });

  test.each([
    ['- aad\n', 'a list'],
    ['aad\n', 'a single value'],
    ['# of a cluster\n  - aad\n', 'a list', '2:3'],
  ])('a file that is not a map is refused: %j', (content, kind, place = '1:1') => {
    expect(problemsOf(content)).toEqual([
      `aks.yaml:${place}: the file holds ${kind}: it must be a map of keys such as aad and cluster`,
    ]);
  });

  test('a byte order mark and line ends of Windows change nothing, not even positions', () => {
    const content = `\uFEFF${MINIMAL}`.replace(/\n/g, '\r\n');

    const { placeOf, ...config } = load(content);
    const { placeOf: placeWithout, ...without } = load(MINIMAL);
    expect(config).toEqual(without);
    expect(placeOf(['aad', 'mode'])).toEqual(placeWithout(['aad', 'mode']));
    expect(problemsOf(content.replace('aad:', 'add:'))).toContain(
      "aks.yaml:1:1 add: unknown key, did you mean 'aad'? allowed here: extends, environment, tenant, protect, azure, state, terraform, aad, cluster, clusters, kubernetes, directory, deployers, namespaces, roles, access, azureRoleDefinitions, azureRoles, grantClusterUser, rules, rulesFile, silence",
    );
  });

  test.each([
    ['with a byte order mark', Buffer.from(`\uFEFF${MINIMAL}`, 'utf16le')],
    ['without one', Buffer.from(MINIMAL, 'utf16le')],
    ['of the other order', Buffer.from(MINIMAL, 'utf16le').swap16()],
  ])('a file that is not UTF-8 is refused, %s', (_what, bytes) => {
    expect(problemsOf(bytes)).toEqual(['aks.yaml: the file is not UTF-8 text: save it as UTF-8']);
  });
});

describe('problems', () => {
  test('all are reported at once, in the order of the file', () => {
    const content = `aad: {}
cluster:
  name: my cluster
  resorceGroupName: myResourceGroup
  location: eastus
  createResourceGroup: no
access:
  - clusterRole: view
`;

    expect(problemsOf(content)).toEqual([
      expect.stringContaining('aks.yaml:1:6 aad: nobody could sign in, because local accounts are off'),
      'aks.yaml:2:1 cluster.resourceGroupName: is missing, and it is required',
      "aks.yaml:3:9 cluster.name: 'my cluster' is not valid: use 1 to 63 letters, digits, hyphens and underscores, starting and ending with a letter or digit",
      expect.stringContaining(
        "aks.yaml:4:3 cluster.resorceGroupName: unknown key, did you mean 'resourceGroupName'? allowed here: name, resourceGroupName,",
      ),
      "aks.yaml:6:24 cluster.createResourceGroup: 'no' is not valid: use true or false, without quotes",
      "aks.yaml:8:5 access[0]: is granted to nobody: list somebody under 'users', 'guests', 'groups', 'servicePrincipals', 'serviceAccounts'",
    ]);
  });

  test('those of one line are told from left to right, whatever finds them', () => {
    const cluster =
      '{ name: shop, existing: true, location: eastus, resourceGroupName: shop, automatic: maybe }';

    expect(problemsOf(`aad: { azureRbac: true }\ncluster: ${cluster}\n`)).toEqual([
      expect.stringMatching(/^aks\.yaml:2:50 cluster\.location: has no effect/),
      expect.stringMatching(/^aks\.yaml:2:94 cluster\.automatic: 'maybe' is not valid/),
    ]);
  });

  test('the error carries each problem with file, line, column and key', () => {
    const file = writeConfig(`${MINIMAL}  apiServer: { dnsPrefix: -x }\n`);
    let error: unknown;
    try {
      loadConfig(file, {});
    } catch (thrown) {
      error = thrown;
    }

    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).problems).toEqual([
      {
        file,
        line: 8,
        column: 27,
        key: 'cluster.apiServer.dnsPrefix',
        message:
          "'-x' is not valid: use 1 to 54 letters, digits and hyphens, starting and ending with a letter or digit",
      },
    ]);
  });
});
