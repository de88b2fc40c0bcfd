import { loadTenant } from '../../../access/directory/load-tenant';
import { markdownReport } from '../../../access/report/markdown';
import { reportOf } from '../configurations';

const CLUSTER = 'cluster: { name: shop, resourceGroupName: rg, location: eastus }\n';
const ADMINS = 'aad: { adminGroupObjectIds: [894656e1-39f8-4bfe-b16a-510f61af6f41] }\n';

test('the local administrator is a way in for whoever may fetch the kubeconfig', () => {
  const report = reportOf(
    `${CLUSTER.replace(' }', ', security: { localAccounts: true } }')}${ADMINS}azureRoles: [{ role: ClusterAdmin, users: [bob@contoso.com] }]\n`,
    loadTenant(),
  );

  expect(report.breakGlass).toMatchObject({ localAccounts: true, mayFetch: ['User bob@contoso.com'] });
  expect(markdownReport(report)).toContain('User bob@contoso.com may fetch it');
});

test('without local accounts, administrators for good are told, people and groups that have some', () => {
  const { breakGlass } = reportOf(CLUSTER + ADMINS, loadTenant());

  expect(breakGlass).toMatchObject({
    localAccounts: false,
    mayFetch: [],
    administrators: ['alice@contoso.com', "group 'contoso-cluster-admins'"],
  });
});

test('a group in which only the pipeline is for good is no way in for a person', () => {
  const { breakGlass } = reportOf(
    `${CLUSTER}aad:\n  adminGroup:\n    displayName: admins\n    members: [3a7c0d2f-5e8b-4c90-b6d4-7f1e2a3b4c5d]\n    eligible: { members: [a1b2c3d4-52c5-4d6c-9d0e-1f0e8f3a7b01] }\n`,
    loadTenant(),
  );

  expect(breakGlass?.administrators).toEqual([]);
  expect(breakGlass?.text.join(' ')).toContain('No person administers the cluster for good');
});

test("of somebody else's cluster nothing is known", () => {
  expect(
    reportOf('cluster: { name: shop, resourceGroupName: rg, existing: true }\naad: {}\n').breakGlass,
  ).toBeUndefined();
});
