import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { globalAgent } from 'node:https';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentialsFor } from '../../cli/azure/credentials';
import { ask, Question } from '../../cli/http';
import { selfSignedCertificate } from '../../rehearsal/backends/certificate';
import { TlsServer } from '../../rehearsal/backends/tls-server';
import { runCommand } from '../../rehearsal/command';
import { ConnectProxy } from './connect-proxy';
import { withoutPauses } from './pauses';

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

describe('a service that does not answer at once', () => {
  let handles: Handle[] = [];
  const asked: string[] = [];
  let server: Server;

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.method!);
      (handles.length > 1 ? handles.shift()! : handles[0]!)(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));

  let told: string[] = [];
  beforeEach(() => {
    asked.length = 0;
    told = [];
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => told.push(String(text)) > 0);
  });
  afterEach(() => jest.restoreAllMocks());

  const status =
    (code: number, headers: Record<string, string> = {}): Handle =>
    (_, response) =>
      response.writeHead(code, headers).end(String(code));
  const broken: Handle = ({ socket }) => socket.destroy();
  const askServer = (question: Partial<Question> = {}) =>
    ask({
      service: 'Graph',
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      headers: { authorization: 'Bearer secret' },
      ...question,
    });

  test('is asked again after the pause that it wishes, which is told when it is long', async () => {
    const pauses = withoutPauses();
    handles = [status(429, { 'retry-after': '2' }), status(503, { 'retry-after': '30' }), status(200)];

    expect(await askServer()).toEqual({ status: 200, text: '200' });
    expect(pauses).toEqual([2000, 30_000]);
    expect(told).toEqual(['Graph is busy (503): asking again in 30 s\n']);
  });

  test('may name a date', async () => {
    const pauses = withoutPauses();
    handles = [status(429, { 'retry-after': new Date(Date.now() + 60_000).toUTCString() }), status(200)];

    expect(await askServer()).toMatchObject({ status: 200 });
    expect(pauses).toHaveLength(1);
    expect(pauses[0]! / 1000).toBeCloseTo(59.5, -1);
  });

  test('and says nothing about pauses is asked again after growing ones, a few times', async () => {
    const pauses = withoutPauses();
    handles = [broken, status(502), status(500)];

    expect(await askServer()).toEqual({ status: 500, text: '500' });
    expect(pauses).toEqual([500, 1000, 2000, 4000]);
  });

  test('and wishes a pause that nobody would sit out is given up at once, with that pause', async () => {
    const pauses = withoutPauses();
    handles = [status(429, { 'retry-after': '3600' })];

    expect(await askServer()).toEqual({ status: 429, text: '429', pause: 3_600_000 });
    expect([pauses, asked]).toEqual([[], ['GET']]);
  });

  test('gets what changes something a second time only if it has not begun', async () => {
    withoutPauses();
    const post = { method: 'POST', body: '{}' };
    handles = [status(429, { 'retry-after': '1' }), status(201)];
    expect(await askServer(post)).toMatchObject({ status: 201 });

    handles = [status(502), status(201)];
    expect(await askServer(post)).toMatchObject({ status: 502 });

    handles = [broken, status(201)];
    await expect(askServer(post)).rejects.toThrow('Graph cannot be reached: ECONNRESET');

    handles = [status(502), status(201)];
    expect(await askServer({ ...post, isRepeatable: true })).toMatchObject({ status: 201 });
  });

  test.each([400, 401, 403, 404, 409, 501])('is not asked again after %i, which would stay', async (code) => {
    handles = [status(code)];
    expect(await askServer()).toMatchObject({ status: code });
    expect(asked).toEqual(['GET']);
  });

  test('leads nobody elsewhere, as the token would go along', async () => {
    handles = [status(302, { location: 'http://localhost:1/' })];
    expect(await askServer()).toMatchObject({ status: 302 });
  });

  test('is never asked in clear text over the network', async () => {
    await expect(askServer({ url: 'http://graph.contoso.test/' })).rejects.toThrow(
      'Graph would be asked in clear text: use an https:// address',
    );
  });
});

const ALICE = {
  id: 'a1b2c3d4-52c5-4d6c-9d0e-1f0e8f3a7b01',
  userPrincipalName: 'alice@contoso.com',
  displayName: 'Alice Archer',
  userType: 'Member',
  accountEnabled: true,
};

