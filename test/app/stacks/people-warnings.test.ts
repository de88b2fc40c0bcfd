import { Testing } from 'cdktf';
import { AccessStack } from '../../../app/stacks/access-stack';
import { load, MINIMAL } from '../config/config-file';

const PEOPLE = 'users: [alice@contoso.com, bob@contoso.com], guests: [carol@fabrikam.com]';

/** What is warned about people, without the folder of the file. */
function warnings(sections: string): string[] {
  const stack = new AccessStack(Testing.app(), 'access', load(MINIMAL + sections));
  Testing.synth(stack, true);
  return stack.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === '@cdktf/warn')
    .map(({ data }) => String(data).replace(/^\S*\//, ''))
    .filter((text) => text.endsWith('[people-instead-of-group]'));
}

test('three people with one role in one place are told, with the line of the first', () => {
  expect(warnings(`access:\n  - { clusterRole: edit, namespace: shop, ${PEOPLE} }\n`)).toEqual([
    "aks.yaml:9:50 access[0].users: alice@contoso.com, bob@contoso.com and carol@fabrikam.com are each granted 'edit' in namespace 'shop': " +
      "list one group of the directory under 'groups' in their place, and who joins or leaves needs no deployment (at 'access') [people-instead-of-group]",
  ]);
});

test('entries of the same right are one, and the same people in several places are told once', () => {
  const entries = ['alice', 'bob', 'carol', 'dave', 'erin']
    .map((name) => `  - { clusterRole: view, namespaces: [shop, bank], users: [${name}@contoso.com] }\n`)
    .join('');

  expect(warnings(`access:\n${entries}`)).toEqual([
    expect.stringContaining(
      "alice@contoso.com, bob@contoso.com, carol@contoso.com and 2 more are each granted 'view' in namespaces 'shop' and 'bank'",
    ),
  ]);
});

test('the grant that a group would spare the most is told, others are counted', () => {
  const [told, ...others] = warnings(`access:
  - { clusterRole: view, ${PEOPLE} }
  - { clusterRole: edit, namespaces: [a, b, c, d, e], ${PEOPLE} }
`);
  expect(told).toContain("granted 'edit' in namespaces 'a', 'b', 'c' and 2 more");
  expect(told).toContain(', and 1 more [');
  expect(others).toEqual([]);
});

test('Azure roles are looked at, too', () => {
  expect(warnings(`azureRoles: [{ role: RbacReader, ${PEOPLE} }]\n`)).toEqual([
    expect.stringContaining("are each granted the Azure role 'RbacReader' in the whole cluster"),
  ]);
});

test.each([
  ['two people', 'access: [{ clusterRole: edit, users: [alice@contoso.com, bob@contoso.com] }]'],
  [
    'one person in two spellings',
    'access: [{ clusterRole: edit, users: [alice@contoso.com, Alice@contoso.com, bob@contoso.com] }]',
  ],
  ['a group', 'access: [{ clusterRole: edit, groups: [a, b, c] }]'],
  [
    'people with different roles',
    'access: [{ clusterRole: edit, users: [a@contoso.com, b@contoso.com] }, { clusterRole: view, users: [c@contoso.com] }]',
  ],
  [
    'people in different places',
    'access: [{ clusterRole: edit, namespace: x, users: [a@contoso.com, b@contoso.com] }, { clusterRole: edit, namespace: y, users: [c@contoso.com] }]',
  ],
  ['what is taken over', `access: [{ name: old, import: true, clusterRole: edit, ${PEOPLE} }]`],
  ['administrators, who have a warning of their own', `access: [{ clusterRole: cluster-admin, ${PEOPLE} }]`],
  [
    'people under different conditions',
    'azureRoleDefinitions: [{ name: d, dataActions: [customresources/read] }]\nazureRoles: [{ definition: d, customResources: [{ apiGroup: a.io }], users: [a@contoso.com, b@contoso.com] }, { definition: d, users: [c@contoso.com] }]',
  ],
  ['who silences it', `silence: [people-instead-of-group]\naccess: [{ clusterRole: edit, ${PEOPLE} }]`],
])('%s is no reason to warn', (_what, sections) => {
  expect(warnings(`${sections}\n`)).toEqual([]);
});
