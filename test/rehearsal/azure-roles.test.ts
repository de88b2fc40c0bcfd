import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RehearsedConfig } from './rehearsed-config';
import { describeWithTerraform } from './terraform';

const CONFIGURATION = `aad: { azureRbac: true, adminGroupObjectIds: [894656e1-39f8-4bfe-b16a-510f61af6f41] }
cluster: { name: shop, resourceGroupName: shop, location: eastus }
namespaces: [{ name: shop }]
azureRoleDefinitions:
  - { name: deployer, dataActions: [apps/deployments/*, pods/read], notDataActions: [apps/deployments/delete] }
  - { name: certificates, description: Sees certificates., dataActions: [customresources/read] }
azureRoles:
  - { definition: deployer, namespace: shop, groups: [shop-developers] }
  - definition: certificates
    customResources: [{ apiGroup: cert-manager.io, resources: [certificates, issuers] }]
    groups: [shop-readers]
    eligible: { groups: [on-call] }
  - role: RbacReader
    namespace: shop
    unsafeCondition: "@Environment[UtcNow] DateTimeLessThan '2027-01-01T00:00:00.0Z'"
    groups: [on-call]
`;

const folder = mkdtempSync(join(tmpdir(), 'azure-roles-'));
afterAll(() => rmSync(folder, { recursive: true }));

describeWithTerraform('Azure roles of the configuration', () => {
  let rehearsed: RehearsedConfig;

  beforeAll(async () => {
    const file = join(folder, 'aks.yaml');
    writeFileSync(file, CONFIGURATION);
    rehearsed = new RehearsedConfig(file);
    await rehearsed.rehearse();
  });
  afterAll(() => {
    rehearsed.remove();
  });

  const ask = (question: string): { allowed: boolean; text: string } =>
    rehearsed.answer(...question.split(' '));

  test.each([
    ['bob@contoso.com patch deployments -n shop', true],
    ['bob@contoso.com get pods/log -n shop', true],
    ['bob@contoso.com delete deployments -n shop', false],
    ['bob@contoso.com patch deployments -n default', false],
    ['erin@contoso.com list certificates.cert-manager.io -A', true],
    ['erin@contoso.com list issuers.cert-manager.io -n shop', true],
    ['erin@contoso.com list orders.acme.cert-manager.io -n shop', false],
    ['erin@contoso.com delete certificates.cert-manager.io -n shop', false],
    ['erin@contoso.com list pods -n shop', false],
  ])('%s: %s', (question, allowed) => {
    expect(ask(question).allowed).toBe(allowed);
  });

  test('what allows it is the data action, with what the condition lets through', () => {
    expect(ask('erin@contoso.com get certificates.cert-manager.io -n shop').text).toContain(
      '{DataActions:["customresources/read"], CustomResources:["certificates.cert-manager.io" "issuers.cert-manager.io"]}',
    );
  });

  test('a condition that is not evaluated is neither a yes nor a plain no', () => {
    const { allowed, text } = ask('erin@contoso.com list pods -n shop');

    expect(allowed).toBe(false);
    expect(text).toMatch(/^no: erin/);
    const onCall = ask('bob@contoso.com list services -n shop');
    expect(onCall.allowed).toBe(false);
    expect(onCall.text).toMatch(/^not known: bob@contoso\.com may perhaps list services/);
    expect(onCall.text).toContain("where its condition holds: @Environment[UtcNow] DateTimeLessThan '2027");
  });

  test('who is eligible may activate the role, under the condition', () => {
    expect(ask('bob@contoso.com list certificates.cert-manager.io -n shop --activated').allowed).toBe(true);
    expect(ask('bob@contoso.com list secrets.example.io -n shop --activated').allowed).toBe(false);
  });

  test('other data actions and another condition are planned and applied, and the next plan is empty', async () => {
    rehearsed.edit('[customresources/read]', '[customresources/read, customresources/delete]');
    rehearsed.edit('resources: [certificates, issuers]', 'resources: [certificates]');
    await rehearsed.rehearse();

    expect(rehearsed.printed).toContain('No changes.');
    expect(ask('erin@contoso.com delete certificates.cert-manager.io -n shop').allowed).toBe(true);
    expect(ask('erin@contoso.com list issuers.cert-manager.io -n shop').allowed).toBe(false);
  });

  test('a role that is no longer there goes after its assignments', async () => {
    rehearsed.edit(/ {2}- \{ definition: deployer.*\n/.exec(CONFIGURATION)![0], '');
    rehearsed.edit(/ {2}- \{ name: deployer.*\n/.exec(CONFIGURATION)![0], '');
    await rehearsed.rehearse();

    expect(rehearsed.printed).toContain('No changes.');
    expect(ask('bob@contoso.com patch deployments -n shop').allowed).toBe(false);
  });
});
