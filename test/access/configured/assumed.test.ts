import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missingFrom, withAssumed } from '../../../access/configured/assumed';
import { LookupPlaces } from '../../../access/configured/lookup-places';
import { lookupsOf } from '../../../access/configured/lookups';
import { findAccount, userName } from '../../../access/directory/sign-in';
import { loadTenant } from '../../../access/directory/load-tenant';
import { appOf, HEAD } from '../configurations';

const CONFIGURATION = `${HEAD}environment: dev
namespaces: [{ name: shop }]
access:
  - clusterRole: edit
    namespace: shop
    users: [zoe@mycorp.com, ALICE@contoso.com]
    guests: [max@partner.io, carol@fabrikam.com]
    groups: [team-payments, Shop-Developers, on-call]
    servicePrincipals: ['{environment}-bot', 22222222-2222-4333-8444-555555555555]
`;
const folder = mkdtempSync(join(tmpdir(), 'assumed-'));
const file = join(folder, 'aks.yaml');
writeFileSync(file, CONFIGURATION);
afterAll(() => rmSync(folder, { recursive: true }));

const lookups = lookupsOf(Object.values(appOf(CONFIGURATION).stacks));
const madeUp = loadTenant();

test('who is in the directory, in any case for users, is not assumed', () => {
  const { assumed } = withAssumed(madeUp, lookups);

  expect(assumed.map(({ kind, value }) => `${kind} ${value}`).sort()).toEqual([
    'group Shop-Developers',
    'group team-payments',
    'guest max@partner.io',
    'service principal 22222222-2222-4333-8444-555555555555',
    'service principal dev-bot',
    'user zoe@mycorp.com',
  ]);
});

test('users are assumed as members, guests as guests, others under object IDs that stay the same', () => {
  const { tenant } = withAssumed(madeUp, lookups);
  const again = withAssumed(madeUp, [...lookups].reverse());
  const nameOf = (name: string): string => userName(findAccount(name, tenant)!);

  expect(nameOf('zoe@mycorp.com')).toBe('zoe@mycorp.com');
  expect(nameOf('max@partner.io')).toMatch(/^[\da-f-]{36}$/);
  expect(nameOf('22222222-2222-4333-8444-555555555555')).toBe('22222222-2222-4333-8444-555555555555');
  expect(again.tenant.groups.map(({ objectId }) => objectId).sort()).toEqual(
    tenant.groups.map(({ objectId }) => objectId).sort(),
  );
  expect(missingFrom(tenant, lookups)).toEqual([]);
});

test('they are told with the line of the configuration, also where a placeholder was filled in', () => {
  const { assumed } = withAssumed(madeUp, lookups);

  expect(new LookupPlaces(file).assumption(assumed)).toContain(
    `Assumed to exist in your directory: user zoe@mycorp.com (${file}:8), guest max@partner.io (${file}:9), ` +
      `group team-payments (${file}:10), group Shop-Developers (${file}:10), service principal dev-bot (${file}:11), `,
  );
});

test('all who are missing are refused at once, with place, key and the names that may be meant', () => {
  const people = {
    ...madeUp,
    groups: madeUp.groups.map((group) => ({ ...group, displayName: `${group.displayName}s` })),
  };
  const missing = missingFrom(people, lookups);

  expect(() => new LookupPlaces(file).refuse(missing, madeUp, 'tenant.yaml')).toThrow(
    [
      `${file}:8:13 access[0].users[0]: there is no user 'zoe@mycorp.com' in tenant.yaml`,
      `${file}:9:14 access[0].guests[0]: there is no guest with the mail address 'max@partner.io' in tenant.yaml`,
      `${file}:10:14 access[0].groups[0]: there is no group 'team-payments' in tenant.yaml`,
      `${file}:10:29 access[0].groups[1]: there is no group 'Shop-Developers' in tenant.yaml: the directory spells it 'shop-developers'`,
      `${file}:10:46 access[0].groups[2]: there is no group 'on-call' in tenant.yaml: the directory spells it 'on-call'`,
      `${file}:11:25 access[0].servicePrincipals[0]: there is no service principal 'dev-bot' in tenant.yaml`,
      `${file}:11:46 access[0].servicePrincipals[1]: there is no service principal with the object ID '22222222-2222-4333-8444-555555555555' in tenant.yaml`,
    ].join('\n'),
  );
  expect(() =>
    new LookupPlaces(file).refuse(
      lookups.filter(({ value }) => value === 'on-call'),
      { ...madeUp, groups: [{ objectId: '', displayName: 'on-calls', members: [], owners: [] }] },
      'tenant.yaml',
    ),
  ).toThrow(`there is no group 'on-call' in tenant.yaml: did you mean 'on-calls'?`);
});

test('an app without a configuration names the construct', () => {
  const [lookup] = lookupsOf([
    {
      data: {
        azuread_group: {
          Team: { display_name: 'team', '//': { metadata: { path: 'shop/Directory/Team' } } },
        },
      },
    },
  ]);
  expect(new LookupPlaces().assumption([lookup!])).toContain('group team (shop/Directory/Team)');
});

test('what an app creates itself, or may miss, is not taken for a lookup', () => {
  expect(
    lookupsOf([
      {
        resource: {
          azuread_group: {
            Team: { display_name: 'team', owners: ['${data.azuread_client_config.Me.object_id}'] },
          },
          azurerm_role_assignment: { A: { principal_id: '${azuread_group.Team.object_id}' } },
        },
      },
      {
        data: {
          azuread_group: { Team: { display_name: 'team' } },
          azuread_users: { All: { user_principal_names: ['who@contoso.com'], ignore_missing: true } },
        },
      },
    ]),
  ).toEqual([]);
});
