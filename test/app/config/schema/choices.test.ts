import { GROUP, LEGACY, MINIMAL, problemsOf } from '../config-file';

const inCluster = (line: string): string => `${MINIMAL}  ${line}\n`;
const inPool = (keys: string): string => inCluster(`defaultNodePool: { ${keys} }`);
const inAccess = (keys: string): string => `${MINIMAL}access: [{ clusterRole: view, ${keys} }]\n`;
const inRule = (keys: string): string => `${MINIMAL}rules: { r: { ${keys} } }\n`;

test.each<[content: string, choices: string[]]>([
  [inCluster('skuTier: %'), ['Free', 'Standard', 'Premium']],
  [inPool('zones: [%]'), ['1', '2', '3']],
  [inPool('os: %'), ['Ubuntu', 'AzureLinux']],
  [inPool('undrainableNodeBehavior: %'), ['Cordon', 'Schedule']],
  [inPool('scaleDownMode: %'), ['Delete', 'Deallocate']],
  [inPool('kubelet: { cpuManagerPolicy: % }'), ['none', 'static']],
  [
    inPool('kubelet: { topologyManagerPolicy: % }'),
    ['none', 'best-effort', 'restricted', 'single-numa-node'],
  ],
  [inPool('linuxOs: { transparentHugePage: % }'), ['always', 'madvise', 'never']],
  [
    inPool('linuxOs: { transparentHugePageDefrag: % }'),
    ['always', 'defer', 'defer+madvise', 'madvise', 'never'],
  ],
  [inCluster('nodePools: [{ name: apps, mode: % }]'), ['User', 'System']],
  [
    inCluster('network: { dataPlane: azure }\n  nodePools: [{ name: apps, os: % }]'),
    ['Ubuntu', 'AzureLinux', 'Windows2019', 'Windows2022'],
  ],
  [inCluster('nodePools: [{ name: apps, spot: { evictionPolicy: % } }]'), ['Delete', 'Deallocate']],
  [inCluster('network: { dataPlane: % }'), ['cilium', 'azure']],
  [inCluster('network: { dataPlane: azure, policy: % }'), ['azure', 'calico', 'none']],
  [inCluster('network: { type: kubenet, policy: % }'), ['calico', 'none']],
  [inCluster('network: { type: % }'), ['azureCniOverlay', 'azureCni', 'kubenet', 'ownCni', 'existing']],
  [inCluster('upgrades: { channel: % }'), ['patch', 'stable', 'rapid', 'node-image', 'none']],
  [inCluster('upgrades: { nodeOsChannel: % }'), ['NodeImage', 'SecurityPatch', 'Unmanaged', 'None']],
  [
    inCluster('upgrades: { window: { type: weekly, day: %, startTime: "02:00", durationHours: 4 } }'),
    ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  ],
  [
    inCluster(
      'upgrades: { window: { type: relativeMonthly, week: %, day: Monday, startTime: "02:00", durationHours: 4 } }',
    ),
    ['First', 'Second', 'Third', 'Fourth', 'Last'],
  ],
  [
    inCluster('addOns: { webAppRouting: { defaultNginxController: % } }'),
    ['AnnotationControlled', 'External', 'Internal', 'None'],
  ],
  [inCluster('autoscaler: { expander: % }'), ['least-waste', 'most-pods', 'priority', 'random']],
  [`${MINIMAL}azure: { environment: % }\n`, ['public', 'usgovernment', 'china']],
  [`${MINIMAL}azure: { azurerm: % }\n`, ['4', '5']],
  [
    `${MINIMAL}kubernetes: { login: % }\n`,
    ['azurecli', 'spn', 'msi', 'workloadidentity', 'azd', 'azurepipelines', 'interactive'],
  ],
  [
    `${MINIMAL.replace('  name', '  security: { localAccounts: true }\n  name')}kubernetes: { credentials: % }\n`,
    ['kubelogin', 'admin'],
  ],
  [
    `${MINIMAL}azureRoles: [{ groups: [ops], role: % }]\n`,
    ['ClusterUser', 'ClusterAdmin', 'RbacReader', 'RbacWriter', 'RbacAdmin', 'RbacClusterAdmin'],
  ],
  [
    inAccess('name: a, namespace: shop, subjects: [{ kind: %, name: b }]'),
    ['User', 'Group', 'ServiceAccount'],
  ],
  [inRule('type: noWildcardVerbs, severity: %'), ['error', 'warning']],
  [
    LEGACY.replace('server }', 'server, groupMembershipClaims: [%] }'),
    ['All', 'SecurityGroup', 'DirectoryRole', 'ApplicationGroup', 'None'],
  ],
  [LEGACY.replace('server }', 'server, consent: % }'), ['admin', 'manual']],
  [LEGACY.replace('client }', 'client, consent: % }'), ['admin', 'preAuthorized', 'manual']],
  [`${MINIMAL}state: { backend: consul, scheme: % }\n`, ['https', 'http']],
])('%s is one of %j', (content, choices) => {
  const told = (value: string): string[] => problemsOf(content.replace('%', `'${value}'`));

  for (const choice of choices) {
    expect([choice, told(choice)]).toEqual([choice, []]);
  }
  expect(told('nonsense')).toEqual([expect.stringContaining(choices.at(-1)!)]);
});

