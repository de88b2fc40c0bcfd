import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Evaluation } from '../../../cli/dev/evaluation';
import { Problem, Subject, Told } from '../../../cli/dev/messages';
import { Planner } from '../../../cli/dev/planner';
import { descendantsOf } from '../../descendants';
import { describeWithTerraform } from '../../rehearsal/terraform';
import { commit, HEAD, repositoryWith, textOf } from './project';

const NAMESPACES = 'namespaces: [{ name: shop }]\n';
const ALICE = `${NAMESPACES}access:
  - { name: viewers, clusterRole: view, namespace: shop, users: [alice@contoso.com] }
`;
const CAROL = `${ALICE}  - { name: editors, clusterRole: edit, namespace: shop, users: [carol@contoso.com] }\n`;

describeWithTerraform('plans of what is saved', () => {
  const before = process.cwd();
  const { PATH } = process.env;
  let project: string;
  let subject: Subject;
  let evaluation: Evaluation;
  let planner: Planner;
  let shown: string[];
  let printed: string[];
  let wrong: readonly Problem[];

  beforeEach(() => begin(HEAD + ALICE));
  afterEach(async () => {
    await planner.stop();
    process.env.PATH = PATH;
    process.chdir(before);
    [project, subject.folder].forEach((one) => rmSync(one, { recursive: true, force: true }));
  });

  function begin(committed: string): void {
    project = repositoryWith(committed);
    process.chdir(project);
    subject = {
      configuration: 'aks.yaml',
      editor: 'vscode://file{file}:{line}:{column}',
      folder: mkdtempSync(join(tmpdir(), 'dev-')),
    };
    evaluation = new Evaluation(subject);
    [shown, printed] = [[], []];
    planner = new Planner({
      subject,
      show: (part) => shown.push(part),
      onWrong: (problems) => (wrong = problems),
      print: (text) => printed.push(text),
    });
  }

  function save(text: string): void {
    writeFileSync('aks.yaml', text);
    evaluation.evaluate((response) => {
      if (response.what !== 'told') {
        if (response.what !== 'read' || response.problems.length > 0) {
          throw new Error(JSON.stringify(response));
        }
        return;
      }
      planner.plan(response.told satisfies Told);
    });
  }

  /** What is shown after all that was saved. */
  async function plan(): Promise<string> {
    const count = printed.length;
    while (printed.length === count) {
      await sleep(20);
    }
    return textOf(shown.at(-1)!);
  }

  test('against the last commit: what is created, changed and replaced, with attributes; loudly what is lost', async () => {
    save(HEAD + ALICE);
    expect(await plan()).toMatch(/identity No changes\. cluster No changes\. access No changes\.$/);
    expect(textOf(shown[0]!)).toContain('Deploys HEAD to the stand-ins');

    save(HEAD + CAROL);
    expect(textOf(shown.at(-1)!)).toMatch(/^Plan Of an earlier save\. .* access No changes\.$/);
    const created = await plan();
    expect(created).not.toContain('earlier save');
    expect(created).toContain('access 2 added, 0 changed, 0 destroyed created azurerm_role_assignment.');
    expect(created).toContain('metadata[0].name: "editors"');
    expect(created).not.toContain('null ->');

    save(HEAD.replace('eastus', 'westus') + ALICE);
    const replaced = await plan();
    expect(replaced).toContain('replaced azurerm_kubernetes_cluster.Aks, because of location');
    expect(replaced).toContain('location: "eastus" -> "westus"');
    expect(printed.at(-1)).toContain(
      'WRONG  azurerm_kubernetes_cluster.Aks is replaced, because of location',
    );
    expect(printed.at(-1)).toContain("WRONG  THIS DESTROYS CLUSTER 'shop'");
    expect(replaced).toContain('rehearse it with --allow-replace shop, or');
    expect(shown.at(-1)).not.toContain(String.raw`\u000a`);

    save(`${HEAD.replace('cluster: {', 'cluster: { skuTier: Standard,')}${ALICE}`);
    expect(await plan()).toContain('changed azurerm_kubernetes_cluster.Aks sku_tier: "Free" -> "Standard"');

    commit(project);
    save(`${HEAD.replace('cluster: {', 'cluster: { skuTier: Standard,')}${ALICE}`);
    expect(await plan()).toMatch(/cluster No changes\. access No changes\.$/);

    // Nothing of all this is a rehearsal of the project.
    expect(readdirSync(project).sort()).toEqual(['.git', 'aks.yaml']);
  });

  test('what hangs on a cluster that is not there yet says so, and a stack that is gone is named', async () => {
    const fleet = (...clusters: string[]): string =>
      `${HEAD.replace(/cluster:.*\n/, '')}cluster: { location: eastus }\nclusters: [${clusters.join(', ')}]\n${ALICE}`;
    await planner.stop();
    rmSync(project, { recursive: true });
    const [one, two, three] = ['a', 'b', 'c'].map(
      (name) => `{ key: ${name}, name: ${name}, resourceGroupName: ${name} }`,
    );
    begin(fleet(one!, two!));
    save(fleet(one!, three!));
    const text = await plan();
    expect(text).toContain('access-c can only be planned when cluster-c has been deployed');
    expect(text).toMatch(/cluster-b is no longer part of the configuration: what it created stays/);
    expect(text).toContain('cluster-a No changes. access-a No changes.');
    expect(printed.at(-1)).toMatch(
      /\n {2}cluster-b is no longer part of the configuration: .* until you destroy it/,
    );
  });

  test('who deploys is one of those whom the last commit has named, also when somebody else comes first now', async () => {
    const named = (...users: string[]): string =>
      `${HEAD.replace(/aad:.*\n/, 'aad: { adminGroup: { displayName: admins } }\n')}deployers: { users: [${users.join(', ')}] }\n${ALICE}`;
    await planner.stop();
    rmSync(project, { recursive: true });
    begin(named('erin@contoso.com'));
    save(named('bob@contoso.com', 'erin@contoso.com'));

    expect(await plan()).toMatch(/identity 0 added, 1 changed.*access No changes\.$/);
  });

  test('of many saves only the last is planned, and stopping leaves no process', async () => {
    save(HEAD + ALICE);
    await plan();
    for (let i = 0; i < 5; i++) {
      save(HEAD + ALICE.replace('viewers', `viewers-${i}`));
    }
    expect(await plan()).toContain('metadata[0].name: "viewers-4"');
    expect(printed).toHaveLength(2);

    save(HEAD + CAROL);
    while (!descendantsOf(process.pid).some(({ name }) => name.startsWith('terraform'))) {
      await sleep(5);
    }
    await planner.stop();
    expect(descendantsOf(process.pid).filter(({ name }) => name.startsWith('terraform'))).toEqual([]);
    expect(printed).toHaveLength(2);
  });

  test('without anything committed it is planned against what was there first', async () => {
    rmSync('.git', { recursive: true });
    save(HEAD + ALICE);
    expect(await plan()).toMatch(/to what was there at the start,.*access No changes\.$/);
    save(HEAD + CAROL);
    expect(await plan()).toContain('access 2 added, 0 changed, 0 destroyed');

    // Other people are no other start.
    writeFileSync(
      'tenant.yaml',
      TENANT.replace('users: []', USERS).replace('6f41 }', '6f41, members: [terraform] }'),
    );
    save(HEAD + CAROL);
    expect(await plan()).toMatch(/to what was there at the start,.*access 2 added, 0 changed, 0 destroyed/);
  });

  test('without anything committed, what can be deployed first takes the place of what cannot', async () => {
    rmSync('.git', { recursive: true });
    save(HEAD + ALICE.replace(NAMESPACES, ''));
    expect(await plan()).toMatch(
      /what was there at the start could not be deployed .*namespaces "shop" not found.*What is saved next is what plans are against/,
    );
    expect(wrong).toEqual([
      { severity: 'error', message: expect.stringMatching(/^no plan: what was there/) as string },
    ]);
    save(HEAD + ALICE);
    expect(await plan()).toMatch(/to what was saved at [\d:]{8},.*access No changes\.$/);
    expect(printed.at(-1)).toMatch(/^plan after [\d.]+ s against what was saved at [\d:]{8}: no changes$/);
    expect(wrong).toEqual([]);
    save(HEAD + CAROL);
    expect(await plan()).toMatch(/to what was saved at .*access 2 added, 0 changed, 0 destroyed/);
  });

  test('a commit that cannot be evaluated is no reason to plan against something else', async () => {
    save(HEAD + ALICE);
    await plan();
    writeFileSync('aks.yaml', `${HEAD}nonsense: 1\n`);
    commit(project);
    save(HEAD + CAROL);
    expect(await plan()).toMatch(
      /^Plan HEAD cannot be evaluated: HEAD:aks\.yaml:3:1 nonsense: .*commit what puts it right/,
    );
    expect(wrong).toHaveLength(1);

    writeFileSync('aks.yaml', HEAD + ALICE);
    commit(project);
    save(HEAD + CAROL);
    expect(await plan()).toContain('access 2 added, 0 changed, 0 destroyed');
  });

  test('when the commit cannot be deployed, that is said, and again without another try', async () => {
    process.env.PATH = '/nowhere';
    save(HEAD + ALICE);
    // The evaluation needs git, which is on that path, too.
    expect(await plan()).toContain('could not be deployed to the stand-ins: terraform is not on the PATH');
  });

  test('a tenant file says who there is, in the plan, too', async () => {
    save(HEAD + ALICE);
    await plan();
    writeFileSync('tenant.yaml', TENANT);
    save(HEAD + ALICE);
    expect(await plan()).toContain(
      "aks.yaml:5:66 access[0].users[0]: there is no user 'alice@contoso.com' in tenant.yaml",
    );
  });

  test('an app with stacks of its own is run as it is', async () => {
    const repository = resolve(__dirname, '..', '..', '..');
    writeFileSync(
      'cdktf.json',
      JSON.stringify({
        language: 'typescript',
        app: `node -r ${require.resolve('../../../cli/typescript.cjs')} main.ts`,
      }),
    );
    writeFileSync(
      'main.ts',
      `const { App, TerraformStack, TerraformOutput } = require('${repository}/node_modules/cdktf');
       const { defineStacks, loadConfig } = require('${repository}/app');
       const app = new App();
       defineStacks(app, loadConfig());
       new TerraformOutput(new TerraformStack(app, 'mine'), 'one', { value: require('node:fs').existsSync('more') ? 'a' : 'b' });
       app.synth();`,
    );
    save(HEAD + ALICE);
    expect(await plan()).toContain('mine No changes.');
    save(HEAD + CAROL);
    expect(await plan()).toContain('access 2 added, 0 changed, 0 destroyed');
    expect(existsSync('cdktf.out')).toBe(false);
  });
});

const USERS = `users:
  - { userPrincipalName: alice@contoso.com, objectId: 11111111-1111-4111-8111-111111111121 }
  - { userPrincipalName: carol@contoso.com, objectId: 11111111-1111-4111-8111-111111111122 }`;

const TENANT = `tenantId: 11111111-1111-4111-8111-111111111111
subscriptionId: 11111111-1111-4111-8111-111111111112
domain: contoso.com
deployer: terraform
users: []
groups: [{ displayName: admins, objectId: 894656e1-39f8-4bfe-b16a-510f61af6f41 }]
servicePrincipals:
  - { displayName: terraform, clientId: 11111111-1111-4111-8111-111111111113 }
`;
