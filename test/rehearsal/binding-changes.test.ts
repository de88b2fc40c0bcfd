import { canI } from '../../rehearsal/access/access';
import { asked } from './asked';
import { EXISTING_TENANT } from './existing-tenant';
import { RehearsedConfig } from './rehearsed-config';
import { describeWithTerraform } from './terraform';

const RELEASED = 'test/rehearsal/released';

let config: RehearsedConfig;
afterEach(() => {
  config.remove();
});

/** Rehearses, and returns what somebody could not do at some moment of it, each as it is asked. */
async function gapsWhile(questions: readonly string[]): Promise<string[]> {
  const gaps = new Set<string>();
  let moments = 0;
  config.onChange = ({ world, tenant }) => {
    moments++;
    questions
      .filter((question) => !canI(asked(question.split(' ')), world, tenant).allowed)
      .forEach((question) => gaps.add(question));
  };
  await config.rehearse();
  config.onChange = undefined;

  expect(moments).toBeGreaterThan(0);
  return [...gaps];
}

const account = (name: string): string => `system:serviceaccount:shop:${name}`;

// A cluster that exists makes it one stack instead of three.
const CONFIG = `
state: { backend: local }
aad: { mode: managed }
cluster: { existing: true, name: myAKSCluster, resourceGroupName: myResourceGroup }
grantClusterUser: false
access:
`;
const { kubernetes_role_binding_v1: _, ...objects } = EXISTING_TENANT.objects!;

/** Deploys the access entries, in flow style. */
async function deploy(...entries: string[]): Promise<void> {
  config.rewrite(() => CONFIG + entries.map((entry) => `  - ${entry}\n`).join(''));
  await config.rehearse();
}

async function change(...entries: string[]): Promise<string> {
  config.printed = '';
  await deploy(...entries);
  return /^access +(.*)$/m.exec(config.printed)?.[1] ?? '';
}

const MOVED = /^access +0 added, 0 changed, 0 destroyed — moved: /m;

describeWithTerraform('moving from the released version', () => {
  test.each([
    [
      `${RELEASED}/bindings.yaml`,
      [
        'alice@contoso.com create configmaps -n web',
        'bob@contoso.com create configmaps -n shop',
        `${account('deployer')} create configmaps -n web`,
        `${account('watcher')} create configmaps -n web`,
        `${account('deployer')} create rolebindings -n shop`,
        `${account('builder')} create configmaps -n shop`,
        `${account('viewer')} get pods -n web`,
        `${account('reader')} get pods -n web`,
      ],
      /^access +4 added, 2 changed, 2 destroyed/m,
    ],
    ['aks.yaml', ['alice@contoso.com delete pods -n shop'], MOVED],
    ['examples/article-legacy.yaml', ['alice@contoso.com delete pods -n shop'], MOVED],
  ])('%s leaves nobody without access at any moment', async (file, questions, counts) => {
    config = new RehearsedConfig(file);
    let whole = '';
    config.rewrite((content) => {
      whole = content;
      return content.slice(0, content.indexOf('\naccess:') + 1);
    });
    await config.rehearse();
    await config.applyReleased(`${RELEASED}/${/([\w-]+)\.yaml$/.exec(file)![1]}.tf.json`);
    config.rewrite(() => whole);
    config.printed = '';

    expect(await gapsWhile(questions)).toEqual([]);
    expect(config.printed).toMatch(counts);
    expect(config.printed).toMatch(/second plan +No changes/);
  });
});

describeWithTerraform('a change of a binding', () => {
  const place = 'name: ops, namespace: shop, clusterRole: edit';

  beforeEach(() => {
    config = new RehearsedConfig('aks.yaml', { ...EXISTING_TENANT, objects });
  });

  test('takes a person out beside service accounts, and the person loses the access', async () => {
    await deploy(
      `{ ${place}, users: [erin@contoso.com, bob@contoso.com], serviceAccounts: [shop/deployer] }`,
    );
    expect(
      await change(`{ ${place}, users: [bob@contoso.com], serviceAccounts: [shop/deployer] }`),
    ).toContain('1 changed');
    expect(config.canI('erin@contoso.com', 'create', 'configmaps', '-n', 'shop')).toBe(false);
    expect(config.canI(account('deployer'), 'create', 'configmaps', '-n', 'shop')).toBe(true);

    // The last one.
    await change(`{ ${place}, serviceAccounts: [shop/deployer] }`);
    expect(config.canI('bob@contoso.com', 'create', 'configmaps', '-n', 'shop')).toBe(false);
    expect(config.canI(account('deployer'), 'create', 'configmaps', '-n', 'shop')).toBe(true);
  });

  test.each([
    ['users: [erin@contoso.com]', 'serviceAccounts: [shop/deployer]'],
    ['serviceAccounts: [shop/deployer]', 'users: [erin@contoso.com]'],
    ['groups: [shop-developers]', 'users: [erin@contoso.com], serviceAccounts: [a/a, shop/deployer]'],
  ])('from %s to %s and back', async (before, after) => {
    const may = (subjects: string): boolean[] => [
      config.canI('erin@contoso.com', 'create', 'configmaps', '-n', 'shop') === subjects.includes('erin'),
      config.canI(account('deployer'), 'create', 'configmaps', '-n', 'shop') ===
        subjects.includes('deployer'),
    ];
    for (const subjects of [before, after, before]) {
      await deploy(`{ ${place}, ${subjects} }`);
      expect(may(subjects)).toEqual([true, true]);
    }
  });

  test.each([
    ['another name', 'name: anew, subjects: [{ kind: ServiceAccount, name: deployer, namespace: shop }]'],
    ['accounts on their own', 'name: ops, serviceAccounts: [shop/deployer]'],
  ])('that puts an account into the place of a user says what to do: %s', async (_what, remedy) => {
    const kept = '{ kind: ServiceAccount, name: deployer, namespace: shop }';
    const exact = 'namespace: shop, clusterRole: edit';
    await deploy(`{ name: ops, ${exact}, subjects: [{ kind: User, name: erin@contoso.com }, ${kept}] }`);

    await expect(change(`{ name: ops, ${exact}, subjects: [${kept}] }`)).rejects.toThrow(
      /subjects\[0\]\.apiGroup: Unsupported value[^]*give\s+the\s+binding\s+another\s+name/,
    );
    await change(`{ ${exact}, ${remedy} }`);
    expect(config.canI(account('deployer'), 'create', 'configmaps', '-n', 'shop')).toBe(true);
    expect(config.canI('erin@contoso.com', 'create', 'configmaps', '-n', 'shop')).toBe(false);
  });

  test('of the role of a named binding replaces it where it stands', async () => {
    const who = 'users: [erin@contoso.com], serviceAccounts: [shop/deployer]';
    await deploy(`{ ${place}, ${who} }`);

    for (const role of ['view', 'admin', 'view', 'edit']) {
      expect(await change(`{ name: ops, namespace: shop, clusterRole: ${role}, ${who} }`)).toContain(
        '2 added, 0 changed, 2 destroyed',
      );
    }
    expect(config.canI('erin@contoso.com', 'create', 'configmaps', '-n', 'shop')).toBe(true);
    expect(config.canI('erin@contoso.com', 'create', 'rolebindings', '-n', 'shop')).toBe(false);
    expect(config.canI(account('deployer'), 'create', 'configmaps', '-n', 'shop')).toBe(true);
  });
});
