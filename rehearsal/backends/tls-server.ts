import { createServer, Server } from 'node:https';
import { IncomingMessage, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { bodyOf } from './request-body';
import { Certificate } from './certificate';

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface Response {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;

  /** Sent as it is when it is bytes, else as JSON. */
  readonly body?: unknown;
}

/** A server with TLS on a free port of loopback. */
export class TlsServer {
  private constructor(private readonly server: Server) {}

  static async start(
    { certificate, key }: Certificate,
    answer: (request: Request) => Response | Promise<Response>,
  ): Promise<TlsServer> {
    const server = createServer({ cert: certificate, key });
    server.on('request', (request, response) => {
      void serve(request, response, answer);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new TlsServer(server);
  }

  /** `localhost:PORT`. */
  get host(): string {
    return `localhost:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (request: Request) => Response | Promise<Response>,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url!, 'https://localhost');
  const { method, headers: received } = request;
  const body = await bodyOf(request);

  try {
    const {
      status,
      headers,
      body: content,
    } = await answer({
      method: method!,
      path: decodeURIComponent(pathname),
      query: searchParams,
      headers: received,
      body,
    });
    const isBytes = Buffer.isBuffer(content);
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(content === undefined || isBytes ? content : JSON.stringify(content));
  } catch (error) {
    response.writeHead(500).end((error as Error).message);
  }
}
