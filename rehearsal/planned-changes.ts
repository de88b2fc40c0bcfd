import { CLUSTER_TYPES } from '../lib/shared/cluster-types';
import { isMap } from '../lib/shared/maps';
import { UnsentChange, unsentChanges } from './azurerm/unsent-changes';
import { State } from './protocol/values';
import { block, blocks, text } from './world/attributes';

type Path = readonly (string | number)[];

/** One resource of a plan, as `terraform show -json` writes it. */
interface ResourceChange {
  readonly address: string;
  readonly mode?: string;
  readonly type: string;
  readonly name: string;

  /** Where it was before it has moved. */
  readonly previous_address?: string;

  /** Which one it is of those that have been replaced and could not be deleted. */
  readonly deposed?: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: unknown;
    readonly after: unknown;
    readonly after_unknown?: unknown;
    readonly before_sensitive?: unknown;
    readonly after_sensitive?: unknown;
    readonly replace_paths?: readonly Path[];
    readonly importing?: object;
  };
}

/** What `terraform show -json` prints of a plan, as far as it is read here. */
export interface PlanJson {
  readonly resource_changes?: readonly ResourceChange[];

  /** By the name of the output. */
  readonly output_changes?: Readonly<Record<string, { readonly actions: readonly string[] }>>;

  /** What is written, where values are not known. */
  readonly configuration?: {
    readonly root_module?: {
      readonly resources?: readonly {
        readonly address: string;
        readonly expressions?: Readonly<Record<string, { readonly references?: readonly string[] } | object>>;
      }[];
    };
  };
}

/** What becomes of a resource. */
export type Fate =
  | 'created'
  | 'changed'
  | 'replaced'
  | 'destroyed'
  | 'imported'
  | 'moved'
  | 'no longer managed';

/** One resource that a plan does something to. */
export interface PlannedResource {
  readonly address: string;
  readonly fate: Fate;

  /** The attributes that force a replacement, when they are known. */
  readonly because: readonly string[];

  /** What is set or changed, a line each: `location: "eastus" -> "westus"`; values that are sensitive are not shown. */
  readonly attributes: readonly string[];
}

/** A cluster that a plan takes away, for good or to make another one in its place. */
export interface LostCluster {
  readonly name: string;
  readonly address: string;
  readonly isReplaced: boolean;

  /** The attributes that force it, when they are known. */
  readonly because: readonly string[];

  /** Whether the same plan makes it under another address, so that it could be moved there. */
  readonly isMadeElsewhere: boolean;
}

/** Addresses in full. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** A change of a cluster that its provider would report as done without sending it. */
export interface UnsentClusterChange extends UnsentChange {
  readonly name: string;
  readonly resourceGroupName: string;
  readonly address: string;
}

/** A cluster role that is made of others and is to get rules of its own, which its provider cannot ask for. */
export interface RefusedRole {
  readonly name: string;
  readonly address: string;
}

