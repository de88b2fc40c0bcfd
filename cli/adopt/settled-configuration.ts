import { yamlText } from '../../access/manifests/yaml-text';
import { synthesizedClusters, StackJson } from '../../access/configured/synthesized-app';
import { CommandFailed } from '../../access/command-failed';
import { isBadInput } from '../../app/or-explain';
import { ConfigError } from '../../app/config/problems/config-error';
import { UnsafeSetting } from '../../lib/unsafe-setting';
import { withCanonicalIds } from '../../lib/shared/canonical-ids';
import { argumentsOf, CLUSTER, NODE_POOL } from '../../lib/shared/overrides';
import { AzurermArguments } from '../../lib/shared/azurerm-arguments';
import { AzurermGeneration } from '../../lib/shared/azurerm-bindings';
import { Path } from '../../rehearsal/protocol/planning';
import { isList, isObject, State, Value } from '../../rehearsal/protocol/values';
import { block, text } from '../../rehearsal/world/attributes';
import { isMap } from '../../lib/shared/maps';
import { ClusterStates, friendlyKeys } from './friendly-keys';
import { isSaidUnderNewName } from './old-names';
import { Section, without } from './sections';
import { Place } from './cluster-state';
import { Compared, comparedResources, Difference, differencesOf, parsedPath } from './planned-differences';
import { isEmpty } from './state-values';

/** A configuration, and what is known of its plan. */
export interface Settled {
  readonly configuration: Section;

  /** Major version of azurerm that it asks for. */
  readonly generation: AzurermGeneration;
  readonly resources: readonly Compared[];

  /** What the next apply changes all the same. */
  readonly differences: readonly Difference[];
}

/** More than any configuration has needed. */
const MOST_ROUNDS = 16;

/**
 * Arguments that Azure does not tell in full, or that azurerm takes together with others: their value is not sent, and they
 * are left as they are.
 */
const NOT_SENT = ['service_principal', 'storage_profile', 'windows_profile'];

/** The same where the cluster has no such block at all. */
const NOT_SENT_WHOLE = ['azure_active_directory_role_based_access_control', 'identity'];

/** Without these there is no configuration. */
const ESSENTIAL =
  /^(azure|aad)\b|^cluster(\.(name|import|location|resourceGroupName|(defaultNodePool|nodePools\[\d+\])(\.(name|import))?))?$/;

/**
 * The configuration whose plan changes nothing of a cluster.
 *
 * It begins with the keys that aks.yaml has. Whatever its plan would change after that, by the recorded behaviour of the
 * provider, is sent as a raw argument, or left alone where there is no value to send. A setting that is refused for new
 * clusters is allowed, and a key that refuses the value that the cluster has gives way to the raw argument.
 */
export function settledConfiguration(states: ClusterStates, place: Place): Settled {
  const configuration = withoutExpressions(structuredClone(withCanonicalIds(friendlyKeys(states, place))));
  const generation = generationOf(configuration);
  const tried = new Map<string, number>();
  let settled: Settled | undefined;

  for (let round = 0; round < MOST_ROUNDS; round++) {
    const stack = synthesized(configuration);
    if (stack instanceof Error) {
      giveWay(configuration, states, stack, place);
      continue;
    }
    const resources = comparedResources(stack, states, generation);
    const differences = resources.flatMap(differencesOf);
    settled = { configuration: without(configuration), generation, resources, differences };

    const open = differences.filter((difference) => settle(configuration, difference, generation, tried));
    if (open.length === 0) {
      return settled;
    }
  }
  if (settled) {
    return settled;
  }
  throw new CommandFailed(`cluster '${place.name}' cannot be described: no configuration for it is valid`);
}

/** Legacy Azure AD has azurerm 3, and node auto-provisioning 5. */
function generationOf({ aad, azure }: Section): AzurermGeneration {
  return (aad as Section).mode === 'legacy' ? 3 : (azure as Section).azurerm === '5' ? 5 : 4;
}

