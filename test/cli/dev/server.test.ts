import { IncomingHttpHeaders, IncomingMessage, request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Board, Snapshot } from '../../../cli/dev/board';
import { DevServer } from '../../../cli/dev/server';
import { pageFiles } from '../../../cli/dev/page/page';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const answer = (question: string, cluster: string): Promise<string> =>
  question === 'broken' ? Promise.reject(new Error('it is')) : Promise.resolve(`${cluster}: ${question}`);

const resources = (cluster: string): Promise<string> => Promise.resolve(`stacks of ${cluster}`);

let board: Board;
let server: DevServer;
beforeEach(async () => {
  board = new Board();
  server = await DevServer.start({ board, files: pageFiles('aks.yaml'), answer, resources });
});
afterEach(() => server.stop());

const token = (): string => new URL(server.url).searchParams.get('token')!;
const cookie = (): string => `cdktf-aks-aad-dev-${server.port}=${token()}`;

function open(
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: server.port, path, method, headers }, resolve)
      .on('error', reject)
      .end();
  });
}

async function get(...call: Parameters<typeof open>): Promise<Answer> {
  const response = await open(...call);
  let body = '';
  for await (const chunk of response) {
    body += String(chunk);
  }
  return { status: response.statusCode!, headers: response.headers, body };
}

/** Reads events until one fits. */
async function eventWith(
  fits: (snapshot: Snapshot) => boolean,
  response: IncomingMessage,
): Promise<Snapshot> {
  let text = '';
  for await (const chunk of response) {
    text += String(chunk);
    const found = [...text.matchAll(/^data: (.*)\n\n/gm)]
      .map(([, data]) => JSON.parse(data!) as Snapshot)
      .find(fits);
    if (found) {
      return found;
    }
  }
  throw new Error(`the events have ended: ${text}`);
}

describe('who is let in', () => {
  test('the token of the address becomes a cookie that no script and no other site has, and leaves the address', async () => {
    const { status, headers } = await get(new URL(server.url).pathname + new URL(server.url).search);
    expect(status).toBe(303);
    expect(headers.location).toBe('/');
    expect(headers['set-cookie']).toEqual([`${cookie()}; Path=/; HttpOnly; SameSite=Strict`]);

    const page = await get('/', { cookie: `other=1; ${cookie()}` });
    expect(page.status).toBe(200);
    expect(page.body).toContain('<h1>aks.yaml</h1>');
  });

  test.each([
    ['no cookie', '/', {}],
    ['no cookie', '/events', {}],
    ['no cookie', '/part?name=problems', {}],
    ['another token', '/?token=abc', {}],
    ['a part of the token', '/?token=', {}],
    ['a token anywhere else', '/events?token=TOKEN', {}],
  ])('%s at %s: refused', async (_, path, headers) => {
    board.show({ parts: { problems: '<p>secret</p>' } });
    const { status, body } = await get(path.replace('TOKEN', token()), headers);
    expect(status).toBe(403);
    expect(body).not.toContain('secret');
    expect(body).not.toContain(token());
  });

  test('each start has another token', async () => {
    const other = await DevServer.start({ board, files: {}, answer, resources });
    const [one, two] = [other.url, server.url].map((url) => new URL(url).searchParams.get('token')!);
    await other.stop();
    expect(one).not.toBe(two);
    expect(one).toMatch(/^[\w-]{32}$/);
  });

  test.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '0.0.0.0',
    '10.0.0.1',
    'user@127.0.0.1',
  ])(
    'a page under another name that leads here (DNS rebinding) is refused, with the cookie, too: %j',
    async (host) => {
      expect((await get('/', { host, cookie: cookie() })).status).toBe(403);
      expect((await get(`/?token=${token()}`, { host })).status).toBe(403);
    },
  );

  test.each(['localhost', 'localhost:9000', '127.0.0.1:9000', '[::1]:9000', 'LOCALHOST:1'])(
    'names of this machine are fine, at the port of an SSH forwarding, too: %s',
    async (host) => {
      expect((await get('/', { host, cookie: cookie() })).status).toBe(200);
      expect((await get('/', { host, cookie: cookie(), origin: `http://${host}` })).status).toBe(200);
    },
  );

  test.each<Record<string, string>>([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost:1' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('what another page sends is refused: %j', async (headers) => {
    expect((await get('/', { ...headers, cookie: cookie() })).status).toBe(403);
  });

  test('it listens on loopback alone', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')
      .map(({ address }) => address);
    const reached = await Promise.all(
      others.map(
        (host) =>
          new Promise<boolean>((resolve) => {
            const socket = connect({ host, port: server.port, timeout: 1000 });
            socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
            socket.on('timeout', () => resolve(false));
          }),
      ),
    );
    expect(reached).not.toContain(true);
    expect(new URL(server.url).hostname).toBe('127.0.0.1');
  });
});

