import { accessMatrices, accessTable } from '../../../rehearsal/access/access';
import { State } from '../../../rehearsal/protocol/values';
import { FileWorld } from '../../../rehearsal/world/world';
import { CRB, RB } from '../kubernetes/kubernetes-cases';
import {
  addCluster,
  applied,
  binding,
  CAROL,
  contextOf,
  namespace,
  SHOP_READERS,
  subject,
  surroundingsOf,
  worldWithCluster,
} from './sample-world';
import { shop, TENANT } from './shop';

describe('the access table', () => {
  test('shows what everybody holds in each place and by which binding', () => {
    expect(accessTable(shop(), TENANT)).toBe(
      `Who can do what in cluster 'shop'

                                                 whole cluster      shop
-----------------------------------------------  -----------------  -----------------
alice@contoso.com                                cluster-admin [1]  cluster-admin [1]
bob@contoso.com                                  -                  edit [2,3]
Dana.Lee@contoso.com                             -                  edit [2,3]
erin@contoso.com                                 -                  view [3]
carol_fabrikam.com#EXT#@contoso.onmicrosoft.com  -                  edit [2,3]
ci-deployer (service principal)                  cluster-admin [1]  cluster-admin [1]
contoso-cluster-admins (group)                   cluster-admin [1]  cluster-admin [1]
shop-developers (group)                          -                  edit [2]
shop-readers (group)                             -                  view [3]

[1] ClusterRoleBinding 'aks-cluster-admin-binding-aad': ClusterRole 'cluster-admin' for Group contoso-cluster-admins (894656e1-39f8-4bfe-b16a-510f61af6f41)
[2] RoleBinding 'developers' in namespace 'shop': ClusterRole 'edit' for Group shop-developers (5f1c0b7a-6a0e-4c0d-9f3b-0c8a2d4e6f10)
[3] RoleBinding 'readers' in namespace 'shop': ClusterRole 'view' for Group shop-readers (7d2e1c8b-8b1f-4d1e-8a4c-1d9b3e5f7a21)`,
    );
  });

  test('a level is that of the rights, whatever the role is called', () => {
    const world = shop();
    const context = contextOf(world);
    const role = (name: string, rule: State): void => {
      applied('kubernetes_cluster_role_v1', { metadata: [{ name }], rule: [rule] }, context);
      applied(CRB, binding(name, name, [subject('ServiceAccount', name, 'shop')]), context);
    };
    role('everything', { verbs: ['*'], api_groups: ['*'], resources: ['*'] });
    role('reads-everything', { verbs: ['get', 'list', 'watch'], api_groups: ['*'], resources: ['*'] });
    role('deletes-pods', { verbs: ['delete'], api_groups: [''], resources: ['pods'] });

    const [{ rows }] = accessMatrices(surroundingsOf(world)) as [ReturnType<typeof accessMatrices>[number]];
    const levels = rows
      .filter(({ kind }) => kind === 'ServiceAccount')
      .map(({ name, cells }) => [name, cells[0]!.level]);

    expect(levels).toEqual([
      ['shop/everything', 'cluster-admin'],
      ['shop/reads-everything', 'view'],
      ['shop/deletes-pods', 'custom'],
    ]);
  });

  test('bindings that grant nothing are warned about', () => {
    const world = worldWithCluster();
    const context = contextOf(world);
    applied(CRB, binding('typo', 'veiw', [subject('User', 'bob@contoso.com')]), context);
    applied(CRB, binding('case', 'view', [subject('User', 'dana.lee@contoso.com')]), context);

    expect(accessTable(world, TENANT)).toMatch(
      /\n\nwarning: ClusterRoleBinding 'typo' grants nothing: there is no ClusterRole 'veiw'\nwarning: ClusterRoleBinding 'case' names User 'dana\.lee@contoso\.com', which grants nothing: the directory spells it 'Dana\.Lee@contoso\.com'$/,
    );
  });

  test('bindings of people and groups that the directory does not know are warned about', () => {
    const world = worldWithCluster();
    const subjects = [
      subject('User', 'ghost@contoso.com'),
      subject('User', 'alise@contoso.com'),
      subject('Group', '00000000-1111-2222-3333-444444444444'),
      subject('Group', 'system:masters'),
      subject('ServiceAccount', 'deployer', 'shop'),
      subject('User', CAROL),
    ];
    applied(CRB, binding('strangers', 'view', subjects), contextOf(world));
    const { warnings } = accessMatrices(surroundingsOf(world))[0]!;

    expect(warnings.map((warning) => warning.replace("ClusterRoleBinding 'strangers' names ", ''))).toEqual([
      expect.stringMatching(
        /^User 'ghost@contoso\.com', which grants nothing: there is none in the directory/,
      ) as string,
      "User 'alise@contoso.com', which grants nothing: there is none in the directory: did you mean 'alice@contoso.com'?",
      "Group '00000000-1111-2222-3333-444444444444', which grants nothing: there is none in the directory",
    ]);
  });

  test('bindings are numbered in ascending order in every cell', () => {
    const world = worldWithCluster();
    const context = contextOf(world);
    applied(CRB, binding('first', 'view', [subject('User', 'alice@contoso.com')]), context);
    applied(CRB, binding('second', 'edit', [subject('User', 'bob@contoso.com')]), context);
    applied(
      RB,
      binding('third', 'edit', [subject('User', 'alice@contoso.com')], { namespace: 'default' }),
      context,
    );

    for (const [, numbers] of accessTable(world, TENANT).matchAll(/ \[([\d,]+)\]/g)) {
      const list = numbers!.split(',').map(Number);
      expect(list).toEqual([...list].sort((one, other) => one - other));
    }
  });

  test('each cluster has a table of its own', () => {
    const world = shop();
    addCluster(world, { name: 'stage', kube_config: [{ host: 'https://stage.azmk8s.io:443' }] });

    expect(accessTable(world, TENANT).match(/^Who can do what in cluster '\w+'$/gm)).toEqual([
      "Who can do what in cluster 'shop'",
      "Who can do what in cluster 'stage'",
    ]);
  });

  test('says so when nothing is deployed', () => {
    expect(accessTable(new FileWorld(), TENANT)).toBe(
      'No cluster has been deployed, so nobody can do anything.',
    );
  });

  test('a thousand bindings are all in the table', () => {
    const world = worldWithCluster();
    const context = contextOf(world);
    const subjects = [subject('User', 'bob@contoso.com'), subject('Group', SHOP_READERS)];
    for (let i = 0; i < 100; i++) {
      applied('kubernetes_namespace_v1', namespace(`team-${i}`), context);
    }
    const template = applied(RB, binding('b', 'edit', subjects, { namespace: 'team-0' }), context);
    for (let i = 0; i < 1000; i++) {
      const state = { ...template, metadata: [{ name: `b-${i}`, namespace: `team-${i % 100}` }] };
      world.put('kubernetes_api_object', `o-${i}`, {
        host: 'shop-1234.hcp.eastus.azmk8s.io',
        kind: 'RoleBinding',
        state,
      });
    }

    const table = accessTable(world, TENANT);

    expect(new Set(table.match(/\bteam-\d+\b/g)).size).toBe(100);
  });
});
