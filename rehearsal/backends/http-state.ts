import { randomBytes } from 'node:crypto';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { bodyOf } from './request-body';
import { StateBackend } from './state-backend';

interface LockInfo {
  readonly ID: string;
  readonly Who: string;
}

/** Path of the lock of a state, for clients that send it elsewhere than to the state itself. */
const LOCK_PATH = /\/lock$/;

/** A server for Terraform's `http` backend: states by path, each with a lock. */
export class HttpState implements StateBackend {
  readonly name = 'http';
  readonly environment: Readonly<Record<string, string>>;
  private readonly password = randomBytes(12).toString('hex');
  private readonly states = new Map<string, string>();
  private readonly locks = new Map<string, LockInfo>();
  private isReadOnly = false;

  private constructor(private readonly server: Server) {
    this.environment = { TF_HTTP_USERNAME: 'terraform', TF_HTTP_PASSWORD: this.password };
    server.on('request', (request, response) => {
      void this.answer(request, response);
    });
  }

  static async start(): Promise<HttpState> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new HttpState(server);
  }

  /** Where the states are. */
  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  redirect(settings: Record<string, unknown>): Record<string, unknown> {
    const addresses = Object.entries(settings)
      .filter(([name, value]) => /(^|_)address$/.test(name) && typeof value === 'string')
      .map(([name, value]) => {
        const { pathname, search } = new URL(value as string);
        return [name, `${this.origin}${pathname}${search}`];
      });

    return { ...settings, ...(Object.fromEntries(addresses) as Record<string, unknown>) };
  }

  lockHolder(): Promise<string | undefined> {
    const [holder] = this.locks.values();
    return Promise.resolve(holder?.Who);
  }

  refuseWrites(refuse: boolean): Promise<void> {
    this.isReadOnly = refuse;
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, this.origin);
    const body = (await bodyOf(request)).toString();
    const [status, content] = this.isAllowed(request)
      ? this.handle(request.method!, pathname, searchParams.get('ID'), body)
      : [401, ''];

    response.writeHead(status, { 'Content-Type': 'application/json' }).end(content);
  }

  private isAllowed({ headers }: IncomingMessage): boolean {
    const expected = Buffer.from(`terraform:${this.password}`).toString('base64');

    return headers.authorization === `Basic ${expected}`;
  }

  private handle(method: string, path: string, id: string | null, body: string): [number, string?] {
    const state = path.replace(LOCK_PATH, '');
    const isLockPath = LOCK_PATH.test(path);

    if (method === 'LOCK' || (isLockPath && (method === 'POST' || method === 'PUT'))) {
      return this.lock(state, JSON.parse(body) as LockInfo);
    }
    if (method === 'UNLOCK' || (isLockPath && method === 'DELETE')) {
      return this.unlock(state, body);
    }

    switch (method) {
      case 'GET':
        return this.states.has(state) ? [200, this.states.get(state)] : [404];
      case 'POST':
        return this.write(state, id, body);
      case 'DELETE':
        this.states.delete(state);
        return [200];
      default:
        return [405];
    }
  }

  private lock(state: string, info: LockInfo): [number, string?] {
    const holder = this.locks.get(state);
    if (holder) {
      return [423, JSON.stringify(holder)];
    }
    this.locks.set(state, info);
    return [200];
  }

  /** A forced unlock has no body to tell whose lock it means. */
  private unlock(state: string, body: string): [number, string?] {
    const holder = this.locks.get(state);
    if (holder && body !== '' && (JSON.parse(body) as LockInfo).ID !== holder.ID) {
      return [409, JSON.stringify(holder)];
    }
    this.locks.delete(state);
    return [200];
  }

  /** Only who holds the lock writes. */
  private write(state: string, id: string | null, body: string): [number, string?] {
    const holder = this.locks.get(state);
    if (holder && holder.ID !== id) {
      return [423, JSON.stringify(holder)];
    }
    if (this.isReadOnly) {
      return [403];
    }
    this.states.set(state, body);
    return [200];
  }
}
