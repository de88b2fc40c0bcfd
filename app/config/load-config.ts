import type { z } from 'zod';
import { configPath } from './config-path';
import { UUID } from './schema/fields';
import { checkFleet } from './rules/fleet';
import { IssueReporter, quote } from './problems/issue-reporter';
import { KeyPlaces } from './problems/key-places';
import { readLayers } from './layers';
import { requirePlainText } from './plain-text';
import { withEnvironment } from './placeholders';
import { ConfigError, ConfigProblem, formatProblem } from './problems/config-error';
import { ProblemsOfClusters } from './problems/problems-of-clusters';
import { configSchema } from './schema/schema';
import { checkAdoption } from './rules/adoption';
import { checkAutomatic } from './rules/automatic';
import { doubtsOf } from './rules/doubts';
import { Report, section } from './rules/section';
import { InOnePlace, spread } from './granted-namespaces';
import { ConfigNode, formatPath, KeyPath } from './node';
import { ReadFile } from './source';
import { ClusterView, clusterViews, writtenKeys } from './cluster-views';
import { defaultStateDirectory } from '../state/directory';

export { ConfigError, ConfigProblem };

/** Made of the schema once, for the first key that is unknown. */
const KEY_PLACES = new KeyPlaces(configSchema);

type Immutable<T> = T extends object ? { readonly [K in keyof T]: Immutable<T[K]> } : T;
type Environment = Readonly<Record<string, string | undefined>>;
type ParsedConfig = z.output<typeof configSchema>;
type LocalState = Extract<ParsedConfig['state'], { backend: 'local' }>;

/**
 * What aks.yaml says about one cluster, with the defaults of the app; where a key is undefined, the constructs have a
 * default.
 */
export type AksConfig = Immutable<
  Omit<
    ParsedConfig,
    'extends' | 'rulesFile' | 'clusters' | 'kubernetes' | 'state' | 'access' | 'azureRoles'
  > & {
    /** The word for the cluster in the IDs of its stacks; undefined without `clusters`. */
    key?: string;

    /** What the entries of a list are called in the file, such as `clusters[1].access[0]`. */
    writtenKeys: Record<string, string[]>;

    /** With one namespace each, or none: the whole cluster. */
    access: InOnePlace<ParsedConfig['access'][number]>[];
    azureRoles: InOnePlace<ParsedConfig['azureRoles'][number]>[];

    /** What is probably a slip, each with its place and with the ID of its warning. */
    doubts: { id: string; text: string }[];

    kubernetes: ParsedConfig['kubernetes'] & { credentials: 'kubelogin' | 'admin' };
    state: Exclude<ParsedConfig['state'], LocalState> | (LocalState & { directory: string });
  }
> & {
  /** Where a value is written, or else the nearest thing around it. */
  readonly placeOf: PlaceOf;
};

type PlaceOf = (path: KeyPath) => Omit<ConfigProblem, 'message'>;

/** A rule about access. */
export type RuleConfig = AksConfig['rules'][string];

/** What the clusters of a configuration have in common. */
export type SharedConfig = Pick<
  AksConfig,
  'environment' | 'protect' | 'azure' | 'state' | 'terraform' | 'aad' | 'deployers' | 'kubernetes' | 'silence'
>;

/** All that aks.yaml says. */
export interface AppConfig extends SharedConfig {
  /** One view of the whole for each cluster, in the order of the file; at least one. */
  readonly clusters: readonly AksConfig[];

  /** The file and those that it extends; none when they come from elsewhere than the file system. */
  readonly files: readonly string[];
}

export type ManagedAadConfig = Extract<AksConfig['aad'], { mode: 'managed' }>;
export type LegacyAadConfig = Extract<AksConfig['aad'], { mode: 'legacy' }>;
export type DefaultNodePoolConfig = NonNullable<AksConfig['cluster']['defaultNodePool']>;
export type NodePoolConfig = AksConfig['cluster']['nodePools'][number];
export type AccessConfig = AksConfig['access'][number];
export type AzureRoleConfig = AksConfig['azureRoles'][number];
export type RoleConfig = AksConfig['roles'][number];