/** The stack of the cluster, or why there is none. */
function synthesized(configuration: Section): StackJson | Error {
  const content = yamlText(without(configuration));
  try {
    const [app] = synthesizedClusters('aks.yaml', () => Buffer.from(content));
    const stack = Object.values(app!.stacks).find((one) => one.resource?.[CLUSTER]);
    return stack ? withAdminGroup(stack, configuration) : new Error('there is no cluster in it');
  } catch (error) {
    if (!isBadInput(error)) {
      throw error;
    }
    return error;
  }
}

/** With the ID of the group of administrators in the place of the reference to it. */
function withAdminGroup(stack: StackJson, { aad }: Section): StackJson {
  const { adminGroup } = aad as { adminGroup?: { readonly import?: string } };
  return adminGroup?.import === undefined
    ? stack
    : (JSON.parse(
        JSON.stringify(stack).replace(
          /\$\{data\.terraform_remote_state\.[^{}]*azuread_group[^{}]*\}/g,
          adminGroup.import,
        ),
      ) as StackJson);
}

/** Lets what the configuration refuses give way; throws when nothing can. */
function giveWay(configuration: Section, states: ClusterStates, error: Error, place: Place): void {
  const cluster = configuration.cluster as Section;
  const allowed = allowing(error.message);
  if (allowed.some((id) => allow(cluster, id))) {
    return;
  }
  const problems = error instanceof ConfigError ? error.problems : [];
  const given = problems.filter(({ key = '', message }) => {
    // A map that lacks what it must have has lost it here: it goes as a whole.
    const isLacking = message.includes('is missing, and it is required');
    const gone = isLacking ? key.replace(/\.[^.]+$/, '') : key;
    return !ESSENTIAL.test(gone) && remove(configuration, gone);
  });
  if (given.length > 0) {
    return;
  }
  if (!isMap(cluster.network) || cluster.network.type === 'existing') {
    throw new CommandFailed(`cluster '${place.name}' cannot be adopted: ${error.message}`);
  }
  // The network as a whole is left alone; each pool has its subnets, then.
  cluster.network = { type: 'existing' };
  const subnets = (pool: State): Section => ({
    vnetSubnetId: text(pool, 'vnet_subnet_id'),
    podSubnetId: text(pool, 'pod_subnet_id'),
  });
  Object.assign(cluster.defaultNodePool as Section, subnets(block(states.cluster, 'default_node_pool')!));
  ((cluster.nodePools ?? []) as Section[]).forEach((pool, i) =>
    Object.assign(pool, subnets(states.pools[i]!)),
  );
}

/** IDs of settings that are refused unless allowed. */
function allowing(message: string): UnsafeSetting[] {
  const named = Object.values(UnsafeSetting).filter((id) => message.includes(`[${id}]`));
  return /nobody could (sign in|administer)/.test(message) ? [...named, UnsafeSetting.LOCK_OUT] : named;
}

function allow(cluster: Section, id: UnsafeSetting): boolean {
  const security = (cluster.security ??= {}) as Section;
  const earlier = (security.unsafeAllow ?? []) as UnsafeSetting[];
  security.unsafeAllow = [...new Set([...earlier, id])].sort();
  return !earlier.includes(id);
}

/** Takes a key out; a raw argument that is refused is left alone instead. */
function remove(configuration: Section, key: string): boolean {
  const path = parsedPath(key);
  const at = path.indexOf('overrides');
  // The names of labels and tags have dots in them.
  const map = path.findIndex((step) => step === 'labels' || step === 'tags');
  const end = at !== -1 ? path.slice(0, at + 2) : map !== -1 ? path.slice(0, map + 1) : path;
  const parent = end.slice(0, -1).reduce<unknown>((value, step) => (value as Section)?.[step], configuration);
  const last = end.at(-1);
  if (typeof parent !== 'object' || parent === null || last === undefined || !(last in parent)) {
    return false;
  }
  if (Array.isArray(parent)) {
    parent.splice(Number(last), 1);
  } else {
    delete (parent as Section)[last];
  }
  return true;
}

