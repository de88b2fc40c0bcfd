import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RehearsedConfig } from './rehearsed-config';
import { describeWithTerraform } from './terraform';

const ALICE = 'a1b2c3d4-52c5-4d6c-9d0e-1f0e8f3a7b01';

const BORROWED = `aad:
  mode: managed
  azureRbac: true
  adminGroup:
    displayName: admins
    eligible:
      members: [${ALICE}]
      days: 90
      activation: { maximumMinutes: 60, approvers: { users: [${ALICE}] } }
cluster: { name: shop, resourceGroupName: shop, location: eastus }
namespaces: [{ name: shop }]
access:
  - { clusterRole: view, namespace: shop, groups: [shop-developers] }
azureRoles:
  - role: RbacWriter
    namespace: shop
    eligible: { users: [erin@contoso.com], groups: [on-call], justification: On call }
`;

const folder = mkdtempSync(join(tmpdir(), 'eligible-'));
afterAll(() => rmSync(folder, { recursive: true }));

describeWithTerraform('what is borrowed', () => {
  let rehearsed: RehearsedConfig;

  beforeAll(async () => {
    const file = join(folder, 'aks.yaml');
    writeFileSync(file, BORROWED);
    rehearsed = new RehearsedConfig(file);
    await rehearsed.rehearse();
  });
  afterAll(() => {
    rehearsed.remove();
  });

  const ask = (who: string, what: string, activated: boolean): { allowed: boolean; text: string } =>
    rehearsed.answer(who, ...what.split(' '), '-n', 'shop', ...(activated ? ['--activated'] : []));

  test.each([
    ['alice@contoso.com', 'delete nodes', 'the membership of group admins'],
    ['erin@contoso.com', 'delete pods', 'the role Azure Kubernetes Service RBAC Writer'],
  ])('%s is refused, activates, may %s, and is refused again', (who, what, gained) => {
    const before = ask(who, what, false);
    const during = ask(who, what, true);

    expect(before).toMatchObject({ allowed: false });
    expect(before.text).toContain(`it could, after activating ${gained}: ask with --activated`);
    expect(during).toMatchObject({ allowed: true });
    expect(during.text).toContain(`after activating ${gained}`);
    expect(ask(who, what, false)).toEqual(before);
  });

  test('the table has those, too, who hold nothing without an activation', () => {
    expect(rehearsed.accessTable).toMatch(/^on-call \(group\) +- +- \(eligible: edit\)$/m);
    expect(rehearsed.accessTable).toMatch(
      /^alice@contoso\.com +- \(eligible: cluster-admin\) +- \(eligible: cluster-admin\)$/m,
    );
    expect(rehearsed.accessTable).toMatch(/^erin@contoso\.com +- +.*\(eligible: edit\)$/m);
  });

  test('an activation gives nothing beyond what somebody is eligible for', () => {
    expect(ask('erin@contoso.com', 'delete nodes', true).allowed).toBe(false);
    expect(ask('carol@fabrikam.com', 'delete pods', true).text).toContain('has nothing to activate');
  });

  test('another number of days, and nobody any more, are planned and applied, and the next plan is empty', async () => {
    rehearsed.edit('days: 90', 'days: 30');
    rehearsed.edit('groups: [on-call], ', '');
    await rehearsed.rehearse();

    expect(rehearsed.printed).toContain('No changes.');
    expect(ask('erin@contoso.com', 'delete pods', true).allowed).toBe(true);
  });
});
