import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesizedClusters } from '../../../access/configured/synthesized-app';
import { adoptedCluster } from '../../../cli/adopt/adopted-cluster';
import { clustersIn } from '../../../cli/adopt/azure-documents';
import { comparedResources, differencesOf } from '../../../cli/adopt/planned-differences';
import { writtenConfiguration } from '../../../cli/adopt/written-configuration';
import { RecordedProvider } from '../../../rehearsal/protocol/recorded-provider';
import { isList, isObject, State, Value } from '../../../rehearsal/protocol/values';
import { readCluster } from './azurerm-reads';
import { AUTOSCALER, CLUSTER_MUTATIONS, Mutation, POOL_MUTATIONS } from './mutations';

jest.setTimeout(120_000);

type Json = Record<string, unknown>;

const TYPES = ['azurerm_kubernetes_cluster', 'azurerm_kubernetes_cluster_node_pool'];
const gpu = JSON.parse(readFileSync(join(__dirname, 'documents', 'gpu.json'), 'utf8')) as Json;
const document = JSON.stringify({ ...gpu, autoScalerProfile: AUTOSCALER });
const before = readCluster(JSON.parse(document) as Json);

/** Mutations of different parts go together, so that the run is short. */
function batches(): Mutation[][] {
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

function mutated(mutations: readonly Mutation[]): Json {
  const result = JSON.parse(document) as Json;
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
  return [...leaves(after)]
    .filter(([path, value]) => written(value) !== written(was.get(path) ?? null))
    .filter(([path, value]) => !isNothing(value) && !isDefault(path, value))
    .filter(([path, value]) => written(sent.get(path) ?? null) !== written(value))
    .filter(([path]) => !path.split('.').some((name) => notes.includes(name)))
    .map(([path, value]) => `${path} ${written(value)}`);
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

test.each(batches().map((batch, i) => [i, batch] as const))('batch %i is sent or named', (_, batch) => {
  const cluster = mutated(batch);
  const [found] = clustersIn(JSON.stringify(cluster), 'document');
  const adopted = adoptedCluster(found!);
  const [app] = synthesizedClusters('aks.yaml', () => Buffer.from(writtenConfiguration([adopted])));
  const stack = Object.values(app!.stacks).find((one) => one.resource?.azurerm_kubernetes_cluster)!;
  const states = readCluster(cluster);
  const isFive = (adopted.configuration.azure as { azurerm?: string }).azurerm === '5';
  const resources = comparedResources(stack, states, isFive ? 5 : 4);
  const notes = adopted.notes.map(({ property, reason }) => `${property}: ${reason}`).join('\n');
  const priors = [before.cluster, ...before.pools];

  expect(resources.flatMap(differencesOf)).toEqual([]);
  expect(resources.flatMap(({ prior, given }, i) => lost(priors[i]!, prior, given, notes))).toEqual([]);
  for (const { path } of batch.filter(({ isForeign }) => isForeign)) {
    expect(notes).toContain(path.split('.').at(-1));
  }
});

test('there is a mutation of most of what azurerm has', () => {
  expect(CLUSTER_MUTATIONS.length + POOL_MUTATIONS.length).toBeGreaterThan(150);
});
