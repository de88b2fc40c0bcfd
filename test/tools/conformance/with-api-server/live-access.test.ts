import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { configuredAccess } from '../../../../access/configured/configured-access';
import { synthesizedApp } from '../../../../access/configured/synthesized-app';
import { manifests, toYaml } from '../../../../access/manifests/manifests';
import { ApiServer } from '../../../../tools/conformance/api-server';
import { MINIMAL } from '../../../app/config/config-file';
import { bindings, describeWithApiServer } from './describe-with-api-server';

const GROUP = '5f1c0b7a-6a0e-4c0d-9f3b-0c8a2d4e6f10';
const CONFIGURATION = `${MINIMAL}directory: { lookUpUsers: false }
namespaces: [{ name: shop }]
roles: [{ name: auditor, rules: [{ verbs: [get, list], resources: [roles, clusterroles, rolebindings, clusterrolebindings] }] }]
access:
  - { clusterRole: edit, namespace: shop, users: [alice@contoso.com], groups: [${GROUP}], serviceAccounts: [shop/ci] }
  - { clusterRole: view, serviceAccounts: [shop/nightly] }
  - { clusterRole: auditor, serviceAccounts: [shop/nightly] }
`;

let server: ApiServer;
const folder = mkdtempSync(join(tmpdir(), 'live-'));
const file = join(folder, 'aks.yaml');

function live(kubeconfig: string): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      ...['-r', resolve('node_modules/tsx/dist/cjs/index.cjs'), resolve('cli/bin.ts'), 'access'],
      ...['--config', file, '--live', '--kubeconfig', kubeconfig],
    ],
    { cwd: folder, encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

function kubeconfigOf(account: string): string {
  return server.kubeconfig(server.kubectl(['create', 'token', account, '-n', 'shop']).trim());
}

describeWithApiServer('a real API server, asked through a kubeconfig', () => {
  beforeAll(async () => {
    server = await ApiServer.start();
    writeFileSync(file, CONFIGURATION);
    server.kubectl(['apply', '-f', '-'], toYaml(manifests(configuredAccess(synthesizedApp(file)))));
    server.kubectl(['create', 'serviceaccount', 'nightly', '-n', 'shop']);
    server.kubectl(['create', 'serviceaccount', 'nobody', '-n', 'shop']);
    // What kube-controller-manager would do, which is not there.
    const rules = (name: string): unknown =>
      (JSON.parse(server.kubectl(['get', 'clusterrole', name, '-o', 'json'])) as { rules: unknown }).rules;
    server.kubectl([
      ...['patch', 'clusterrole', 'view', '--type=merge', '-p'],
      JSON.stringify({ rules: rules('system:aggregate-to-view') }),
    ]);
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true });
  });

  test('differs in nothing after a deployment, as an account sees it that may view and list RBAC', () => {
    expect(live(kubeconfigOf('nightly'))).toMatchObject({
      stderr: '',
      stdout: expect.stringContaining(
        'Nobody holds anything that is not declared, and nothing that is declared is missing.',
      ) as string,
      status: 0,
    });
  });

  test('says what an account may not see', () => {
    const { status, stdout } = live(kubeconfigOf('nobody'));

    expect(status).toBe(3);
    expect(stdout).toContain('- ClusterRoleBinding: the account may not list them (403)');
    expect(stdout).not.toContain('Declared and missing');
  });

  test('tells what somebody has bound by hand', () => {
    server.kubectl([
      'create',
      'rolebinding',
      'by-hand',
      '--clusterrole=view',
      '--user=eve@contoso.com',
      '-n',
      'shop',
    ]);
    const { status, stdout } = live(server.kubeconfig());
    expect(status).toBe(3);
    expect(stdout).toContain('| user eve@contoso.com | ClusterRole view | shop | RoleBinding shop/by-hand |');

    server.kubectl([
      'create',
      'clusterrolebinding',
      'night',
      '--clusterrole=cluster-admin',
      '--user=eve@contoso.com',
    ]);
    const later = live(server.kubeconfig());
    expect(later.status).toBe(2);
    expect(later.stdout).toContain('- WARNING: user eve@contoso.com is cluster administrator');
    server.kubectl(['delete', 'clusterrolebinding', 'night']);
    server.kubectl(['delete', 'rolebinding', 'by-hand', '-n', 'shop']);
  });

  test('reads lists of more than one page', () => {
    server.kubectl(['create', '-f', '-'], bindings(1000));

    expect(live(server.kubeconfig()).stdout).toContain('## Shadow grants (1000)');
  });

  test('has credentials that are told apart from its silence', () => {
    const { stderr, status } = live(server.kubeconfig('wrong'));
    expect({ stderr, status }).toEqual({
      stderr: 'the API server does not accept the credentials of the kubeconfig (401): sign in again\n',
      status: 1,
    });

    const gone = join(folder, 'gone.json');
    writeFileSync(gone, readFileSync(server.kubeconfig(), 'utf8').replace(/127\.0\.0\.1:\d+/, '127.0.0.1:9'));
    expect(live(gone).stderr).toBe('127.0.0.1:9 cannot be asked: ECONNREFUSED\n');
  });
});
