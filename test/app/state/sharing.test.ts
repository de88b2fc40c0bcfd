import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadConfig } from '../../../app/config';
import { ConfigError } from '../../../app/config/problems/config-error';
import { stateAddresses } from '../../../app/state/address';
import { defaultStateDirectory } from '../../../app/state/directory';
import { requireOwnStates } from '../../../app/state/sharing';
import { BACKENDS } from './backend-samples';
import { load, MINIMAL } from '../config/config-file';

const AZURERM = BACKENDS.azurerm!.least;

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'sharing-')));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

/** A whole configuration with the state that is asked for. */
function withState(state: string, more = ''): string {
  return `${MINIMAL}state: ${state}\n${more}`;
}

/** What is wrong with the states of a file; file names are relative to the folder of the test. */
function problemsOfStates(file: string): string[] {
  try {
    requireOwnStates(loadConfig(join(folder, file), {}));
    return [];
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.message.replaceAll(`${folder}/`, '').split('\n');
    }
    throw error;
  }
}

const S3 = '{ backend: s3, bucket: state, region: eu-west-1, endpoint:';

describe('two configurations with one state', () => {
  test('are refused, with both files, what they would share, and the fix', () => {
    write({ 'dev.yaml': withState(AZURERM), 'prod.yaml': withState(AZURERM) });

    expect(problemsOfStates('prod.yaml')).toEqual([
      "prod.yaml:8:1 state: stack 'identity' of prod.yaml would share blob 'aks/identity.tfstate' in container 'tfstate' " +
        "of storage account 'contosostate' with dev.yaml, and so would 2 more: give one of the two files an 'environment' " +
        "or a 'prefix' of its own",
    ]);
    expect(problemsOfStates('dev.yaml')).toEqual([expect.stringContaining('with prod.yaml')]);
  });

  test.each(Object.entries(BACKENDS).filter(([name]) => name !== 'local'))(
    '%s: the same section twice is one state, and another prefix or address is not',
    (_, { least, all }) => {
      write({ 'a.yaml': withState(least), 'b.yaml': withState(least), 'c/c.yaml': withState(all) });

      expect(problemsOfStates('a.yaml')).toEqual([expect.stringContaining('with b.yaml')]);
      rmSync(join(folder, 'b.yaml'));
      expect(problemsOfStates('a.yaml')).toEqual([]);
    },
  );

  test('may be written in different ways, and one service has two backends', () => {
    write({
      'a.yaml': withState('{ backend: remote, organization: contoso, hostname: APP.terraform.io }'),
      'b.yaml': withState('{ backend: hcp, organization: contoso }'),
    });
    expect(problemsOfStates('a.yaml')).toEqual([expect.stringContaining("workspace 'aks-identity'")]);
  });

  test.each([
    [
      "{ backend: http, address: 'http://A.b/{stack}' }",
      "{ backend: http, address: 'http://a.b:80/{stack}' }",
    ],
    ['{ backend: s3, bucket: state, region: eu-west-1 }', `${S3} 'https://s3.eu-west-1.amazonaws.com' }`],
    [`${S3} 'https://A.b:443/' }`, `${S3} 'https://a.b' }`],
    ['{ backend: consul, address: A.b }', "{ backend: consul, address: 'a.b:443' }"],
  ])('%s is the same as %s', (one, other) => {
    write({ 'a.yaml': withState(one), 'b.yaml': withState(other) });
    expect(problemsOfStates('a.yaml')).toEqual([expect.stringContaining('with b.yaml')]);
  });

  test.each([
    [`${S3} 'https://a.b/one' }`, `${S3} 'https://a.b/One' }`],
    ['{ backend: consul, datacenter: weu }', '{ backend: consul, datacenter: neu }'],
    ["{ backend: http, address: 'http://a.b/{stack}' }", "{ backend: http, address: 'http://a.b/{stack}/' }"],
  ])('%s is not %s', (one, other) => {
    write({ 'a.yaml': withState(one), 'b.yaml': withState(other) });
    expect(problemsOfStates('a.yaml')).toEqual([]);
  });

  test('workspaces are also the same when their tags are', () => {
    write({
      'a.yaml': withState('{ backend: hcp, organization: contoso, prefix: a, tags: [aks, shop] }'),
      'b.yaml': withState('{ backend: hcp, organization: contoso, prefix: b, tags: [shop, aks] }'),
    });
    expect(problemsOfStates('a.yaml')).toEqual([
      expect.stringContaining('the workspace with the tags aks, shop, stack:identity'),
    ]);
  });

  test.each([
    ['an environment', 'environment: production\n', AZURERM],
    ['a prefix', '', AZURERM.replace(' }', ', prefix: shop }')],
  ])('%s keeps them apart', (_, more, state) => {
    write({ 'dev.yaml': withState(AZURERM), 'prod.yaml': withState(state, more) });
    expect(problemsOfStates('prod.yaml')).toEqual([]);
  });

  test('are found below, above, beside a base, and with another extension', () => {
    write({
      'base/common.yaml': `extends: ../root.yaml\n`,
      'root.yaml': `aad: { azureRbac: true }\nstate: ${AZURERM}\ncluster: { resourceGroupName: g, location: eastus }\n`,
      'live/prod.yaml': 'extends: ../base/common.yaml\ncluster: { name: prod }\n',
      'live/below/dev.yml': withState(AZURERM),
      'base/other.yaml': withState(AZURERM),
      'above.yaml': withState(AZURERM),
    });

    expect(problemsOfStates('live/prod.yaml').map((problem) => /with (\S+),/.exec(problem)?.[1])).toEqual([
      'above.yaml',
      'base/other.yaml',
      'live/below/dev.yml',
    ]);
  });

  test('fleets share the states of the clusters with the same key, and identity', () => {
    const fleet = (keys: string[]): string =>
      `aad: { azureRbac: true }\nstate: ${AZURERM}\ncluster: { resourceGroupName: g, createResourceGroup: false, location: eastus }\nclusters:\n` +
      keys.map((key) => `  - { key: ${key}, name: ${key} }\n`).join('');
    write({ 'a.yaml': fleet(['weu', 'neu']), 'b.yaml': fleet(['weu', 'eus']) });

    expect(problemsOfStates('a.yaml')).toEqual([expect.stringContaining('with b.yaml, and so would 2 more')]);
  });

  test('a stack of another ID may be the one that shares the state', () => {
    write({
      'a.yaml': withState(BACKENDS.pg!.least, 'environment: a-b\n'),
      'b.yaml': `aad: { azureRbac: true }\nenvironment: a\nstate: { backend: pg }\ncluster: { resourceGroupName: g, location: eastus }\nclusters: [{ key: b, name: b }]\n`,
    });
    expect(problemsOfStates('b.yaml')).toEqual([
      expect.stringContaining("stack 'cluster-a-b' of b.yaml would share schema 'aks_cluster_a_b'"),
    ]);
  });

  test('local states of two files in one folder are refused', () => {
    write({ 'a.yaml': withState('{ directory: states }'), 'b.yaml': withState('{ directory: ./states }') });
    expect(problemsOfStates('a.yaml')).toEqual([
      expect.stringContaining("an 'environment' or a 'directory' of its own"),
    ]);
  });
});

