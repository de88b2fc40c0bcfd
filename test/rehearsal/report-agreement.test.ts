import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configuredAccess } from '../../access/configured/configured-access';
import { synthesizedApp } from '../../access/configured/synthesized-app';
import { displayName } from '../../access/directory/sign-in';
import { loadTenant } from '../../access/directory/load-tenant';
import { accessReport } from '../../access/report/report';
import { reportAllows } from '../access/reading-the-report';
import { RehearsedConfig } from './rehearsed-config';
import { describeWithTerraform } from './terraform';

/** People by name: another case, a guest by mail, a nested group, a group that is created. */
const BY_NAME = `aad: { adminGroup: { displayName: admins }, adminGroupObjectIds: [894656e1-39f8-4bfe-b16a-510f61af6f41] }
cluster: { name: shop, resourceGroupName: shop, location: eastus }
namespaces: [{ name: shop }, { name: bank }]
roles: [{ name: restarter, namespace: shop, rules: [{ verbs: [patch], resources: [deployments] }] }]
access:
  - { clusterRole: edit, namespace: shop, users: [DANA.LEE@contoso.com], guests: [carol@fabrikam.com] }
  - { clusterRole: view, namespace: bank, groups: [shop-readers] }
  - { role: restarter, namespace: shop, users: [erin@contoso.com], servicePrincipals: [Microsoft Azure CLI] }
`;

const VERBS = ['get', 'list', 'create', 'patch', 'delete'];

describeWithTerraform('what the report says before the deployment', () => {
  const folder = mkdtempSync(join(tmpdir(), 'report-agreement-'));
  const file = join(folder, 'aks.yaml');
  writeFileSync(file, BY_NAME);
  const rehearsed = new RehearsedConfig(file);
  afterAll(() => {
    rehearsed.remove();
    rmSync(folder, { recursive: true });
  });

  test('is what can-i says after it, for everybody of the tenant, by whatever name they are given', async () => {
    const tenant = loadTenant();
    const report = accessReport(configuredAccess(synthesizedApp(file), tenant), { configuration: file });
    await rehearsed.rehearse();

    const accounts = [
      ...tenant.users.map((user) => ['user', displayName(user)] as const),
      ...tenant.servicePrincipals.map((principal) => ['service principal', principal.displayName] as const),
    ];
    const questions = accounts.flatMap(([kind, name]) =>
      ['shop', 'bank', 'default'].flatMap((namespace) =>
        VERBS.map((verb) => ({
          kind,
          name,
          request: { verb, apiGroup: 'apps', resource: 'deployments', namespace },
        })),
      ),
    );
    const answers = questions.map(({ kind, name, request }) => ({
      question: `${name} ${request.verb} ${request.namespace}`,
      report: reportAllows(report, kind, name, request),
      canI: rehearsed.canI(name, request.verb, 'deployments', '-n', request.namespace),
    }));

    expect(answers.filter(({ report: says, canI }) => says !== canI)).toEqual([]);
    expect(answers.filter(({ canI }) => canI).length).toBeGreaterThan(20);
  });
});
