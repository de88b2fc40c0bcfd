import { createServer, IncomingMessage, Server } from 'node:http';
import { AddressInfo, connect, Socket } from 'node:net';

/** A proxy on loopback that tunnels to one server whatever host is asked for, as its own names lead nowhere. */
export class ConnectProxy {
  /** The hosts that were asked for, in order. */
  readonly asked: string[] = [];

  /** What came in Proxy-Authorization. */
  readonly credentials: (string | undefined)[] = [];

  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  private constructor(
    target: number,
    private readonly refusal?: number,
  ) {
    this.server = createServer((_, response) => response.writeHead(405).end());
    this.server.on('connection', (socket: Socket) => this.sockets.add(socket));
    this.server.on('connect', (request: IncomingMessage, socket: Socket) => {
      this.asked.push(request.url ?? '');
      this.credentials.push(request.headers['proxy-authorization']);
      if (this.refusal !== undefined) {
        socket.end(`HTTP/1.1 ${this.refusal} No\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      const upstream = connect(target, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      [upstream, socket].forEach((end) =>
        end.on('error', () => [upstream, socket].forEach((one) => one.destroy())),
      );
    });
  }

  /** One that tunnels to a port of this machine, or answers every request for a tunnel with a status. */
  static async start(target: number, refusal?: number): Promise<ConnectProxy> {
    const proxy = new ConnectProxy(target, refusal);
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** `127.0.0.1:PORT`. */
  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    // Those that became tunnels are no connections of the server any more.
    this.sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => this.server.close(resolve));
  }
}
