import { randomUUID } from 'node:crypto';
import { Certificate } from './certificate';
import { Request, Response, TlsServer } from './tls-server';

/** What the host names of storage accounts end with. */
export const STORAGE_SUFFIX = 'core.windows.net';

/** What the `azurerm` backend asks of Azure beside its blobs: which cloud this is, and a token. */
export class AzureManagement {
  static async start(tls: Certificate): Promise<AzureManagement> {
    // The document names the host that it comes from, which has a port only when it listens.
    let host = '';
    const server = await TlsServer.start(tls, (request) => answer(request, host));
    host = server.host;
    return new AzureManagement(server);
  }

  private constructor(private readonly server: TlsServer) {}

  /** What ARM_METADATA_HOSTNAME wants. */
  get host(): string {
    return this.server.host;
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }
}

/** A token as Azure AD issues it, as far as anybody here reads it; nobody checks the signature. */
export function accessToken(audience: string): string {
  const now = Math.floor(Date.now() / 1000);
  const tenant = '00000000-0000-0000-0000-000000000001';
  const claims = {
    aud: audience,
    iss: `https://sts.windows.net/${tenant}/`,
    iat: now - 60,
    nbf: now - 60,
    exp: now + 3600,
    oid: randomUUID(),
    tid: tenant,
    ver: '1.0',
  };
  const parts = [{ alg: 'HS256', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );

  return [...parts, Buffer.from('unsigned').toString('base64url')].join('.');
}

function answer({ method, path, body }: Request, host: string): Response {
  if (path === '/metadata/endpoints') {
    return { status: 200, body: metadata(host) };
  }
  if (method === 'POST' && path.endsWith('/oauth2/v2.0/token')) {
    const scope = new URLSearchParams(body.toString()).get('scope') ?? '';
    const token = accessToken(scope.replace(/\/?\.default$/, ''));
    return { status: 200, body: { token_type: 'Bearer', expires_in: 3600, access_token: token } };
  }

  return { status: 404, body: { error: { code: 'NotFound', message: `${method} ${path}` } } };
}

function metadata(host: string): object {
  const origin = `https://${host}`;

  return {
    name: 'AzureCloud',
    resourceManager: origin,
    portal: origin,
    microsoftGraphResourceId: `${origin}/graph/`,
    authentication: {
      loginEndpoint: `${origin}/`,
      audiences: ['https://management.core.windows.net/', 'https://management.azure.com/'],
      tenant: 'common',
      identityProvider: 'AAD',
    },
    suffixes: { storage: STORAGE_SUFFIX, keyVaultDns: 'vault.azure.net' },
  };
}