test('a file may have the states of another that says nothing of them', () => {
  write({
    'a.yaml': withState(`{ directory: ${defaultStateDirectory(join(folder, 'b.yaml'))}/. }`),
    'b.yaml': MINIMAL,
  });
  expect(problemsOfStates('a.yaml')).toEqual([expect.stringContaining('would share')]);
});

test.each([
  ['an escape', '"st\\u0061te": { directory: states }'],
  ['quotes', "'state' : { directory: states }"],
  ['a question mark', '? state # where\n: { directory: states }'],
  ['a tag', '!!str state: { directory: states }'],
])('a key may be written with %s', (_, state) => {
  write({ 'a.yaml': withState('{ directory: states }'), 'b.yaml': `${MINIMAL}${state}\n` });
  expect(problemsOfStates('a.yaml')).toEqual([expect.stringContaining('would share')]);
});

describe('what is no second configuration', () => {
  test.each<[string, Record<string, string>]>([
    ['a file with problems', { 'broken.yaml': withState(AZURERM, 'acess: []\n') }],
    ['a file that is not YAML', { 'broken.yaml': `${withState(AZURERM)}\n  - [` }],
    ['a base without a cluster', { 'base.yaml': `state: ${AZURERM}\naad: { azureRbac: true }\n` }],
    [
      'a base that only makes sense with an environment',
      { 'base.yaml': withState(AZURERM).replace('myAKSCluster', 'aks-{environment}') },
    ],
    ['a file of something else', { 'values.yaml': `state: ${AZURERM}\nreplicas: 3\n` }],
    ['a file without end', { 'a.yaml': 'extends: b.yaml\n', 'b.yaml': 'extends: a.yaml\n' }],
    ['an empty file', { 'empty.yaml': '' }],
    ['a list', { 'list.yaml': '- aad: x\n' }],
    [
      'what tools have put there',
      {
        'node_modules/x/aks.yaml': withState(AZURERM),
        '.git/aks.yaml': withState(AZURERM),
        'dist/aks.yaml': withState(AZURERM),
        'dist-cdktn-app/aks.yaml': withState(AZURERM),
      },
    ],
  ])('%s', (_, files) => {
    write({ 'prod.yaml': withState(AZURERM), ...files });
    expect(problemsOfStates('prod.yaml')).toEqual([]);
  });

  test('the same file under another name', () => {
    write({ 'prod.yaml': withState(AZURERM) });
    symlinkSync(join(folder, 'prod.yaml'), join(folder, 'aks.yaml'));
    symlinkSync(folder, join(folder, 'loop'));

    expect(problemsOfStates('aks.yaml')).toEqual([]);
  });

  test('the base itself, unless it could be deployed as it is', () => {
    const part = `aad: { azureRbac: true }\nstate: ${AZURERM}\ncluster: { resourceGroupName: g, location: eastus }\n`;
    write({ 'base.yaml': part, 'prod.yaml': 'extends: base.yaml\ncluster: { name: prod }\n' });
    expect(problemsOfStates('prod.yaml')).toEqual([]);

    write({ 'base.yaml': part.replace('{ res', '{ name: shop, res') });
    expect(problemsOfStates('prod.yaml')).toEqual([expect.stringContaining('with base.yaml')]);
  });
});

