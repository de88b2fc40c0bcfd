import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeOrCheck } from '../reference/generated-file';

/**
 * What every cluster has, by Kubernetes version, from the source of Kubernetes: the RBAC objects that an API server makes at
 * its start (plugin/pkg/auth/authorizer/rbac/bootstrappolicy, run), and the resources of its API (api/discovery).
 *
 * Needs Go and its module proxy; about a minute for each version.
 */

/** Minor versions that AKS offers or is about to. */
const MINORS = ['1.33', '1.34', '1.35', '1.36', '1.37'];

const ROOT = join(__dirname, '..', '..');
const MODULE = 'k8s.io/kubernetes';
const KINDS = ['clusterRoles', 'clusterRoleBindings', 'roles', 'roleBindings'] as const;

const OBJECTS: readonly (readonly [kind: string, list: (typeof KINDS)[number]])[] = [
  ['ClusterRole', 'clusterRoles'],
  ['ClusterRoleBinding', 'clusterRoleBindings'],
  ['Role', 'roles'],
  ['RoleBinding', 'roleBindings'],
];

interface RbacObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly [key: string]: unknown;
}

type Defaults = Readonly<Record<(typeof KINDS)[number], RbacObject[] | null>>;

interface DiscoveredResource {
  readonly resource: string;
  readonly group: string;
  readonly isNamespaced: boolean;
  readonly shortNames: readonly string[];
  readonly subresources: readonly Subresource[];
}

interface Subresource {
  readonly name: string;
  readonly verbs: readonly string[];
}

interface Release {
  readonly minor: string;
  readonly version: string;
  readonly defaults: Defaults;
  readonly resources: readonly DiscoveredResource[];
}

async function main(): Promise<void> {
  const releases = MINORS.map(read);

  writeFileSync(join(ROOT, 'access', 'rbac', 'default-objects.json'), objectsOf(releases));
  await writeOrCheck(
    [{ path: 'lib/shared/built-in-resources.ts', text: resourcesOf(releases) }],
    'npm run kubernetes-defaults',
  );
}