/**
 * Reads and checks the configuration, with the files that it extends.
 *
 * Throws one ConfigError that holds all problems.
 */
export function loadConfig(path?: string, env: Environment = process.env, readFile?: ReadFile): AppConfig {
  const file = path ?? configPath(env);
  const { root, files } = readLayers(file, readFile);
  const structural: ConfigProblem[] = [];
  const filled = withEnvironment(root, structural);
  const views = clusterViews(filled, structural);
  const problems = new ProblemsOfClusters(views, files);
  problems.add(structural);

  const parsed = views.map((view, index) => {
    const { config, found } = parse(view, file, env);
    // A placeholder that stands for nothing is told; what it is not, such as a name, follows.
    problems.add(
      found.filter((problem) => !structural.some((other) => isSamePlace(problem, other))),
      index,
    );
    // What placeholders stand for is in it now.
    const strange: ConfigProblem[] = [];
    requirePlainText(view.root, strange);
    problems.add(strange, index);
    return config;
  });
  checkFleet(views, (index, path, message) => problems.add([fleetProblem(views[index]!, path, message)]));

  const clusters = parsed.filter((config) => config !== undefined);
  problems.throwIfAny();
  return { ...sharedBy(clusters[0]!, filled.plain), clusters, files: readFile ? [] : files };
}

/** One cluster's view as a configuration, and what is wrong with it. */
function parse(
  view: ClusterView,
  file: string,
  env: Environment,
): { config?: AksConfig; found: ConfigProblem[] } {
  const { root, key } = view;
  const content = root.plain;
  const reporter = new IssueReporter(root, KEY_PLACES);
  const result = configSchema.safeParse(content, { error: reporter.error, reportInput: true });
  const issues = result.error?.issues ?? [];
  const written: ConfigProblem[] = [];
  const report: Report = (path, message) => {
    // Whatever an unknown key was meant to be, that is told.
    if (!isUnknown(path, issues)) {
      written.push({ ...reporter.placeOf(path, 'value'), message });
    }
  };
  const subscriptionId = section(section(content).azure).subscriptionId ?? nonEmpty(env.ARM_SUBSCRIPTION_ID);
  checkAdoption(
    section(content),
    { isFleet: key !== undefined, subscriptionId: subscriptionId as string | undefined },
    report,
  );
  checkAutomatic(section(content), report);
  const found = [...reporter.problems(issues), ...written, ...environmentProblems(content, env)];
  return {
    config: result.success
      ? {
          ...withDefaults(result.data, file, env),
          ...inNamespaces(result.data, writtenKeys(view), (path) => reporter.placeOf(path, 'value')),
          key,
          doubts: doubtsOf(content).map(({ id, path, message }) => ({
            id,
            text: formatProblem({ ...reporter.placeOf(path, 'value'), message }),
          })),
        }
      : undefined,
    found,
  };
}

function isSamePlace(one: ConfigProblem, other: ConfigProblem): boolean {
  return (
    one.key !== undefined &&
    one.key === other.key &&
    one.file === other.file &&
    one.line === other.line &&
    one.column === other.column
  );
}

function isUnknown(path: KeyPath, issues: readonly z.core.$ZodIssue[]): boolean {
  return issues.some(
    (issue) =>
      issue.code === 'unrecognized_keys' &&
      issue.keys.some((key) => formatPath([...issue.path, key] as KeyPath) === formatPath(path)),
  );
}

/** What is granted in several namespaces is an entry for each. */
function inNamespaces(
  { access, azureRoles, namespaces }: ParsedConfig,
  written: AksConfig['writtenKeys'],
  placeOf: PlaceOf,
): Pick<AksConfig, 'access' | 'azureRoles' | 'writtenKeys' | 'placeOf'> {
  const inAccess = spread(access, namespaces, written.access ?? []);
  const inAzureRoles = spread(azureRoles, namespaces, written.azureRoles ?? []);
  return {
    access: inAccess.entries,
    azureRoles: inAzureRoles.entries,
    writtenKeys: { ...written, access: inAccess.written, azureRoles: inAzureRoles.written },
    placeOf: ([list, index, ...rest]) => {
      const { indexes } = { access: inAccess, azureRoles: inAzureRoles }[list as string] ?? {};
      return placeOf(
        indexes && typeof index === 'number'
          ? [list!, indexes[index] ?? index, ...rest]
          : [list, index, ...rest].filter((segment) => segment !== undefined),
      );
    },
  };
}