/** What cdktf puts behind the path of a construct. */
const CDKTF_HASH = /_[0-9A-F]{8}(?=$|\[)/;

/** What Terraform says of a plan without any. */
export const NO_CHANGES = 'No changes.';

/** What is said of a stack that Terraform has no plan of any more. */
export const GONE = 'is no longer part of the configuration: what it created stays until you destroy it';

const CLUSTER_ROLE = 'kubernetes_cluster_role_v1';

/** What a pool has of its cluster. */
const CLUSTER_ID = 'kubernetes_cluster_id';

const MOST_NAMES = 5;
const LONGEST_VALUE = 80;

/** What Terraform has decided to do with the resources of one stack: its own counts, and no others. */
export class PlannedChanges {
  private readonly changes: readonly ResourceChange[];

  /** Names of the outputs that change. */
  private readonly outputs: readonly string[];

  constructor(private readonly plan: PlanJson) {
    const { resource_changes: changes = [], output_changes: outputs = {} } = plan;
    this.changes = changes.filter(({ mode }) => mode !== 'data');
    this.outputs = Object.keys(outputs).filter((name) => outputs[name]!.actions.join() !== 'no-op');
  }

  /**
   * `2 added, 0 changed, 2 destroyed — replaced: azurerm_kubernetes_cluster.Aks`, counted as Terraform counts. Outputs are
   * named where nothing else changes.
   */
  describe(): string {
    const imported = this.changes.filter(isImport).length;
    const [added, changed, destroyed] = ['create', 'update', 'delete'].map(
      (action) => this.changes.filter((one) => one.change.actions.includes(action)).length,
    );
    const details = [
      named('replaced', this.changes.filter(isReplacement).map(addressOf)),
      named('moved', this.changes.filter(isMoved).map(addressOf)),
      named('no longer managed', this.changes.filter(isForgotten).map(addressOf)),
    ].filter((part) => part !== undefined);
    const isOfOutputs = imported + added! + changed! + destroyed! + details.length === 0;
    const outputs = isOfOutputs ? named('outputs', this.outputs) : undefined;
    if (isOfOutputs && outputs === undefined) {
      return NO_CHANGES;
    }

    const adopted = imported > 0 ? `${imported} imported, ` : '';
    const behind = isOfOutputs || details.length > 0 ? ` — ${outputs ?? details.join('; ')}` : '';
    return `${adopted}${added} added, ${changed} changed, ${destroyed} destroyed${behind}`;
  }

  /** What something happens to, replacements first, then what is destroyed. */
  get resources(): PlannedResource[] {
    const order: readonly Fate[] = [
      'replaced',
      'destroyed',
      'no longer managed',
      'changed',
      'imported',
      'moved',
      'created',
    ];
    return this.changes
      .flatMap((one): PlannedResource[] => {
        const fate = fateOf(one);
        return fate === undefined
          ? []
          : [
              {
                address: addressOf(one),
                fate,
                because: forcedBy(one),
                attributes: shownAttributes(one, fate),
              },
            ];
      })
      .sort((one, other) => order.indexOf(one.fate) - order.indexOf(other.fate));
  }

  /** What is taken over and changed by that, attribute by attribute, a line each. */
  get changedImports(): string[] {
    return this.changes
      .filter((one) => isImport(one) && one.change.actions.includes('update'))
      .flatMap((one) => [`${addressOf(one)} is taken over and changed:`, ...attributeLines(one)]);
  }

  /** Addresses of what is taken over only to be replaced. */
  get replacedImports(): string[] {
    return this.changes.filter((one) => isImport(one) && isReplacement(one)).map(describeReplacement);
  }

  /** The clusters that would not be there any more, or be others. */
  get lostClusters(): LostCluster[] {
    const lost = this.changes.filter(
      ({ type, change }) => CLUSTER_TYPES.includes(type) && change.actions.includes('delete'),
    );
    const moved = new Set(lost.length > 0 ? this.moves.map(({ from }) => from) : []);
    return lost.map((one) => ({
      name: nameIn(one.change.before) ?? one.name,
      address: addressOf(one),
      isReplaced: isReplacement(one),
      because: forcedBy(one),
      isMadeElsewhere: one.deposed === undefined && moved.has(one.address),
    }));
  }

  /** Where objects would be moved to that are deleted at one address and made at another one. */
  get moves(): Move[] {
    const deleted = this.addressesByObject('delete', ({ change, deposed }) =>
      deposed === undefined ? change.before : undefined,
    );
    if (deleted.size === 0) {
      return [];
    }
    const created = this.addressesByObject('create', ({ change }) => change.after);
    return [...deleted].flatMap(([object, [from, ...others]]) => {
      const [to, ...further] = created.get(object) ?? [];
      const isSure = others.length + further.length === 0;
      return isSure && from !== undefined && to !== undefined ? [{ from, to }] : [];
    });
  }

  /** Of what a plan only deletes, or only creates: by type, name and what the object is in. */
  private addressesByObject(
    action: 'delete' | 'create',
    valuesOf: (change: ResourceChange) => unknown,
  ): Map<string, string[]> {
    const addresses = new Map<string, string[]>();
    const clusterOf = action === 'create' ? this.plannedClusters() : () => undefined;
    for (const one of this.changes.filter(({ change }) => change.actions.join() === action)) {
      const values = valuesOf(one);
      const name = nameIn(values);
      const parent = parentIn(values, one.change.after_unknown) ?? clusterOf(one.address);
      if (name !== undefined && parent !== undefined) {
        const key = JSON.stringify([one.type, name, parent]);
        addresses.set(key, [...(addresses.get(key) ?? []), one.address]);
      }
    }
    return addresses;
  }

  /** What finds the cluster of a new pool, whose ID is not known as long as the cluster is new, too. */
  private plannedClusters(): (pool: string) => string | undefined {
    const clusters = new Map(
      this.changes
        .filter(({ type }) => CLUSTER_TYPES.includes(type))
        .map(({ address, change }) => [address, change.after]),
    );
    const written = new Map(
      (this.plan.configuration?.root_module?.resources ?? []).map((one) => [one.address, one.expressions]),
    );
    return (pool) => {
      const expression = written.get(pool)?.[CLUSTER_ID];
      const references = expression && 'references' in expression ? expression.references : [];
      const cluster = clusters.get((references ?? []).find((one) => clusters.has(one)) ?? '');
      const [group, name] = [parentIn(cluster, undefined), nameIn(cluster)];
      return group === undefined || name === undefined ? undefined : clusterKey(group, name);
    };
  }

  /** Changes of clusters that would be planned again by every later plan. */
  get unsentChanges(): UnsentClusterChange[] {
    return this.changes
      .filter(({ type, change }) => CLUSTER_TYPES.includes(type) && change.actions.join() === 'update')
      .flatMap((one) => {
        const [before, after] = [one.change.before as State, one.change.after as State];
        return unsentChanges(before, after).map((unsent) => ({
          ...unsent,
          name: nameIn(before) ?? one.name,
          resourceGroupName: text(before, 'resource_group_name') ?? '',
          address: addressOf(one),
        }));
      });
  }

  /** Cluster roles whose aggregation is patched away together with rules, which the API server refuses. */
  get refusedRoles(): RefusedRole[] {
    const isAggregated = (role: unknown): boolean => block(role as State, 'aggregation_rule') !== undefined;
    return this.changes
      .filter(({ type, change: { actions } }) => type === CLUSTER_ROLE && actions.join() === 'update')
      .filter(({ change: { before, after } }) => isAggregated(before) && !isAggregated(after))
      .filter(({ change: { after } }) => blocks(after as State, 'rule').length > 0)
      .map((one) => ({
        name: nameIn(block(one.change.before as State, 'metadata')) ?? one.name,
        address: addressOf(one),
      }));
  }
}

function fateOf(one: ResourceChange): Fate | undefined {
  const { actions } = one.change;
  if (isReplacement(one)) {
    return 'replaced';
  }
  if (isForgotten(one)) {
    return 'no longer managed';
  }
  if (actions.includes('delete')) {
    return 'destroyed';
  }
  if (isImport(one)) {
    return 'imported';
  }
  if (actions.includes('create')) {
    return 'created';
  }
  if (actions.includes('update')) {
    return 'changed';
  }
  return isMoved(one) ? 'moved' : undefined;
}

/** Of what is new only what is set: everything else was nothing before and is known later. */
function shownAttributes(one: ResourceChange, fate: Fate): string[] {
  const isKept = fate !== 'destroyed' && fate !== 'no longer managed';
  const lines = isKept ? attributeLines(one).map((line) => line.trim()) : [];
  return fate === 'created'
    ? lines
        .filter((line) => !line.endsWith('-> (known after apply)'))
        .map((line) => line.replace(': null -> ', ': '))
    : lines;
}

function isImport({ change }: ResourceChange): boolean {
  return change.importing !== undefined;
}

function isReplacement({ change: { actions } }: ResourceChange): boolean {
  return actions.includes('delete') && actions.includes('create');
}

/** `removed` with `destroy = false`: it stays, and Terraform has nothing to do with it any more. */
function isForgotten({ change: { actions } }: ResourceChange): boolean {
  return actions.includes('forget');
}

/** Terraform also moves what it destroys at once: `x` to `x[0]` where `count` is new and 0. */
function isMoved({ previous_address: from, change: { actions } }: ResourceChange): boolean {
  return from !== undefined && actions.join() !== 'delete';
}

/** `replaced: a, b`; undefined when there is none. */
function named(what: string, names: readonly string[]): string | undefined {
  return names.length > 0 ? `${what}: ${shortened(names).join(', ')}` : undefined;
}

/** An address as people know it: without what cdktf puts behind the path of a construct. */
export function withoutHash(address: string): string {
  return address.replace(CDKTF_HASH, '');
}

function addressOf({ address, deposed }: ResourceChange): string {
  return `${withoutHash(address)}${deposed === undefined ? '' : ` (deposed object ${deposed})`}`;
}

function forcedBy({ change }: ResourceChange): string[] {
  return [...new Set((change.replace_paths ?? []).map(pathText))];
}

function describeReplacement(one: ResourceChange): string {
  const because = forcedBy(one);
  return `${addressOf(one)}${because.length > 0 ? `, because of ${because.join(', ')}` : ''}`;
}

function shortened(names: readonly string[]): string[] {
  return names.length > MOST_NAMES
    ? [...names.slice(0, MOST_NAMES), `${names.length - MOST_NAMES} more`]
    : [...names];
}

function nameIn(object: unknown): string | undefined {
  const name = isMap(object) ? object.name : undefined;
  return typeof name === 'string' ? name : undefined;
}

/** The resource group or the cluster of an object, empty for what has none; undefined when it is not known. */
function parentIn(object: unknown, unknown: unknown): string | undefined {
  const [, group, name] =
    /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)\/.*\/([^/]+)$/i.exec(
      text(object as State, CLUSTER_ID) ?? '',
    ) ?? [];
  if (group !== undefined && name !== undefined) {
    return clusterKey(group, name);
  }
  const isKnown = [CLUSTER_ID, 'resource_group_name'].every((key) => member(unknown, key) !== true);
  return isKnown ? (text(object as State, 'resource_group_name') ?? '').toLowerCase() : undefined;
}

