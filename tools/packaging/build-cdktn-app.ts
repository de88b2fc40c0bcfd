import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inWordsOfCdktn } from '../../cli/frameworks';
import { buildApp } from './build-app';
import { CDKTN_PEERS, forCdktn, writeLibrary } from './build-cdktn';
import { CDKTN_MODULES, installCdktn } from './cdktn-bindings';
import { ROOT } from './run';

/** The package of the app and the commands for CDK Terrain. */
export const CDKTN_APP_PACKAGE = join(ROOT, 'dist-cdktn-app');

/** The sources for CDK Terrain, until they are compiled. */
const SOURCES = join(CDKTN_APP_PACKAGE, 'src');

/** What speaks of both frameworks: how a project is made with either, and how it is moved. */
const OF_BOTH = /^(cli\/(frameworks\.ts|init\/|move-to-cdktn\/)|rehearsal\/bindings\/)/;

/** A page that is about both. */
const PAGE_OF_BOTH = /^# (CDK Terrain and OpenTofu|azurerm 4\.x and 5\.x)$/m;

/** Makes the package of the app for CDK Terrain from the same sources: other imports, and other names where it calls commands. */
export function buildAppForCdktn(): void {
  installCdktn();
  buildApp({
    out: CDKTN_APP_PACKAGE,
    library: 'cdktn-aks-aad',
    peers: CDKTN_PEERS,
    description:
      'AKS with Azure AD sign-in and Kubernetes RBAC from a YAML file, and a rehearsal for apps of CDK Terrain',
    keywords: [
      ...['aks', 'azure-ad', 'cdktn', 'entra-id', 'kubernetes', 'opentofu'],
      ...['rbac', 'rehearsal', 'terraform'],
    ],
    tsconfig: writeSources,
    sources: SOURCES,
    settled: (text) => (PAGE_OF_BOTH.test(text) ? text : pythonForCdktn(inWordsOfCdktn(forCdktn(text)))),
  });
}

/** Packages of Python have names of another form. */
export function pythonForCdktn(text: string): string {
  return text
    .replace(/\bcdktf_cdktf_provider_/g, 'cdktn_provider_')
    .replace(/\bcdktf_aks_aad\b/g, 'cdktn_aks_aad')
    .replace(/^from cdktf import/gm, 'from cdktn import');
}

function writeSources(): string {
  mkdirSync(SOURCES, { recursive: true });
  writeLibrary(join(SOURCES, 'lib'));
  for (const folder of ['access', 'app', 'cli', 'rehearsal']) {
    cpSync(join(ROOT, folder), join(SOURCES, folder), { recursive: true, filter: isCode });
    for (const name of readdirSync(join(SOURCES, folder), { recursive: true, encoding: 'utf8' })) {
      const path = `${folder}/${name}`;
      if (path.endsWith('.ts') && !OF_BOTH.test(path)) {
        const file = join(SOURCES, path);
        writeFileSync(file, messagesForCdktn(forCdktn(readFileSync(file, 'utf8'))));
      }
    }
  }
  const tsconfig = join(SOURCES, 'tsconfig.json');
  writeFileSync(tsconfig, JSON.stringify(TSCONFIG, null, 2));
  return tsconfig;
}

function messagesForCdktn(source: string): string {
  return inWordsOfCdktn(source)
    .replaceAll('@cdktf/provider-', '@cdktn/provider-')
    .replace(/\b(a|the|own) cdktf (?=app|project)/g, '$1 CDK Terrain ');
}

/** What the stand-ins read at run time comes with the package. */
function isCode(path: string): boolean {
  return !/[/\\]rehearsal[/\\](schemas|provider-behaviour|backends[/\\]azurite)$/.test(path);
}

/** As for cdktf, with CDK Terrain where it is installed, and everything else where the repository has it. */
const TSCONFIG = {
  extends: join(__dirname, 'tsconfig.app.json'),
  compilerOptions: {
    rootDir: '.',
    outDir: '..',
    paths: {
      '@cdktn/*': [join(CDKTN_MODULES, '@cdktn/*')],
      cdktn: [join(CDKTN_MODULES, 'cdktn')],
      constructs: [join(CDKTN_MODULES, 'constructs')],
    },
  },
  include: ['access', 'app', 'cli', 'rehearsal'],
  exclude: [],
};

if (require.main === module) {
  buildAppForCdktn();
}
