import { createHash } from 'node:crypto';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { zipSync } from 'fflate';
import type { PrivateKey } from 'openpgp' with { 'resolution-mode': 'import' };
import { Product } from '../../../cli/terraform/products';
import { platform, programFile } from '../../../cli/terraform/release';

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/** Prints the version, as Terraform does. */
const PROGRAM = `#!/bin/sh\necho '{"terraform_version": "1.7.0"}'\n`;

/** A vendor with a key of its own, whose releases are on loopback. */
export class ReleaseServer {
  /** What is answered instead of the file of that name. */
  readonly instead = new Map<string, Handle>();

  readonly asked: string[] = [];

  private constructor(
    readonly product: Product,
    readonly files: ReadonlyMap<string, Buffer>,
    private readonly server: Server,
  ) {
    server.on('request', (request, response) => {
      const file = request.url!.split('/').pop()!;
      this.asked.push(file);
      const handle = this.instead.get(file);
      const bytes = this.files.get(file);
      if (handle) {
        handle(request, response);
      } else if (bytes) {
        response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
      } else {
        response.writeHead(404).end();
      }
    });
  }

  static async start(
    changes: { signer?: PrivateKey; entry?: string; system?: string } = {},
  ): Promise<ReleaseServer> {
    const key = await newKey();
    const base = {
      name: 'Terraform',
      program: 'terraform',
      version: '1.7.0',
      licence: 'none',
      vendor: 'Contoso',
    };
    const entry = changes.entry ?? programFile(base as Product);
    const zip = Buffer.from(zipSync({ 'LICENSE.txt': Buffer.from('free'), [entry]: Buffer.from(PROGRAM) }));
    const archive = `terraform_1.7.0_${changes.system ?? platform()}.zip`;
    const sums = `${'0'.repeat(64)}  terraform_1.7.0_plan9_amd64.zip\n${createHash('sha256').update(zip).digest('hex')}  ${archive}\n`;

    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const product: Product = {
      ...base,
      server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      folder: 'releases/1.7.0',
      signature: '.sig',
      key: () => key.toPublic().armor(),
      fingerprint: key.getFingerprint().toUpperCase(),
    };
    const files = new Map([
      ['terraform_1.7.0_SHA256SUMS', Buffer.from(sums)],
      ['terraform_1.7.0_SHA256SUMS.sig', await signatureOf(sums, changes.signer ?? key)],
      [archive, zip],
    ]);
    return new ReleaseServer(product, files, server);
  }

  get archive(): string {
    return `terraform_1.7.0_${platform()}.zip`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

export async function newKey(): Promise<PrivateKey> {
  const { generateKey } = await import('openpgp');
  const { privateKey } = await generateKey({ userIDs: [{ name: 'Contoso' }], format: 'object' });
  return privateKey;
}

async function signatureOf(text: string, signingKeys: PrivateKey): Promise<Buffer> {
  const { createMessage, sign } = await import('openpgp');
  const message = await createMessage({ binary: Buffer.from(text) });
  return Buffer.from(await sign({ message, signingKeys, detached: true, format: 'binary' }));
}