function clusterKey(group: string, name: string): string {
  return `${group}/${name}`.toLowerCase();
}

function attributeLines({ change }: ResourceChange): string[] {
  const { before, after, after_unknown: unknown, before_sensitive: old, after_sensitive: secret } = change;

  return differences({ before, after, unknown, secret: [old, secret] }, []).map((line) => `  ${line}`);
}

interface Compared {
  readonly before: unknown;
  readonly after: unknown;
  readonly unknown: unknown;

  /** What Terraform says is sensitive, before and after. */
  readonly secret: readonly [unknown, unknown];
}

function differences({ before, after, unknown, secret }: Compared, at: Path): string[] {
  const isWhole = secret.includes(true) || unknown === true;
  const keys = isWhole ? undefined : commonKeys(before, after);
  if (keys) {
    return keys.flatMap((key) =>
      differences(
        {
          before: member(before, key),
          after: member(after, key),
          unknown: member(unknown, key),
          secret: [member(secret[0], key), member(secret[1], key)],
        },
        [...at, key],
      ),
    );
  }
  if (unknown !== true && JSON.stringify(before ?? null) === JSON.stringify(after ?? null)) {
    return [];
  }
  const shown = (value: unknown): string => (secret.includes(true) ? '(sensitive)' : valueText(value));
  return [`${pathText(at)}: ${shown(before)} -> ${unknown === true ? '(known after apply)' : shown(after)}`];
}

/** The members of two lists, or of two maps; undefined where there is nothing to go into. */
function commonKeys(before: unknown, after: unknown): (string | number)[] | undefined {
  const [one, other] = [before ?? emptyLike(after), after ?? emptyLike(before)];
  if (Array.isArray(one) && Array.isArray(other)) {
    const isOfBlocks = [...(one as unknown[]), ...(other as unknown[])].some(isMap);
    return isOfBlocks ? [...Array(Math.max(one.length, other.length)).keys()] : undefined;
  }
  return isMap(one) && isMap(other) ? [...new Set([...Object.keys(one), ...Object.keys(other)])] : undefined;
}

function emptyLike(value: unknown): unknown {
  return Array.isArray(value) ? [] : isMap(value) ? {} : undefined;
}

function member(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

/** `metadata[0].labels["istio.io/rev"]`. */
function pathText(path: Path): string {
  return path
    .map((step, i) =>
      typeof step === 'number'
        ? `[${step}]`
        : /^\w+$/.test(step)
          ? `${i > 0 ? '.' : ''}${step}`
          : `[${JSON.stringify(step)}]`,
    )
    .join('');
}

function valueText(value: unknown): string {
  const text = JSON.stringify(value ?? null);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
