import { GROUP, MINIMAL, load, problemsOf } from '../config-file';

/** The problem with one line of an entry of access that is complete otherwise. */
function accessProblem(line: string): string | undefined {
  const [problem, ...others] = problemsOf(
    `${MINIMAL}access:\n  - serviceAccounts: [shop/deployer]\n    ${line}\n`,
  ).filter((each) => !each.includes('grants nothing'));
  expect(others).toEqual([]);
  return problem?.replace(/^aks\.yaml:10:\d+ access\[0\]\./, '');
}

describe('access', () => {
  test.each([
    [
      'users: [alice]',
      "users[0]: 'alice' is not valid: use the user principal name of a member of the tenant, such as alice@contoso.com",
    ],
    [
      `users: [${GROUP}]`,
      `users[0]: '${GROUP}' is not valid: this is an object ID: list it under 'guests', 'groups' or 'servicePrincipals'`,
    ],
    [
      'users: [a_b.c#EXT#@contoso.com]',
      "users[0]: 'a_b.c#EXT#@contoso.com' is not valid: this is a guest: list it under 'guests'",
    ],
    [
      'guests: [bob]',
      "guests[0]: 'bob' is not valid: use the mail address that was invited, such as carol@fabrikam.com, or the object ID of the guest",
    ],
    [
      'unsafeSystemGroups: ["system:serviceaccount:shop:x"]',
      "unsafeSystemGroups[0]: 'system:serviceaccount:shop:x' is not valid: this is the user name of one service account: list 'shop/x' under 'serviceAccounts'",
    ],
    [
      'unsafeSystemGroups: ["system:Authenticated"]',
      "unsafeSystemGroups[0]: 'system:Authenticated' is not valid: Kubernetes compares names exactly: use 'system:authenticated'",
    ],
    [
      'groups: [system:masters]',
      "groups[0]: 'system:masters' is not valid: this is a group of Kubernetes itself, which is for entries of 'access' alone: list it under 'unsafeSystemGroups' there if you mean that",
    ],
    [
      'unsafeSystemGroups: [masters]',
      "unsafeSystemGroups[0]: 'masters' is not valid: use a name that begins with 'system:'",
    ],
    [
      `groups: [/groups/${GROUP}]`,
      `groups[0]: '/groups/${GROUP}' is not valid: use '${GROUP}', without the path`,
    ],
    [
      "servicePrincipals: [' ']",
      "servicePrincipals[0]: ' ' is not valid: use the display name or the object ID of a service principal",
    ],
    [
      'namespace: Shop',
      "namespace: 'Shop' is not valid: use 1 to 63 lowercase letters, digits and hyphens, starting and ending with a letter or digit",
    ],
    [
      'name: a/b',
      "name: 'a/b' is not valid: use at least one character, neither '/' nor '%', and neither '.' nor '..' alone",
    ],
    [
      `groups: [${GROUP}, ${GROUP.toUpperCase()}]`,
      `groups[1]: '${GROUP.toUpperCase()}' is listed twice: remove this entry or entry [0]`,
    ],
    [
      'users: [alice@contoso.com, alice@contoso.com]',
      "users[1]: 'alice@contoso.com' is listed twice: remove this entry or entry [0]",
    ],
  ])('a subject that would match nobody is refused: %s', (line, problem) => {
    expect(accessProblem(line)).toBe(problem);
  });

  test.each([
    ['deployer', 'use <namespace>/<name>, such as shop/deployer'],
    ['system:serviceaccount:shop:deployer', "use 'shop/deployer'"],
  ])('a service account is written with its namespace: %s', (account, fix) => {
    expect(problemsOf(`${MINIMAL}access: [{ clusterRole: view, serviceAccounts: [${account}] }]\n`)).toEqual([
      `aks.yaml:8:49 access[0].serviceAccounts[0]: '${account}' is not valid: ${fix}`,
    ]);
  });

  test.each([
    'guests: [carol@fabrikam.com, carol_fabrikam.com#EXT#@contoso.onmicrosoft.com]',
    'groups: [shop-readers, Platform Team]',
    'servicePrincipals: [ci-deployer]',
  ])('who can be looked up may stand there by name: %s', (line) => {
    expect(accessProblem(line)).toBeUndefined();
  });

  test('names keep their case, and every kind of subject loads', () => {
    const entry = `{ name: Ops, clusterRole: Custom, users: [Alice@contoso.com], guests: [${GROUP}], groups: [${GROUP}], serviceAccounts: [shop/deployer.v2] }`;

    expect(load(`${MINIMAL}access: [${entry}]\n`).access[0]).toMatchObject({
      name: 'Ops',
      clusterRole: 'Custom',
      users: ['Alice@contoso.com'],
    });
  });
});
