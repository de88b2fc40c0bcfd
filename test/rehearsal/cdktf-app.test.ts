import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCdktfApp, synthesize } from '../../rehearsal/cdktf-app';
import { APP_FILE, rehearsedFile, Workspace } from '../../rehearsal/workspace';

let root: string;
let file: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cdktf-app-'));
  file = join(root, 'cdktf.json');
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

describe('what cannot be rehearsed is refused with what is wrong', () => {
  test.each([
    ['{', 'cdktf.json is not valid JSON'],
    ['[]', 'cdktf.json is not a JSON object'],
    ['{}', "cdktf.json has no 'app': set it to the command"],
    ['{ "app": 3 }', "cdktf.json has no 'app': set it to the command"],
    ['{ "app": " " }', "cdktf.json has no 'app': set it to the command"],
  ])('%s', (text, message) => {
    writeFileSync(file, text);
    expect(() => readCdktfApp(file)).toThrow(message);
  });

  test('a folder without a cdktf app', () => {
    expect(() => readCdktfApp(file)).toThrow("or make one with 'npx cdktf-aks-aad init <folder>'");
  });
});

test('the app finds the context of cdktf.json and the modules of the project, as under cdktf synth', () => {
  const terraformModules = ['./modules/quota', { name: 'up', source: '../up' }, 'Azure/aks/azurerm@10.0.0'];
  writeFileSync(file, JSON.stringify({ app: 'true', context: { stage: 'test' }, terraformModules }));

  expect(readCdktfApp(file).context).toEqual({
    stage: 'test',
    cdktfRelativeModules: ['./modules/quota', { name: 'up', source: '../up' }],
  });
});

test('the app finds the versions that will run it, as under cdktn synth', () => {
  const targetVersions = { terraform: '>=1.11.0' };
  writeFileSync(file, JSON.stringify({ app: 'true', targetVersions }));

  expect(readCdktfApp(file).context).toEqual({ targetVersions, cdktfRelativeModules: [] });
});

describe('an app', () => {
  test('that writes its stacks elsewhere is told where they belong', async () => {
    await expect(
      synthesize({ command: 'true', context: {} }, new Workspace(APP_FILE, join(root, 'rehearsals'))),
    ).rejects.toThrow("leave 'outdir' out of new App()");
  });

  test('that fails is not deployed', async () => {
    await expect(
      synthesize({ command: 'exit 3', context: {} }, new Workspace(APP_FILE, join(root, 'rehearsals'))),
    ).rejects.toThrow('the app was not synthesised, so nothing was deployed');
  });

  test.each([
    [APP_FILE, 'other.yaml'],
    ['aks.yaml', 'aks.yaml'],
  ])('rehearsed by %s reads the configuration %s', async (rehearsed, read) => {
    const before = process.env.AKS_CONFIG;
    process.env.AKS_CONFIG = 'other.yaml';
    try {
      const command = `echo $AKS_CONFIG > ${join(root, 'seen')} && exit 1`;
      const workspace = new Workspace(rehearsed, join(root, 'rehearsals'));
      await expect(synthesize({ command, context: {} }, workspace)).rejects.toThrow('was not synthesised');
    } finally {
      process.env.AKS_CONFIG = before ?? '';
    }
    expect(readFileSync(join(root, 'seen'), 'utf8')).toBe(`${read}\n`);
  });
});

describe('when no file is named', () => {
  const cwd = process.cwd();
  const before = process.env.AKS_CONFIG;
  beforeEach(() => {
    delete process.env.AKS_CONFIG;
    mkdirSync(join(root, 'project'));
    process.chdir(join(root, 'project'));
  });
  afterEach(() => {
    process.chdir(cwd);
    process.env.AKS_CONFIG = before ?? '';
  });

  test('an app without aks.yaml is rehearsed as it is', () => {
    expect(rehearsedFile()).toBe(APP_FILE);
  });

  test('aks.yaml is, where there is one', () => {
    writeFileSync('aks.yaml', '');
    expect(rehearsedFile()).toBe('aks.yaml');
  });

  test('AKS_CONFIG is, even when there is no such file, so that it can be told', () => {
    process.env.AKS_CONFIG = 'prod.yaml';
    expect(rehearsedFile()).toBe('prod.yaml');
  });
});
