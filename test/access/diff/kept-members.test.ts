import { configuredAccess } from '../../../access/configured/configured-access';
import { accessDiff } from '../../../access/diff/diff';
import { withKeptMembers } from '../../../access/diff/kept-members';
import { diffInWords } from '../../../access/diff/words';
import { loadTenant } from '../../../access/directory/load-tenant';
import { accessReport } from '../../../access/report/report';
import { appOf } from '../configurations';

const ALICE = 'a1b2c3d4-52c5-4d6c-9d0e-1f0e8f3a7b01';
const BOB = 'b2c3d4e5-3b1f-4c58-8a44-2a9d5c6e8b02';

const tenant = loadTenant();

/** Who gains and loses what, by the configuration of a group of administrators. */
function changes(before: string, after: string): string[] {
  const [earlier, now] = [before, after].map((group) =>
    appOf(`cluster: { name: shop, resourceGroupName: rg, location: eastus }\n${group}\n`),
  );
  const report = (app: typeof earlier) =>
    accessReport(configuredAccess(app!, tenant), { configuration: 'aks.yaml', tenant: tenant.domain });
  const diff = accessDiff(report(earlier), report(withKeptMembers(now!, earlier)));

  return diffInWords(diff, 'main')
    .split('\n')
    .filter((line) => line.startsWith('- '))
    .map((line) => line.replace(/ in the whole cluster.*/, ''));
}

const group = (more: string) => `aad: { adminGroup: { displayName: admins${more} } }`;

test.each([
  [
    'a list of members that is taken out takes nobody out of the group',
    group(`, members: [${ALICE}, ${BOB}]`),
    group(''),
    [],
  ],
  [
    'nor do deployers that are taken out',
    `${group('')}\ndeployers: { users: [alice@contoso.com] }`,
    group(''),
    [],
  ],
  [
    'somebody who is taken out of the list loses it',
    group(`, members: [${ALICE}, ${BOB}]`),
    group(`, members: [${ALICE}]`),
    ['- bob@contoso.com loses cluster-admin'],
  ],
  [
    'an empty list takes everybody out',
    group(`, members: [${ALICE}]`),
    group(', members: []'),
    ['- alice@contoso.com loses cluster-admin'],
  ],
  [
    'a group that goes takes it along',
    group(`, members: [${ALICE}]`).replace('adminGroup', 'azureRbac: true, adminGroup'),
    'aad: { azureRbac: true }',
    ['- alice@contoso.com loses cluster-admin', "- group 'admins' loses cluster-admin"],
  ],
])('%s', (_, before, after, expected) => {
  expect(changes(before, after)).toEqual(expected);
});