/** Does something about a difference; false when nothing is left to do. */
function settle(
  configuration: Section,
  { pool, path, before }: Difference,
  generation: AzurermGeneration,
  tried: Map<string, number>,
): boolean {
  const cluster = configuration.cluster as Section;
  const target = pool === undefined ? cluster : ((cluster.nodePools as Section[])[pool] as Section);
  const names = path.filter((step) => typeof step === 'string');
  const isNotSent =
    (pool === undefined && NOT_SENT.includes(names[0]!)) ||
    (names.length === 1 && NOT_SENT_WHOLE.includes(names[0]!)) ||
    hasExpression(before);
  const key = `${pool ?? ''}/${path.join('.')}`;
  const attempt = (tried.get(key) ?? (isNotSent ? 1 : 0)) + 1;
  tried.set(key, attempt);

  if (attempt === 1) {
    const known = argumentsOf(pool === undefined ? CLUSTER : NODE_POOL, generation);
    override(target, known, path, before);
    return true;
  }
  if (attempt === 2) {
    ignore(target, path);
    return true;
  }
  return false;
}

/** Sends the value that is there; null takes an argument away that the constructs send. */
function override(target: Section, known: AzurermArguments, path: Path, before: Value): void {
  const overrides = (target.overrides ??= {}) as Section;
  let [container, types] = [overrides, known];
  const names = path.filter((step) => typeof step === 'string');
  names.slice(0, -1).forEach((name) => {
    if (!isMap(container[name])) {
      container[name] = {};
    }
    container = container[name] as Section;
    const inner = types[name];
    types = typeof inner === 'object' ? inner : {};
  });
  const last = names.at(-1)!;
  container[last] = argument(types[last], before);
}

/** A value in the form of an argument: of blocks what is set and can be set. */
function argument(type: string | AzurermArguments | undefined, value: Value): unknown {
  if (isEmpty(value) && typeof value !== 'boolean') {
    return type !== undefined && typeof type !== 'string' && isList(value) && value.length > 0 ? {} : null;
  }
  if (typeof type === 'object' && isList(value)) {
    const items = value.map((item) => (isObject(item) ? settable(type, item) : item));
    return items.length === 1 ? items[0] : items;
  }
  return value;
}

/** What can be set of a block, and is. */
function settable(types: AzurermArguments, value: State): Section {
  return Object.fromEntries(
    Object.entries(types).flatMap(([name, type]) => {
      const inner = value[name] ?? null;
      const isSaid = !isSaidUnderNewName(name, types) && (typeof inner === 'boolean' || !isEmpty(inner));
      return isSaid && type !== 'secret' ? [[name, argument(type, inner)]] : [];
    }),
  );
}

/** Names an argument, or one of the default pool, that is left as it is. */
function ignore(target: Section, path: Path): void {
  const [name, index, inner] = path;
  const ignored = name === 'default_node_pool' ? `${name}[${index}].${inner}` : String(name);
  const earlier = (target.ignoreChanges ?? []) as string[];
  target.ignoreChanges = [...new Set([...earlier, ignored])];

  const overrides = target.overrides as Section | undefined;
  const holder = name === 'default_node_pool' ? (overrides?.[name] as Section | undefined) : overrides;
  const last = String(name === 'default_node_pool' ? inner : name);
  if (holder && last in holder) {
    delete holder[last];
    if (overrides && holder !== overrides && Object.keys(holder).length === 0) {
      delete overrides[String(name)];
    }
  }
}

/** Whether Terraform would take a text for an expression: nothing in aks.yaml can say that it is none. */
function hasExpression(value: unknown): boolean {
  return /[$%]\{/.test(JSON.stringify(value) ?? '');
}

/** Without the keys of a cluster and its pools that have such a text in them. */
function withoutExpressions(configuration: Section): Section {
  const cluster = configuration.cluster as Section;
  const pools = [cluster.defaultNodePool, ...((cluster.nodePools ?? []) as unknown[])];
  for (const section of [...pools, cluster].filter(isMap)) {
    for (const [key, value] of Object.entries(section)) {
      if (hasExpression(value)) {
        delete section[key];
      }
    }
  }
  return configuration;
}
