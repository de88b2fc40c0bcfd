import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configuredAccess } from '../../../../access/configured/configured-access';
import { synthesizedApp } from '../../../../access/configured/synthesized-app';
import { manifests, toYaml } from '../../../../access/manifests/manifests';
import { usedText } from '../../../../cli/access/used';
import { ApiServer } from '../../../../tools/conformance/api-server';
import { MINIMAL } from '../../../app/config/config-file';
import { describeWithApiServer } from './describe-with-api-server';

const CONFIGURATION = `${MINIMAL}directory: { lookUpUsers: false }
namespaces: [{ name: shop }]
roles:
  - { name: wide, namespace: shop, rules: [{ verbs: ['*'], apiGroups: [''], resources: ['*'] }] }
  - { name: settings, namespace: shop, rules: [{ verbs: [get, update], resources: [configmaps], resourceNames: [a, b] }] }
access:
  - { name: developers, namespace: shop, role: wide, users: [alice@contoso.com] }
  - { name: settings, namespace: shop, role: settings, users: [bob@contoso.com] }
  - { name: never, clusterRole: view, users: [erin@contoso.com] }
`;

describeWithApiServer('the audit log of a real API server', () => {
  test('says which grants were used, by whom and with what verbs', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'audit-'));
    const auditLog = join(folder, 'audit.log');
    const file = join(folder, 'aks.yaml');
    writeFileSync(file, CONFIGURATION);
    const configured = configuredAccess(synthesizedApp(file));
    const server = await ApiServer.start({ auditLog });
    try {
      server.kubectl(['apply', '-f', '-'], toYaml(manifests(configured)));
      const as = (user: string, ...args: string[]): string =>
        server.kubectl([...args, '-n', 'shop', `--as=${user}`]);
      as('alice@contoso.com', 'get', 'pods');
      as('alice@contoso.com', 'create', 'configmap', 'a');
      as('bob@contoso.com', 'get', 'configmap', 'a');
      expect(() => as('bob@contoso.com', 'get', 'configmap', 'c')).toThrow('forbidden');

      const text = await usedText(configured, [auditLog]);
      expect(text).toMatch(
        /\| RoleBinding shop\/developers \| Role wide \| alice@contoso\.com: \d+ \| .*list pods/,
      );
      expect(text).toMatch(/create configmaps/);
      expect(text).toContain(
        '| RoleBinding shop/settings | Role settings | bob@contoso.com: 1 | get configmaps |',
      );
      expect(text).toContain('- ClusterRoleBinding never (ClusterRole view, User erin@contoso.com)');
      expect(text).toMatch(
        /name: settings-as-used\n.*\n.*\n +- verbs:\n +- get\n[^]*?resourceNames:\n +- a\n/,
      );
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true });
    }
  });
});
