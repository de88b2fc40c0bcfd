import { createServer, Server } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditLock, auditOf } from '../../../tools/packaging/audit-lock';

const URL_OF_ADVISORY = 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc';

/** A project with one package that only its development needs. */
let folder: string;
let server: Server;
let severity: string | undefined;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'audit-'));
  const project = { name: 'x', version: '1.0.0', devDependencies: { leaky: '1.0.0' } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(project));
  const packages = { '': project, 'node_modules/leaky': { version: '1.0.0', dev: true } };
  writeFileSync(
    join(folder, 'package-lock.json'),
    JSON.stringify({ ...project, lockfileVersion: 3, packages }),
  );
  // A registry, as far as npm asks it: the advisories, and which versions there are.
  server = createServer((request, response) => {
    const isAudit = request.url === '/-/npm/v1/security/advisories/bulk';
    response.statusCode = isAudit && severity === undefined ? 405 : 200;
    const advisory = { id: 1, url: URL_OF_ADVISORY, title: 'Leaks', severity, vulnerable_versions: '<2.0.0' };
    const versions = { '1.0.0': { name: 'leaky', version: '1.0.0' } };
    const answer = isAudit
      ? { leaky: [advisory] }
      : { name: 'leaky', versions, 'dist-tags': { latest: '1.0.0' } };
    request.resume().on('end', () => response.end(JSON.stringify(answer)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

const audit = (): ReturnType<typeof auditLock> => {
  const { port } = server.address() as AddressInfo;
  return auditLock(folder, {
    npm_config_registry: `http://127.0.0.1:${port}/`,
    npm_config_cache: join(folder, 'cache'),
    npm_config_audit_level: '',
    NODE_ENV: 'production',
  });
};

test('what is high is found, in packages of development, too', async () => {
  severity = 'high';
  expect(await audit()).toEqual({ advisories: ['leaky: Leaks (high, GHSA-aaaa-bbbb-cccc)'], packages: 1 });
});

test('what is moderate does not count', async () => {
  severity = 'moderate';
  expect(await audit()).toEqual({ advisories: [], packages: 1 });
});

test('a registry that does not answer is no registry that finds nothing', async () => {
  severity = undefined;
  expect(await audit()).toEqual({ unavailable: expect.stringContaining('405') as string });
});

test('an advisory that is accepted with a reason does not count', () => {
  const via = [{ name: 'leaky', title: 'Leaks', url: URL_OF_ADVISORY, severity: 'critical' }];
  const output = JSON.stringify({ vulnerabilities: { leaky: { via }, other: { via: ['leaky'] } } });

  expect(auditOf(output, {})).toMatchObject({ advisories: [expect.stringContaining('critical')] });
  expect(auditOf(output, { 'GHSA-aaaa-bbbb-cccc': 'not reached' })).toMatchObject({ advisories: [] });
});