function fleetProblem(
  { root, entry }: ClusterView,
  path: (string | number)[],
  message: string,
): ConfigProblem {
  // The key is the entry's, and not part of what the cluster sees.
  if (path[0] === 'key' && entry) {
    return { ...new IssueReporter(entry).placeOf(path, 'value'), message };
  }
  const place = new IssueReporter(root).placeOf(path, 'value');
  const [section, key] = path;
  if (section !== 'cluster' || path.length !== 2 || !entry || isWithin(place.key ?? '', entry)) {
    return { ...place, message };
  }
  // What clusters have in common is right for one of them, so the others are where something has to be done.
  const { file, path: entryPath, value } = entry.origin;
  return { file, ...value, key: formatPath([...entryPath, key!]), message };
}

function isWithin(key: string, { origin }: ConfigNode): boolean {
  const of = formatPath(origin.path);
  return key === of || key.startsWith(`${of}.`);
}

function sharedBy(one: AksConfig, content: unknown): SharedConfig {
  const { environment, protect, azure, state, terraform, aad, deployers, kubernetes, silence } = one;
  const { subscriptionId } = section(section(content).azure);

  return {
    environment,
    protect,
    azure: { ...azure, subscriptionId: typeof subscriptionId === 'string' ? subscriptionId : undefined },
    state,
    terraform,
    aad,
    deployers,
    kubernetes,
    silence,
  };
}

/** The defaults that depend on other keys or on the environment. */
function withDefaults(
  parsed: ParsedConfig,
  file: string,
  env: Environment,
): Omit<AksConfig, 'doubts' | 'writtenKeys' | 'placeOf'> {
  const config = { ...parsed };
  delete config.extends;
  delete config.rulesFile;
  delete config.clusters;
  delete config.tenant;
  const defaultCredentials = config.aad.mode === 'legacy' ? 'admin' : 'kubelogin';
  return {
    ...config,
    azure: {
      ...config.azure,
      tenantId: config.azure.tenantId ?? nonEmpty(env.ARM_TENANT_ID),
      subscriptionId: config.azure.subscriptionId ?? nonEmpty(env.ARM_SUBSCRIPTION_ID),
    },
    kubernetes: { ...config.kubernetes, credentials: config.kubernetes.credentials ?? defaultCredentials },
    state: withDirectory(config.state, file),
  };
}

function withDirectory(state: ParsedConfig['state'], file: string): AksConfig['state'] {
  return state.backend === 'local'
    ? { ...state, directory: state.directory ?? defaultStateDirectory(file) }
    : state;
}

function environmentProblems(content: unknown, env: Environment): ConfigProblem[] {
  const azure = (content as { azure?: { tenantId?: unknown; subscriptionId?: unknown } | null }).azure;
  return [
    ...environmentProblem('ARM_TENANT_ID', 'tenant', azure?.tenantId, env),
    ...environmentProblem('ARM_SUBSCRIPTION_ID', 'subscription', azure?.subscriptionId, env),
  ];
}

/** Only a variable that is used, because the file does not set its key, is looked at. */
function environmentProblem(
  name: string,
  owner: string,
  configured: unknown,
  env: Environment,
): ConfigProblem[] {
  const value = nonEmpty(env[name]);
  if (configured !== undefined || value === undefined || UUID.test(value)) {
    return [];
  }
  const rule = `use the ID of a ${owner}, a UUID of the form 00000000-0000-0000-0000-000000000000`;
  return [{ file: `environment variable ${name}`, message: `${quote(value)} is not valid: ${rule}` }];
}

/** CI systems set a variable without a value to an empty text. */
function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
