import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { AksConfig, AppConfig, loadConfig } from '../../app/config';
import { ReadFile } from '../../app/config/source';
import { defineStacks } from '../../app/stacks/define-stacks';
import { stackId } from '../../app/stacks/stack-id';
import { CommandFailed, WrongCall } from '../command-failed';
import { TerraformObject } from '../rbac/from-terraform';

/** Resources or data sources of a stack: type, then ID within the stack. */
type Instances = Readonly<Record<string, Readonly<Record<string, TerraformObject>>>>;

/** Terraform JSON of one stack, as far as access to the cluster hangs on it. */
export interface StackJson {
  readonly resource?: Instances;
  readonly data?: Instances;
  readonly output?: Readonly<Record<string, TerraformObject>>;
  readonly import?: readonly { readonly id: string; readonly to: string }[];
}

/** One cluster and the stacks that access to it hangs on, whoever has written them. */
export interface ClusterStacks {
  readonly config: { readonly cluster: Pick<AksConfig['cluster'], 'name' | 'kubernetesVersion'> };

  /** By name. */
  readonly stacks: Readonly<Record<string, StackJson>>;

  /** Warnings of the constructs, each with the path of its construct. */
  readonly warnings: readonly string[];
}

/** What the app makes of a configuration for one cluster. */
export interface SynthesizedApp extends ClusterStacks {
  readonly config: AksConfig;

  /** Identity, and the cluster's own two. */
  readonly stacks: Readonly<Record<string, StackJson>>;
}

interface Manifest {
  readonly stacks: Record<
    string,
    {
      readonly synthesizedStackPath: string;
      readonly annotations: { constructPath: string; level: string; message: string }[];
    }
  >;
}

/**
 * Synthesises the app in this process, without Terraform; throws what `cdktf synth` would print.
 *
 * Returns one part for each cluster.
 *
 * @param into folder in which what `cdktf synth` would write stays
 */
export function synthesizedClusters(
  configFile?: string,
  readFile?: ReadFile,
  into?: string,
): SynthesizedApp[] {
  const config = loadConfig(configFile, process.env, readFile);
  if (into !== undefined) {
    return synthesizedInto(into, config);
  }
  const outdir = mkdtempSync(join(tmpdir(), 'cdktf-aks-aad-'));
  try {
    return synthesizedInto(outdir, config);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The same of a configuration that has been loaded; what `cdktf synth` would write stays in the folder. */
export function synthesizedInto(outdir: string, config: AppConfig): SynthesizedApp[] {
  const app = new App({ outdir, stackTraces: false });
  defineStacks(app, config);
  app.synth();
  return readApp(outdir, config);
}

/** The same for the one cluster of a configuration, or for the one of several that `--cluster` names. */
export function synthesizedApp(configFile?: string, cluster?: string): SynthesizedApp {
  const [first, ...others] = clustersToTell(synthesizedClusters(configFile), cluster);
  if (!first || others.length > 0) {
    const keys = [first, ...others].map((app) => app?.config.key).join(' or ');
    throw new CommandFailed(`there are ${others.length + 1} clusters: choose with --cluster ${keys}`);
  }
  return first;
}

/** The clusters that a command is about: all, or the one that `--cluster` names. */
export function clustersToTell(
  apps: readonly SynthesizedApp[],
  cluster: string | undefined,
): readonly SynthesizedApp[] {
  if (cluster === undefined) {
    return apps;
  }
  if (cluster.startsWith('/') && !CLUSTER_ID.test(cluster)) {
    throw new WrongCall(
      `--cluster '${cluster}' is not the resource ID of a cluster: find it with az aks show --query id`,
    );
  }
  const found = apps.filter(({ config }) => isCluster(config, cluster));
  if (found.length === 0) {
    const names = apps.map(({ config }) => config.key ?? config.cluster.name);
    throw new WrongCall(
      `--cluster '${cluster}' is ${apps.length === 1 ? 'not the cluster' : 'none of the clusters'} of the configuration: use ${names.join(' or ')}`,
    );
  }
  return found;
}

const CLUSTER_ID =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.ContainerService\/managedClusters\/([^/]+)$/i;

/** Whether a cluster is meant by its key, its name or its Azure resource ID; Azure takes either case. */
export function isCluster({ key, cluster, azure }: AksConfig, text: string): boolean {
  const [, subscription, group, name] = CLUSTER_ID.exec(text) ?? [];
  if (name === undefined) {
    return text === key || text === cluster.name;
  }
  return (
    isSame(name, cluster.name) &&
    isSame(group!, cluster.resourceGroupName) &&
    (azure.subscriptionId === undefined || isSame(subscription!, azure.subscriptionId))
  );
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function readApp(outdir: string, { clusters }: AppConfig): SynthesizedApp[] {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(outdir, file), 'utf8'));
  const manifest = Object.entries((read('manifest.json') as Manifest).stacks);
  const all = new Map(
    manifest.map(([name, { synthesizedStackPath, annotations }]) => [
      name,
      {
        json: read(synthesizedStackPath) as StackJson,
        warnings: annotations
          .filter(({ level }) => level === '@cdktf/warn')
          .map(({ constructPath, message }) => `${constructPath}: ${message}`),
      },
    ]),
  );

  return partsOf(clusters, all);
}

/** What each cluster of a configuration hangs on, of stacks that were synthesised, by their names. */
export function partsOf(
  clusters: AppConfig['clusters'],
  all: ReadonlyMap<string, { readonly json: StackJson; readonly warnings: readonly string[] }>,
): SynthesizedApp[] {
  return clusters.map((config) => {
    const { environment } = config;
    const names = [
      stackId('identity', { environment }),
      stackId('cluster', config),
      stackId('access', config),
    ].filter((name) => all.has(name));

    return {
      config,
      stacks: Object.fromEntries(names.map((name) => [name, all.get(name)!.json])),
      warnings: names.flatMap((name) => all.get(name)!.warnings),
    };
  });
}
