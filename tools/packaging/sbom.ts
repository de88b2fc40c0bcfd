import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { CheckFailed, run } from './run';

/** As much of CycloneDX as is looked at. */
interface Sbom {
  readonly components: readonly { readonly name: string; readonly version: string }[];
}

/**
 * Writes what is in packages that are packed, and in what comes along with them, as CycloneDX. Peers are left out: their
 * versions are those of whoever installs the packages.
 */
export function writeSbom(tarballs: readonly string[], version: string, file: string): string {
  const scratch = mkdtempSync(join(tmpdir(), 'sbom-'));
  try {
    // npm calls the whole after the folder, and names files as they are named here.
    const folder = join(scratch, 'cdktf-aks-aad');
    mkdirSync(folder);
    tarballs.forEach((path) => copyFileSync(path, join(folder, basename(path))));
    const dependencies = Object.fromEntries(
      tarballs.map((path) => [basename(path).replace(/-\d.*$/, ''), `file:${basename(path)}`]),
    );
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'release', version, dependencies }));
    const quiet = ['--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    run('npm', ['install', '--package-lock-only', ...quiet], folder);

    dropPeers(join(folder, 'package-lock.json'));
    const text = run('npm', ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'], folder);
    const { components } = JSON.parse(text) as Sbom;
    const missing = Object.keys(dependencies).filter((name) => !components.some((one) => one.name === name));
    if (missing.length > 0) {
      throw new CheckFailed(`the SBOM lacks ${missing.join(', ')}`);
    }
    writeFileSync(file, text.replaceAll(`${folder}/`, ''));
    return `${components.length} components`;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** npm makes no SBOM where a peer is missing. */
function dropPeers(lockFile: string): void {
  const lock = JSON.parse(readFileSync(lockFile, 'utf8')) as {
    readonly packages: Readonly<Record<string, { peerDependencies?: object }>>;
  };
  Object.values(lock.packages).forEach((entry) => delete entry.peerDependencies);
  writeFileSync(lockFile, JSON.stringify(lock));
}
