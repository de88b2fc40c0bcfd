import { argumentsOf, CLUSTER, NODE_POOL } from '../../lib/shared/overrides';
import { AzurermArguments } from '../../lib/shared/azurerm-arguments';
import { AzurermGeneration } from '../../lib/shared/azurerm-bindings';
import { RecordedBlock, RecordedProvider } from '../../rehearsal/protocol/recorded-provider';
import { BlockSchema } from '../../rehearsal/protocol/schema';
import { isList, isObject, State, Value } from '../../rehearsal/protocol/values';
import { block, blocks, isTrue, text } from '../../rehearsal/world/attributes';
import { AzureObject } from './azure-object';
import { MAINTENANCE } from './friendly-keys';
import { Section } from './sections';
import { saysNothing } from './known-properties';
import { isSaidUnderNewName, OLD_NAMES } from './old-names';
import { Compared, parsedPath } from './planned-differences';
import { Settled } from './settled-configuration';
import { isEmpty } from './state-values';
import { docsPage } from '../../access/docs-page';

/** What the next apply does with something that the configuration does not say. */
export type Outcome = 'left' | 'changed' | 'switched off' | 'replaced';

export interface Note {
  readonly outcome: Outcome;

  /** What it is, and what it is like. */
  readonly property: string;
  readonly reason: string;
}

/** Of arguments that Azure fills in, what it fills in where nobody has chosen anything. */
const USUAL: Readonly<Record<string, readonly unknown[]>> = {
  kubelet_disk_type: ['OS'],
  workload_runtime: ['OCIContainer'],
  os_sku: ['Ubuntu'],
  'network_profile.pod_cidr': ['10.244.0.0/16'],
  'network_profile.service_cidr': ['10.0.0.0/16'],
  'network_profile.dns_service_ip': ['10.0.0.10'],
  'network_profile.network_policy': ['none'],
  'network_profile.load_balancer_profile.managed_outbound_ip_count': [1],
  'network_profile.load_balancer_profile.backend_pool_type': ['NodeIPConfiguration', 'nodeIPConfiguration'],
  'network_profile.load_balancer_profile.idle_timeout_in_minutes': [30],
  'bootstrap_profile.artifact_source': ['Direct'],
  'auto_scaler_profile.expander': ['random'],
  'auto_scaler_profile.empty_bulk_delete_max': ['10'],
  'auto_scaler_profile.max_graceful_termination_sec': ['600'],
  'auto_scaler_profile.new_pod_scale_up_delay': ['0s'],
  'auto_scaler_profile.scale_down_delay_after_add': ['10m'],
  'auto_scaler_profile.scale_down_delay_after_delete': ['10s'],
  'auto_scaler_profile.scale_down_delay_after_failure': ['3m'],
  'auto_scaler_profile.scale_down_unneeded': ['10m'],
  'auto_scaler_profile.scale_down_unready': ['20m'],
  'auto_scaler_profile.scale_down_utilization_threshold': ['0.5'],
  'auto_scaler_profile.scan_interval': ['10s'],
  'auto_scaler_profile.skip_nodes_with_local_storage': [false],
  'node_provisioning_profile.mode': ['Manual'],
  'node_provisioning_profile.default_node_pools': ['Auto'],
  'storage_profile.blob_driver_enabled': [false],
  'storage_profile.disk_driver_enabled': [true],
  'storage_profile.file_driver_enabled': [true],
  'storage_profile.snapshot_controller_enabled': [true],
};

/** Follows from something else, or changes by itself. */
const FOLLOWS = [
  'node_count',
  'azure_active_directory_role_based_access_control.tenant_id',
  'network_profile.pod_cidrs',
  'network_profile.service_cidrs',
  'name',
  'kubernetes_cluster_id',
  'maintenance_window_auto_upgrade.start_date',
  'maintenance_window_node_os.start_date',
  // Said by the mode of the configuration.
  'azure_active_directory_role_based_access_control.managed',
];

