import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Evaluation } from '../../../cli/dev/evaluation';
import { Problem, Response, Told } from '../../../cli/dev/messages';
import { ALICE, BOB, commit, HEAD, repositoryWith, textOf } from './project';

let project: string;
let folder: string;
const before = process.cwd();
beforeEach(() => {
  project = repositoryWith(HEAD + ALICE);
  folder = mkdtempSync(join(tmpdir(), 'dev-'));
  process.chdir(project);
});
afterEach(() => {
  process.chdir(before);
  [project, folder].forEach((one) => rmSync(one, { recursive: true }));
});

const write = (text: string, file = 'aks.yaml'): void => writeFileSync(file, text);

function evaluation(more: { tenant?: string; against?: string } = {}): Evaluation {
  return new Evaluation({
    configuration: 'aks.yaml',
    editor: 'vscode://file{file}:{line}:{column}',
    folder,
    ...more,
  });
}

type Answers = { [What in Response['what']]?: Omit<Extract<Response, { what: What }>, 'id'> };

function answers(of: Evaluation): Answers {
  const all: Answers = {};
  of.evaluate((response) => Object.assign(all, { [response.what]: response }));
  return all;
}

function told(of: Evaluation): Told {
  const { told, ...others } = answers(of);
  if (!told) {
    throw new Error(JSON.stringify(others));
  }
  return told.told;
}

const places = (problems: readonly Problem[]): string[] =>
  problems.map(({ file, line, column, key }) => `${file}:${line}:${column} ${key}`);

test('what has been committed changes nothing', () => {
  const { problems, clusters, parts, inShort } = told(evaluation());
  expect(problems).toEqual([]);
  expect(clusters).toEqual([{ key: '', name: 'shop' }]);
  expect(textOf(parts.changes!)).toContain('Nobody gains or loses anything.');
  expect(textOf(parts['access/']!)).toContain('alice@contoso.com');
  expect(inShort).toEqual(['nobody gains or loses anything, compared with HEAD']);
});

test('who gains a way to the top is told before anything else, and who loses it', () => {
  write(HEAD + BOB);
  const one = told(evaluation());
  expect(one.inShort[0]).toBe('WRONG  bob@contoso.com becomes cluster administrator');
  expect(textOf(one.parts.changes!)).toMatch(
    /bob@contoso.com\s+becomes cluster administrator\s+bob@contoso.com\s+gains cluster-admin in the whole cluster/,
  );

  commit(project);
  write(HEAD + ALICE);
  const other = told(evaluation());
  expect(textOf(other.parts.changes!)).toContain('bob@contoso.com is no longer cluster administrator');
  expect(textOf(other.parts.changes!)).toContain('loses cluster-admin in the whole cluster');
});

test('a commit while it runs becomes what is compared with', () => {
  const evaluated = evaluation();
  write(HEAD + BOB);
  expect(told(evaluated).inShort).toHaveLength(2);
  commit(project);
  expect(told(evaluated).inShort).toEqual(['nobody gains or loses anything, compared with HEAD']);
});

test('--against names a revision or a file, which is read anew each time', () => {
  write(HEAD + BOB);
  write(HEAD + ALICE, 'old.yaml');
  const evaluated = evaluation({ against: 'old.yaml' });
  expect(told(evaluated).inShort[0]).toContain('bob@contoso.com becomes');
  write(HEAD + BOB, 'old.yaml');
  expect(told(evaluated).inShort).toEqual(['nobody gains or loses anything, compared with old.yaml']);
  write('extends: old-base.yaml\n', 'old.yaml');
  expect(answers(evaluated).read?.files).toEqual(expect.arrayContaining(['old.yaml', 'old-base.yaml']));
  rmSync('old.yaml');
  expect(answers(evaluated).read?.files).toContain('old.yaml');
  expect(told(evaluation({ against: 'main' })).inShort[0]).toContain('bob@contoso.com becomes');
});

