import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';

/** Answers by path and query, decoded; a number is a status. */
export type Answers = Record<string, unknown>;

/** A loopback server that answers like Microsoft Graph or the Azure Resource Manager, as far as the doctor asks. */
export class AzureStandIn {
  /** What was asked, in order. */
  readonly asked: string[] = [];

  /** What came in Authorization headers. */
  readonly tokens = new Set<string>();

  private readonly server: Server;

  constructor(public answers: Answers) {
    this.server = createServer((request, response) => {
      const path = decodeURIComponent(request.url ?? '');
      this.asked.push(path);
      this.tokens.add(request.headers.authorization ?? '');

      const answer = this.answers[path] ?? (path.includes('$filter=') ? { value: [] } : 404);
      const status = typeof answer === 'number' ? answer : 200;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(typeof answer === 'number' ? { error: { message: 'secret' } } : answer));
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => {
      this.server.listen(0, '127.0.0.1', resolve);
    });
    return this.endpoint;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
