import { GROUP, LEGACY, MINIMAL, problemsOf } from '../config-file';

test.each([
  [
    '[pods/read]',
    '["pods/*"]',
    "dataActions[0]: 'pods/read' grants nothing, because notDataActions has 'pods/*'",
  ],
  ['[secrets/read, "Pods/*"]', '[pods/*]', "dataActions[1]: 'Pods/*' grants nothing"],
  [
    '["pods/*"]',
    '[pods/read, pods/write, pods/delete, "pods/exec/*"]',
    "'pods/*' grants nothing, because notDataActions has 'pods/read', 'pods/write', 'pods/delete', 'pods/exec/*'",
  ],
  ['["*"]', '["*/read", "*/write", "*/delete", "*/action"]', "'*' grants nothing"],
  ['["apps/*/read"]', '["*/read"]', "dataActions[0]: 'apps/*/read' grants nothing"],
])('what a definition takes out again is refused: %s without %s', (dataActions, notDataActions, problem) => {
  const defined = `${MINIMAL}azureRoleDefinitions: [{ name: a, dataActions: ${dataActions}, notDataActions: ${notDataActions} }]\n`;

  expect(problemsOf(defined)).toEqual([expect.stringContaining(problem)]);
  expect(problemsOf(defined.replace(/notDataActions: .*\]/, 'notDataActions: [pods/delete] }]'))).toEqual([]);
});

