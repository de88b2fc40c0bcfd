import { LEGACY, load, MINIMAL, problemsOf } from '../config-file';

test('raw arguments are taken where the schema of azurerm has them', () => {
  const content = `${MINIMAL}  overrides:
    workload_autoscaler_profile: { keda_enabled: true }
  ignoreChanges: [maintenance_window, "default_node_pool[0].node_count"]
  defaultNodePool: { overrides: { scale_down_mode: Deallocate } }
  nodePools:
    - { name: apps, overrides: { gpu_instance: MIG1g }, ignoreChanges: [node_count] }
`;

  expect(problemsOf(content)).toEqual([]);
  expect(load(content).cluster).toMatchObject({
    overrides: { workload_autoscaler_profile: { keda_enabled: true } },
    nodePools: [{ overrides: { gpu_instance: 'MIG1g' } }],
  });
});

test('what it has not is told where it stands', () => {
  expect(
    problemsOf(`${MINIMAL}  overrides:
    workload_autoscaler_profile: { keda: true }
  ignoreChanges: [windows]
  defaultNodePool: { overrides: { mode: System } }
  nodePools:
    - { name: apps, overrides: { gpu_instance: 7 } }
`),
  ).toEqual([
    'aks.yaml:9:42 cluster.overrides.workload_autoscaler_profile.keda: is not an argument of azurerm_kubernetes_cluster in azurerm 4.x workload_autoscaler_profile',
    "aks.yaml:10:19 cluster.ignoreChanges[0]: 'windows' is not an argument of azurerm_kubernetes_cluster in azurerm 4.x",
    'aks.yaml:11:41 cluster.defaultNodePool.overrides.mode: is not an argument of azurerm_kubernetes_cluster.default_node_pool in azurerm 4.x',
    'aks.yaml:13:48 cluster.nodePools[0].overrides.gpu_instance: takes a text (in quotes), received number 7',
  ]);
});

test('the names are those of the generation in use', () => {
  const escape = '  overrides: { automatic_channel_upgrade: rapid }\n';

  expect(problemsOf(`${LEGACY}${escape}`)).toEqual([]);
  expect(problemsOf(`${MINIMAL}${escape}`).join()).toMatch('is not an argument of');
});

test.each([
  ['4', '4.x'],
  ['5', '5.x'],
])('azure.azurerm "%s" says which it is', (version, generation) => {
  expect(problemsOf(`azure: { azurerm: "${version}" }\n${MINIMAL}  overrides: { windows: true }\n`)).toEqual([
    `aks.yaml:9:25 cluster.overrides.windows: is not an argument of azurerm_kubernetes_cluster in azurerm ${generation}`,
  ]);
});

test('what is no version, and what is no name, is told once', () => {
  expect(problemsOf(`azure: { azurerm: "6" }\n${MINIMAL}  nodeProvisioning: { mode: Auto }\n`)).toEqual([
    expect.stringMatching(/^aks\.yaml:1:19 azure\.azurerm: '6' is not valid: use/),
    expect.stringContaining('cluster.nodeProvisioning: is nothing that azurerm knows before 5.x'),
  ]);
  expect(problemsOf(`azure: { azurerm: "6" }\n${MINIMAL}  ignoreChanges: [7]\n`)).toEqual([
    expect.stringContaining('azure.azurerm'),
    expect.stringContaining('cluster.ignoreChanges[0]: 7 is read as a number'),
  ]);
});

test.each([
  [
    'role_based_access_control_enabled: false',
    "cluster.overrides.role_based_access_control_enabled: false turns Kubernetes RBAC off, so that whoever signs in may do everything: remove it, or set cluster.security.kubernetesRbac to false with cluster.security.unsafeAllow ['rbac-off']",
  ],
  [
    'azure_active_directory_role_based_access_control: null',
    'cluster.overrides.azure_active_directory_role_based_access_control: takes Azure AD away, with which everybody signs in: remove it',
  ],
  [
    'local_account_disabled: false',
    'cluster.overrides.local_account_disabled: is what cluster.security.localAccounts is for, by which the rest goes: set that',
  ],
])('what sign-in and the report rely on is no raw argument: %s', (argument, problem) => {
  expect(problemsOf(`${MINIMAL}  overrides: { ${argument} }\n`)).toEqual([
    expect.stringMatching(/^aks\.yaml:8:\d+ /),
  ]);
  expect(problemsOf(`${MINIMAL}  overrides: { ${argument} }\n`)[0]).toContain(problem);
});

test.each([
  'role_based_access_control_enabled: true',
  'azure_active_directory_role_based_access_control: { tenant_id: 8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8 }',
  'role_based_access_control_enabled: false }, security: { unsafeAllow: [rbac-off]',
])('%s is fine', (argument) => {
  const content = `${MINIMAL.replace(/cluster:\n[^]*/, '')}cluster: { name: a, resourceGroupName: g, location: eastus, overrides: { ${argument} } }\n`;

  expect(problemsOf(content)).toEqual([]);
});
