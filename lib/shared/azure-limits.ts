import { AddressRange, ipv6Overlap, ipv6Problem, numberOf, rangeOf } from '../private/cidr';
import { armIdForm } from './arm-id-form';

/** What Azure refuses of values that have the right form. Each answers with what is wrong, or undefined. */

// "Tag resources, resource groups, and subscriptions", limitations.
const MAX_TAGS = 50;
const TAG_NAME_CHARACTERS = /[<>%&\\?/]/;
const MAX_TAG_NAME_LENGTH = 512;
const MAX_TAG_VALUE_LENGTH = 256;

// "FAQ about Linux virtual machines", what are the username requirements.
const RESERVED_USERS = [
  ...[
    'administrator',
    'admin',
    'user',
    'user1',
    'test',
    'user2',
    'test1',
    'user3',
    'admin1',
    '1',
    '123',
    'a',
  ],
  ...['actuser', 'adm', 'admin2', 'aspnet', 'backup', 'console', 'david', 'guest', 'john', 'owner', 'root'],
  ...['server', 'sql', 'support', 'support_388945a0', 'sys', 'test2', 'test3', 'user4', 'user5', 'video'],
];

/** Lowest price of a spot pool, in US dollars. "Add an Azure Spot node pool to an AKS cluster": up to five decimal places. */
export const MIN_SPOT_PRICE = 0.00001;

// "Create a private AKS cluster", configure a private DNS zone.
export const PRIVATE_DNS_ZONE_ID = armIdForm(
  'Microsoft.Network/privateDnsZones',
  String.raw`([a-z0-9-]+\.)?(private|privatelink)\.[a-z0-9]+\.(azmk8s\.io|cx\.prod\.service\.azk8s\.cn|cx\.aks\.containerservice\.azure\.us)`,
);

/** Longest name of a node pool with Windows. "Naming rules", Microsoft.ContainerService. */
export const MAX_WINDOWS_NAME_LENGTH = 6;

/** Longest name of the resource group of the nodes. "Naming rules", Microsoft.ContainerService: 80 characters. */
export const MAX_NODE_GROUP_LENGTH = 80;

/** "Create an AKS cluster", `--node-resource-group`: AKS makes the group, which must not exist. */
export const SAME_GROUP = 'is the group of the cluster, and AKS makes one of its own: use another name';

/** A region, by its name or as people see it. */
export const LOCATION = /^[a-zA-Z][a-zA-Z0-9 ]*$/;

/** Display name of a group. */
export const GROUP_NAME = /^(?=.*\S).{1,256}$/;