describe('Azure roles of the configuration', () => {
  const DEFINED = `${MINIMAL}azureRoleDefinitions:
  - { name: deployer, dataActions: [apps/deployments/*] }
  - { name: crds, dataActions: [customresources/read] }
azureRoles:
`;

  test.each([
    ['{ groups: [a] }', "azureRoles[0]: grants nothing: set 'role' or"],
    [
      '{ role: RbacReader, definition: crds, groups: [a] }',
      "azureRoles[0].definition: cannot be combined with 'role'",
    ],
    [
      '{ definition: deployr, groups: [a] }',
      "azureRoles[0].definition: 'deployr' is not defined under 'azureRoleDefinitions': did you mean 'deployer'?",
    ],
    [
      '{ definition: deployer, groups: [a], customResources: [{ apiGroup: x.io }] }',
      "azureRoles[0].customResources: has nothing to limit: add customresources/read to the dataActions of 'deployer'",
    ],
    [
      '{ role: RbacWriter, groups: [a], customResources: [{ apiGroup: x.io }] }',
      'azureRoles[0].customResources: has nothing to limit, because this role',
    ],
    [
      '{ role: ClusterUser, groups: [a], customResources: [{ apiGroup: x.io }] }',
      'azureRoles[0].customResources: cannot limit this role',
    ],
    ['{ definition: crds, groups: [a], customResources: [] }', 'azureRoles[0].customResources: '],
    [
      '{ definition: crds, groups: [a], customResources: [{ apiGroup: X.io }] }',
      "azureRoles[0].customResources[0].apiGroup: 'X.io' is not valid",
    ],
    [
      '{ definition: crds, groups: [a], customResources: [{ apiGroup: apps, resources: [deployments] }] }',
      "resources[0]: 'deployments' of 'apps' is no custom resource",
    ],
    [
      '{ definition: crds, groups: [a], unsafeCondition: "(a" }',
      "azureRoles[0].unsafeCondition: lacks a ')'",
    ],
    ['{ definition: crds, groups: [a], unsafeCondition: "${x}" }', "'${' begins a Terraform expression"],
    [
      '{ definition: crds, groups: [a], unsafeCondition: a, customResources: [{ apiGroup: x.io }] }',
      "azureRoles[0].unsafeCondition: cannot be combined with 'customResources'",
    ],
    [
      '{ definition: nobody, groups: [a] }',
      "azureRoles[0].definition: 'nobody' is not defined under 'azureRoleDefinitions'",
    ],
  ])('%s is refused', (entry, problem) => {
    const found = problemsOf(`${DEFINED}  - ${entry}\n`).map((one) =>
      one.replace(/^aks\.yaml:\d+:\d+:? /, ''),
    );

    expect(found).toContainEqual(expect.stringContaining(problem));
    expect(found.join('\n')).not.toContain('undefined');
  });

  test.each([
    ['{ role: Owner, groups: [a], unsafeCondition: a, customResources: [{ apiGroup: x.io }] }', 'role'],
    [
      '{ definition: crds, groups: [a], customResources: [{ apiGroup: 7, resources: [certificates] }] }',
      'customResources[0].apiGroup',
    ],
    [
      '{ definition: crds, groups: [a], customResources: [{ apiGroup: x.io, resources: [7] }] }',
      'customResources[0].resources[0]',
    ],
    [
      '{ definition: crds, groups: [a], customResources: [{ apiGroup: apps, resources: [deployments] }] }',
      'customResources[0].resources[0]',
    ],
    ['{ role: RbacReader, namespace: a, namespaces: [b], groups: [a] }', 'namespaces'],
  ])('%s is told where it stands', (entry, key) => {
    expect(problemsOf(`${DEFINED}  - ${entry}\n`)).toContainEqual(
      expect.stringMatching(
        new RegExp(`^aks\\.yaml:12:\\d+ azureRoles\\[0\\]\\.${key.replaceAll(/[[\]]/g, '\\$&')}: `),
      ),
    );
  });

  test('one assignment has one condition', () => {
    const twice = (second: string): string[] =>
      problemsOf(
        `${DEFINED}  - { definition: crds, namespaces: [a, b], groups: [Ops], customResources: [{ apiGroup: x.io }] }\n  - ${second}\n`,
      );

    expect(
      twice('{ definition: crds, namespace: b, groups: [ops], customResources: [{ apiGroup: y.io }] }'),
    ).toEqual([
      expect.stringContaining(
        "azureRoles[1]: grants 'ops' the role of azureRoles[0] in the same place under another condition",
      ),
    ]);
    expect(twice('{ definition: crds, namespace: b, groups: [ops] }')).toHaveLength(1);
    expect(twice('{ definition: crds, namespace: c, groups: [ops] }')).toEqual([]);
    expect(
      twice('{ definition: crds, namespace: b, groups: [ops], customResources: [{ apiGroup: x.io }] }'),
    ).toEqual([]);
  });

  test('one assignment in the whole cluster has one condition, and other roles have theirs', () => {
    const two = (first: string, second: string): string[] =>
      problemsOf(
        `${DEFINED.replace('azureRoles:\n', '  - { name: more, dataActions: [customresources/write] }\nazureRoles:\n')}  - { ${first}, groups: [ops] }\n  - { ${second}, groups: [ops] }\n`,
      );

    expect(two('role: RbacReader, unsafeCondition: a', 'role: RbacReader')).toHaveLength(1);
    expect(two('role: RbacReader, unsafeCondition: a', 'role: RbacWriter')).toEqual([]);
    expect(two('definition: crds, unsafeCondition: a', 'definition: crds, unsafeCondition: b')).toHaveLength(
      1,
    );
    expect(two('definition: crds, unsafeCondition: a', 'definition: more, unsafeCondition: b')).toEqual([]);
  });

  test('a definition needs data actions of a cluster, Azure RBAC, and a name of its own', () => {
    const defined = (entry: string, aad = ''): string =>
      problemsOf(`${MINIMAL}${aad}azureRoleDefinitions:\n  - ${entry}\n`).join('\n');

    expect(defined('{ name: a, dataActions: [] }')).toContain('azureRoleDefinitions[0].dataActions');
    expect(defined('{ name: a, dataActions: [Microsoft.Storage/storageAccounts/read] }')).toContain(
      "azureRoleDefinitions[0].dataActions[0]: 'Microsoft.Storage/storageAccounts/read' is not a data action of a cluster",
    );
    expect(defined('{ name: a, dataActions: [a b] }')).toContain("'a b' is not valid");
    expect(
      defined('{ name: a, dataActions: [pods/read] }\n  - { name: a, dataActions: [pods/read] }'),
    ).toContain("azureRoleDefinitions[1].name: 'a' is also the name of azureRoleDefinitions[0]");
    expect(defined('{ name: a, dataActions: [pods/read] }')).toBe('');
  });

  test.each([
    [LEGACY, 'legacy AAD has no Azure RBAC'],
    [
      MINIMAL.replace('azureRbac: true', `azureRbac: false\n  adminGroupObjectIds: [${GROUP}]`),
      'Azure RBAC is off',
    ],
  ])('a definition grants nothing without Azure RBAC', (content, reason) => {
    expect(problemsOf(`${content}azureRoleDefinitions: [{ name: a, dataActions: [pods/read] }]\n`)).toEqual([
      expect.stringContaining(
        `azureRoleDefinitions[0]: would grant nothing, because ${reason}: define a role under 'roles'`,
      ),
    ]);
  });
});