function read(minor: string): Release {
  const directory = mkdtempSync(join(tmpdir(), 'kubernetes-'));
  const go = (...args: string[]): string =>
    execFileSync('go', args, {
      cwd: directory,
      env: { ...process.env, GOFLAGS: '-mod=mod' },
      encoding: 'utf8',
      maxBuffer: 1e8,
      stdio: ['ignore', 'pipe', 'inherit'],
    });

  try {
    writeFileSync(join(directory, 'go.mod'), 'module defaults\n');
    const versions = go('list', '-m', '-versions', MODULE).trim().split(' ');
    const version = versions.filter((one) => new RegExp(`^v${minor}\\.\\d+$`).test(one)).pop();
    if (version === undefined) {
      throw new Error(`there is no release of Kubernetes ${minor}`);
    }
    const { Dir: source } = JSON.parse(go('mod', 'download', '-json', `${MODULE}@${version}`)) as {
      Dir: string;
    };

    // Kubernetes publishes its staging modules under v0.
    const staging = readFileSync(join(source, 'go.mod'), 'utf8').matchAll(/^\s+(k8s\.io\/\S+) v0\.0\.0$/gm);
    const replaced = Array.from(
      staging,
      ([, name]) => `replace ${name} => ${name} ${version.replace('v1', 'v0')}`,
    );
    writeFileSync(
      join(directory, 'go.mod'),
      ['module defaults', 'go 1.24', `require ${MODULE} ${version}`, ...replaced, ''].join('\n'),
    );
    copyFileSync(join(__dirname, 'main.go'), join(directory, 'main.go'));

    console.log(`Kubernetes ${version}`);
    const defaults = JSON.parse(go('run', '.')) as Defaults;
    return { minor, version, defaults, resources: discovered(join(source, 'api', 'discovery')) };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function discovered(directory: string): DiscoveredResource[] {
  const core = JSON.parse(readFileSync(join(directory, 'api__v1.json'), 'utf8')) as {
    resources: { name: string; namespaced: boolean; shortNames?: string[]; verbs: string[] }[];
  };
  const groups = JSON.parse(readFileSync(join(directory, 'aggregated_v2.json'), 'utf8')) as {
    items: {
      metadata: { name?: string };
      versions: {
        resources?: {
          resource: string;
          scope: string;
          shortNames?: string[];
          subresources?: { subresource: string; verbs: string[] }[];
        }[];
      }[];
    }[];
  };

  const plain = core.resources.filter(({ name }) => !name.includes('/'));
  return [
    ...plain.map(({ name, namespaced, shortNames = [] }) => ({
      resource: name,
      group: '',
      isNamespaced: namespaced,
      shortNames,
      subresources: core.resources
        .filter((one) => one.name.startsWith(`${name}/`))
        .map((one) => ({ name: one.name.slice(name.length + 1), verbs: one.verbs })),
    })),
    ...groups.items.flatMap(({ metadata, versions }) =>
      versions.flatMap(({ resources = [] }) =>
        resources.map(({ resource, scope, shortNames = [], subresources = [] }) => ({
          resource,
          group: metadata.name ?? '',
          isNamespaced: scope === 'Namespaced',
          shortNames,
          subresources: subresources.map(({ subresource, verbs }) => ({ name: subresource, verbs })),
        })),
      ),
    ),
  ];
}

/** Each object once, with the versions that have it where that is not all of them. */
function objectsOf(releases: readonly Release[]): string {
  const lists = KINDS.map((kind) => {
    const found = new Map<string, string[]>();
    for (const { minor, defaults } of releases) {
      for (const object of defaults[kind] ?? []) {
        const text = JSON.stringify(withoutNothing(object));
        found.set(text, [...(found.get(text) ?? []), minor]);
      }
    }
    const entries = Array.from(found, ([text, minors]) =>
      minors.length === releases.length
        ? `{"object":${text}}`
        : `{"in":${JSON.stringify(minors)},"object":${text}}`,
    );
    return `"${kind}":[\n${entries.join(',\n')}\n]`;
  });
  const versions = Object.fromEntries(releases.map(({ minor, version }) => [minor, version]));

  return `{"versions":${JSON.stringify(versions)},\n${lists.join(',\n')}}\n`;
}

function withoutNothing({ metadata, ...object }: RbacObject): object {
  const { name, namespace, labels } = metadata;
  const kept = Object.entries(object).filter(
    ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
  );

  return { metadata: { name, namespace, labels }, ...Object.fromEntries(kept) };
}

function resourcesOf(releases: readonly Release[]): string {
  const all = releases.flatMap(({ resources }) => resources);
  const ofScope = (isNamespaced: boolean): string =>
    table(
      all
        .filter((one) => one.isNamespaced === isNamespaced)
        .map(({ group, resource, shortNames }) => [group, resource, shortNames]),
    );
  const withSubresources = all.filter((one) => one.subresources.length > 0);
  const verbs = new Map<string, Set<string>>();
  for (const { name, verbs: of } of all.flatMap((one) => one.subresources)) {
    verbs.set(name, new Set([...(verbs.get(name) ?? []), ...of]));
  }
  const objects = OBJECTS.map(([kind, list]) => `${kind}: '${ofEach(releases, list).join(' ')}',`);
  const aggregated = releases
    .flatMap(({ defaults }) => defaults.clusterRoles ?? [])
    .filter(({ aggregationRule }) => aggregationRule)
    .map(({ metadata }) => metadata.name);

  return [
    `// Written by npm run kubernetes-defaults from Kubernetes ${releases.map(({ version }) => version).join(', ')}: one group a`,
    '// line, each type with its short names.',
    '',
    '/** Types whose objects are in a namespace. */',
    `export const NAMESPACED: Readonly<Record<string, string>> = ${ofScope(true)};`,
    '',
    '/** Types whose objects are in none. */',
    `export const CLUSTER_SCOPED: Readonly<Record<string, string>> = ${ofScope(false)};`,
    '',
    '/** Subresources, behind their types. */',
    `export const SUBRESOURCES: Readonly<Record<string, string>> = ${table(
      withSubresources.map(({ group, resource, subresources }) => [
        group,
        resource,
        subresources.map(({ name }) => name),
      ]),
    )};`,
    '',
    '/** What may be asked of each subresource, whatever it is of. */',
    `export const SUBRESOURCE_VERBS: Readonly<Record<string, string>> = {`,
    ...[...verbs.keys()].sort().map((name) => `'${name}': '${[...verbs.get(name)!].sort().join(' ')}',`),
    '};',
    '',
    '/** Objects of RBAC that clusters of each of these versions have, those of a namespace behind its name. */',
    'export const RBAC_OBJECTS: Readonly<Record<string, string>> = {',
    ...objects,
    '};',
    '',
    '/** Cluster roles of them whose rules are those of others. */',
    `export const AGGREGATED_ROLES: readonly string[] = ${JSON.stringify([...new Set(aggregated)].sort())};`,
    '',
  ].join('\n');
}

/** Names of the objects that each release has. */
function ofEach(releases: readonly Release[], list: (typeof KINDS)[number]): string[] {
  const names = releases.map(({ defaults }) =>
    (defaults[list] ?? []).map(({ metadata: { namespace, name } }) =>
      namespace === undefined ? name : `${namespace}/${name}`,
    ),
  );
  return names[0]!.filter((name) => names.every((others) => others.includes(name))).sort();
}

/** One group a line: `pods/po services/svc`. */
function table(rows: readonly (readonly [group: string, type: string, more: readonly string[]])[]): string {
  const groups = new Map<string, Map<string, Set<string>>>();
  for (const [group, type, more] of rows) {
    const types = groups.get(group) ?? new Map<string, Set<string>>();
    groups.set(group, types.set(type, new Set([...(types.get(type) ?? []), ...more])));
  }
  const lines = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, types]) => {
      const words = [...types].sort(([a], [b]) => (a < b ? -1 : 1));
      return `'${group}': '${words.map(([type, names]) => [type, ...names].join('/')).join(' ')}',`;
    });
  return `{\n${lines.join('\n')}\n}`;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
