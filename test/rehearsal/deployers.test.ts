import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RehearsedConfig } from './rehearsed-config';
import { describeWithTerraform } from './terraform';

const PERSON = 'alice@contoso.com';
const PIPELINE = 'ci-deployer';
const COLLEAGUE = 'erin@contoso.com';

const REST = `
cluster: { name: shop, resourceGroupName: shop, location: eastus }
namespaces: [{ name: shop }]
access:
  - { clusterRole: view, namespace: shop, users: [bob@contoso.com] }
`;
const CREATED = `aad: { adminGroup: { displayName: shop-admins } }${REST}`;
const NAMED = `${CREATED}deployers: { users: [${PERSON}, ${COLLEAGUE}], servicePrincipals: [${PIPELINE}] }
`;

const folder = mkdtempSync(join(tmpdir(), 'deployers-'));
afterAll(() => rmSync(folder, { recursive: true }));

function configured(content: string): RehearsedConfig {
  const file = join(folder, 'aks.yaml');
  writeFileSync(file, content);
  return new RehearsedConfig(file);
}

async function failureOf(run: Promise<void>): Promise<string> {
  return run.then(
    () => '',
    (error: Error) => error.message.replace(/\s+/g, ' '),
  );
}

describeWithTerraform('who deploys', () => {
  let rehearsed: RehearsedConfig;
  afterEach(() => {
    rehearsed.remove();
  });

  test('is a person, then a pipeline, then a colleague, on one world, and each changes what the others have made', async () => {
    rehearsed = configured(NAMED);
    await rehearsed.rehearseAs(PERSON);

    rehearsed.edit('namespaces: [{ name: shop }]', 'namespaces: [{ name: shop }, { name: bank }]');
    await rehearsed.rehearseAs(PIPELINE);

    rehearsed.edit('clusterRole: view', 'clusterRole: edit');
    await rehearsed.rehearseAs(COLLEAGUE);

    expect(rehearsed.canI('bob@contoso.com', 'delete', 'pods', '-n', 'shop')).toBe(true);
    expect(rehearsed.printed).not.toContain('deployer-left-out');
    const [group] = rehearsed.made('azuread_group');
    expect(group!.members).toHaveLength(3);
    expect([...(group!.owners as string[])].sort()).toEqual([...(group!.members as string[])].sort());
  });

  test('is played in turn, and finds nothing to change', async () => {
    rehearsed = configured(NAMED);
    await rehearsed.rehearseAs(PERSON, COLLEAGUE, PIPELINE);

    expect(rehearsed.printed).toMatch(
      /Deployed by alice@contoso\.com\.[^]*deployer +erin@contoso\.com: No changes\.\ndeployer +ci-deployer: No changes\./,
    );
  });

  test('may be taken out of the group with everybody else, for rights that are borrowed', async () => {
    const group = (members: string) =>
      `aad: { azureRbac: true, adminGroup: { displayName: shop-admins, members: [${members}] } }${REST.replace(/access:[^]*/, '')}`;
    rehearsed = configured(group('a1b2c3d4-52c5-4d6c-9d0e-1f0e8f3a7b01'));
    rehearsed.rewrite((content) => content.replace(/namespaces.*/, ''));
    await rehearsed.rehearse();

    rehearsed.edit('[a1b2c3d4-52c5-4d6c-9d0e-1f0e8f3a7b01]', '[]');
    await rehearsed.rehearse();

    expect(rehearsed.made('azuread_group')).toEqual([expect.objectContaining({ members: [] })]);
  });

  test('is told by the plan of the first stack when shut out, and by the failing run what to do; doing it helps', async () => {
    rehearsed = configured(CREATED);
    await rehearsed.rehearseAs(PERSON);
    expect(rehearsed.printed).not.toContain('deployer-left-out');

    rehearsed.deployer = PIPELINE;
    const failure = await failureOf(rehearsed.rehearse());
    expect(failure).toContain(
      'is forbidden: User "3a7c0d2f-5e8b-4c90-b6d4-7f1e2a3b4c5d" cannot get resource',
    );
    expect(failure).toContain("is not itself a member of the group 'shop-admins'");
    expect(failure).toMatch(
      /ci-deployer deploys and is shut out of cluster 'shop': in none of its groups of administrators \('shop-admins'\)\. Name everybody who deploys under 'deployers' of \S+aks\.yaml, 'servicePrincipals: \[ci-deployer\]'/,
    );

    rehearsed.rewrite(
      (content) => `${content}deployers: { users: [${PERSON}], servicePrincipals: [${PIPELINE}] }\n`,
    );
    await rehearsed.rehearseAs(PERSON, PIPELINE);
  });

  test('is told in turn when a group that others fill does not have one of them', async () => {
    rehearsed = configured(
      `aad: { adminGroupObjectIds: [894656e1-39f8-4bfe-b16a-510f61af6f41] }${REST}deployers: { users: [${PERSON}, ${COLLEAGUE}] }\n`,
    );
    const failure = await failureOf(rehearsed.rehearseAs(PERSON, COLLEAGUE));

    expect(failure).toContain("The plan as erin@contoso.com of stack 'access' failed");
    expect(failure).toContain(
      "erin@contoso.com deploys and is shut out of cluster 'shop': in none of its groups of administrators ('contoso-cluster-admins')",
    );
  });

  test('must hold everything: whoever may only read what is there plans without an error and is told', async () => {
    rehearsed = configured(
      `aad: { azureRbac: true, adminGroupObjectIds: [894656e1-39f8-4bfe-b16a-510f61af6f41] }${REST}roles:
  - { name: reader, rules: [{ verbs: [get, list], resources: [namespaces, rolebindings, clusterrolebindings, clusterroles, roles] }] }
`.replace('access:', `access:\n  - { clusterRole: reader, users: [${COLLEAGUE}] }`),
    );
    const failure = await failureOf(rehearsed.rehearseAs(PERSON, COLLEAGUE));

    expect(failure).toMatch(/^erin@contoso\.com deploys and is shut out of cluster 'shop'/);
  });

  test('may not be a pipeline alone where a person was among them: Azure AD keeps the last owner that is a user', async () => {
    rehearsed = configured(NAMED);
    await rehearsed.rehearseAs(PERSON);
    rehearsed.edit(`users: [${PERSON}, ${COLLEAGUE}], `, '');

    expect(await failureOf(rehearsed.rehearseAs(PIPELINE))).toMatch(
      /The group must have at least one owner.*Keep a user among the owners/,
    );
  });

  test('must exist, and be enabled', async () => {
    rehearsed = configured(NAMED);

    expect(await failureOf(rehearsed.rehearseAs('nobody'))).toContain(
      "nobody can deploy as 'nobody', who is not in the tenant contoso.com",
    );
    expect(rehearsed.made('azuread_group')).toEqual([]);
  });
});
