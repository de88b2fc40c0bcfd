import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { accessToken, AzureManagement, STORAGE_SUFFIX } from './azure-management';
import { BlobProxy } from './blob-proxy';
import { Certificate, selfSignedCertificate } from './certificate';
import { LeashedProcess } from './leash';
import { BackendMissing, StateBackend } from './state-backend';

/** Where it is looked for: a package of its own, with a lock of its own, and the project. */
const PACKAGES = [resolve(__dirname, 'azurite'), process.cwd()];
const PROGRAM = 'azurite/dist/src/blob/main.js';

const API_VERSION = '2023-11-03';

/** Where the states of a configuration are, as its backend says. */
export interface StorageContainer {
  readonly account: string;
  readonly container: string;
}

/**
 * Azurite for Terraform's `azurerm` backend: blobs and their leases, with a token of Azure AD instead of an account key.
 * The backend finds it under the name of the real account through a proxy, and gets its token from a stand-in.
 */
export class Azurite implements StateBackend {
  readonly name = 'azurerm';
  readonly environment: Readonly<Record<string, string>>;

  private constructor(
    private readonly server: LeashedProcess,
    private readonly management: AzureManagement,
    private readonly proxy: BlobProxy,
    private readonly place: StorageContainer,
    private readonly endpoint: string,
    private readonly tls: Certificate,
    certificateFile: string,
  ) {
    this.environment = {
      HTTPS_PROXY: proxy.url,
      ARM_METADATA_HOSTNAME: management.host,
      ARM_TENANT_ID: randomUUID(),
      ARM_SUBSCRIPTION_ID: randomUUID(),
      ARM_CLIENT_ID: randomUUID(),
      ARM_CLIENT_SECRET: randomBytes(12).toString('hex'),
      SSL_CERT_FILE: certificateFile,
    };
  }

  static async start(place: StorageContainer): Promise<Azurite> {
    const program = findProgram();
    const folder = mkdtempSync(join(tmpdir(), 'azurite-'));
    const host = `${place.account}.blob.${STORAGE_SUFFIX}`;
    const tls = selfSignedCertificate(host);
    const [certificateFile, keyFile] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
    writeFileSync(certificateFile, tls.certificate);
    writeFileSync(keyFile, tls.key, { mode: 0o600 });

    try {
      const server = await LeashedProcess.start({
        command: [
          ...([process.execPath, program, '--blobHost', '127.0.0.1', '--blobPort', '0'] as const),
          ...['--oauth', 'basic', '--cert', certificateFile, '--key', keyFile],
          ...['--inMemoryPersistence', '--skipApiVersionCheck', '--silent', '--disableTelemetry'],
        ],
        folder,
        ready: LISTENS,
        signal: 'SIGTERM',
        env: {
          ...process.env,
          AZURITE_ACCOUNTS: `${place.account}:${randomBytes(32).toString('base64')}`,
        },
      });
      const port = Number(LISTENS.exec(server.printed)![1]);
      const endpoint = `https://localhost:${port}/${place.account}/`;
      const management = await AzureManagement.start(tls);
      const proxy = await BlobProxy.start(host, port);
      const azurite = new Azurite(server, management, proxy, place, endpoint, tls, certificateFile);
      await azurite.createContainer();
      return azurite;
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Nothing to change: the way to the real address leads here. */
  redirect(settings: Record<string, unknown>): Record<string, unknown> {
    return settings;
  }

  /** Terraform tells who holds a lease. */
  lockHolder(): Promise<string | undefined> {
    return Promise.resolve(undefined);
  }

  /** Breaks all leases: who writes then no longer holds the one that it has, and is refused. */
  async refuseWrites(refuse: boolean): Promise<void> {
    if (!refuse) {
      return;
    }
    const list = await this.call('GET', `${this.place.container}?restype=container&comp=list`);
    for (const [, blob] of list.matchAll(/<Name>([^<]+)<\/Name>/g)) {
      await this.call('PUT', `${this.place.container}/${blob}?comp=lease`, {
        'x-ms-lease-action': 'break',
        'x-ms-lease-break-period': '0',
      });
    }
  }

  async stop(): Promise<void> {
    await Promise.all([this.management.stop(), this.proxy.stop(), this.server.stop()]);
  }

  private async createContainer(): Promise<void> {
    await this.call('PUT', `${this.place.container}?restype=container`);
  }

  private async call(method: string, path: string, headers: Record<string, string> = {}): Promise<string> {
    return new Promise((done, fail) => {
      const request = httpsRequest(`${this.endpoint}${path}`, {
        method,
        ca: this.tls.certificate,
        headers: {
          Authorization: `Bearer ${accessToken('https://storage.azure.com')}`,
          'x-ms-version': API_VERSION,
          'Content-Length': '0',
          ...headers,
        },
      });
      request.on('error', fail);
      request.on('response', (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => {
          // A blob without a lease has none to break.
          const isFine = response.statusCode! < 300 || response.statusCode === 409;
          return isFine ? done(text) : fail(new Error(`Azurite: ${response.statusCode}: ${text}`));
        });
      });
      request.end();
    });
  }
}

const LISTENS = /listens on https:\/\/127\.0\.0\.1:(\d+)/;

function findProgram(): string {
  try {
    return require.resolve(PROGRAM, { paths: PACKAGES });
  } catch {
    throw new BackendMissing(
      'Azurite is not installed: npm run backends:install, or npm install --save-dev azurite in a project of your own',
    );
  }
}