test.each([
  [inCluster('monitoring: { logCategories: [] }'), 'list at least one category, or remove the key'],
  [
    inCluster('network: { outbound: { type: loadBalancer, ipAddressIds: [] } }'),
    'name at least one address, or remove the key',
  ],
  [
    inCluster('network: { outbound: { type: loadBalancer, ipPrefixIds: [] } }'),
    'name at least one prefix, or remove the key',
  ],
  [inAccess('name: a, subjects: []'), 'list at least one subject, or remove the entry'],
  [
    `${MINIMAL}azureRoleDefinitions: [{ name: a, dataActions: [customresources/*] }]\nazureRoles: [{ definition: a, groups: [a], customResources: [] }]\n`,
    'list the API groups that the role is limited to, or leave the key out',
  ],
  [
    `${MINIMAL}azureRoleDefinitions: [{ name: a, dataActions: [customresources/*] }]\nazureRoles: [{ definition: a, groups: [a], customResources: [{ apiGroup: x.io, resources: [] }] }]\n`,
    'name at least one resource, or leave the key out for all of the group',
  ],
  [inRule('type: grantsToGroups, namespaces: []'), 'list at least one namespace, or remove the key'],
  [inRule('type: can, users: [a@b.c], verbs: [], resources: [pods]'), 'list at least one verb'],
  [inRule('type: can, users: [a@b.c], verbs: [get], resources: []'), 'list at least one resource'],
  [
    MINIMAL.replace('azureRbac: true', 'adminGroup: { displayName: a, eligible: { members: [] } }'),
    'name somebody, or remove eligible',
  ],
  [
    inCluster('addOns: { serviceMesh: { revisions: [asm-1-1, asm-1-2, asm-1-3] } }'),
    'name one revision, or two while it is upgraded',
  ],
  [
    inCluster('nodePools: [{ name: a, spot: { maxPrice: 0 } }]'),
    'use a number of US dollars, at least 0.00001',
  ],
  [inCluster('nodePools: [{ name: a, spot: { maxPrice: x } }]'), 'use a number of US dollars, such as 0.5'],
  [
    inCluster("autoscaler: { scaleDownUtilizationThreshold: '0.5' }"),
    "'0.5' is not valid: use a number, without quotes",
  ],
  [inCluster('autoscaler: { scaleDownUtilizationThreshold: .nan }'), '.nan is not valid: use a number'],
  [inPool('kubelet: { podMaxPids: -2 }'), 'use a whole number from -1 to 1000000000'],
])('%s is too few or too many', (content, rule) => {
  expect(problemsOf(content).join('\n')).toContain(rule);
});

test.each([
  inCluster('network: { outbound: { type: loadBalancer, managedIpCount: 100 } }'),
  inAccess('name: a, subjects: [{ kind: User, name: b }, { kind: Group, name: c }]'),
  inRule('type: can, users: [a@b.c], verbs: [get, list], resources: [pods, services]'),
  inRule('type: grantsToGroups, namespaces: [a, b-*]'),
  inRule('type: onlyClusterAdmins, groups: [ops]'),
  MINIMAL.replace(
    'azureRbac: true',
    `adminGroup: { displayName: a, eligible: { members: [${GROUP}, 11111111-2222-4333-8444-555555555555] } }`,
  ),
  inCluster('addOns: { serviceMesh: { revisions: [asm-1-24, asm-1-25] } }'),
  inCluster('nodePools: [{ name: a, spot: { maxPrice: 0.00001 } }]'),
  inPool('kubelet: { podMaxPids: -1 }'),
  inPool('linuxOs: { sysctls: { vm.swappiness: 0 } }'),
])('%s is fine', (content) => {
  expect(problemsOf(content)).toEqual([]);
});

test.each([
  ['contoso.com', true],
  ['a-1.contoso.co.uk', true],
  ['contoso', false],
  ['contoso.', false],
  ['.com', false],
  ['con toso.com', false],
  ['alice@contoso.com', false],
])('%s is a domain of users: %s', (domain, isTaken) => {
  expect(problemsOf(`${MINIMAL}directory: { domains: ['${domain}'] }\n`)).toEqual(
    isTaken
      ? []
      : [`aks.yaml:8:24 directory.domains[0]: '${domain}' is not valid: use a domain, such as contoso.com`],
  );
});
