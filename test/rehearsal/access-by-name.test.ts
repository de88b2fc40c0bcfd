import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RehearsedConfig } from './rehearsed-config';
import { describeWithTerraform } from './terraform';

const HEAD = `aad:
  mode: managed
  azureRbac: true
  adminGroupObjectIds: [894656e1-39f8-4bfe-b16a-510f61af6f41]
cluster:
  name: shop
  resourceGroupName: shop
  location: eastus
`;

const BY_NAME = `${HEAD}
namespaces:
  - { name: shop, labels: { team: shop } }
  - name: bank
roles:
  - { name: pod-reader, rules: [{ verbs: [get, list], resources: [pods, deployments, pods/log] }] }
  - { name: restarter, namespace: shop, rules: [{ verbs: [patch], resources: [deployments] }] }
access:
  - { clusterRole: edit, namespace: shop, users: [DANA.LEE@contoso.com], guests: [carol@fabrikam.com] }
  - { clusterRole: view, namespace: bank, groups: [shop-readers] }
  - { clusterRole: pod-reader, namespace: bank, servicePrincipals: [Microsoft Azure CLI] }
  - { role: restarter, namespace: shop, users: [erin@contoso.com] }
azureRoles:
  - { role: RbacReader, namespace: bank, users: [alice@contoso.com, dana.lee@contoso.com] }
  - { role: RbacAdmin, namespace: shop, groups: [on-call] }
`;

const DANA = 'Dana.Lee@contoso.com';
const CAROL = 'carol@fabrikam.com';

const folder = mkdtempSync(join(tmpdir(), 'access-by-name-'));
afterAll(() => rmSync(folder, { recursive: true }));

function configured(content: string): RehearsedConfig {
  const file = join(folder, 'aks.yaml');
  writeFileSync(file, content);
  return new RehearsedConfig(file);
}

describeWithTerraform('access by name', () => {
  let rehearsed: RehearsedConfig;

  beforeAll(async () => {
    rehearsed = configured(BY_NAME);
    await rehearsed.rehearse();
  });
  afterAll(() => {
    rehearsed.remove();
  });

  test('a member in the wrong case, a guest and a nested group get exactly what the configuration says', () => {
    const can = (who: string, what: string, where: string): boolean =>
      rehearsed.canI(who, ...what.split(' '), '-n', where);

    expect(rehearsed.printed).toContain('second plan  No changes.');
    expect([can(DANA, 'delete pods', 'shop'), can(DANA, 'delete pods', 'bank')]).toEqual([true, false]);
    expect([can(CAROL, 'delete pods', 'shop'), can(CAROL, 'delete rolebindings', 'shop')]).toEqual([
      true,
      false,
    ]);

    // erin is in shop-readers, and so is bob, through shop-developers.
    for (const reader of ['erin@contoso.com', 'bob@contoso.com', CAROL]) {
      expect([can(reader, 'get pods', 'bank'), can(reader, 'get secrets', 'bank')]).toEqual([true, false]);
    }
    expect(can('erin@contoso.com', 'get pods', 'shop')).toBe(false);
  });

  test('roles of one’s own allow what their rules say, where they are bound', () => {
    const robot = 'Microsoft Azure CLI';

    expect(rehearsed.canI(robot, 'get', 'pods/log', '-n', 'bank')).toBe(true);
    expect(rehearsed.canI(robot, 'list', 'deployments', '-n', 'bank')).toBe(true);
    expect(rehearsed.canI(robot, 'list', 'deployments', '-n', 'shop')).toBe(false);
    expect(rehearsed.canI('erin@contoso.com', 'patch', 'deployments', '-n', 'shop')).toBe(true);
    expect(rehearsed.canI('erin@contoso.com', 'patch', 'statefulsets', '-n', 'shop')).toBe(false);
  });

  test('roles of Azure RBAC hold in their namespace, and whoever has a role may fetch a kubeconfig', () => {
    expect(rehearsed.canI('bob@contoso.com', 'create', 'rolebindings', '-n', 'shop')).toBe(true);
    expect(rehearsed.canI('bob@contoso.com', 'create', 'rolebindings', '-n', 'bank')).toBe(false);
    expect(rehearsed.canI(DANA, 'get', 'pods', '-n', 'bank')).toBe(true);

    const assignments = rehearsed.assignments.map(({ role, principalType }) => `${role} ${principalType}`);
    const clusterUsers = assignments.filter((each) => each.includes('Cluster User Role'));
    expect(clusterUsers.sort()).toEqual([
      // contoso-cluster-admins, on-call, shop-readers
      ...Array<string>(3).fill('Azure Kubernetes Service Cluster User Role Group'),
      'Azure Kubernetes Service Cluster User Role ServicePrincipal',
      // alice, carol, dana, erin
      ...Array<string>(4).fill('Azure Kubernetes Service Cluster User Role User'),
    ]);
    expect(assignments).toHaveLength(clusterUsers.length + 3);
  });

  test('everything can be destroyed', async () => {
    await rehearsed.destroy();

    expect(rehearsed.objects).toBe(0);
  });
});

describeWithTerraform('lookups', () => {
  let rehearsed: RehearsedConfig;
  afterEach(() => {
    rehearsed.remove();
  });

  test('of names that do not exist are refused at once, before anything is deployed', async () => {
    rehearsed = configured(`${HEAD}access:
  - clusterRole: view
    users: [nobody@contoso.com]
    guests: [nobody@fabrikam.com]
    groups: [no-such-group]
    servicePrincipals: [nothing]
`);
    const failure = await rehearsed.rehearse().then(
      () => '',
      (error: Error) => error.message,
    );

    expect(failure).toContain(
      "access[0].users[0]: there is no user 'nobody@contoso.com' in the tenant contoso.com",
    );
    expect(failure).toContain("there is no guest with the mail address 'nobody@fabrikam.com'");
    expect(failure).toContain("there is no group 'no-such-group'");
    expect(failure).toContain("there is no service principal 'nothing'");
    expect(rehearsed.objects).toBe(0);
  });

  test('can be done without: users are then bound as written', async () => {
    rehearsed = configured(`${HEAD}directory: { lookUpUsers: false }
grantClusterUser: false
access: [{ clusterRole: view, users: [bob@contoso.com] }]
`);
    await rehearsed.rehearse();

    const access = rehearsed.workspace.stacks().find(({ name }) => name === 'access');
    expect(Object.keys(access?.json.provider ?? {})).toEqual(['azurerm', 'kubernetes']);
    expect(rehearsed.assignments).toEqual([]);
    expect(rehearsed.canI('bob@contoso.com', 'get', 'pods', '-n', 'default')).toBe(true);
  });
});