describe('what is eligible', () => {
  const entry = (keys: string): string => `${MINIMAL}azureRoles:\n  - { role: RbacAdmin, ${keys} }\n`;

  test.each([
    ['eligible: {}', "azureRoles[0].eligible: is nobody: list somebody under 'users', 'guests', 'groups'"],
    [
      'eligible: { groups: [a], days: 400 }',
      'azureRoles[0].eligible.days: 400 is not valid: use a whole number from 1 to 365',
    ],
    [
      'eligible: { groups: [a], activation: { maximumMinutes: 45 } }',
      'azureRoles[0].eligible.activation.maximumMinutes: 45 is not valid: use a multiple of 30',
    ],
    [
      'eligible: { groups: [a], activation: { approvers: {} } }',
      "azureRoles[0].eligible.activation.approvers: are nobody: list somebody under 'users', 'groups', or remove the key",
    ],
    [
      'eligible: { groups: [a], ticket: { number: "1" } }',
      'azureRoles[0].eligible.ticket.system: is missing',
    ],
    ['eligible: { servicePrincipals: [a] }', 'azureRoles[0].eligible.servicePrincipals: unknown key'],
  ])('%s is refused', (keys, problem) => {
    expect(problemsOf(entry(keys)).join('\n')).toContain(problem);
  });

  test('a role has one set of rules in a place', () => {
    const twice = entry('namespaces: [a, b], eligible: { groups: [a], activation: {} }');
    const again = (place: string): string =>
      `${twice}  - { role: RbacAdmin, namespace: ${place}, eligible: { groups: [b], activation: {} } }\n`;

    expect(problemsOf(again('b'))).toEqual([
      expect.stringContaining(
        'azureRoles[1].eligible.activation: the role has rules of activation for the same place in azureRoles[0]',
      ),
    ]);
    expect(problemsOf(again('c'))).toEqual([]);
    expect(problemsOf(again('c').replace('namespace: c', 'namespaces: [c, a]'))).toHaveLength(1);
    expect(problemsOf(again('b').replaceAll(/namespaces?: (\[.*?\]|\w), /g, ''))).toHaveLength(1);
    expect(
      problemsOf(again('b').replace('{ role: RbacAdmin, namespace: b', '{ role: RbacReader, namespace: b')),
    ).toEqual([]);
  });

  test('somebody approves, by name or as a member', () => {
    for (const approvers of ['groups: [a]', 'users: [a@contoso.com]']) {
      expect(
        problemsOf(entry(`eligible: { groups: [a], activation: { approvers: { ${approvers} } } }`)),
      ).toEqual([]);
    }
  });

  test('users need an object ID', () => {
    const content = `${entry('eligible: { users: [a@contoso.com] }')}directory: { lookUpUsers: false }\n`;

    expect(problemsOf(content)).toEqual([
      expect.stringContaining('azureRoles[0].eligible.users: need an object ID for an Azure role'),
    ]);
    expect(
      problemsOf(
        content.replace(
          'users: [a@contoso.com]',
          'groups: [a], activation: { approvers: { users: [a@contoso.com] } }',
        ),
      ),
    ).toEqual([
      expect.stringContaining(
        'azureRoles[0].eligible.activation.approvers.users: need an object ID for an Azure role',
      ),
    ]);
    expect(problemsOf(content.replace('false', 'true'))).toEqual([]);
  });

  test('the group of administrators names who approves, or nobody', () => {
    const content = MINIMAL.replace(
      'azureRbac: true',
      `adminGroup: { displayName: a, eligible: { members: [${GROUP}], activation: { approvers: { users: [] } } } }`,
    );

    expect(problemsOf(content)).toEqual([
      expect.stringContaining('aad.adminGroup.eligible.activation.approvers: are nobody'),
    ]);
  });
});

describe('Azure roles', () => {
  const NO_AZURE_RBAC = MINIMAL.replace(
    'azureRbac: true',
    `azureRbac: false\n  adminGroupObjectIds: [${GROUP}]`,
  );
  const entry = (content: string, keys: string): string => `${content}azureRoles:\n  - { ${keys} }\n`;

  test('those that grant rights in the cluster need Azure RBAC', () => {
    expect(problemsOf(entry(NO_AZURE_RBAC, 'role: RbacReader, groups: [ops]'))).toEqual([
      "aks.yaml:10:13 azureRoles[0].role: 'RbacReader' would grant nothing, because Azure RBAC is off: set aad.azureRbac to true, or grant a cluster role under 'access'",
    ]);
    expect(problemsOf(entry(LEGACY, 'role: RbacReader, groups: [ops]'))).toEqual([
      "aks.yaml:11:13 azureRoles[0].role: 'RbacReader' would grant nothing, because legacy AAD has no Azure RBAC: grant a cluster role under 'access'",
    ]);
    expect(problemsOf(entry(MINIMAL, 'role: RbacReader, namespace: shop, groups: [ops]'))).toEqual([]);
    expect(problemsOf(entry(NO_AZURE_RBAC, 'role: ClusterUser, groups: [ops]'))).toEqual([]);
  });

  test('those that fetch a kubeconfig are about the whole cluster', () => {
    expect(problemsOf(entry(MINIMAL, 'role: ClusterUser, namespace: shop, groups: [ops]'))).toEqual([
      "aks.yaml:9:37 azureRoles[0].namespace: cannot limit this role, which is about the whole cluster: remove it, or use a role that begins with 'Rbac'",
    ]);
  });

  test('are for somebody', () => {
    expect(problemsOf(entry(MINIMAL, 'role: ClusterUser'))).toEqual([
      "aks.yaml:9:5 azureRoles[0]: is granted to nobody: list somebody under 'users', 'guests', 'groups', 'servicePrincipals'",
    ]);
  });

  test('need the object IDs of users, so users must be looked up', () => {
    const content = `${MINIMAL}directory: { lookUpUsers: false }\n`;

    expect(problemsOf(entry(content, 'role: ClusterUser, users: [a@b.com]'))).toEqual([
      'aks.yaml:10:33 azureRoles[0].users: need an object ID for an Azure role, and directory.lookUpUsers is false: use groups, or remove that key',
    ]);
  });
});
