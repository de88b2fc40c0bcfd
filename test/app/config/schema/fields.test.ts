import { GROUP, LEGACY, MINIMAL, problemsOf } from '../config-file';

const ARM = `/subscriptions/${GROUP}/resourceGroups/myResourceGroup/providers`;

/** The problem with one line below `cluster`, without the place, which is always line 8. */
function clusterProblem(line: string): string | undefined {
  const [problem, ...others] = problemsOf(`${MINIMAL}  ${line}\n`);
  expect(others).toEqual([]);
  return problem?.replace(/^aks\.yaml:8:\d+ cluster\./, '');
}

describe('types', () => {
  test.each([
    [
      'kubernetesVersion: 1.30',
      'kubernetesVersion: 1.30 is read as the number 1.3: put it in quotes, "1.30"',
    ],
    ['kubernetesVersion: 1.33', 'kubernetesVersion: 1.33 is read as a number: put it in quotes, "1.33"'],
    ['tags: { cost: 007 }', 'tags.cost: 007 is read as the number 7: put it in quotes, "007"'],
    [
      'tags: { cost: 12345678e1 }',
      'tags.cost: 12345678e1 is read as the number 123456780: put it in quotes, "12345678e1"',
    ],
    ['tags: { shared: true }', 'tags.shared: true is read as a truth value: put it in quotes, "true"'],
    [
      'defaultNodePool: { zones: [1] }',
      'defaultNodePool.zones[0]: 1 is read as a number: put it in quotes, "1"',
    ],
  ])('a text that YAML reads as something else must be quoted: %s', (line, problem) => {
    expect(clusterProblem(line)).toBe(problem);
  });

  test.each([
    [
      'apiServer: { privateCluster: on }',
      "apiServer.privateCluster: 'on' is not valid: use true or false, without quotes",
    ],
    [
      'apiServer: { privateCluster: "true" }',
      "apiServer.privateCluster: 'true' is not valid: use true or false, without quotes",
    ],
    [
      'apiServer: { privateCluster: 1 }',
      'apiServer.privateCluster: 1 is not valid: use true or false, without quotes',
    ],
    [
      'defaultNodePool: { nodeCount: "3" }',
      "defaultNodePool.nodeCount: '3' is not valid: use a whole number from 1 to 1000, without quotes",
    ],
    [
      'defaultNodePool: { nodeCount: 1.5 }',
      'defaultNodePool.nodeCount: 1.5 is not valid: use a whole number from 1 to 1000',
    ],
    [
      'defaultNodePool: { osDiskSizeGb: 4096 }',
      'defaultNodePool.osDiskSizeGb: 4096 is not valid: use a whole number from 30 to 2048',
    ],
    [
      'apiServer: { authorizedIpRanges: 203.0.113.0/24 }',
      "apiServer.authorizedIpRanges: '203.0.113.0/24' is not valid: use a list, [ … ] or one line each with a dash",
    ],
    ['defaultNodePool: [system]', 'defaultNodePool: a list of 1 is not valid: use a map of keys'],
    ['apiServer: { dnsPrefix: [a] }', 'apiServer.dnsPrefix: a list of 1 is not valid: use a text'],
    ['apiServer: { dnsPrefix: { a: b } }', 'apiServer.dnsPrefix: a map is not valid: use a text'],
  ])('a value of another type is refused: %s', (line, problem) => {
    expect(clusterProblem(line)).toBe(problem);
  });

  test('a key without a value is refused at the key', () => {
    expect(problemsOf(`${MINIMAL}  tags:\n`)).toEqual([
      'aks.yaml:8:3 cluster.tags: is empty: give it a value or remove the key',
    ]);
  });

  test('a missing key is reported where the map around it begins', () => {
    expect(problemsOf(MINIMAL.replace('  location: eastus\n', ''))).toEqual([
      'aks.yaml:4:1 cluster.location: is missing, and it is required',
    ]);
    expect(problemsOf('aad: { azureRbac: true }\n')).toEqual([
      'aks.yaml:1:1 cluster: is missing, and it is required',
    ]);
  });

  test.each([
    ['upgrades: { nodeOsChannel: nodeimage }', "(did you mean 'NodeImage'?)"],
    ['upgrades: { nodeOsChannel: weekly }', 'use NodeImage, SecurityPatch, Unmanaged or None'],
  ])('a value that is none of the choices gets the choices: %s', (line, fix) => {
    expect(clusterProblem(line)).toContain(fix);
  });

  test('a wrong mode gets the modes, and its keys are not judged', () => {
    expect(problemsOf(LEGACY.replace('mode: legacy', 'mode: legasy'))).toEqual([
      "aks.yaml:2:9 aad.mode: 'legasy' is not valid: use managed or legacy (did you mean 'legacy'?)",
    ]);
  });

  test('a state backend that does not exist gets those that do', () => {
    expect(problemsOf(`${MINIMAL}state: { backend: azurem }\n`)).toEqual([
      "aks.yaml:8:19 state.backend: 'azurem' is not valid: use local, hcp, remote, azurerm, s3, gcs, http, pg, kubernetes, consul, cos or oss (did you mean 'azurerm'?)",
    ]);
  });
});

