import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { buildForCdktn, CDKTN_PACKAGE } from './build-cdktn';
import { buildAppForCdktn, CDKTN_APP_PACKAGE } from './build-cdktn-app';
import { requireOnMain } from './release-source';
import { CheckFailed, ROOT, run, runChecks, runTool } from './run';
import { writeSbom } from './sbom';

/** Where the files of a release are put: the npm packages, what is in them, the wheels, and what is new. */
const OUT = join(ROOT, 'dist-release');

const tag = process.argv[2];

function requireVersion(): string {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  if (tag !== `v${version}`) {
    throw new CheckFailed(
      `the tag is '${tag ?? ''}' and the version in package.json is ${version}: tag v${version}`,
    );
  }
  return version;
}

/** The section of the version in CHANGELOG.md. */
function notes(version: string): string {
  const changes = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8');
  const section = changes.split(/^## /m).find((text) => text.split(/\s/)[0] === version);
  if (section === undefined) {
    throw new CheckFailed(`CHANGELOG.md has no section '## ${version}': rename 'Unreleased' to it`);
  }
  return section.slice(section.indexOf('\n')).trim();
}

function packNpm(): string {
  run('npm', ['pack', '--pack-destination', OUT], ROOT);
  run('npm', ['run', 'build:app'], ROOT);
  run('npm', ['pack', './dist-app', '--pack-destination', OUT], ROOT);
  buildForCdktn();
  run('npm', ['pack', CDKTN_PACKAGE, '--pack-destination', OUT], ROOT);
  buildAppForCdktn();
  run('npm', ['pack', CDKTN_APP_PACKAGE, '--pack-destination', OUT], ROOT);
  return tarballs()
    .map((file) => basename(file))
    .join(', ');
}

function tarballs(): string[] {
  return readdirSync(OUT)
    .filter((name) => name.endsWith('.tgz'))
    .sort()
    .map((name) => join(OUT, name));
}

function packPython(): string {
  const scratch = mkdtempSync(join(tmpdir(), 'release-'));
  try {
    for (const library of [ROOT, CDKTN_PACKAGE]) {
      runTool('jsii-pacmak', ['--targets', 'python', '--outdir', scratch, '--no-npmignore'], library);
    }
    cpSync(join(scratch, 'python'), join(OUT, 'python'), { recursive: true });
  } finally {
    rmSync(scratch, { recursive: true });
  }
  return readdirSync(join(OUT, 'python')).sort().join(', ');
}

runChecks([
  ['the tag is that of the version', requireVersion],
  ['what is tagged is on main', () => requireOnMain(ROOT)],
  [
    'what is new',
    () => {
      rmSync(OUT, { recursive: true, force: true });
      mkdirSync(OUT);
      writeFileSync(join(OUT, 'notes.md'), `${notes(requireVersion())}\n`);
    },
  ],
  ['npm packages', packNpm],
  ['SBOM', () => writeSbom(tarballs(), requireVersion(), join(OUT, 'sbom.cdx.json'))],
  ['Python', packPython],
]);