test('members whose list was taken out stay: Terraform leaves them in the group', () => {
  const group = (members: string) =>
    HEAD.replace(/aad: .*/, `aad: { adminGroup: { displayName: admins${members} } }`);
  write(group(', members: [a1b2c3d4-52c5-4d6c-9d0e-1f0e8f3a7b01]'), 'old.yaml');
  write(group(''));
  expect(told(evaluation({ against: 'old.yaml' })).inShort).toEqual([
    'nobody gains or loses anything, compared with old.yaml',
  ]);
});

test('that git does not read the repository of somebody else is said, with the fix', () => {
  process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER = '1';
  try {
    expect(told(evaluation()).inShort[0]).toMatch(
      /^git does not read the repository of aks\.yaml, which belongs to somebody else: trust it with git config --global --add safe\.directory \/\S+$/,
    );
  } finally {
    delete process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER;
  }
});

test('without a repository, and with a broken commit, there is access all the same', () => {
  rmSync('.git', { recursive: true });
  expect(textOf(told(evaluation()).parts.changes!)).toContain('There is no commit to compare with.');

  rmSync(project, { recursive: true });
  project = repositoryWith(`${HEAD}nonsense: 1\n`);
  process.chdir(project);
  write(HEAD + ALICE);
  const { parts } = told(evaluation());
  expect(textOf(parts.changes!)).toContain('HEAD:aks.yaml:3:1 nonsense: unknown key;');
  expect(textOf(parts['access/']!)).toContain('alice@contoso.com');
});

test('what is wrong with a file is told with its places, and all that was read is watched', () => {
  write(`${HEAD}extends: base.yaml\nnonsense: 1\n`);
  expect(answers(evaluation())).toEqual({
    read: {
      what: 'read',
      files: ['aks.yaml', 'tenant.yaml', 'base.yaml'],
      problems: [
        {
          file: 'aks.yaml',
          line: 3,
          column: 10,
          key: 'extends',
          message: "'base.yaml': there is no such file: create it, or name another one in extends",
          severity: 'error',
        },
      ],
    },
  });

  write('cluster: { name: 7 }\n', 'base.yaml');
  const { problems, files } = answers(evaluation()).read!;
  expect(files).toEqual(['aks.yaml', 'tenant.yaml', 'base.yaml']);
  expect(places(problems)).toEqual(['aks.yaml:4:1 nonsense']);
});

test('a tenant file says who there is, and is watched though it is not there yet', () => {
  const evaluated = evaluation();
  expect(answers(evaluated).read!.files).toEqual(['aks.yaml', 'tenant.yaml']);
  write(TENANT, 'tenant.yaml');
  const { problems, parts } = told(evaluated);
  expect(textOf(parts['access/']!)).toContain('With the people of contoso.com.');
  expect(problems).toMatchObject([
    {
      file: 'aks.yaml',
      line: 4,
      severity: 'warning',
      message: "there is no user 'alice@contoso.com' in the tenant contoso.com",
    },
  ]);

  write('tenantId: 1\n', 'tenant.yaml');
  expect(places(answers(evaluated).read!.problems)).toContain('tenant.yaml:1:11 tenantId');
});

test('broken rules are problems where they are broken', () => {
  write(`${HEAD}${BOB}rules:\n  few: { type: maxClusterAdmins, max: 0 }\n`);
  const { problems } = answers(evaluation()).read!;
  expect(problems).toEqual([]);
  expect(told(evaluation()).problems).toEqual([
    expect.objectContaining({ key: 'rule few', severity: 'warning' }) as unknown,
  ]);
});

test('what the constructs refuse is told in their words', () => {
  write(HEAD + ALICE + ALICE.replace('access:\n', '').replace('alice', 'carol'));
  const { failed, read } = answers(evaluation());
  const problems = failed?.problems ?? read!.problems;
  expect(problems).not.toEqual([]);
  expect(problems.every(({ message }) => !message.includes('    at '))).toBe(true);
});

test('each cluster of several has a part of its own', () => {
  write(
    HEAD.replace(/cluster:.*\n/, '') +
      'cluster: { resourceGroupName: rg, location: eastus }\nclusters: [{ key: one, name: a }, { key: two, name: b, resourceGroupName: other }]\n' +
      ALICE,
  );
  const { clusters, parts } = told(evaluation());
  expect(clusters).toEqual([
    { key: 'one', name: 'a' },
    { key: 'two', name: 'b' },
  ]);
  expect(Object.keys(parts)).toEqual(['access/one', 'words/one', 'access/two', 'words/two', 'changes']);
  expect(textOf(parts.changes!)).toContain('a, which is new');
});

