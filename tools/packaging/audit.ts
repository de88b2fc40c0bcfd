import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { auditLock } from './audit-lock';
import { APP_PACKAGE, buildForCdktf } from './build-app';
import { buildForChecks } from './built';
import { CheckFailed, ROOT, run } from './run';

/** Set where the registry is known to answer: then it has to. */
const REQUIRED = process.env.REQUIRE_AUDIT === 'true';

const OWN = ['cdktf-aks-aad', 'cdktf-aks-aad-app'];

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** The folders of all lock files that are in git. */
function lockFolders(): string[] {
  return run('git', ['ls-files', '*package-lock.json'], ROOT).trim().split('\n').map(dirname);
}

/** A lock file of what somebody gets who installs a package today, its peers included. */
function shippedTree(manifestFile: string, folder: string): void {
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Manifest;
  const wanted = { ...manifest.dependencies, ...manifest.peerDependencies };
  const dependencies = Object.fromEntries(Object.entries(wanted).filter(([name]) => !OWN.includes(name)));

  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  run('npm', ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'], folder);
}

async function audit(what: string, folder: string): Promise<boolean> {
  const found = await auditLock(folder);
  if ('unavailable' in found) {
    console.error(`NOT AUDITED  ${what}: the registry does not answer (${found.unavailable})`);
    return !REQUIRED;
  }
  if (found.advisories.length > 0) {
    console.error(`FAILED  ${what}\n${found.advisories.map((one) => `  ${one}`).join('\n')}`);
    return false;
  }
  console.log(`ok  ${what}: nothing high in ${found.packages} packages`);
  return true;
}

async function main(): Promise<void> {
  const results: boolean[] = [];
  for (const folder of lockFolders()) {
    results.push(await audit(join(folder, 'package-lock.json'), join(ROOT, folder)));
  }

  const app = join(APP_PACKAGE, 'package.json');
  buildForChecks(APP_PACKAGE, buildForCdktf);
  for (const manifest of [join(ROOT, 'package.json'), app]) {
    const { name } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;
    const folder = mkdtempSync(join(tmpdir(), 'audit-'));
    try {
      shippedTree(manifest, folder);
      results.push(await audit(`what ${name} brings along`, folder));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  if (results.includes(false)) {
    process.exitCode = 1;
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof CheckFailed ? error.message : error);
  process.exitCode = 1;
});
