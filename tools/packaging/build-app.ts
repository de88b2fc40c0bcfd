import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { build } from './built';
import { isShippedPage, settlePages } from './shipped-pages';

const ROOT = resolve(__dirname, '..', '..');

/** A package of the app: which sources it is made of, and what it needs. */
export interface AppPackage {
  /** Where it is made, from nothing. */
  readonly out: string;

  /** The library, whose name the app has with `-app` behind. */
  readonly library: string;

  /** Framework and bindings, as the library has them. */
  readonly peers: Readonly<Record<string, string>>;

  readonly description: string;
  readonly keywords: readonly string[];

  /** The compiler's configuration, which puts the code into `out`. */
  readonly tsconfig: () => string;

  /** Where sources of the package's own are, which go when they are compiled. */
  readonly sources?: string;

  /** What a page, an example or a pipeline becomes. */
  readonly settled: (text: string) => string;
}

/** The package for cdktf, made of the sources as they are. */
export const APP_PACKAGE = join(ROOT, 'dist-app');

/** What the commands read at run time, and what a new project begins with. */
const FILES = [
  '.devcontainer/devcontainer.json',
  'access/html/page.css',
  'access/html/page.js',
  'access/rbac/default-objects.json',
  'access/testing/vitest.d.mts',
  'access/testing/vitest.mjs',
  'aks.base.schema.json',
  'aks.schema.json',
  'aks.yaml',
  'cli/dev/page/dev.css',
  'cli/dev/page/dev.js',
  'cli/terraform/keys',
  'LICENSE',
  'main.ts',
  'rehearsal/backends/keeper.js',
  'rehearsal/protocol/provider-protocol-6.proto',
  'rehearsal/protocol/provider-protocol.proto',
  'rehearsal/provider-behaviour',
  'rehearsal/schemas',
  'rehearsal/tenant.yaml',
];

/** What Jest hands out itself to the tests that ask for it. */
const OF_TEST_RUNNERS = ['@jest/globals'];

/** Packages that the code below needs at run time; the library and its peers come on top. */
const DEPENDENCIES = [
  '@azure/core-rest-pipeline',
  '@azure/identity',
  '@grpc/grpc-js',
  '@grpc/proto-loader',
  '@kubernetes/client-node',
  '@msgpack/msgpack',
  'cross-spawn',
  'chokidar',
  'fastest-levenshtein',
  'fflate',
  'openpgp',
  'yaml',
  'zod',
];

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly homepage?: string;
  readonly bugs?: object;
  readonly repository?: object;
  readonly author?: object;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/**
 * Makes an npm package of the app and the commands, from nothing.
 *
 * It takes the constructs from the library's package: two copies of them could not be used together.
 */
export function buildApp(app: AppPackage): void {
  build([app.out], () => {
    compileApp(app);
    addFiles(app);
  });
}

function compileApp(app: AppPackage): void {
  compile(app.tsconfig());
  if (app.sources !== undefined) {
    rmSync(app.sources, { recursive: true });
  }
  linkLibrary(app);
  dropDeclarations(app.out);
  refuseUndeclared(app);
}

function addFiles(app: AppPackage): void {
  const { out } = app;
  FILES.forEach((file) => cpSync(join(ROOT, file), join(out, file), { recursive: true }));
  cpSync(join(ROOT, 'examples'), join(out, 'examples'), { recursive: true, filter: isExample });
  cpSync(join(ROOT, 'docs'), join(out, 'docs'), { recursive: true, filter: isShippedPage });
  write(
    out,
    'README.md',
    readFileSync(join(__dirname, 'app-readme.md'), 'utf8').replaceAll('](../../', ']('),
  );
  settleTexts(app);
  write(out, 'package.json', `${JSON.stringify(packageJson(app), null, 2)}\n`);
  const { version, homepage } = library();
  settlePages(out, {
    name: `${app.library}-app`,
    repository: `${homepage!.replace(/#.*/, '')}/blob/v${version}`,
  });
}

function compile(tsconfig: string): void {
  const tsc = require.resolve('typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', tsconfig], { stdio: 'inherit' });
  if (status !== 0) {
    throw new Error(`the app does not compile with ${tsconfig}`);
  }
}

function settleTexts({ out, settled }: AppPackage): void {
  const texts = filesOf(out, /^(README\.md|(docs|examples)\/.*\.(md|[jt]s|py|sh|ya?ml))$/);
  for (const file of texts) {
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, settled(text));
  }
}