describe('secrets', () => {
  test.each([
    'aad.serverApp: secret: hunter2',
    'aad.serverApp: secret: { value: hunter2 }',
    'aad.serverApp: password: hunter2',
  ])('a value that may be a secret is not repeated: %s', (line) => {
    const [, key] = line.split(/: (.*)/);
    const problems = problemsOf(LEGACY.replace('displayName: server }', `displayName: server, ${key} }`));

    expect(problems).toHaveLength(1);
    expect(problems[0]).not.toContain('hunter2');
  });

  test('a private key in place of the public one is named as such, and not repeated', () => {
    expect(clusterProblem('nodeAccess: { sshPublicKey: -----BEGIN OPENSSH PRIVATE KEY----- }')).toBe(
      'nodeAccess.sshPublicKey: the value is not valid: this is a private key: use the .pub file beside it',
    );
  });

  test('a number in place of a key is not repeated either', () => {
    expect(clusterProblem('nodeAccess: { sshPublicKey: 123456 }')).toBe(
      'nodeAccess.sshPublicKey: the value is read as a number: put it in quotes',
    );
  });
});

describe('cluster', () => {
  test.each([
    [
      'apiServer: { dnsPrefix: my_cluster }',
      "apiServer.dnsPrefix: 'my_cluster' is not valid: use 1 to 54 letters, digits and hyphens, starting and ending with a letter or digit",
    ],
    ['kubernetesVersion: v1.33', "kubernetesVersion: 'v1.33' is not valid: use \"1.33\", without the 'v'"],
    [
      'kubernetesVersion: latest',
      'kubernetesVersion: \'latest\' is not valid: use a minor or patch version, such as "1.33" or "1.33.2"',
    ],
    [
      'defaultNodePool: { name: System-Pool }',
      "defaultNodePool.name: 'System-Pool' is not valid: use 1 to 12 lowercase letters and digits, starting with a letter",
    ],
    [
      'defaultNodePool: { vmSize: D4s }',
      "defaultNodePool.vmSize: 'D4s' is not valid: use a VM size, such as Standard_D4ds_v5 (az vm list-sizes)",
    ],
    [
      'defaultNodePool: { vnetSubnetId: nodes }',
      "defaultNodePool.vnetSubnetId: 'nodes' is not valid: use the resource ID of a subnet (az network vnet subnet show --query id)",
    ],
    [
      'identity: { userAssignedIdentityId: aks }',
      "identity.userAssignedIdentityId: 'aks' is not valid: use the resource ID of a user-assigned identity (az identity show --query id)",
    ],
    [
      'apiServer: { authorizedIpRanges: [203.0.113.7] }',
      "apiServer.authorizedIpRanges[0]: '203.0.113.7' is not valid: the length of the prefix is missing: use '203.0.113.7/32' for one address",
    ],
    [
      'apiServer: { authorizedIpRanges: [203.0.113.0/33] }',
      "apiServer.authorizedIpRanges[0]: '203.0.113.0/33' is not valid: use an IPv4 range, such as 203.0.113.0/24",
    ],
    [
      'tags: { "a/b": x }',
      'tags.a/b: the name is not valid: use at most 512 characters, none of < > % & \\ ? /',
    ],
  ])('a form that Azure does not take is refused: %s', (line, problem) => {
    expect(clusterProblem(line)).toBe(problem);
  });

  test('more authorized ranges than AKS takes are refused', () => {
    const ranges = Array.from({ length: 201 }, (_, index) => `10.0.${index}.0/24`);

    expect(clusterProblem(`apiServer: { authorizedIpRanges: [${ranges.join(', ')}] }`)).toBe(
      'apiServer.authorizedIpRanges: a list of 201 is not valid: use at most 200 ranges',
    );
  });

  test.each([
    'apiServer: { dnsPrefix: my-cluster }',
    'kubernetesVersion: "1.33.2"',
    `defaultNodePool: { vnetSubnetId: ${ARM}/Microsoft.Network/virtualNetworks/hub/subnets/nodes }`,
    `identity: { userAssignedIdentityId: ${ARM}/Microsoft.ManagedIdentity/userAssignedIdentities/aks }`,
    'apiServer: { authorizedIpRanges: [203.0.113.0/24, 0.0.0.0/0] }',
    'tags: { "cost center": "" }',
  ])('a valid form loads: %s', (line) => {
    expect(clusterProblem(line)).toBeUndefined();
  });

  test('a long value is shortened', () => {
    expect(clusterProblem(`apiServer: { dnsPrefix: ${'x'.repeat(200)} }`)).toContain(
      `'${'x'.repeat(77)}...' is not valid`,
    );
  });
});

describe('applications', () => {
  const withUris = (uris: string): string =>
    LEGACY.replace('displayName: server }', `displayName: server, redirectUris: [${uris}] }`);

  test('a redirect URI needs a scheme that Azure AD takes', () => {
    expect(problemsOf(withUris('aksazureadserver'))).toEqual([
      "aks.yaml:3:52 aad.serverApp.redirectUris[0]: 'aksazureadserver' is not valid: use a URI that starts with https:// or http://, without a fragment, such as https://aksazureadserver",
    ]);
  });

  test('a scope name has no spaces', () => {
    const content = LEGACY.replace('displayName: server }', 'displayName: server, scope: { name: use it } }');

    expect(problemsOf(content)).toEqual([
      "aks.yaml:3:52 aad.serverApp.scope.name: 'use it' is not valid: use 1 to 120 characters without spaces, not beginning with a period, such as user_impersonation",
    ]);
  });
});
