import { createServer, Server } from 'node:http';
import { AddressInfo, connect, Socket } from 'node:net';

/** Leads from the real address of a storage account to a port of this machine, and to nowhere else. */
export class BlobProxy {
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async start(host: string, port: number): Promise<BlobProxy> {
    const server = createServer();
    const proxy = new BlobProxy(server);
    server.on('connect', ({ url }, client: Socket) =>
      proxy.lead(client, url === `${host}:443` ? port : undefined),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** What HTTPS_PROXY wants. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => this.server.close(resolve));
  }

  private lead(client: Socket, port?: number): void {
    if (port === undefined) {
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const target = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(target).pipe(client);
    });

    for (const socket of [client, target]) {
      this.sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        this.sockets.delete(socket);
        [client, target].forEach((one) => one.destroy());
      });
    }
  }
}