/** Puts into the place of each compiled file of lib/ one that passes the library's own on, private ones included. */
function linkLibrary({ out, library: name }: AppPackage): void {
  const files = readdirSync(join(out, 'lib'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .map((file) => file.slice(0, -'.js'.length).split(sep).join('/'));
  const needed = new Set(files.filter((file) => isNeeded(out, file)));
  rmSync(join(out, 'lib'), { recursive: true });

  for (const file of needed) {
    // Not by a path of its exports, which leave out what is private.
    const path = JSON.stringify(`${file}.js`);
    write(
      out,
      `lib/${file}.js`,
      `'use strict';\nconst { dirname, join } = require('node:path');\n\n` +
        `module.exports = require(join(dirname(require.resolve('${name}')), ${path}));\n`,
    );
    if (!/^(private|shared)\//.test(file)) {
      const entry = file === 'index' ? name : `${name}/${file}`;
      write(out, `lib/${file}.d.ts`, `export * from '${entry}';\n`);
    }
  }
}

/** Whether any file of the app requires this one of the library. */
function isNeeded(out: string, file: string): boolean {
  const target = file === 'index' ? '' : `/${file}`;
  const imports = new RegExp(`require\\("(\\.\\./)+lib${target}"\\)`);

  return filesOf(out, /\.js$/).some((path) => imports.test(readFileSync(path, 'utf8')));
}

/** What examples leave beside themselves when they run is not part of them. */
function isExample(path: string): boolean {
  return !/[/\\](node_modules|\.gen|\.rehearsal|cdktf\.out|__pycache__)$/.test(path);
}

/** What the entry of the package says is public; the commands are not. */
function dropDeclarations(out: string): void {
  const isPublic = (path: string): boolean =>
    ['access/testing/', 'app/', 'lib/'].some((part) =>
      relative(out, path).split(sep).join('/').startsWith(part),
    );

  filesOf(out, /\.d\.ts$/)
    .filter((path) => !isPublic(path))
    .forEach((path) => rmSync(path));
}

/** What is only installed here would be missing where the package is used. */
function refuseUndeclared({ out, peers, library: name }: AppPackage): void {
  const declared = [...DEPENDENCIES, ...OF_TEST_RUNNERS, ...Object.keys(peers), name];
  const undeclared = filesOf(out, /\.js$/).flatMap((path) =>
    [
      ...readFileSync(path, 'utf8').matchAll(
        /(?:require|require\.resolve|import)\("((?:@[\w-]+\/)?[\w-]+)[^"]*"/g,
      ),
    ]
      .map((match) => match[1]!)
      .filter((name) => name !== 'node' && !isBuiltin(name) && !declared.includes(name))
      .map((name) => `${relative(out, path)} needs '${name}'`),
  );
  if (undeclared.length > 0) {
    throw new Error(`${undeclared.join('\n')}\nwhich is not among the dependencies of the package`);
  }
}

function filesOf(out: string, pattern: RegExp): string[] {
  return readdirSync(out, { recursive: true, encoding: 'utf8' })
    .filter((file) => pattern.test(file.split(sep).join('/')))
    .map((file) => join(out, file));
}

/** Version, licence and peers are those of the library; the versions of everything else are those of its tests. */
function packageJson({ library: libraryName, peers, description, keywords }: AppPackage): object {
  const { devDependencies, ...common } = library();
  const { version, license, homepage, bugs, repository, author } = common;
  const tested = (name: string): string => {
    const found = devDependencies[name];
    if (!found) {
      throw new Error(`package.json has no devDependency '${name}'`);
    }
    return found;
  };
  const compatible = (name: string): [string, string] => [name, `^${tested(name)}`];

  return {
    name: `${libraryName}-app`,
    version,
    description,
    license,
    homepage,
    bugs,
    repository,
    author,
    keywords,
    engines: { node: '>=20.19.0' },
    type: 'commonjs',
    main: 'app/index.js',
    types: 'app/index.d.ts',
    exports: {
      '.': { types: './app/index.d.ts', default: './app/index.js' },
      './testing': { types: './access/testing/index.d.ts', default: './access/testing/index.js' },
      './jest': { types: './access/testing/jest.d.ts', default: './access/testing/jest.js' },
      './vitest': { types: './access/testing/vitest.d.mts', default: './access/testing/vitest.mjs' },
      './package.json': './package.json',
      './aks.schema.json': './aks.schema.json',
    },
    // What reads no exports: a project as 'cdktf init' makes it, whose modules are CommonJS.
    typesVersions: {
      '*': { testing: ['access/testing/index.d.ts'], jest: ['access/testing/jest.d.ts'] },
    },
    bin: { [`${libraryName}-app`]: 'cli/bin.js' },
    dependencies: { [libraryName]: version, ...Object.fromEntries(DEPENDENCIES.map(compatible)) },
    peerDependencies: peers,
    // New projects get these versions.
    devDependencies,
  };
}

function library(): PackageJson {
  return JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as PackageJson;
}

function write(out: string, path: string, text: string): void {
  const file = join(out, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** For cdktf, whose package is made of the sources as they are. */
export function buildForCdktf(): void {
  const { name, peerDependencies } = library();
  buildApp({
    out: APP_PACKAGE,
    library: name,
    peers: peerDependencies,
    description:
      'AKS with Azure AD sign-in and Kubernetes RBAC from a YAML file, and a rehearsal for cdktf apps',
    keywords: ['aks', 'azure-ad', 'cdktf', 'entra-id', 'kubernetes', 'rbac', 'rehearsal', 'terraform'],
    tsconfig: () => join(__dirname, 'tsconfig.app.json'),
    settled: (text) => text,
  });
}

if (require.main === module) {
  buildForCdktf();
}
