import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { isShippedPage, settlePages } from './shipped-pages';

const ROOT = resolve(__dirname, '..', '..');
const OUT = join(ROOT, 'dist-app');

/** What the commands read at run time, and what a new project begins with. */
const FILES = [
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
 * Makes the npm package of the app and the commands in dist-app/, from nothing.
 *
 * It takes the constructs from the library's package: two copies of them could not be used together.
 */
function build(): void {
  rmSync(OUT, { recursive: true, force: true });
  compile();
  linkLibrary();
  dropDeclarations();
  refuseUndeclared();

  FILES.forEach((file) => cpSync(join(ROOT, file), join(OUT, file), { recursive: true }));
  cpSync(join(ROOT, 'examples'), join(OUT, 'examples'), { recursive: true, filter: isExample });
  cpSync(join(ROOT, 'docs'), join(OUT, 'docs'), { recursive: true, filter: isShippedPage });
  write('README.md', readFileSync(join(__dirname, 'app-readme.md'), 'utf8').replaceAll('](../../', ']('));
  write('package.json', `${JSON.stringify(packageJson(), null, 2)}\n`);
  const { name, version, homepage } = library();
  settlePages(OUT, {
    name: `${name}-app`,
    repository: `${homepage!.replace(/#.*/, '')}/blob/v${version}`,
  });
}

function compile(): void {
  const tsc = require.resolve('typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', join(__dirname, 'tsconfig.app.json')], {
    stdio: 'inherit',
  });
  if (status !== 0) {
    rmSync(OUT, { recursive: true, force: true });
    process.exit(status ?? 1);
  }
}

/** Puts into the place of each compiled file of lib/ one that passes the library's own on, private ones included. */
function linkLibrary(): void {
  const files = readdirSync(join(OUT, 'lib'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .map((file) => file.slice(0, -'.js'.length).split(sep).join('/'));
  const needed = new Set(files.filter(isNeeded));
  rmSync(join(OUT, 'lib'), { recursive: true });

  for (const file of needed) {
    // Not by a path of its exports, which leave out what is private.
    const path = JSON.stringify(`${file}.js`);
    write(
      `lib/${file}.js`,
      `'use strict';\nconst { dirname, join } = require('node:path');\n\n` +
        `module.exports = require(join(dirname(require.resolve('cdktf-aks-aad')), ${path}));\n`,
    );
    if (!/^(private|shared)\//.test(file)) {
      const entry = file === 'index' ? 'cdktf-aks-aad' : `cdktf-aks-aad/${file}`;
      write(`lib/${file}.d.ts`, `export * from '${entry}';\n`);
    }
  }
}

/** Whether any file of the app requires this one of the library. */
function isNeeded(file: string): boolean {
  const target = file === 'index' ? '' : `/${file}`;
  const imports = new RegExp(`require\\("(\\.\\./)+lib${target}"\\)`);

  return filesOf('.js').some((path) => imports.test(readFileSync(path, 'utf8')));
}

/** What examples leave beside themselves when they run is not part of them. */
function isExample(path: string): boolean {
  return !/[/\\](node_modules|\.gen|\.rehearsal|cdktf\.out|__pycache__)$/.test(path);
}

/** What the entry of the package says is public; the commands are not. */
function dropDeclarations(): void {
  const isPublic = (path: string): boolean =>
    ['access/testing/', 'app/', 'lib/'].some((part) =>
      relative(OUT, path).split(sep).join('/').startsWith(part),
    );

  filesOf('.d.ts')
    .filter((path) => !isPublic(path))
    .forEach((path) => rmSync(path));
}

/** What is only installed here would be missing where the package is used. */
function refuseUndeclared(): void {
  const { peerDependencies } = library();
  const declared = [...DEPENDENCIES, ...OF_TEST_RUNNERS, ...Object.keys(peerDependencies), 'cdktf-aks-aad'];
  const undeclared = filesOf('.js').flatMap((path) =>
    [
      ...readFileSync(path, 'utf8').matchAll(
        /(?:require|require\.resolve|import)\("((?:@[\w-]+\/)?[\w-]+)[^"]*"/g,
      ),
    ]
      .map((match) => match[1]!)
      .filter((name) => name !== 'node' && !isBuiltin(name) && !declared.includes(name))
      .map((name) => `${relative(OUT, path)} needs '${name}'`),
  );
  if (undeclared.length > 0) {
    throw new Error(`${undeclared.join('\n')}\nwhich is not among the dependencies of the package`);
  }
}

function filesOf(extension: string): string[] {
  return readdirSync(OUT, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(extension))
    .map((file) => join(OUT, file));
}

/** Version, licence and peers are those of the library; the versions of everything else are those of its tests. */
function packageJson(): object {
  const { name: libraryName, peerDependencies, devDependencies, ...common } = library();
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
    description:
      'AKS with Azure AD sign-in and Kubernetes RBAC from a YAML file, and a rehearsal for cdktf apps',
    license,
    homepage,
    bugs,
    repository,
    author,
    keywords: ['aks', 'azure-ad', 'cdktf', 'entra-id', 'kubernetes', 'rbac', 'rehearsal', 'terraform'],
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
    bin: { [`${libraryName}-app`]: 'cli/bin.js' },
    dependencies: { [libraryName]: version, ...Object.fromEntries(DEPENDENCIES.map(compatible)) },
    peerDependencies,
    // New projects get these versions.
    devDependencies,
  };
}

function library(): PackageJson {
  return JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as PackageJson;
}

function write(path: string, text: string): void {
  const file = join(OUT, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

build();