describe('what it answers', () => {
  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s: nothing is written', async (method) => {
    const { status, headers } = await get('/', { cookie: cookie() }, method);
    expect(status).toBe(405);
    expect(headers.allow).toBe('GET');
  });

  test.each([
    '/',
    '/report.js',
    '/report.css',
    '/dev.js',
    '/dev.css',
    '/nothing',
    '/part?name=nothing',
    '/?token=x',
  ])('%s has a policy that allows what comes from here and no more', async (path) => {
    const { headers } = await get(path, { cookie: cookie() });
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  test('the page has no script or style of its own, which the policy would stop', async () => {
    const { body } = await get('/', { cookie: cookie() });
    expect(body).not.toMatch(/<style|<script>|<script (?!src="\/)| style=| on\w+=/);
  });

  test.each([
    '/%00',
    '/..%2f..%2fetc%2fpasswd',
    '//evil.example/',
    '/__proto__',
    '/constructor',
    '/part?name=__proto__',
    'http://[bad/',
  ])('a strange address is answered, and with nothing: %s', async (path) => {
    const { status } = await get(path, { cookie: cookie() });
    expect([403, 404]).toContain(status);
  });

  test('a change is told at once, and the part that it names can be asked for', async () => {
    const events = await open('/events', { cookie: cookie() });
    expect(events.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    board.show({
      status: { state: 'current', text: 'fine' },
      clusters: [{ key: 'weu', name: 'shop' }],
      parts: { problems: '<p>None.</p>' },
    });

    const { status, clusters, parts } = await eventWith(({ parts }) => 'problems' in parts, events);
    expect([status, clusters]).toEqual([{ state: 'current', text: 'fine' }, [{ key: 'weu', name: 'shop' }]]);
    expect(parts).toEqual({ problems: expect.any(String) as string });
    expect((await get('/part?name=problems', { cookie: cookie() })).body).toBe('<p>None.</p>');
    events.destroy();
  });

  test('of hundreds of clusters everything is told once, and once more after a change', async () => {
    const clusters = Array.from({ length: 2000 }, (_, i) => ({ key: `region-${i}`, name: 'c'.repeat(63) }));
    board.show({ clusters });
    const events = await open('/events', { cookie: cookie() });
    let told = '';
    events.on('data', (chunk: Buffer) => (told += chunk.toString()));
    await sleep(300);
    expect(told.match(/^data: /gm)).toHaveLength(1);
    board.show({ status: { state: 'current', text: 'fine' } });
    await sleep(300);
    expect(told.match(/^data: /gm)).toHaveLength(2);
    events.destroy();
    board.show({ clusters: [] });
  });

  test('a question is passed on with its cluster, and only with the cookie', async () => {
    const path = '/answer?question=can%20a%20b%20c%3F&cluster=weu';
    expect((await get(path, { cookie: cookie() })).body).toBe('weu: can a b c?');
    expect((await get('/resources?cluster=weu', { cookie: cookie() })).body).toBe('stacks of weu');
    expect((await get(path)).status).toBe(403);
    expect((await get('/resources?cluster=weu')).status).toBe(403);
    expect((await get('/answer?question=broken', { cookie: cookie() })).status).toBe(500);
  });

  test('a part has the version that it had as long as it is the same', () => {
    board.show({ parts: { one: 'a', other: 'b' } });
    const before = board.snapshot.parts;
    board.show({ parts: { one: 'a', other: 'c' } });
    expect(board.snapshot.parts.one).toBe(before.one);
    expect(board.snapshot.parts.other).not.toBe(before.other);

    board.show({ parts: { other: undefined } });
    expect(Object.keys(board.snapshot.parts)).toEqual(['one']);
  });
});

test('a port that is taken is named', async () => {
  await expect(DevServer.start({ board, files: {}, answer, resources, port: server.port })).rejects.toThrow(
    `--port ${server.port}: something else listens there: choose another one, or none`,
  );
});

test('it ends although somebody listens to it', async () => {
  const other = await DevServer.start({ board, files: {}, answer, resources });
  const events = await new Promise<IncomingMessage>((resolve) => {
    request(
      {
        host: '127.0.0.1',
        port: other.port,
        path: '/events',
        headers: {
          cookie: `cdktf-aks-aad-dev-${other.port}=${new URL(other.url).searchParams.get('token')}`,
        },
      },
      resolve,
    ).end();
  });
  events.on('error', () => undefined);
  await other.stop();
  // Nobody is told any more.
  board.show({ status: { state: 'current', text: '' } });
  expect(events.statusCode).toBe(200);
});
