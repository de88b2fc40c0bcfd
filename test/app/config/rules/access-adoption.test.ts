import { MINIMAL, problemsOf } from '../config-file';
import { idOf, UUID } from './sample-ids';

describe('access', () => {
  test('that is imported has the names that it has in Kubernetes', () => {
    expect(problemsOf(`${MINIMAL}access:\n  - { import: true, clusterRole: edit, groups: [ops] }\n`)).toEqual(
      ["aks.yaml:9:15 access[0].import: needs 'name' beside it: the name that the binding has in Kubernetes"],
    );
    expect(problemsOf(`${MINIMAL}namespaces:\n  - { name: shop, import: true, create: false }\n`)).toEqual([
      "aks.yaml:9:27 namespaces[0].import: cannot be combined with 'create: false': a namespace is taken over or referred to",
    ]);
  });

  test.each([
    ['users: [a@b.com]', "needs 'name' beside it"],
    [`guests: [${UUID}]`, "needs 'name' beside it"],
    ['servicePrincipals: [pipeline]', "needs 'name' beside it"],
    ['unsafeSystemGroups: ["system:authenticated"]', "needs 'name' beside it"],
    ['groups: [ops], serviceAccounts: [shop/web]', "needs 'name' beside it"],
    ['serviceAccounts: [shop/web]', "needs 'serviceAccountsName' beside it"],
    ['serviceAccounts: [shop/web], name: web', "needs 'serviceAccountsName' in place of 'name'"],
  ])('that is imported is the binding of those whom it lists: %s', (who, problem) => {
    expect(problemsOf(`${MINIMAL}access: [{ import: true, clusterRole: edit, ${who} }]\n`)).toEqual([
      expect.stringContaining(`access[0].import: ${problem}: the name that the binding has in Kubernetes`),
    ]);
  });

  test.each([
    'name: ops, groups: [ops], serviceAccounts: [shop/web]',
    'name: ops, subjects: [{ kind: Group, name: ops }]',
    'serviceAccountsName: web, serviceAccounts: [shop/web]',
  ])('that is imported needs no other name: %s', (entry) => {
    expect(problemsOf(`${MINIMAL}access: [{ import: true, clusterRole: edit, ${entry} }]\n`)).toEqual([]);
  });

  const assignmentOn = (place: string): string =>
    `${place}/providers/Microsoft.Authorization/roleAssignments/${UUID}`;

  test('by Azure is imported where it is for, and once', () => {
    const entry = (place: string, more = ''): string =>
      `azureRoles:\n  - { role: RbacReader, groups: [ops], import: ${assignmentOn(place)}${more} }\n`;
    const here = idOf('myAKSCluster');

    expect(problemsOf(MINIMAL + entry(here))).toEqual([]);
    expect(problemsOf(MINIMAL + entry(here.toLowerCase().replace('subscriptions', 'Subscriptions')))).toEqual(
      [],
    );
    expect(problemsOf(MINIMAL + entry(`${here}/namespaces/shop`, ', namespace: shop'))).toEqual([]);
    for (const [place, more] of [
      [idOf('other'), ''],
      [here.replace('myResourceGroup', 'other'), ''],
      [`${here}/namespaces/shop`, ''],
      [here, ', namespace: shop'],
      [`${here}/namespaces/web`, ', namespace: shop'],
    ] as const) {
      expect(problemsOf(MINIMAL + entry(place, more))).toEqual([
        expect.stringContaining(
          `azureRoles[0].import: is an assignment on '${place}', and the entry is for '/subscriptions/`,
        ),
      ]);
    }
    expect(
      problemsOf(`${MINIMAL}azure: { subscriptionId: 00000000-0000-4000-8000-000000000001 }\n${entry(here)}`),
    ).toEqual([
      expect.stringContaining("is for '/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/"),
    ]);
    expect(
      problemsOf(MINIMAL + entry(here) + entry(here).replace('azureRoles:\n', '').replace('ops', 'dev')),
    ).toEqual([
      expect.stringContaining(
        'azureRoles[1].import: is also that of azureRoles[0]: an assignment is taken over once',
      ),
    ]);
  });

  test('by Azure is compared with the cluster that is meant, also where its ID has no such form', () => {
    const imported = MINIMAL.replace(/^cluster:\n/m, "cluster:\n  import: 'TRUE'\n");
    const entry = `azureRoles:\n  - { role: RbacReader, groups: [ops], import: ${assignmentOn(idOf('myAKSCluster'))} }\n`;

    const problems = problemsOf(imported + entry).join('\n');
    expect(problems).toContain("cluster.import: 'TRUE' is not valid");
    expect(problems).not.toContain('azureRoles');
  });

  test('by Azure is imported one assignment at a time', () => {
    const entry = (groups: string, id = assignmentOn(idOf('myAKSCluster'))): string =>
      `${MINIMAL}azureRoles:\n  - { role: ClusterUser, groups: ${groups}, import: ${id} }\n`;

    expect(problemsOf(entry('[ops]'))).toEqual([]);
    expect(problemsOf(entry('[ops, dev]'))).toEqual([
      expect.stringContaining(
        'azureRoles[0].import: is one assignment, for one account, and the entry names 2',
      ),
    ]);
    expect(problemsOf(entry('[ops]', UUID))).toEqual([
      expect.stringContaining('use the ID of a role assignment'),
    ]);
    expect(
      problemsOf(entry('[ops], users: [a@b.com], guests: [c@d.com], servicePrincipals: [pipeline]')),
    ).toEqual([expect.stringContaining('for one account, and the entry names 4')]);
    expect(
      problemsOf(
        `${entry('[ops], namespaceSelector: { matchLabels: { team: web } }').replace('ClusterUser', 'RbacReader')}namespaces: [{ name: web, labels: { team: web } }]\n`,
      ),
    ).toEqual([expect.stringContaining("and 'namespaceSelector' makes one for each namespace")]);
  });
});
