import { join } from 'node:path';
import { runCommand } from '../../rehearsal/command';
import { RehearsedConfig } from './rehearsed-config';
import { describeWithTerraform } from './terraform';

const MANAGED = 'aks.yaml';
const LEGACY = 'examples/article-legacy.yaml';

let config: RehearsedConfig;
afterEach(() => {
  config.remove();
});

describeWithTerraform('a change of the configuration', () => {
  const CLUSTER = 'cluster/azurerm_kubernetes_cluster.Aks';
  const BINDING = 'access/kubernetes_cluster_role_binding_v1.Binding--cluster--contoso-cluster-admins';
  const ASSIGNMENT = 'access/azurerm_role_assignment.Aks_ClusterUser--cluster--user-bobcontosocom';

  test('that no longer has a stack says that it stays, and why something is left when all is destroyed', async () => {
    config = new RehearsedConfig('examples/fleet.yaml');
    config.rewrite((text) => text.replace(/ {2}- key: neu\n[^]*?(?= {2}- key: test)/, ''));
    await config.rehearse();
    config.rewrite((text) => text.replace(/ {2}- key: test\n.*\n/, ''));
    await config.rehearse();

    expect(config.printed).toMatch(
      /^access-test +is no longer part of the configuration: what it created stays until you destroy it\ncluster-test is no/m,
    );
    await expect(config.destroy()).rejects.toThrow(
      "'access-test', 'cluster-test' are no longer part of the configuration; destroy such a stack, for real with 'cdktf destroy', before its entry is removed",
    );
  });

  test('that leaves something to others says so when all is destroyed', async () => {
    config = await RehearsedConfig.deployed(MANAGED);
    await config.attached(async (environment) => {
      const cwd = join(config.workspace.outdir, 'stacks/access');
      const { output } = await runCommand('terraform', ['state', 'list'], { env: environment, cwd });
      const assignment = output.split('\n').find((line) => line.startsWith('azurerm_role_assignment.'))!;
      await runCommand('terraform', ['state', 'rm', assignment], { env: environment, cwd });
    });

    await expect(config.destroy()).rejects.toThrow(
      /destroy left 1 object, see .*: no state knows them, as after a 'removed' block; the first is azurerm_role_assignment /,
    );
  });

  test('plans exactly that change, in place', async () => {
    config = await RehearsedConfig.deployed(MANAGED);

    const edits: [from: string, to: string, attributes: string[]][] = [
      [
        'location: eastus',
        'location: eastus\n  kubernetesVersion: "1.33"',
        // The nodes follow.
        ['kubernetes_version', 'default_node_pool'],
      ],
      ['kubernetesVersion: "1.33"', 'tags: { team: platform }', ['tags']],
      [
        'tags: { team: platform }',
        'apiServer: { authorizedIpRanges: [203.0.113.0/24] }',
        ['api_server_access_profile'],
      ],
      [
        'apiServer: { authorizedIpRanges: [203.0.113.0/24] }',
        'security: { localAccounts: true }',
        ['local_account_disabled'],
      ],
      ['security: { localAccounts: true }', 'upgrades: { channel: stable }', ['automatic_upgrade_channel']],
      ['upgrades: { channel: stable }', 'defaultNodePool: { nodeCount: 5 }', ['default_node_pool']],
      [
        '  mode: managed',
        '  mode: managed\n  adminGroupObjectIds: [894656e1-39f8-4bfe-b16a-510f61af6f41]',
        ['azure_active_directory_role_based_access_control', 'default_node_pool'],
      ],
    ];

    for (const [from, to, attributes] of edits) {
      config.edit(from, to);
      const changes = await config.changes();
      const own = Object.entries(changes).filter(([address]) => !address.includes('azurerm_resource_group'));

      expect(own).toEqual([
        [CLUSTER, { actions: 'update', attributes: expect.arrayContaining(attributes) as string[] }],
      ]);
      // What only Azure can tell may become unknown; nothing else may go along.
      const unrelated = own[0]![1].attributes.filter(
        (name) => !attributes.includes(name) && !/^kube_|fqdn|_url$|_version$/.test(name),
      );
      expect(unrelated).toEqual([]);
    }
  });

  test('of an application leaves the cluster alone, and of the rotation gives it the new secret in place', async () => {
    config = await RehearsedConfig.deployed(LEGACY);
    config.edit(
      'redirectUris: [https://aksazureadserver]',
      'redirectUris: [https://aks.contoso.com/callback]',
    );

    expect(await config.changes()).toEqual({
      'identity/azuread_application.ServerApp': { actions: 'update', attributes: ['web'] },
    });

    config.edit("rotateWhenChanged: '2026-01'", "rotateWhenChanged: '2026-07'");

    expect(await config.changes()).toMatchObject({
      'identity/azuread_application_password.ServerApp_Secret': { actions: 'delete,create' },
    });
    await config.rehearse();
    expect(config.printed).toMatch(/identity +1 added, 1 changed, 1 destroyed/);
    expect(config.printed).toMatch(/cluster +0 added, 1 changed, 0 destroyed/);
  });

  test('of a person changes one binding and one Azure role, of the location replaces the cluster and says so by name', async () => {
    config = await RehearsedConfig.deployed(MANAGED);
    const update = { [BINDING]: { actions: 'update', attributes: ['subject'] } };
    const assignment = (actions: string): object => ({
      [ASSIGNMENT]: { actions, attributes: expect.any(Array) as string[] },
    });

    config.edit('users: [alice@contoso.com]', 'users: [alice@contoso.com, bob@contoso.com]');
    expect(await config.changes()).toEqual({ ...update, ...assignment('create') });
    await config.rehearse();
    expect(config.canI('bob@contoso.com', 'delete', 'pods', '-n', 'shop')).toBe(true);

    config.edit('users: [alice@contoso.com, bob@contoso.com]', 'users: [alice@contoso.com]');
    expect(await config.changes()).toEqual({ ...update, ...assignment('delete') });
    await config.rehearse();
    expect(config.canI('bob@contoso.com', 'delete', 'pods', '-n', 'shop')).toBe(false);

    config.edit('location: eastus', 'location: westeurope');
    await expect(config.rehearse()).rejects.toThrow(
      /^THIS DESTROYS CLUSTER 'myAKSCluster' AND ALL THAT RUNS IN IT, AND MAKES A NEW ONE IN ITS PLACE: .* because of location/,
    );
    expect(config.canI('alice@contoso.com', 'delete', 'pods', '-n', 'shop')).toBe(true);

    config.printed = '';
    await config.rehearse([], ['myAKSCluster']);
    // The binding was in the old cluster and is gone with it; the Azure roles are not in it.
    expect(config.printed).toMatch(/access +1 added, 0 changed, 0 destroyed\nsecond plan +No changes\.\n$/m);
    expect(config.printed).toMatch(
      /cluster +2 added, 0 changed, 2 destroyed — replaced: .*azurerm_kubernetes_cluster\.Aks/,
    );
  });

  test('of machines without rotation is refused for a pool, as azurerm does it, and in place for the operating system', async () => {
    config = new RehearsedConfig(MANAGED);
    config.edit(
      '  location: eastus\n',
      `  location: eastus
  defaultNodePool: { rotation: false, os: Ubuntu, vmSize: Standard_D4ds_v5 }
  nodePools: [{ name: apps, rotation: false, vmSize: Standard_D4ds_v5 }]
`,
    );
    await config.rehearse();
    config.edit('os: Ubuntu', 'os: AzureLinux');
    await config.rehearse();
    expect(config.printed).toMatch(/^cluster +0 added, 1 changed, 0 destroyed$/m);

    config.edit(
      'name: apps, rotation: false, vmSize: Standard_D4ds_v5',
      'name: apps, rotation: false, vmSize: Standard_D8ds_v5',
    );
    await expect(config.rehearse()).rejects.toThrow(
      '`temporary_name_for_rotation` must be specified when updating any of the following properties: vm_size',
    );
    config.edit('name: apps, rotation: false,', 'name: apps,');
    config.printed = '';
    await config.rehearse();
    expect(config.printed).toMatch(/second plan +No changes\./);
  });

  test('of the name of the cluster, and back, finds nothing of the cluster that was', async () => {
    config = await RehearsedConfig.deployed(MANAGED);

    config.edit('name: myAKSCluster', 'name: another');
    await config.rehearse([], ['cluster']);
    config.edit('name: another', 'name: myAKSCluster');
    await config.rehearse([], ['cluster']);
    expect(config.canI('alice@contoso.com', 'delete', 'pods', '-n', 'shop')).toBe(true);

    await config.destroy();
    expect(config.objects).toBe(0);
  });
});
