import { MINIMAL, problemsOf } from '../config-file';

const rule = (text: string): string[] => problemsOf(`${MINIMAL}rules:\n  r: ${text}\n`);

test.each([
  ['{ type: cann }', "'cann' is not valid: use can, cannot"],
  ['{ type: can, verbs: [get], resources: [pods] }', "is about nobody: list somebody under 'users'"],
  ['{ type: can, users: [a@b.c], verb: [get], resources: [pods] }', "unknown key, did you mean 'verbs'?"],
  ['{ type: can, users: [a@b.c], verbs: [GET], resources: [pods] }', "write 'get'"],
  ['{ type: can, users: [a@b.c], verbs: ["*"], resources: [pods] }', 'list the verbs'],
  ['{ type: can, users: [a@b.c], verbs: [get], resources: [pod] }', "'pod' is not a plural: use 'pods'"],
  ['{ type: can, users: [a@b.c], verbs: [get], resources: [certs] }', 'write it with its API group'],
  ['{ type: cannot, users: [a@b.c], verbs: [get], resources: [secrets.apps] }', "not in API group 'apps'"],
  ['{ type: cannot, users: [a@b.c], verbs: [get], resources: [deployments.v1.apps] }', 'has a version in it'],
  ['{ type: cannot, users: [a@b.c], verbs: [get], resources: [deployments.apps/v1] }', 'has a version in it'],
  ['{ type: maxClusterAdmins, max: "3" }', 'use a whole number from 0 to 1000, without quotes'],
  [
    '{ type: noWildcardVerbs, exemptions: [{ reason: r, owner: o, until: 2027-01-01 }] }',
    'exempts nothing: list somebody or something under',
  ],
  [
    '{ type: noWildcardVerbs, exemptions: [{ roles: [a], reason: r, owner: o, until: 2027-02-30 }] }',
    "'2027-02-30' is not a date",
  ],
  ['{ type: noWildcardVerbs, exemptions: [{ roles: [a], owner: o, until: soon }] }', 'use a date'],
  [
    '{ type: grantsToGroups, namespaces: [Prod] }',
    "use the name of a namespace, or a pattern such as 'prod-*'",
  ],
])('%s is refused with its line', (text, message) => {
  expect(rule(text).join('\n')).toMatch(/^aks\.yaml:\d+:\d+ rules\.r/);
  expect(rule(text).join('\n')).toContain(message);
});

test.each([
  [
    '{ type: cannot, verbs: [get], resources: [pods] }',
    [
      "rules.r: is about nobody: list somebody under 'users', 'guests', 'groups', 'servicePrincipals', 'serviceAccounts'",
    ],
  ],
  [
    '{ type: can, users: [a@b.c], verbs: [get, LIST], resources: [pods] }',
    ["rules.r.verbs[1]: 'LIST', which matches nothing: write 'list'"],
  ],
  [
    '{ type: can, users: [a@b.c], verbs: [get], resources: [pods, deployment.apps] }',
    ["rules.r.resources[1]: 'deployment.apps' is not a plural: use 'deployments'"],
  ],
  [
    '{ type: noWildcardVerbs, exemptions: [{ roles: [a], reason: r, owner: o, until: 2027-02-30 }] }',
    ["rules.r.exemptions[0].until: '2027-02-30' is not a date"],
  ],
  ['{ type: can, groups: [ops], verbs: [get], resources: [deployments.apps, pods/log] }', []],
  ['{ type: noWildcardVerbs }', []],
  [
    '{ type: noWildcardVerbs, exemptions: [{ namespaces: [a], reason: r, owner: o, until: 2027-02-28 }] }',
    [],
  ],
])('%s: what is told of it', (text, expected) => {
  expect(rule(text)).toEqual(
    expected.map(
      (problem) =>
        expect.stringMatching(
          new RegExp(`^aks\\.yaml:9:\\d+ ${problem.replaceAll(/[[\].]/g, '\\$&')}$`),
        ) as unknown,
    ),
  );
});

test.each([
  '{ type: can, users: [a@b.c], verbs: [7], resources: [pods] }',
  '{ type: can, users: [a@b.c], verbs: [get], resources: [7] }',
  '{ type: noWildcardVerbs, exemptions: [{ roles: [a], reason: r, owner: o, until: 7 }] }',
  '{ type: noWildcardVerbs, exemptions: [{ roles: [a], reason: r, owner: o, until: 2027-02-300 }] }',
  '{ type: noWildcardVerbs, exemptions: [{ roles: [a], reason: r, owner: o, until: 12027-02-30 }] }',
])('%s is one problem', (text) => {
  expect(rule(text)).toHaveLength(1);
});

test('a name of a rule has a form', () => {
  expect(problemsOf(`${MINIMAL}rules:\n  "a b": { type: noWildcardVerbs }\n`).join()).toContain(
    'the name is not valid: use 1 to 100 letters',
  );
});
