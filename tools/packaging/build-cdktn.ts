import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { inWordsOfCdktn } from '../../cli/frameworks';
import { build } from './built';
import { CDKTN_MODULES, installCdktn } from './cdktn-bindings';
import { compile } from './jsii';
import { writeLazyIndex } from './lazy-index';
import { deferRequires } from './lazy-requires';
import { dropPrivateDeclarations } from './private-declarations';
import { ROOT } from './run';

/** The package of the library for CDK Terrain. */
export const CDKTN_PACKAGE = join(ROOT, 'dist-cdktn');

/** What the packages ask for; the versions that it is built and tested with are in tools/packaging/cdktn. */
export const CDKTN_PEERS: Readonly<Record<string, string>> = {
  '@cdktn/provider-azuread': '^17.1.0',
  '@cdktn/provider-azurerm': '^18.9.0',
  '@cdktn/provider-kubernetes': '^17.1.0',
  cdktn: '>=0.24.0',
  constructs: '>=10.6.0 <10.8.0',
};

/** What runs the commands. */
const COMMAND = 'bin/cdktn-aks-aad.js';

/** An import of the framework or of its bindings. */
const SPECIFIER = /(?<=\bfrom '@?)cdktf(?=['/])/g;

/** Files that differ by more than imports: in the place of each stands the one beside it. */
const IN_ITS_PLACE = /\.cdktn\.ts$/;

/** Makes the package for CDK Terrain from the sources of the library: same constructs, other imports. */
export function buildForCdktn(): void {
  installCdktn();
  build([CDKTN_PACKAGE], writePackage);
}

function writePackage(): void {
  mkdirSync(CDKTN_PACKAGE);
  writeLibrary(join(CDKTN_PACKAGE, 'lib'));
  writeCommand();
  cpSync(join(ROOT, 'LICENSE'), join(CDKTN_PACKAGE, 'LICENSE'));
  cpSync(join(ROOT, 'tsconfig.build.json'), join(CDKTN_PACKAGE, 'tsconfig.build.json'));
  cpSync(join(__dirname, 'cdktn-readme.md'), join(CDKTN_PACKAGE, 'README.md'));
  writeFileSync(join(CDKTN_PACKAGE, 'package.json'), `${JSON.stringify(packageJson(), null, 2)}\n`);
  symlinkSync(CDKTN_MODULES, join(CDKTN_PACKAGE, 'node_modules'));

  compile(CDKTN_PACKAGE);
  writeLazyIndex(join(CDKTN_PACKAGE, 'dist'));
  deferRequires(join(CDKTN_PACKAGE, 'dist'));
  dropPrivateDeclarations(join(CDKTN_PACKAGE, 'dist'));
}

/** What is imported as `cdktf` and `@cdktf/provider-…` is imported as `cdktn` and `@cdktn/provider-…`. */
export function forCdktn(source: string): string {
  return source.replace(SPECIFIER, 'cdktn');
}

/** Writes the sources of the library for CDK Terrain. */
export function writeLibrary(lib: string): void {
  cpSync(join(ROOT, 'lib'), lib, { recursive: true });
  for (const name of readdirSync(lib, { recursive: true, encoding: 'utf8' })) {
    const file = join(lib, name);
    if (IN_ITS_PLACE.test(name)) {
      renameSync(file, file.replace(IN_ITS_PLACE, '.ts'));
    }
  }
  for (const name of readdirSync(lib, { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.ts')) {
      const file = join(lib, name);
      writeFileSync(file, forCdktn(readFileSync(file, 'utf8')));
    }
  }
}

/** What runs the commands, which are a package of their own. */
function writeCommand(): void {
  const command = readFileSync(join(ROOT, 'bin/cdktf-aks-aad.js'), 'utf8');
  mkdirSync(join(CDKTN_PACKAGE, 'bin'));
  writeFileSync(join(CDKTN_PACKAGE, COMMAND), inWordsOfCdktn(command), { mode: 0o755 });
}

/** That of the library, but for its name, also in other languages, and what it needs. */
function packageJson(): object {
  const text = readFileSync(join(ROOT, 'package.json'), 'utf8')
    .replace(/(?<![/-])cdktf(?=[-_]?aks)/g, 'cdktn')
    .replaceAll('CdktfAks', 'CdktnAks');
  const { name, version, license, homepage, bugs, repository, author, engines, ...more } = JSON.parse(
    text,
  ) as Record<string, unknown>;
  const { type, main, types, exports, typesVersions, sideEffects, jsii } = more;

  return {
    name,
    version,
    description:
      'CDK Terrain constructs that give an AKS cluster Azure AD (Entra ID) sign-in and Kubernetes RBAC',
    license,
    keywords: ['aks', 'azure-ad', 'cdktn', 'entra-id', 'kubernetes', 'opentofu', 'rbac', 'terraform'],
    ...{ homepage, bugs, repository, author, engines },
    ...{ type, main, types, exports, typesVersions, sideEffects },
    bin: { 'cdktn-aks-aad': COMMAND },
    files: ['bin', 'dist', '.jsii', '.jsii.gz'],
    jsii,
    peerDependencies: CDKTN_PEERS,
    devDependencies: Object.fromEntries(
      Object.keys(CDKTN_PEERS).map((peer) => [peer, installedVersion(peer)]),
    ),
  };
}

/** Version of CDK Terrain, or of bindings for it, that is built and tested with. */
export function installedVersion(name: string): string {
  const file = join(CDKTN_MODULES, name, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

if (require.main === module) {
  buildForCdktn();
}