test('the search ends, however large the folder is', () => {
  write({ 'prod.yaml': withState(AZURERM), 'one/dev.yaml': withState(AZURERM) });
  for (let index = 0; index < 300; index++) {
    mkdirSync(join(folder, 'many', `${index}`), { recursive: true });
  }
  cpSync(join(folder, 'one'), join(folder, 'z', 'a', 'b', 'c', 'd', 'e', 'f'), { recursive: true });

  // What is near is found; what is too deep is not looked for.
  expect(problemsOfStates('prod.yaml')).toEqual([expect.stringContaining('with one/dev.yaml')]);
});

test('what is read from elsewhere than the file system has no neighbours', () => {
  write({ 'dev.yaml': withState(AZURERM) });
  const file = join(folder, 'prod.yaml');
  const config = loadConfig(file, {}, () => Buffer.from(withState(AZURERM)));

  expect(() => requireOwnStates(config)).not.toThrow();
});

describe('names', () => {
  test.each(Object.entries(BACKENDS))(
    '%s: stacks with similar IDs have different states',
    (_, { least, all }) => {
      const stacks = [
        'cluster',
        'cluster-a',
        'cluster-a-b',
        'cluster-ab',
        'cluster-1',
        'access-1',
        'identity',
        'access',
      ];

      for (const state of [least, all]) {
        const config = load(withState(state)).state;
        const addresses = stacks.flatMap((stack) => stateAddresses(config, stack));
        expect(new Set(addresses).size).toBe(addresses.length);
      }
    },
  );

  test.each([
    ['pg', '{ backend: pg, prefix: PREFIX }', 63 - '_identity'.length],
    [
      'kubernetes',
      '{ backend: kubernetes, namespace: terraform, prefix: PREFIX }',
      63 - '-identity-state'.length,
    ],
    ['hcp', '{ backend: hcp, organization: contoso, prefix: PREFIX }', 90 - '-identity'.length],
    ['remote', '{ backend: remote, organization: contoso, prefix: PREFIX }', 90 - '-identity'.length],
  ])('%s: a name that would be too long is refused', (_, state, longest) => {
    write({ 'aks.yaml': withState(state.replace('PREFIX', 'a'.repeat(longest))) });
    expect(problemsOfStates('aks.yaml')).toEqual([]);

    write({ 'aks.yaml': withState(state.replace('PREFIX', 'a'.repeat(longest + 1))) });
    expect(problemsOfStates('aks.yaml')).toEqual([
      expect.stringMatching(
        /^aks\.yaml:8:1 state: 'a+[_-]identity(-state)?' has (64|91) characters, .*: use a shorter prefix$/,
      ),
    ]);
  });
});
