import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureTerraform } from '../../../cli/terraform/ensure';
import { Product } from '../../../cli/terraform/products';
import { ReleaseServer } from './release-server';

/** The folder of the cache, which is empty when a test begins. */
export let cache: string;

/** What has been written to stderr. */
export let told: string;

export let server: ReleaseServer | undefined;

/** Each test of the file has a cache of its own, and no Terraform in its path. */
export function withEmptyCache(): void {
  const before = process.env;

  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'terraform-test-'));
    const nothing = join(cache, 'nothing');
    mkdirSync(nothing);
    process.env = { PATH: nothing, XDG_CACHE_HOME: cache };
    told = '';
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => tell(String(text)));
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    process.env = before;
    rmSync(cache, { recursive: true });
    await server?.stop();
    server = undefined;
  });
}

export function tell(text: string): boolean {
  told += text;
  return true;
}

export const start = async (changes?: Parameters<typeof ReleaseServer.start>[0]): Promise<ReleaseServer> =>
  (server = await ReleaseServer.start(changes));

/** What is in the cache, half-written files and folders included. */
export const kept = (): string[] => {
  const folder = join(cache, 'cdktf-aks-aad');
  return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort() : [];
};

export const install = (product: Product): Promise<void> => ensureTerraform({ install: true }, [product]);
