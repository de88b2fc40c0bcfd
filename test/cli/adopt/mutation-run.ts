import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailed } from '../../../access/command-failed';
import { synthesizedClusters } from '../../../access/configured/synthesized-app';
import { AdoptedCluster, adoptedCluster } from '../../../cli/adopt/adopted-cluster';
import { clustersIn } from '../../../cli/adopt/azure-documents';
import { comparedResources, differencesOf } from '../../../cli/adopt/planned-differences';
import { writtenConfiguration } from '../../../cli/adopt/written-configuration';
import { RecordedProvider } from '../../../rehearsal/protocol/recorded-provider';
import { isList, isObject, State, Value } from '../../../rehearsal/protocol/values';
import { underOldNames } from '../../../cli/adopt/old-names';
import { readCluster } from './azurerm-reads';
import { AUTOSCALER, CLUSTER_MUTATIONS, Mutation, POOL_MUTATIONS } from './mutations';

type Json = Record<string, unknown>;

/** What became of a document with mutations. */
export interface MutationRun {
  /** Why it is not adopted, in the words of the command. */
  readonly refused?: string;

  /** What the next apply changes all the same, and what is neither sent nor named. */
  readonly findings: readonly string[];
}

/** A document in which everything that scales is said. */
export function documentOf(name: string): Json {
  const text = readFileSync(join(__dirname, 'documents', `${name}.json`), 'utf8');
  return { ...(JSON.parse(text) as Json), autoScalerProfile: AUTOSCALER };
}

/** Adopts a document with mutations, and plans what is written against what azurerm reads. */
export function run(document: Json, mutations: readonly Mutation[]): MutationRun {
  const before = readCluster(document);
  const cluster = mutated(document, mutations);
  const [found] = clustersIn(JSON.stringify(cluster), 'document');
  let adopted: AdoptedCluster;
  try {
    adopted = adoptedCluster(found!);
  } catch (error) {
    if (error instanceof CommandFailed) {
      return { refused: error.message, findings: [] };
    }
    throw error;
  }
  const [app] = synthesizedClusters('aks.yaml', () => Buffer.from(writtenConfiguration([adopted])));
  const stack = Object.values(app!.stacks).find((one) => one.resource?.azurerm_kubernetes_cluster)!;
  const { aad, azure } = adopted.configuration as { aad: { mode: string }; azure: { azurerm?: string } };
  const generation = aad.mode === 'legacy' ? 3 : azure.azurerm === '5' ? 5 : 4;
  const resources = comparedResources(stack, underOldNames(readCluster(cluster)), generation);
  const notes = adopted.notes.map(({ property, reason }) => `${property}: ${reason}`).join('\n');
  const priors = [before.cluster, ...before.pools];
  const unnamed = mutations
    .filter(({ isForeign, path }) => isForeign && !notes.includes(path.split('.').at(-1)!))
    .map(({ path }) => `${path} is not named`);

  return {
    findings: [
      ...resources.flatMap(differencesOf).map((one) => `the next apply changes ${JSON.stringify(one)}`),
      ...resources.flatMap(({ prior, given }, i) => lost(priors[i]!, prior, given, notes)),
      ...unnamed,
    ],
  };
}

const TYPES = ['azurerm_kubernetes_cluster', 'azurerm_kubernetes_cluster_node_pool'];

/** Mutations of different parts go together, so that the run is short. */
export function batches(): Mutation[][] {
  const result: Mutation[][] = [];
  for (const mutation of [...CLUSTER_MUTATIONS, ...POOL_MUTATIONS]) {
    const isFree = (batch: Mutation[]): boolean =>
      batch.every(({ path }) => !path.startsWith(mutation.path) && !mutation.path.startsWith(path));
    const batch = result.find(isFree);
    if (batch) {
      batch.push(mutation);
    } else {
      result.push([mutation]);
    }
  }
  return result;
}

function mutated(document: Json, mutations: readonly Mutation[]): Json {
  const result = structuredClone(document);
  for (const { path, value } of mutations) {
    const [first = '', ...rest] = path.split('.');
    if (first === 'pools') {
      (result.agentPoolProfiles as Json[]).forEach((pool) => put(pool, rest, value));
    } else {
      put(result, [first, ...rest], value);
    }
  }
  return result;
}

function put(target: Json, [name = '', ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    target[name] = structuredClone(value);
    return;
  }
  target[name] = target[name] ?? {};
  put(target[name] as Json, rest, value);
}

/** Values by their paths, lists of blocks and maps as a whole. */
function leaves(value: Value, path = ''): Map<string, Value> {
  if (isList(value) && isObject(value[0])) {
    return new Map(value.flatMap((item) => [...leaves(item, path)]));
  }
  if (!isObject(value) || /tags|labels/.test(path)) {
    return new Map([[path, value]]);
  }
  return new Map(
    Object.entries(value).flatMap(([name, inner]) => [
      ...leaves(inner, path === '' ? name : `${path}.${name}`),
    ]),
  );
}

/** What was set and is neither sent nor named. */
function lost(prior: State, after: State, given: State, notes: string): string[] {
  const [was, sent] = [leaves(prior), leaves(given)];
  return (
    [...leaves(after)]
      .filter(([path, value]) => written(value) !== written(was.get(path) ?? null))
      .filter(([path, value]) => !isNothing(value) && !isDefault(path, value))
      // The autoscaler says how many nodes there are.
      .filter(([path]) => path !== 'node_count' || given.auto_scaling_enabled !== true)
      .filter(([path, value]) => written(sent.get(newName(path)) ?? null) !== written(value))
      .filter(([path]) => !path.split('.').some((name) => notes.includes(name)))
      .map(([path, value]) => `${path} ${written(value)}`)
  );
}

/** azurerm reads one setting of AKS under an old name, too. */
function newName(path: string): string {
  return path.replace(/transparent_huge_page_enabled$/, 'transparent_huge_page');
}

function written(value: Value): string {
  const sorted = isObject(value) ? Object.fromEntries(Object.entries(value).sort()) : value;
  return JSON.stringify(sorted).toLowerCase();
}

function isNothing(value: Value): boolean {
  return [null, '', false, 0].includes(value as null) || ['[]', '{}'].includes(JSON.stringify(value));
}

function isDefault(path: string, value: Value): boolean {
  return TYPES.some((type) => {
    const attributes = RecordedProvider.of('azurerm')!.resource(type)!.attributes;
    const [last = '', ...parents] = path.split('.').reverse();
    const block = parents.reverse().reduce((inner, name) => inner?.[name]?.block ?? {}, attributes);
    return block[last]?.default === value;
  });
}