test('a cluster that is removed takes nothing from anybody, and that is said', () => {
  const fleet = (...clusters: string[]): string =>
    `${HEAD.replace(/cluster:.*\n/, '')}cluster: { resourceGroupName: "rg-{key}", location: eastus }
clusters: [${clusters.map((name) => `{ key: ${name}, name: ${name} }`).join(', ')}]\n${ALICE}`;
  write(fleet('a', 'b', 'c'));
  commit(project);
  write(fleet('a', 'c'));
  const { parts, inShort } = told(evaluation());
  const text =
    'b is no longer part of the configuration: what it created stays, and everybody keeps their access';
  expect(textOf(parts.changes!).replace(/b\s+is/, 'b is')).toContain(text);
  expect(textOf(parts.changes!)).not.toContain('loses');
  expect(inShort).toEqual([`b: ${text}, until you destroy it`]);
});

test('each resource has the line that it comes from', () => {
  write(`${HEAD}namespaces:
  - name: shop
roles:
  - { name: restarter, namespace: shop, rules: [{ verbs: [patch], resources: [deployments] }] }
  - { name: lister, rules: [{ verbs: [list], resources: [nodes] }] }
access:
  - { name: viewers, clusterRole: view, namespace: shop, users: [alice@contoso.com] }
  - { name: everywhere, clusterRole: lister, users: [alice@contoso.com] }
`);
  const evaluated = evaluation();
  told(evaluated);
  const markup = evaluated.resources('');
  const places = Object.fromEntries(
    [...markup.matchAll(/<code>(\w+)\.[^<]*<\/code>(?:(?!<details)[^])*?(?:>(aks\.yaml:\d+):|<pre)/g)].map(
      ([, type, place]) => [type!, place] as const,
    ),
  );
  expect(places).toMatchObject({
    azurerm_kubernetes_cluster: 'aks.yaml:2',
    azurerm_resource_group: 'aks.yaml:2',
    kubernetes_namespace_v1: 'aks.yaml:4',
    kubernetes_role_v1: 'aks.yaml:6',
    kubernetes_cluster_role_v1: 'aks.yaml:7',
    kubernetes_role_binding_v1: 'aks.yaml:9',
    kubernetes_cluster_role_binding_v1: 'aks.yaml:10',
  });
  expect(evaluated.resources('nothing')).toBe('');
});

test('what was synthesised last stays, and what came before goes', () => {
  const evaluated = evaluation();
  const folders = [1, 2, 3].map(() => told(evaluated).outdir);
  expect(readdirSync(folder).map((name) => name.split('-')[0])).toEqual(['earlier', 'synth', 'synth']);
  expect(JSON.parse(readFileSync(join(folders[2]!, 'manifest.json'), 'utf8'))).toHaveProperty('stacks');

  write(`${HEAD}access: [{ clusterRole: view, groups: ["it's"] }]\n`);
  expect(answers(evaluated).failed?.problems[0]?.message).toContain('apostrophe');
  expect(readdirSync(folder)).toHaveLength(3);
});

const TENANT = `tenantId: 11111111-1111-4111-8111-111111111111
subscriptionId: 11111111-1111-4111-8111-111111111112
domain: contoso.com
deployer: terraform
users: []
groups: []
servicePrincipals:
  - { displayName: terraform, clientId: 11111111-1111-4111-8111-111111111113 }
`;

test('a save leaves nothing behind in memory that the next does not need', () => {
  const of = evaluation();
  const { __cdktfTokenMap: tokens } = globalThis as unknown as {
    __cdktfTokenMap: { stringTokenMap: Map<string, unknown> };
  };
  const kept = [1, 2, 3].map(() => {
    told(of);
    return tokens.stringTokenMap.size;
  });

  expect(kept[0]).toBeGreaterThan(0);
  expect(kept[2]).toBe(kept[1]);
});
