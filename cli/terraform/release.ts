import { createHash } from 'node:crypto';
import { CommandFailed } from '../../access/command-failed';
import { shownUrl } from './mirror';
import { download, Unreachable } from '../http';
import { Product } from './products';

/** How vendors call what Node.js calls otherwise. */
const SYSTEMS: Readonly<Record<string, string>> = { win32: 'windows', sunos: 'solaris' };
const PROCESSORS: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

/** System and processor, such as `linux_amd64`. */
export function platform(): string {
  const { platform, arch } = process;
  return `${SYSTEMS[platform] ?? platform}_${PROCESSORS[arch] ?? arch}`;
}

/** Name of the program as a file. */
export function programFile({ program }: Product): string {
  return process.platform === 'win32' ? `${program}.exe` : program;
}

/**
 * The program of a release, for this machine.
 *
 * The vendor's signature vouches for the checksums, and they vouch for the archive. Whatever is not as it should be throws,
 * and nothing of what came along is given to anybody.
 */
export async function fetchProgram(product: Product, server: string, stop?: AbortSignal): Promise<Buffer> {
  const { name, program, version, folder, vendor } = product;
  const base = `${server}/${folder}`;
  const sums = `${program}_${version}_SHA256SUMS`;
  const archive = `${program}_${version}_${platform()}.zip`;
  const get = (file: string): Promise<Buffer> => bytesOf(product, `${base}/${file}`, stop);

  const [checksums, signature] = await Promise.all([get(sums), get(`${sums}${product.signature}`)]);
  if (!(await isSignedBy(product, checksums, signature))) {
    throw new CommandFailed(
      `${sums} of ${shownUrl(base)} has no valid signature of ${vendor} (key ${product.fingerprint}), so nothing of it is used: ` +
        `somebody on the way changes files, or the mirror is not one of this release`,
    );
  }

  const expected = checksumIn(checksums.toString('utf8'), archive);
  if (expected === undefined) {
    throw new CommandFailed(`there is no ${name} ${version} for ${platform()}: ${sums} has no ${archive}`);
  }
  const bytes = await get(archive);
  const actual = createHash('sha256').update(bytes).digest('hex');
  if (actual !== expected) {
    throw new CommandFailed(
      `${archive} of ${shownUrl(base)} has the checksum ${actual}, and ${vendor} has signed ${expected}, so it is not used: ` +
        `somebody on the way changes files, or it came incomplete`,
    );
  }
  return programIn(bytes, programFile(product), archive);
}

async function bytesOf({ vendor }: Product, url: string, stop?: AbortSignal): Promise<Buffer> {
  const service = `the server of ${vendor}`;
  try {
    const { status, bytes } = await download({ service, url, stop });
    if (bytes) {
      return bytes;
    }
    throw new CommandFailed(
      `${shownUrl(url)} is answered with status ${status}: AKS_TERRAFORM_MIRROR names another server with these files`,
    );
  } catch (error) {
    throw error instanceof Unreachable
      ? new CommandFailed(`${shownUrl(url)}: ${error.message}; AKS_TERRAFORM_MIRROR names another server`)
      : error;
  }
}

/** Whether the one key of the vendor has signed these bytes. */
export async function isSignedBy(
  { key, fingerprint, vendor }: Product,
  bytes: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  // It takes a while to load, and is needed once in the life of a machine.
  const { createMessage, readKey, readSignature, verify } = await import('openpgp');
  const message = await createMessage({ binary: bytes });

  for (const armoredKey of key().match(ARMORED) ?? []) {
    const verificationKeys = await readKey({ armoredKey });
    if (verificationKeys.getFingerprint().toUpperCase() !== fingerprint) {
      throw new Error(`the key of ${vendor} is not the one with the fingerprint ${fingerprint}`);
    }
    try {
      const options = { message, verificationKeys, expectSigned: true, format: 'binary' } as const;
      await verify({ ...options, signature: await readSignature({ binarySignature: signature }) });
      return true;
    } catch {
      // By this state of the key it is not.
    }
  }
  return false;
}

/**
 * The file of a key may have several states of it: one that is prolonged has new signatures by itself, and by these alone
 * what it has signed before would count as signed before it was valid.
 */
const ARMORED = /-----BEGIN PGP PUBLIC KEY BLOCK-----.*?-----END PGP PUBLIC KEY BLOCK-----/gs;

/** From lines as sha256sum writes them. */
function checksumIn(text: string, file: string): string | undefined {
  const lines = text.split(/\r?\n/).map((line) => /^([0-9a-f]{64}) [ *](.+)$/.exec(line));
  return lines.find((line) => line?.[2] === file)?.[1];
}

async function programIn(bytes: Buffer, file: string, archive: string): Promise<Buffer> {
  const { unzipSync } = await import('fflate');
  const program = unzipSync(bytes, { filter: ({ name }) => name === file })[file];
  if (!program) {
    throw new CommandFailed(`${archive} has no ${file} in it`);
  }
  return Buffer.from(program.buffer, program.byteOffset, program.byteLength);
}