describe('behind a proxy', () => {
  const tls = selfSignedCertificate('graph.contoso.test', 'other.contoso.test');
  let server: TlsServer;
  let proxy: ConnectProxy;
  let folder: string;
  let company: string;
  beforeAll(async () => {
    server = await TlsServer.start(tls, ({ path }) =>
      path.startsWith('/v1.0/users/alice@contoso.com') ? { status: 200, body: ALICE } : { status: 403 },
    );
    proxy = await ConnectProxy.start(portOf(server));
    folder = mkdtempSync(join(tmpdir(), 'proxy-test-'));
    company = join(folder, 'company.pem');
    writeFileSync(company, tls.certificate);
  });
  afterAll(async () => {
    await proxy.stop();
    await server.stop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    proxy.asked.length = 0;
    proxy.credentials.length = 0;
  });

  test('the doctor goes through it but for the hosts of NO_PROXY, with its name and password', async () => {
    const { output } = await runCommand(
      process.execPath,
      ['-r', './cli/typescript.cjs', 'cli/bin.ts', 'doctor', 'alice@contoso.com'],
      {
        env: {
          PATH: process.env.PATH,
          AKS_DOCTOR_GRAPH_ENDPOINT: 'https://graph.contoso.test',
          AKS_DOCTOR_GRAPH_TOKEN: 'a secret',
          AKS_DOCTOR_ARM_ENDPOINT: `https://${server.host}`,
          AKS_DOCTOR_ARM_TOKEN: 'a secret',
          ARM_SUBSCRIPTION_ID: '22222222-2222-3333-4444-555555555555',
          HTTPS_PROXY: `http://me:pass%20word@${proxy.host}`,
          NO_PROXY: 'localhost',
          NODE_EXTRA_CA_CERTS: company,
        },
      },
    );

    expect(output).toContain('account: Alice Archer is alice@contoso.com');
    expect(output).toContain('Azure refuses to answer: the account that asks may not read this (403)');
    expect(new Set(proxy.asked)).toEqual(new Set(['graph.contoso.test:443']));
    expect(proxy.credentials[0]).toBe(`Basic ${Buffer.from('me:pass word').toString('base64')}`);
  });

  const before = { ...process.env };
  afterEach(() => {
    process.env = { ...before };
  });
  const askWith = (env: NodeJS.ProcessEnv) => {
    process.env = { PATH: before.PATH, ...env };
    return ask({ service: 'Graph', url: 'https://graph.contoso.test/', headers: {} });
  };

  test('SSL_CERT_FILE, which Terraform reads, is trusted, too', async () => {
    const env = { SSL_CERT_FILE: company, https_proxy: `http://${proxy.host}` };
    expect(await askWith(env)).toMatchObject({ status: 403 });

    await expect(askWith({ ...env, SSL_CERT_FILE: 'none.pem' })).rejects.toThrow(
      'SSL_CERT_FILE: none.pem cannot be read: no such file or directory',
    );
  });

  test('a certificate that is not known says which variable makes it so', async () => {
    const error = await askWith({ HTTPS_PROXY: `http://me:password@${proxy.host}` }).catch(String);

    expect(error).toContain(
      'Graph cannot be reached through the proxy of HTTPS_PROXY: DEPTH_ZERO_SELF_SIGNED_CERT; NODE_EXTRA_CA_CERTS names',
    );
    expect(error).not.toContain('password');
  });

  test.each([
    [407, 'Graph cannot be reached through the proxy of HTTPS_PROXY: it wants name and password (407)'],
    [403, 'Graph cannot be reached through the proxy of HTTPS_PROXY: it refuses (403)'],
  ])('a refusal of the proxy, %i, is not taken for one of the service', async (refusal, message) => {
    const refusing = await ConnectProxy.start(portOf(server), refusal);
    try {
      await expect(askWith({ HTTPS_PROXY: `http://${refusing.host}` })).rejects.toThrow(message);
    } finally {
      await refusing.stop();
    }
  });

  test('an address that is none is refused, and not shown, as it may hold a password', async () => {
    await expect(askWith({ HTTPS_PROXY: 'me:password@proxy.contoso.test:8080' })).rejects.toThrow(
      /^HTTPS_PROXY is not the address of a proxy: use the form http:\/\/proxy.example.com:8080$/,
    );
  });

  test('the sign-in has the same exceptions', async () => {
    const direct = jest.spyOn(globalAgent, 'createConnection').mockImplementation(() => {
      throw new Error('tests ask nobody outside');
    });
    const signIn = async (exceptions: string) => {
      process.env = {
        ...{ PATH: before.PATH, HTTPS_PROXY: `http://${proxy.host}`, NO_PROXY: exceptions },
        ...{ AZURE_TENANT_ID: ALICE.id, AZURE_CLIENT_ID: ALICE.id, AZURE_CLIENT_SECRET: 'a secret' },
        AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential',
      };
      const source = credentialsFor('AKS_DOCTOR_GRAPH_TOKEN', 'https://login.contoso.test');
      await expect(source.getToken('https://graph.contoso.test/.default')).rejects.toThrow();
      return new Set(proxy.asked.splice(0));
    };

    // Whether there is such an authority is asked first.
    expect(await signIn('microsoftonline.com:8443')).toEqual(new Set(['login.microsoftonline.com:443']));
    expect(direct).not.toHaveBeenCalled();

    expect(await signIn('microsoftonline.com:443')).toEqual(new Set());
    expect(direct).toHaveBeenCalled();
    jest.restoreAllMocks();
  });

  test('a host of NO_PROXY that cannot be reached says so', async () => {
    withoutPauses();
    const env = { HTTPS_PROXY: `http://${proxy.host}`, NO_PROXY: 'contoso.test' };
    await expect(askWith(env)).rejects.toThrow(
      /^Graph cannot be reached: (ENOTFOUND|EAI_AGAIN); NO_PROXY has this host, so the proxy was not asked$/,
    );
    jest.restoreAllMocks();
  });

  test('without HTTPS_PROXY, the message names it', async () => {
    withoutPauses();
    await expect(askWith({})).rejects.toThrow(
      /^Graph cannot be reached: (ENOTFOUND|EAI_AGAIN); if you need a proxy, name it in HTTPS_PROXY$/,
    );
    jest.restoreAllMocks();
  });
});

function portOf({ host }: TlsServer): number {
  return Number(host.split(':')[1]);
}
