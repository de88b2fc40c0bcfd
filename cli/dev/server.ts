import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { CommandFailed } from '../../access/command-failed';
import { Board } from './board';

const HOST = '127.0.0.1';
const BASE = `http://${HOST}`;

/** Names of this machine that a browser may call it by. The port may be that of an SSH forwarding. */
const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

/** So that whatever forwards the connection does not take it for dead. */
const HEARTBEAT = 20_000;

/** The page may load what it is made of from here, and do nothing else. */
const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    ...['script-src', 'style-src', 'connect-src'].map((directive) => `${directive} 'self'`),
    ...['base-uri', 'form-action', 'frame-ancestors'].map((directive) => `${directive} 'none'`),
  ].join('; '),
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

export interface DevServerOptions {
  readonly board: Board;

  /** What the page is made of, by its path. */
  readonly files: Readonly<Record<string, { readonly type: string; readonly text: string }>>;

  /** Answers a question about a cluster, by its key, in markup. */
  readonly answer: (question: string, cluster: string) => Promise<string>;

  /** What the stacks of a cluster hold, by its key, in markup. */
  readonly resources: (cluster: string) => Promise<string>;

  /** @default - one that is free */
  readonly port?: number;
}

/**
 * Serves the page to whoever has the URL with the token, on this machine alone.
 *
 * It only tells: nothing that is sent to it changes anything.
 */
export class DevServer {
  private readonly token = randomBytes(24).toString('base64url');
  private readonly server: Server;

  private constructor(private readonly options: DevServerOptions) {
    this.server = createServer((request, response) => this.answer(request, response));
  }

  static async start(options: DevServerOptions): Promise<DevServer> {
    const self = new DevServer(options);
    self.server.listen({ host: HOST, port: options.port ?? 0, exclusive: true });
    try {
      await once(self.server, 'listening');
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const why =
        code === 'EADDRINUSE' ? 'something else listens there: choose another one, or none' : message;
      throw new CommandFailed(`--port ${options.port}: ${why}`);
    }
    return self;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** What the browser is opened with. */
  get url(): string {
    return `http://${HOST}:${this.port}/?token=${this.token}`;
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    Object.entries(HEADERS).forEach(([name, value]) => response.setHeader(name, value));
    const { host = '' } = request.headers;
    if (!LOOPBACK.test(host) || !this.isOwn(request)) {
      end(response, 403, 'This page is for a browser on this machine that was opened with its own URL.');
      return;
    }
    if (request.method !== 'GET') {
      response.setHeader('Allow', 'GET');
      end(response, 405, 'There is nothing to be written here.');
      return;
    }

    const url = urlOf(request);
    const token = url?.searchParams.get('token');
    if (url?.pathname === '/' && token !== null && token !== undefined && isSame(token, this.token)) {
      // The token goes out of the address bar, and so out of the history and of what is shared.
      response.setHeader('Set-Cookie', `${this.cookie}=${this.token}; Path=/; HttpOnly; SameSite=Strict`);
      response.setHeader('Location', '/');
      end(response, 303, '');
    } else if (!url || !this.isKnown(request)) {
      end(
        response,
        403,
        'Open the URL that cdktf-aks-aad dev has printed: it has a token, which is another one after each start.',
      );
    } else {
      this.serve(url, response);
    }
  }

  /** Whether no other page has sent the request: browsers say who has. */
  private isOwn({ headers: { host, origin, 'sec-fetch-site': site } }: IncomingMessage): boolean {
    const isOfOrigin = origin === undefined || origin.toLowerCase() === `http://${host!.toLowerCase()}`;

    return isOfOrigin && (site === undefined || site === 'same-origin' || site === 'none');
  }

  private isKnown({ headers: { cookie = '' } }: IncomingMessage): boolean {
    const values = cookie.split(/;\s*/).flatMap((pair) => {
      const [name, value] = pair.split('=', 2);
      return name === this.cookie && value !== undefined ? [value] : [];
    });
    return values.some((value) => isSame(value, this.token));
  }

  /** Cookies do not know ports, so that of another one must have another name. */
  private get cookie(): string {
    return `cdktf-aks-aad-dev-${this.port}`;
  }

  private serve({ pathname, searchParams }: URL, response: ServerResponse): void {
    const { board, files, answer, resources } = this.options;
    const cluster = searchParams.get('cluster') ?? '';
    const later = (markup: Promise<string>): void =>
      void markup.then(
        (text) => end(response, 200, text, 'text/html'),
        (error: unknown) => end(response, 500, (error as Error).message),
      );
    const file = Object.hasOwn(files, pathname) ? files[pathname] : undefined;
    if (file) {
      end(response, 200, file.text, file.type);
    } else if (pathname === '/events') {
      this.tell(response);
    } else if (pathname === '/part') {
      const markup = board.part(searchParams.get('name') ?? '');
      end(response, markup === undefined ? 404 : 200, markup ?? 'There is no such part.', 'text/html');
    } else if (pathname === '/answer') {
      later(answer(searchParams.get('question') ?? '', cluster));
    } else if (pathname === '/resources') {
      later(resources(cluster));
    } else {
      end(response, 404, 'There is nothing here.');
    }
  }

  /** Server-sent events: the whole state after each change; what it names, the page asks for. */
  private tell(response: ServerResponse): void {
    const { board } = this.options;
    response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
    let isBehind = false;
    const send = (): void => {
      // A page that does not read, as one in the background, gets the last of it only.
      isBehind = response.writableNeedDrain;
      if (!isBehind) {
        response.write(`data: ${JSON.stringify(board.snapshot)}\n\n`);
      }
    };
    // A large one fills the buffer all by itself, and is not to be sent for ever.
    response.on('drain', () => {
      if (isBehind) {
        send();
      }
    });
    const stop = board.onChange(send);
    const timer = setInterval(() => response.write(':\n\n'), HEARTBEAT);
    response.on('close', () => {
      stop();
      clearInterval(timer);
    });
    send();
  }
}

function urlOf({ url = '' }: IncomingMessage): URL | undefined {
  // Neither a whole address, as for a proxy, nor one of another host.
  return /^\/(?![/\\])/.test(url) && URL.canParse(url, BASE) ? new URL(url, BASE) : undefined;
}

/** Compares in a time that says nothing about where the texts differ. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer];

  return timingSafeEqual(a, b);
}

function end(response: ServerResponse, status: number, text: string, type = 'text/plain'): void {
  response.writeHead(status, { 'Content-Type': `${type}; charset=utf-8` });
  response.end(text);
}