/** What the configuration does not say of a cluster, and what the next apply does with it. */
export function notCarriedOver(
  settled: Settled,
  document: AzureObject,
  groupTags?: Readonly<Record<string, string>>,
): Note[] {
  const { configuration, generation, resources, differences } = settled;
  const cluster = configuration.cluster as Section;
  const { serverApp } = configuration.aad as { serverApp?: Section };
  const isAppImported = serverApp?.import !== undefined;
  const version = resources[0]?.prior.kubernetes_version ?? null;
  const names = resources.map(({ prior }) => text(prior, 'name') ?? '');

  return [
    ...differences.map(({ pool, path, before, after, replaces }): Note => {
      const outcome = replaces ? 'replaced' : isEmpty(after) ? 'switched off' : 'changed';
      const place = pool === undefined ? '' : `node pool ${names[pool + 1]}: `;
      const property = `${place}${labelled(path.filter((step) => typeof step === 'string').join('.'))}`;
      return { outcome, property, reason: `${shown(before)} becomes ${shown(after)}` };
    }),
    ...((configuration.aad as Section).mode === 'legacy'
      ? [
          {
            outcome: 'changed' as const,
            property: 'aadProfile.serverAppSecret (server_app_secret)',
            reason: isAppImported
              ? 'no password can be taken over: the server application gets another one, and the cluster that'
              : 'Azure does not give it back, so the first apply sends TF_VAR_server_app_secret',
          },
        ]
      : []),
    ...resources.flatMap((resource, i) =>
      leftArguments(resource, i === 0 ? '' : `node pool ${names[i]}: `, version, generation),
    ),
    ...resources.flatMap(({ reading, schema }, i) =>
      withoutArgument(schema, reading, '').map(({ path, value }) =>
        left(
          `${i === 0 ? '' : `node pool ${names[i]}: `}${labelled(path)} ${shown(value)}`,
          'this version of azurerm has no argument for it',
        ),
      ),
    ),
    ...allowances(cluster),
    ...(cluster.createResourceGroup === false
      ? [
          left(
            `the resource group${groupTags === undefined ? '' : ` with tags ${shown(groupTags)}`}`,
            groupTags === undefined
              ? "its tags and whatever else is in it: 'createResourceGroup: false'"
              : "it has not the name, the region and the tags of the cluster, which it would get: 'createResourceGroup: false'",
          ),
        ]
      : []),
    ...(((cluster.ignoreChanges ?? []) as string[]).includes(MAINTENANCE[0]!)
      ? [
          left(
            'planned maintenance (maintenance_window, maintenance_window_auto_upgrade, maintenance_window_node_os)',
            "it was not given, so ignoreChanges keeps it: give what 'az aks maintenanceconfiguration list' prints, too",
          ),
        ]
      : []),
    ...document
      .unasked()
      .filter(({ path, value }) => !saysNothing(path, value))
      .map(({ path, value }) =>
        left(`${path} ${shown(value as Value)}`, `azurerm ${generation} has no argument for it`),
      ),
  ];
}

/** Something that stays as it is. */
export function left(property: string, reason: string): Note {
  return { outcome: 'left', property, reason };
}

function allowances(cluster: Section): Note[] {
  const { unsafeAllow = [] } = (cluster.security ?? {}) as { unsafeAllow?: string[] };
  return unsafeAllow.map((id) =>
    left(
      `what unsafeAllow names: ${id}`,
      `the cluster has it; for a new one it would be refused, see ${docsPage('diagnostics.md')}`,
    ),
  );
}

/** Arguments that the cluster has, and that are neither sent nor changed. */
function leftArguments(
  { pool, prior, given }: Compared,
  place: string,
  version: Value,
  generation: AzurermGeneration,
): Note[] {
  const type = pool === undefined ? CLUSTER : NODE_POOL;
  const recorded = RecordedProvider.of('azurerm')?.resource(type)?.attributes ?? {};
  const lifecycle = given.lifecycle;
  const ignored = isObject(lifecycle) && isList(lifecycle.ignore_changes) ? lifecycle.ignore_changes : [];
  const visible = withoutFollowing(prior, pool === undefined, version);

  const found = leftIn(
    argumentsOf(type, generation),
    recorded,
    visible,
    withoutIgnored(given, ignored as string[]),
    '',
  );
  const unset = (ignored as string[]).filter((one) => {
    const value = namesOf(one).reduce<Value>((inner, name) => memberOf(inner, name), prior);
    return isEmpty(value) && !MAINTENANCE.includes(one);
  });
  return [
    ...found.map(({ path, value }) =>
      left(
        `${place}${labelled(path)} ${shown(value)}`,
        (ignored as string[]).some((one) => isBelow(path, one))
          ? isBelow(path, 'storage_profile')
            ? 'azurerm does not read it, so ignoreChanges keeps it; the key cluster.storage says it once that is gone'
            : 'ignoreChanges keeps it'
          : 'azurerm keeps what it does not get',
      ),
    ),
    ...unset.map((one) =>
      left(`${place}${labelled(namesOf(one).join('.'))} none`, 'ignoreChanges keeps it so'),
    ),
  ];
}

/** What Azure has and an older version of azurerm does not know. */
function withoutArgument(schema: BlockSchema, reading: State, at: string): Left[] {
  const known = { ...schema.attributes, ...schema.block_types };
  const isRenamed = (name: string): boolean =>
    Object.entries(OLD_NAMES).some((names) => names.includes(name) && names.some((one) => one in known));
  return Object.entries(reading).flatMap(([name, value]): Left[] => {
    const path = at === '' ? name : `${at}.${name}`;
    if (!(name in known)) {
      const isSaid = !isEmpty(value) && !isUsualThroughout(path, value) && !isRenamed(name);
      return isSaid ? [{ path, value }] : [];
    }
    const inner = schema.block_types?.[name]?.block;
    return inner ? blocks(reading, name).flatMap((element) => withoutArgument(inner, element, path)) : [];
  });
}

