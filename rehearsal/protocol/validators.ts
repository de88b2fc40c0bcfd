import { RecordedAttribute, RecordedValidator } from './recorded-provider';

type Scalar = string | number;

/**
 * Why the provider does not take a value; undefined when it does, or when nobody knows.
 *
 * A value that the real validator was called with is judged as it was. Any other is judged by the kind of the validator: the
 * first of the kinds below that agrees with all that was recorded. Where there is none, the value passes.
 */
export function refusal(
  validator: RecordedValidator,
  at: string,
  value: Scalar,
  place = at,
): string | undefined {
  const known = { taken: validator.accepts.includes(value), refused: validator.refuses.includes(value) };
  if (known.taken) {
    return undefined;
  }
  const kind = kindOf(validator, place.replace(/\.\d+/g, ''));
  if (kind && !kind.takes(value)) {
    return kind.says(at, value);
  }
  return known.refused ? `"${at}" does not take ${JSON.stringify(value)}` : undefined;
}

interface Kind {
  readonly takes: (value: Scalar) => boolean;
  readonly says: (at: string, value: Scalar) => string;
}

const kinds = new WeakMap<RecordedValidator, Map<string, Kind | undefined>>();

function kindOf(validator: RecordedValidator, place: string): Kind | undefined {
  const known = kinds.get(validator) ?? new Map<string, Kind | undefined>();
  kinds.set(validator, known);
  if (!known.has(place)) {
    const agrees = ({ takes }: Kind): boolean =>
      validator.accepts.every(takes) && !validator.refuses.some(takes);
    known.set(place, [...ofName(place), ...ofType(validator.type)].find(agrees));
  }
  return known.get(place);
}

/** Words that an attribute may have; from the messages of the recording and from the documentation of the providers. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  'role_ref.kind': ['Role', 'ClusterRole'],
  'role_ref.api_group': ['rbac.authorization.k8s.io'],
  sku_tier: ['Free', 'Standard', 'Premium'],
  support_plan: ['KubernetesOfficial', 'AKSLongTermSupport'],
  os_disk_type: ['Ephemeral', 'Managed'],
  os_type: ['Linux', 'Windows'],
  kubelet_disk_type: ['OS', 'Temporary'],
  scale_down_mode: ['Deallocate', 'Delete'],
  'azurerm_kubernetes_cluster_node_pool.mode': ['System', 'User'],
  priority: ['Regular', 'Spot'],
  eviction_policy: ['Delete', 'Deallocate'],
  network_plugin: ['azure', 'kubenet', 'none'],
  network_plugin_mode: ['overlay'],
  network_policy: ['calico', 'azure', 'cilium'],
  network_data_plane: ['azure', 'cilium'],
  load_balancer_sku: ['basic', 'standard'],
  outbound_type: [
    'loadBalancer',
    'userDefinedRouting',
    'managedNATGateway',
    'userAssignedNATGateway',
    'none',
  ],
  ip_versions: ['IPv4', 'IPv6'],
  automatic_upgrade_channel: ['patch', 'rapid', 'stable', 'node-image'],
  node_os_upgrade_channel: ['NodeImage', 'None', 'SecurityPatch', 'Unmanaged'],
  key_vault_network_access: ['Private', 'Public'],
  day_of_week: ['Friday', 'Monday', 'Saturday', 'Sunday', 'Thursday', 'Tuesday', 'Wednesday'],
  'allowed.day': ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  'azurerm_kubernetes_cluster.identity.type': ['SystemAssigned', 'UserAssigned'],
  lock_level: ['CanNotDelete', 'ReadOnly'],
  sign_in_audience: [
    'AzureADMyOrg',
    'AzureADMultipleOrgs',
    'AzureADandPersonalMicrosoftAccount',
    'PersonalMicrosoftAccount',
  ],
  'resource_access.type': ['Role', 'Scope'],
  'oauth2_permission_scope.type': ['Admin', 'User'],
  allowed_member_types: ['Application', 'User'],
  group_membership_claims: ['None', 'All', 'ApplicationGroup', 'DirectoryRole', 'SecurityGroup'],
  'azuread_group.types': ['DynamicMembership', 'Unified'],
  'azuread_group.visibility': ['Hiddenmembership', 'Private', 'Public'],
  preferred_single_sign_on_mode: ['', 'notSupported', 'oidc', 'password', 'saml'],
};

/** Types of Azure resources whose ID an attribute takes, as in IDs. */
const RESOURCES: Readonly<Record<string, string>> = {
  vnet_subnet_id: 'Microsoft.Network/virtualNetworks/subnets',
  pod_subnet_id: 'Microsoft.Network/virtualNetworks/subnets',
  subnet_id: 'Microsoft.Network/virtualNetworks/subnets',
  virtual_network_id: 'Microsoft.Network/virtualNetworks',
  route_table_id: 'Microsoft.Network/routeTables',
  nat_gateway_id: 'Microsoft.Network/natGateways',
  public_ip_address_id: 'Microsoft.Network/publicIPAddresses',
  identity_ids: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  user_assigned_identity_id: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  parent_id: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  log_analytics_workspace_id: 'Microsoft.OperationalInsights/workspaces',
  workspace_resource_id: 'Microsoft.OperationalInsights/workspaces',
  disk_encryption_set_id: 'Microsoft.Compute/diskEncryptionSets',
  proximity_placement_group_id: 'Microsoft.Compute/proximityPlacementGroups',
  key_vault_id: 'Microsoft.KeyVault/vaults',
  data_collection_rule_id: 'Microsoft.Insights/dataCollectionRules',
  data_collection_endpoint_id: 'Microsoft.Insights/dataCollectionEndpoints',
};

