import { loadTenant } from '../../../access/directory/load-tenant';
import { Tenant } from '../../../access/directory/tenant';
import { appOf, levelsOf, reportOf } from '../configurations';
import { configuredAccess } from '../../../access/configured/configured-access';

const BOB = 'b2c3d4e5-3b1f-4c58-8a44-2a9d5c6e8b02';
const ALICE = 'a1b2c3d4-52c5-4d6c-9d0e-1f0e8f3a7b01';
const ADMINS = '0d1f2e3c-4b5a-4697-8877-665544332211';

const sample = loadTenant();
const admins = { objectId: ADMINS, displayName: 'Admins', members: [BOB], owners: [] };
const WITH_GROUP: Tenant = { ...sample, groups: [...sample.groups, admins] };
const WITH_OBJECT: Tenant = {
  ...sample,
  objects: { azuread_group: [{ object_id: ADMINS, display_name: 'Admins', members: [BOB] }] },
};

const configuration = (adminGroup: string): string => `aad: { adminGroup: { ${adminGroup} } }
cluster: { name: shop, resourceGroupName: rg, location: eastus }
`;

const administrators = (content: string, tenant?: Tenant): string[] =>
  levelsOf(reportOf(content, tenant))
    .filter((line) => line.endsWith(': cluster-admin'))
    .map((line) => line.replace(': cluster-admin', ''))
    .sort();

test.each([
  ['is taken over and stands among the groups', `import: ${ADMINS}`, WITH_GROUP],
  ['is taken over by its ID in other case', `import: ${ADMINS.toUpperCase()}`, WITH_GROUP],
  ['is taken over and stands among the objects', `import: ${ADMINS}`, WITH_OBJECT],
  ['an earlier deployment has made', 'description: Administrators', WITH_GROUP],
])(
  'the members of a group that %s administer the cluster, as Terraform leaves them in it',
  (_, more, tenant) => {
    const content = configuration(`displayName: Admins, ${more}`);

    expect(administrators(content, tenant)).toEqual(['group Admins', 'user bob@contoso.com']);
    expect(reportOf(content, tenant).warnings.filter((one) => one.includes('grants nothing'))).toEqual([]);
  },
);

test('members that are written take the place of those whom the group has', () => {
  const content = configuration(`displayName: Admins, import: ${ADMINS}, members: [${ALICE}]`);

  expect(administrators(content, WITH_GROUP)).toEqual(['group Admins', 'user alice@contoso.com']);
});

test('who is in a group that is taken over is not known without a tenant file, and nobody is made up', () => {
  const content = configuration(`displayName: Admins, import: ${ADMINS}`);

  expect(administrators(content)).toEqual(['group Admins']);
});

test('another directory says who is in the group by now', () => {
  const app = appOf(configuration(`displayName: Admins, import: ${ADMINS}`));
  const today = { ...WITH_GROUP, groups: [{ ...admins, members: [ALICE] }] };
  const { directory } = configuredAccess(app, WITH_GROUP, today).access;

  expect(directory.groups).toEqual([{ ...admins, members: [ALICE] }]);
});