/** A value, or a block in which all is as it is where nobody has chosen anything. */
function isUsualThroughout(path: string, value: Value): boolean {
  const elements = isList(value) ? value : [value];
  return elements.every((element) =>
    isObject(element)
      ? Object.entries(element).every(
          ([name, inner]) => isEmpty(inner) || isUsual(`${path}.${name}`, inner, null),
        )
      : isUsual(path, element, null),
  );
}

interface Left {
  readonly path: string;
  readonly value: Value;
}

function leftIn(
  known: AzurermArguments,
  recorded: RecordedBlock,
  prior: State,
  given: State,
  at: string,
): Left[] {
  return Object.entries(known).flatMap(([name, type]): Left[] => {
    const path = at === '' ? name : `${at}.${name}`;
    const [value, sent] = [prior[name] ?? null, given[name] ?? null];
    if (typeof type === 'string') {
      const isKnown = isEmpty(value)
        ? !isOff(value, path, recorded[name]?.default)
        : isUsual(path, value, recorded[name]?.default);
      return sent !== null || isKnown || isSaidUnderNewName(name, known) || type === 'secret'
        ? []
        : [{ path, value }];
    }
    const was = blocks(prior, name);
    const willBe = isList(sent) ? sent : isObject(sent) ? [sent] : [];
    return was.flatMap((element, i) => {
      const inner = recorded[name]?.block ?? {};
      const found = leftIn(type, inner, element, isObject(willBe[i]) ? willBe[i] : {}, path);
      const isWhole = willBe.length === 0 && found.length > 1;
      return isWhole ? [{ path, value: together(path, found) }] : found;
    });
  });
}

/** What is not as usual in a block, as one value. */
function together(path: string, found: readonly Left[]): Value {
  return Object.fromEntries(found.map((one) => [one.path.slice(path.length + 1), one.value]));
}

/** Something that is off, where it is on by default. */
function isOff(value: Value, path: string, usual: unknown): boolean {
  const otherwise = USUAL[path] ?? [usual];
  return value === false && otherwise.every((one) => one === true);
}

function isUsual(path: string, value: Value, byDefault: unknown): boolean {
  const short = path.replace(/^default_node_pool\./, '');
  const usual = USUAL[path] ?? USUAL[short];
  const isVersions =
    path === 'network_profile.ip_versions' && isList(value) && value.length === 1 && value[0] === 'IPv4';
  return FOLLOWS.includes(short) || isVersions || (usual ?? [byDefault]).some((one) => one === value);
}

/** Without what follows from the rest of the cluster. */
function withoutFollowing(prior: State, isCluster: boolean, version: Value): State {
  if (!isCluster) {
    return prior.orchestrator_version === version ? { ...prior, orchestrator_version: null } : prior;
  }
  const result = { ...prior };
  const nodeGroup = (text(prior, 'node_resource_group') ?? '').toLowerCase();
  const kubelet = text(block(prior, 'kubelet_identity'), 'user_assigned_identity_id') ?? '';
  const pool = block(prior, 'default_node_pool');
  const isOwnOfAks = kubelet.toLowerCase().includes(`/resourcegroups/${nodeGroup}/`);
  if (isOwnOfAks) {
    result.kubelet_identity = [];
  }
  if (!isTrue(prior, 'private_cluster_enabled')) {
    result.private_dns_zone_id = null;
  }
  result.node_resource_group = null;
  if (pool) {
    const isSame = pool.orchestrator_version === prior.kubernetes_version;
    result.default_node_pool = [{ ...pool, ...(isSame && { orchestrator_version: null }) }];
  }
  return result;
}

/** What is sent and not compared is not what counts. */
function withoutIgnored(given: State, ignored: readonly string[]): State {
  const copy = structuredClone(given);
  for (const one of ignored) {
    const [name, , inner] = parsedPath(one);
    const pool = copy.default_node_pool;
    if (inner === undefined) {
      delete copy[String(name)];
    } else if (isObject(pool)) {
      delete pool[inner];
    }
  }
  return copy;
}

function memberOf(value: Value, name: string): Value {
  const object = isList(value) ? value[0] : value;
  return isObject(object) ? (object[name] ?? null) : null;
}

function namesOf(path: string): string[] {
  return parsedPath(path).filter((step) => typeof step === 'string');
}

function isBelow(path: string, ignored: string): boolean {
  const name = namesOf(ignored).join('.');
  return path === name || path.startsWith(`${name}.`);
}

/** An argument of azurerm beside the same in the words of Azure: `scaleDownMode (scale_down_mode)`. */
function labelled(path: string): string {
  const inAzure = path
    .split('.')
    .map((name) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()))
    .join('.');
  return inAzure === path ? path : `${inAzure} (${path})`;
}

const LONGEST = 400;

/** A value on one line. */
export function shown(value: Value | undefined): string {
  const written =
    typeof value === 'string' ? `'${value.replace(/\s+/g, ' ')}'` : JSON.stringify(value ?? null);
  return written.length > LONGEST ? `${written.slice(0, LONGEST)}…` : written;
}