function ofName(place: string): Kind[] {
  const name = place.split('.').at(-1)!;
  const [, words] = Object.entries(WORDS).find(([end]) => place === end || place.endsWith(`.${end}`)) ?? [];
  const resource = RESOURCES[name];

  return [
    ...(words
      ? [
          {
            takes: (value: Scalar) => words.includes(String(value)),
            says: (at: string, value: Scalar) =>
              `expected ${at} to be one of [${words.map((word) => `"${word}"`).join(' ')}], got ${value}`,
          },
        ]
      : []),
    ...(resource
      ? [
          matching(
            idOf(resource),
            (at, value) => `parsing "${value}": "${at}" takes the ID of a ${resource} in this case`,
          ),
        ]
      : []),
    ...(name === 'key_vault_key_id'
      ? [
          matching(
            /^https:\/\/[^/]+\/keys\/[^/]+\/[^/]+$/,
            (at, value) => `parsing "${value}": "${at}" takes the ID of a key with its version`,
          ),
        ]
      : []),
  ];
}

/** An ID in exactly this case: the parser of the provider takes no other. */
function idOf(resource: string): RegExp {
  const [namespace, ...types] = resource.split('/');
  const path = types.map((type) => `/${type}/[^/]+`).join('');
  return new RegExp(
    `^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/${namespace!.replace('.', '\\.')}${path}$`,
  );
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const IPV4 = String.raw`(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}`;
const LABEL = String.raw`[a-z0-9]([-a-z0-9]*[a-z0-9])?`;

/** From the strictest to the loosest; the source of each is the helper of that name in the providers or in Kubernetes. */
const TEXTS: readonly Kind[] = [
  matching(UUID, (at, value) => `expected "${at}" to be a valid UUID, got ${value}`),
  matching(
    /^\/applications\/[0-9a-f-]{36}$/i,
    (at, value) => `parsing "${value}": "${at}" takes /applications/<object ID>`,
  ),
  matching(
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/,
    (at, value) => `expected "${at}" to be a valid RFC3339 date, got "${value}"`,
  ),
  matching(
    idOf('Microsoft.Network/virtualNetworks/subnets'),
    (at, value) => `parsing "${value}": "${at}" takes the ID of a subnet`,
  ),
  matching(
    /^[a-z][a-z0-9]{0,11}$/,
    says(
      'must begin with a lowercase letter, contain only lowercase letters and numbers and be between 1 and 12 characters in length',
    ),
  ),
  matching(
    /^[a-zA-Z0-9]$|^[a-zA-Z0-9][-a-zA-Z0-9]{0,52}[a-zA-Z0-9]$/,
    says(
      'must begin and end with a letter or number, contain only letters, numbers, and hyphens and be between 1 and 54 characters in length',
    ),
  ),
  matching(
    /^(?!.*\.$)[-\w._()]{1,90}$/,
    says(
      'may only contain alphanumeric characters, dash, underscores, parentheses and periods, may not end with a period and has at most 90 characters',
    ),
  ),
  matching(
    /^[A-Za-z][-A-Za-z\d_]*$/,
    says('must begin with a letter, contain only letters, numbers, underscores and hyphens'),
  ),
  matching(/^https?:\/\/[^/]+/, says('must be a URL with http or https')),
  matching(
    new RegExp(`^(?=.{0,253}$)${LABEL}(\\.${LABEL})*$`),
    says("a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.'"),
  ),
  {
    takes: (value) => !/[/%]/.test(String(value)) && !['.', '..'].includes(String(value)),
    says: says("may not contain '/' or '%' or be '.' or '..'"),
  },
  {
    takes: (value) => /^[^\s"\\]{0,120}$/.test(String(value)),
    says: says("must be alphanumeric with these allowed characters: !#$%&'()*+,-./:;<=>?@[]^+_`{|}~"),
  },
  matching(/^(?=.*\S)[\x20-\x7e]{1,260}$/, says('can only be a maximum of 260 characters')),
  { takes: (value) => String(value) !== '', says: (at) => `expected "${at}" to not be an empty string` },
  {
    takes: (value) => String(value).trim() !== '',
    says: (at) => `expected "${at}" to not be an empty string or whitespace`,
  },
  matching(new RegExp(`^${IPV4}$`), says('must be a valid IPv4 address')),
];

/** Ranges that providers have; the first that agrees with what was recorded. */
const RANGES: readonly (readonly [least: number, most: number])[] = [
  [1, 1000],
  [0, 1000],
  [1, 100],
  [0, 100],
  [1, 365],
  [0, 23],
  [4, 24],
  [4, 120],
  [4, 30],
  [24, 2160],
  [30, 730],
  [1, 2],
  [100, 4096],
  [7, 90],
  [1, Infinity],
  [0, Infinity],
];

function ofType(type: RecordedAttribute['type']): readonly Kind[] {
  if (type === 'String') {
    return TEXTS;
  }
  const ranges = RANGES.map(([least, most]): Kind => ({
    takes: (value) => Number(value) >= least && Number(value) <= most,
    says: (at, value) => `expected ${at} to be in the range (${least} - ${most}), got ${value}`,
  }));
  const spotPrice: Kind = {
    takes: (value) => value === -1 || Number(value) >= 0.00001,
    says: (at, value) => `expected "${at}" to be > 0.00001 but got ${Number(value).toFixed(5)}`,
  };
  return [...ranges, spotPrice];
}

function matching(pattern: RegExp, tell: Kind['says']): Kind {
  return { takes: (value) => pattern.test(String(value)), says: tell };
}

function says(rule: string): Kind['says'] {
  return (at, value) => `the "${at}" ${rule}, got "${value}"`;
}