/** Microsoft Graph, resource type permissionScope: characters and length of `value`. */
export const SCOPE_NAME = /^(?!\.)[A-Za-z0-9!#$%&'()*+,\-./:;<=>?@[\]^_`{|}~]{1,120}$/;

/** Tags: Azure compares their names without regard to case. */
export function tagsProblem(tags: Readonly<Record<string, string>>): string | undefined {
  const names = Object.keys(tags);
  const seen = new Map<string, string>();
  for (const name of names) {
    const first = seen.get(name.toLowerCase());
    if (first !== undefined) {
      return `'${first}' and '${name}' differ in case only, which Azure does not see: keep one`;
    }
    if (TAG_NAME_CHARACTERS.test(name)) {
      return `'${name}' is not the name of a tag: leave out < > % & \\ ? /`;
    }
    if (name.length > MAX_TAG_NAME_LENGTH) {
      return `'${name.slice(0, 60)}...' has ${name.length} characters: use at most ${MAX_TAG_NAME_LENGTH}`;
    }
    const value: unknown = tags[name];
    if (typeof value === 'string' && !value.includes('${') && value.length > MAX_TAG_VALUE_LENGTH) {
      return `the value of '${name}' has ${value.length} characters: use at most ${MAX_TAG_VALUE_LENGTH}`;
    }
    seen.set(name.toLowerCase(), name);
  }
  return names.length > MAX_TAGS ? `there are ${names.length}: Azure takes ${MAX_TAGS}` : undefined;
}

/** Labels of nodes: those of AKS are its own. */
export function nodeLabelProblem(label: string): string | undefined {
  return /^([^/]*\.)?kubernetes\.azure\.com\//i.test(label)
    ? `label '${label}' is set by AKS itself: use a prefix other than kubernetes.azure.com`
    : undefined;
}

/** The name of the user that nodes are reached as. */
export function adminUsernameProblem(name: string): string | undefined {
  return RESERVED_USERS.includes(name.toLowerCase())
    ? `'${name}' is a name that Azure does not take: use another, such as 'azureuser'`
    : undefined;
}

/** One line of a public key file; a line break behind it is part of keys that `az aks create` has made, and is kept. */
export function sshPublicKeyProblem(key: string): string | undefined {
  const [type = '', data = ''] = key.trim().split(/\s+/);
  const blob = Buffer.from(data, 'base64');
  // The type stands in front of the key itself once more, behind its length.
  const length = blob.length >= 4 ? blob.readUInt32BE(0) : 0;
  const inner = blob.subarray(4, 4 + length).toString('latin1');

  return inner === type && blob.length >= 4 + length + 4 + 32
    ? undefined
    : "what follows its type is not a key: copy the whole line of the '.pub' file";
}

// "Configure Azure CNI networking in AKS", prerequisites; of kubenet, the same.
const RESERVED_RANGES = ['169.254.0.0/16', '172.30.0.0/16', '172.31.0.0/16', '192.0.2.0/24'];

/**
 * AKS and kube-apiserver take at most 20 bits: /12, which Microsoft advises to stay below.
 *
 * Source: Azure/acs-engine, pkg/api/agentPoolOnlyApi/v20180331/validate.go, validateVNET: `bits-ones > 20`.
 */
const LARGEST_SERVICE_RANGE = 2 ** 20;

/** AKS gives each node a /24 of the range of the pods, and the size is fixed. */
const RANGE_OF_NODE = 2 ** 8;

/** Ranges of services and pods, and the address of the DNS service in the first. */
export function rangesProblem(ranges: {
  readonly serviceCidr?: string;
  readonly podCidr?: string;
  readonly dnsServiceIp?: string;
}): { readonly key: 'serviceCidr' | 'podCidr' | 'dnsServiceIp'; readonly problem: string } | undefined {
  const { serviceCidr, podCidr, dnsServiceIp } = ranges;
  const services = serviceCidr === undefined ? undefined : rangeOf(serviceCidr);
  const pods = podCidr === undefined ? undefined : rangeOf(podCidr);

  const kept = reservedProblem('serviceCidr', serviceCidr) ?? reservedProblem('podCidr', podCidr);
  if (kept) {
    return kept;
  }
  if (services && services.last - services.first >= LARGEST_SERVICE_RANGE) {
    return {
      key: 'serviceCidr',
      problem: `'${serviceCidr}' is larger than AKS takes: use a smaller range, such as 10.0.0.0/16`,
    };
  }
  if (pods && pods.last - pods.first < RANGE_OF_NODE - 1) {
    return {
      key: 'podCidr',
      problem: `'${podCidr}' is too small: AKS gives each node a /24 of it, so use a larger range, such as 10.244.0.0/16`,
    };
  }
  if (services && pods && overlap(services, pods)) {
    return {
      key: 'podCidr',
      problem: `'${podCidr}' overlaps with serviceCidr '${serviceCidr}': pods and services need ranges of their own`,
    };
  }
  if (services && dnsServiceIp !== undefined) {
    const address = numberOf(dnsServiceIp);
    if (address < services.first || address > services.last) {
      return {
        key: 'dnsServiceIp',
        problem: `'${dnsServiceIp}' is not in serviceCidr '${serviceCidr}': use one of its addresses, such as the tenth`,
      };
    }
    // The first is that of the service 'kubernetes', the last that of broadcasts.
    if (address <= services.first + 1 || address === services.last) {
      return {
        key: 'dnsServiceIp',
        problem: `'${dnsServiceIp}' is the first or last of the range, which is reserved: use another, such as the tenth`,
      };
    }
  }
  return undefined;
}

function reservedProblem<Key extends string>(
  key: Key,
  cidr: string | undefined,
): SettingProblem<Key> | undefined {
  const range = cidr === undefined ? undefined : rangeOf(cidr);
  const taken = range && RESERVED_RANGES.find((reserved) => overlap(range, rangeOf(reserved)!));

  return taken === undefined
    ? undefined
    : { key, problem: `'${cidr}' overlaps with ${taken}, which AKS keeps for itself: use another range` };
}

function overlap(one: AddressRange, other: AddressRange): boolean {
  return one.first <= other.last && other.first <= one.last;
}

/** What an upgrade does with surge nodes, which spot pools do not have. */
export const SURGE_SETTINGS = [
  'maxSurge',
  'drainTimeoutMinutes',
  'nodeSoakMinutes',
  'undrainableNodeBehavior',
] as const;

/** Nodes that an upgrade adds: none would leave it nowhere to go. */
export const MAX_SURGE = /^(100|[1-9][0-9]?)%$|^[1-9][0-9]*$/;

/** Times of the autoscaler that AKS takes in minutes only, as `AutoScalerProfile` of its API says of each. */
export const TIMES_IN_MINUTES = [
  'maxNodeProvisioningTime',
  'scaleDownDelayAfterAdd',
  'scaleDownDelayAfterFailure',
  'scaleDownUnneeded',
  'scaleDownUnready',
] as const;

export const MINUTES = /^[0-9]+m$/;

/** A time as Go writes it. */
export const INTERVAL = /^(?=.)([0-9]+h)?([0-9]+m)?([0-9]+s)?$/;

// "Custom certificate authority in AKS".
const MAX_AUTHORITIES = 10;

/** Certificates as base64 of PEM; the answer follows the name of the list, and shows none of it. */
export function authoritiesProblem(certificates: readonly string[]): string | undefined {
  if (certificates.length > MAX_AUTHORITIES) {
    return `: there are ${certificates.length}, and AKS takes ${MAX_AUTHORITIES}`;
  }
  const index = certificates.findIndex((one) => {
    const text = Buffer.from(one, 'base64').toString('latin1');
    return (
      !/^[A-Za-z0-9+/\s]+=*\s*$/.test(one) ||
      !text.includes('BEGIN CERTIFICATE') ||
      text.includes('PRIVATE KEY')
    );
  });
  return index === -1
    ? undefined
    : `[${index}] is no certificate: use base64 of a PEM document, 'base64 -w0 ca.pem'`;
}

/** URL of a proxy for nodes. "HTTP proxy support in AKS", limitations: no user and no password. */
export const PROXY_URL = /^https?:\/\/[^\s/@?#]+\/?$/;

/** Where the proxy is not asked; limitations of the same page. */
export function noProxyProblem(destination: string): string | undefined {
  if (destination.trim() === '') {
    return 'is blank: remove it';
  }
  return destination.includes('*')
    ? `'${destination}' has a *, which AKS does not take: begin with a period, such as '.contoso.com'`
    : undefined;
}

/** Range of services where nobody has chosen one: `networkProfile.serviceCidr` of Microsoft.ContainerService. */
export const DEFAULT_SERVICE_CIDR = '10.0.0.0/16';

/** A setting that does not go with the others, and why. */
export interface SettingProblem<Key extends string> {
  readonly key: Key;
  readonly problem: string;
}

// kube-apiserver: ranges of services have at most 20 bits.
const SHORTEST_SERVICE_PREFIX = 108;

/** The ranges of IPv6 that a network with both kinds of addresses has beside those of IPv4. */
export function dualStackProblem(settings: {
  readonly dualStack?: boolean;
  readonly podIpv6Cidr?: string;
  readonly serviceIpv6Cidr?: string;
  readonly serviceCidr?: string;
}): SettingProblem<'podIpv6Cidr' | 'serviceIpv6Cidr'> | undefined {
  for (const key of ['podIpv6Cidr', 'serviceIpv6Cidr'] as const) {
    const range = settings[key];
    if (range === undefined) {
      continue;
    }
    const problem = ipv6Problem(range);
    if (problem !== undefined) {
      return { key, problem: `'${range}' is not valid: ${problem}` };
    }
    if (settings.dualStack !== true) {
      return { key, problem: 'is for a network with both kinds of addresses: set dualStack to true' };
    }
  }
  const { serviceIpv6Cidr: services, podIpv6Cidr: pods, serviceCidr } = settings;
  if (services === undefined) {
    return undefined;
  }
  const key = 'serviceIpv6Cidr';
  if (pods !== undefined && ipv6Overlap(services, pods)) {
    return {
      key,
      problem: `'${services}' overlaps with podIpv6Cidr '${pods}': pods and services need ranges of their own`,
    };
  }
  if (Number(services.split('/')[1]) < SHORTEST_SERVICE_PREFIX) {
    return {
      key,
      problem: `'${services}' is larger than Kubernetes takes: use a prefix of ${SHORTEST_SERVICE_PREFIX} or more`,
    };
  }
  return serviceCidr === undefined
    ? { key, problem: 'needs serviceCidr and dnsServiceIp beside it: azurerm takes the ranges together' }
    : undefined;
}

/** What the load balancer of a cluster goes out by. */
export interface OutboundSettings {
  readonly managedIpCount?: number;
  readonly managedIpv6Count?: number;
  readonly ipAddressIds?: readonly string[];
  readonly ipPrefixIds?: readonly string[];
  readonly allocatedPorts?: number;
}

/** Addresses are made by AKS, or given one by one, or as prefixes; azurerm takes one of the three. */
export function outboundProblem(
  { managedIpCount, managedIpv6Count, ipAddressIds, ipPrefixIds, allocatedPorts }: OutboundSettings,
  isDualStack: boolean,
): SettingProblem<keyof OutboundSettings> | undefined {
  const managed =
    managedIpCount !== undefined ? 'managedIpCount' : managedIpv6Count !== undefined && 'managedIpv6Count';
  const given = ipAddressIds !== undefined ? 'ipAddressIds' : ipPrefixIds !== undefined && 'ipPrefixIds';
  if (managed && given) {
    return { key: given, problem: `does not go with ${managed}: addresses are yours, or AKS makes them` };
  }
  if (ipAddressIds !== undefined && ipPrefixIds !== undefined) {
    return { key: 'ipPrefixIds', problem: 'does not go with ipAddressIds: use one of the two' };
  }
  if (managedIpv6Count !== undefined && !isDualStack) {
    return {
      key: 'managedIpv6Count',
      problem: 'is for a network with both kinds of addresses: set dualStack to true',
    };
  }
  // "Use a public standard load balancer in AKS", configure the allocated outbound ports.
  return allocatedPorts !== undefined && allocatedPorts % 8 !== 0
    ? { key: 'allocatedPorts', problem: `${allocatedPorts} is not valid: use a multiple of 8` }
    : undefined;
}

/** Days from a first to a last one, as `YYYY-MM-DD`; undefined stands for one that is not known yet. */
export function spanProblem(
  start: string | undefined,
  end: string | undefined,
): SettingProblem<'start' | 'end'> | undefined {
  for (const [key, day] of [
    ['start', start],
    ['end', end],
  ] as const) {
    if (day !== undefined && !isDay(day)) {
      return { key, problem: `'${day}' is not a day: use YYYY-MM-DD, such as 2026-12-24` };
    }
  }
  return start !== undefined && end !== undefined && end < start
    ? { key: 'end', problem: `'${end}' is before the first day '${start}': exchange them` }
    : undefined;
}

/** Whether a text is a day that there is. */
export function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
  );
}
