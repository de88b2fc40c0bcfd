import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';

/** A packed package that the registry shall have. */
export interface PublishedPackage {
  /** What `npm pack` has written. */
  readonly file: string;

  /** Its package.json. */
  readonly manifest: { readonly name: string; readonly version: string };
}

/**
 * An npm registry on this machine that has packages as if they had been published, and sends whoever asks for any other to
 * the real one.
 */
export class LocalRegistry {
  private readonly server: Server;

  constructor(
    private readonly packages: readonly PublishedPackage[],
    private readonly upstream: string,
  ) {
    this.server = createServer((request, response) => {
      const asked = request.url ?? '/';
      // A scope is written in it as `@cdktn%2fprovider-azurerm`.
      const path = decodeURIComponent(asked);
      const document = this.packages.find(({ manifest }) => path === `/${manifest.name}`);
      const tarball = this.packages.find((one) => path === tarballPath(one));

      if (document) {
        response.setHeader('content-type', 'application/json').end(JSON.stringify(this.describe(document)));
      } else if (tarball) {
        response.end(readFileSync(tarball.file));
      } else {
        response.writeHead(302, { location: new URL(asked, this.upstream).href }).end();
      }
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** What npm reads before it fetches a package. */
  private describe(published: PublishedPackage): object {
    const { name, version } = published.manifest;
    const integrity = `sha512-${createHash('sha512').update(readFileSync(published.file)).digest('base64')}`;
    const tarball = new URL(tarballPath(published), this.url).href;

    return {
      name,
      'dist-tags': { latest: version },
      versions: { [version]: { ...published.manifest, dist: { tarball, integrity } } },
    };
  }
}

function tarballPath({ manifest: { name, version } }: PublishedPackage): string {
  return `/${name}/-/${name.split('/').at(-1)}-${version}.tgz`;
}
