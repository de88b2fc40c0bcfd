import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { selfSignedCertificate } from '../../../rehearsal/backends/certificate';
import { HttpState } from '../../../rehearsal/backends/http-state';
import { LeashedProcess } from '../../../rehearsal/backends/leash';
import { startBackend } from '../../../rehearsal/backends/start-backend';
import { TlsServer } from '../../../rehearsal/backends/tls-server';
import { isRunning } from '../../../rehearsal/processes';
import { SynthesizedStack } from '../../../rehearsal/workspace';

describe('a certificate of this machine', () => {
  test('is trusted under its names by who was given it, and by nobody else', async () => {
    const tls = selfSignedCertificate('contoso.blob.core.windows.net');
    const server = await TlsServer.start(tls, () => ({ status: 204 }));

    const status = (options: object): Promise<number | string | undefined> =>
      new Promise((done) => {
        const request = get(`https://${server.host}`, options, (response) => {
          response.resume();
          done(response.statusCode);
        });
        request.on('error', (error: NodeJS.ErrnoException) => done(error.code));
      });

    try {
      const ca = tls.certificate;
      expect(await status({ ca })).toBe(204);
      expect(await status({ ca, servername: 'contoso.blob.core.windows.net' })).toBe(204);
      expect(await status({ ca: selfSignedCertificate().certificate })).toMatch(/CERT|SIGNATURE/);
    } finally {
      await server.stop();
    }
  });
});

describe('where Terraform takes certificates from the system only', () => {
  const { platform } = process;
  afterEach(() => {
    Object.defineProperty(process, 'platform', { value: platform });
  });

  test.each([
    ['win32', 'azurerm', 'on Windows takes from the system only'],
    ['darwin', 'remote', 'on macOS takes from the system only'],
    ['win32', 'pg', "a backend of type 'pg' is not started on Windows"],
  ])('%s starts no %s, and says so', async (system, type, message) => {
    Object.defineProperty(process, 'platform', { value: system });
    const stack = { json: { terraform: { backend: { [type]: {} } } } } as unknown as SynthesizedStack;
    await expect(startBackend([stack])).rejects.toThrow(message);
  });
});

describe('a server on the leash', () => {
  const SERVER = 'console.log("serving"); setInterval(() => 0, 1000)';

  test('ends with its folder when it is stopped', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'leash-'));
    const leashed = await LeashedProcess.start({
      command: [process.execPath, '-e', SERVER],
      folder,
      ready: /serving/,
      signal: 'SIGTERM',
    });
    const pid = Number(/^\d+$/m.exec(leashed.printed)![0]);
    expect(isRunning(pid)).toBe(true);

    await leashed.stop();
    expect(isRunning(pid)).toBe(false);
    expect(existsSync(folder)).toBe(false);
  });

  test('ends even when whoever holds the leash is killed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'leash-'));
    const script = join(mkdtempSync(join(tmpdir(), 'holder-')), 'holder.ts');
    writeFileSync(
      script,
      `import { LeashedProcess } from ${JSON.stringify(resolve('rehearsal/backends/leash'))};
       void LeashedProcess.start({ command: [process.execPath, '-e', ${JSON.stringify(SERVER)}],
         folder: ${JSON.stringify(folder)}, ready: /serving/, signal: 'SIGTERM' })
         .then((leashed) => { console.log(leashed.printed); process.kill(process.pid, 'SIGKILL'); });`,
    );
    const holder = spawn(process.execPath, ['-r', './cli/typescript.cjs', script]);
    let printed = '';
    holder.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    await new Promise((done) => holder.on('close', done));
    const pid = Number(/^\d+$/m.exec(printed)![0]);

    for (let i = 0; i < 200 && (isRunning(pid) || existsSync(folder)); i++) {
      await sleep(50);
    }
    expect(isRunning(pid)).toBe(false);
    expect(existsSync(folder)).toBe(false);
  });

  test('that does not come up is told with what it has printed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'leash-'));
    const start = LeashedProcess.start({
      command: [process.execPath, '-e', 'console.error("no such port"); process.exitCode = 3'],
      folder,
      ready: /serving/,
      signal: 'SIGTERM',
    });

    await expect(start).rejects.toThrow(/ended after its start:[^]*no such port/);
    expect(existsSync(folder)).toBe(false);
  });
});

describe('the server of states over HTTP', () => {
  let server: HttpState;
  beforeEach(async () => {
    server = await HttpState.start();
  });
  afterEach(async () => {
    await server.stop();
  });

  const LOCK = JSON.stringify({ ID: 'one', Who: 'alice@laptop' });
  const OTHER = JSON.stringify({ ID: 'two', Who: 'bob@laptop' });

  async function call(method: string, path: string, body?: string, authorized = true) {
    const { TF_HTTP_USERNAME: user, TF_HTTP_PASSWORD: password } = server.environment;
    const credentials = Buffer.from(`${user}:${password}`).toString('base64');
    const headers = authorized ? { Authorization: `Basic ${credentials}` } : undefined;
    const response = await fetch(`${server.origin}${path}`, { method, body, headers });

    return [response.status, await response.text()];
  }

  test('knows nobody without a password', async () => {
    expect(await call('GET', '/aks/identity', undefined, false)).toEqual([401, '']);
  });

  test('keeps each state apart', async () => {
    await call('POST', '/aks/identity', '{"serial": 1}');

    expect(await call('GET', '/aks/identity')).toEqual([200, '{"serial": 1}']);
    expect(await call('GET', '/aks/cluster')).toEqual([404, '']);
  });

  test.each([
    ['LOCK', 'UNLOCK', '/aks/identity'],
    ['POST', 'DELETE', '/aks/identity/lock'],
  ])('locks with %s and unlocks with %s, and tells others who holds the lock', async (lock, unlock, path) => {
    expect(await call(lock, path, LOCK)).toEqual([200, '']);
    expect(await call(lock, path, OTHER)).toEqual([423, LOCK]);
    expect(await call(unlock, path, OTHER)).toEqual([409, LOCK]);
    expect(await server.lockHolder()).toBe('alice@laptop');

    expect(await call(unlock, path, LOCK)).toEqual([200, '']);
    expect(await call(lock, path, OTHER)).toEqual([200, '']);
  });

  test('takes a state from the holder of its lock alone', async () => {
    await call('LOCK', '/aks/identity', LOCK);

    expect(await call('POST', '/aks/identity', '{}')).toEqual([423, LOCK]);
    expect(await call('POST', '/aks/identity?ID=two', '{}')).toEqual([423, LOCK]);
    expect(await call('POST', '/aks/identity?ID=one', '{}')).toEqual([200, '']);
  });

  test('puts its own address into settings, and leaves the rest alone', () => {
    const settings = {
      address: 'https://gitlab.contoso.com/api/v4/projects/7/terraform/state/aks-identity?v=1',
      lock_address: 'https://gitlab.contoso.com/api/v4/projects/7/terraform/state/aks-identity/lock',
      lock_method: 'POST',
    };

    expect(server.redirect(settings)).toEqual({
      address: `${server.origin}/api/v4/projects/7/terraform/state/aks-identity?v=1`,
      lock_address: `${server.origin}/api/v4/projects/7/terraform/state/aks-identity/lock`,
      lock_method: 'POST',
    });
  });
});
