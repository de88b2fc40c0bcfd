import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { LITERAL } from '../../access/configurations';
import { CommandRun, runInProcess } from '../in-process';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-cli-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, content: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
}

const access = (...args: string[]): Promise<CommandRun> =>
  runInProcess(['access', ...args], { cwd: folder, env: { AKS_CONFIG: '' } });

const READERS = `${LITERAL}access: [{ name: readers, clusterRole: view, users: [bob@contoso.com] }]\n`;
const BROKEN = '{ type: cannot, users: [bob@contoso.com], verbs: [get], resources: [pods] }';
const UNKNOWN = '{ type: maxClusterAdmins, max: 3 }';

test('the exit code is that of the worst rule, and a rule of a base stands where it is written', async () => {
  write('base/aks.yaml', `rulesFile: rules.yaml\n${READERS}`);
  write('base/rules.yaml', `rules:\n  few: ${UNKNOWN}\n  readers: ${BROKEN}\n`);
  write('aks.yaml', 'extends: base/aks.yaml\n');
  const broken = await access('--check');
  expect(broken.status).toBe(1);
  expect(broken.stdout).toContain('base/rules.yaml:3:12 readers: broken in cluster shop');
  expect(broken.stdout).toContain('bob@contoso.com can get pods in the whole cluster (base/aks.yaml:5:54)');

  write('aks.yaml', 'extends: base/aks.yaml\nrules: { readers: { severity: warning } }\n');
  expect((await access('--check')).status).toBe(2);

  copyFileSync(resolve('rehearsal/tenant.yaml'), join(folder, 'tenant.yaml'));
  const { status, stdout } = await access('--check', '--format', 'sarif');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ runs: [{ results: [{ level: 'warning' }] }] });
});

test('what cannot be checked ends with 2, and says why', async () => {
  write('aks.yaml', READERS);
  const without = await access('--check');
  expect(without.status).toBe(2);
  expect(without.stderr).toContain('has no rules');

  write('aks.yaml', `rulesFile: rules.yaml\n${READERS}`);
  write('rules.yaml', 'rules: {}\naccess: []\n');
  const astray = await access('--check');
  expect(astray.status).toBe(2);
  expect(astray.stderr).toContain("rules.yaml:2:1 access: a file of rules holds nothing but the key 'rules'");
  expect((await access('--check', '--format', 'html')).stderr).toContain(
    '--format html is not a format with --check',
  );
  expect((await access('--format', 'sarif')).stderr).toContain(
    '--format sarif is not a format of the report',
  );
});
