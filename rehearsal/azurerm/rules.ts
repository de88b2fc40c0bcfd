import { amount, block, blocks, has, isPresent, isUnknown, text, texts } from '../world/attributes';
import { isUuid } from '../azuread/formats';
import { Problem, Rule } from '../world/behaviour';
import { exactlyOneOf, first } from '../world/checks';
import { State } from '../protocol/values';

const PROVIDER = 'https://github.com/hashicorp/terraform-provider-azurerm/blob/main/internal';
const CLUSTER_SCHEMA = `${PROVIDER}/services/containers/kubernetes_cluster_resource.go`;
const CONTAINER_NAMES = `${PROVIDER}/services/containers/validate/kubernetes.go`;
const DOCS = 'https://registry.terraform.io/providers/hashicorp/azurerm/4.55.0/docs';

const AAD = 'azure_active_directory_role_based_access_control';

const POOL_NAME = /^[a-z][a-z\d]{0,11}$/;
const DNS_PREFIX = /^[a-zA-Z\d]$|^[a-zA-Z\d][-a-zA-Z\d]{0,52}[a-zA-Z\d]$/;
const ADMIN_USERNAME = /^[A-Za-z][-A-Za-z\d_]*$/;
const RESOURCE_GROUP_NAME = /^[-\w._()]{0,89}[-\w_()]$/;
const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

const UPGRADE_CHANNELS = ['patch', 'rapid', 'stable', 'node-image'];
const MOST_NODES = 1000;
const CLEANER_HOURS = { least: 24, most: 2160 };

/** What azurerm refuses from the configuration alone, beyond its schema. */
export const azurermConfigurationRules: readonly Rule[] = [
  {
    on: 'azurerm_resource_group',
    refuses:
      'a name over 90 characters, with other characters than letters, digits and -_.(), or with a dot at the end',
    source: `${DOCS}/resources/resource_group`,
    at: 'validate',
    check: (group) =>
      matching(
        group,
        'name',
        RESOURCE_GROUP_NAME,
        'may only contain alphanumeric characters, dash, underscores, parentheses and periods, must not end with a period and have up to 90 characters',
      ),
  },
  {
    on: 'azurerm_kubernetes_cluster',
    refuses: 'anything but exactly one of dns_prefix and dns_prefix_private_cluster',
    source: CLUSTER_SCHEMA,
    at: 'validate',
    check: (cluster) => exactlyOneOf(cluster, ['dns_prefix', 'dns_prefix_private_cluster']),
  },
  {
    on: 'azurerm_kubernetes_cluster',
    refuses:
      'a dns_prefix over 54 characters or with other characters than letters, digits and inner hyphens',
    source: CONTAINER_NAMES,
    at: 'validate',
    check: (cluster) =>
      matching(
        cluster,
        'dns_prefix',
        DNS_PREFIX,
        'must begin and end with a letter or number, contain only letters, numbers, and hyphens and be between 1 and 54 characters in length',
      ),
  },
  {
    on: 'azurerm_kubernetes_cluster',
    refuses: 'anything but exactly one of identity and service_principal',
    source: CLUSTER_SCHEMA,
    at: 'validate',
    check: (cluster) => exactlyOneOf(cluster, ['identity', 'service_principal']),
  },
  {
    on: 'azurerm_kubernetes_cluster',
    refuses:
      'identity_ids without a user-assigned identity, and a user-assigned identity without identity_ids',
    source: 'https://github.com/hashicorp/go-azure-helpers/tree/main/resourcemanager/identity',
    at: 'apply',
    check: identityIdsProblem,
  },
  {
    on: 'azurerm_kubernetes_cluster',
    refuses: 'managed AAD with neither tenant_id nor admin_group_object_ids (azurerm 4 and 5)',
    source: CLUSTER_SCHEMA,
    at: 'validate',
    check: (cluster) =>
      first(blocks(cluster, AAD), (aad) =>
        has(aad, 'server_app_id') || isPresent(aad, 'tenant_id') || isPresent(aad, 'admin_group_object_ids')
          ? undefined
          : {
              summary: `Missing required argument: one of \`${AAD}.0.admin_group_object_ids,${AAD}.0.tenant_id\` must be specified`,
              path: [AAD, 0],
            },
      ),
  },
  {
    on: 'azurerm_kubernetes_cluster',
    refuses: 'an admin group or a tenant that is not a bare UUID, such as the id /groups/<uuid> of a group',
    source: CLUSTER_SCHEMA,
    at: 'validate',
    check: (cluster) =>
      first(blocks(cluster, AAD), (aad) =>
        first([...texts(aad, 'admin_group_object_ids'), text(aad, 'tenant_id') ?? ''], (id) =>
          id === '' || isUuid(id)
            ? undefined
            : { summary: `expected "${AAD}" IDs to be valid UUIDs, got ${id}`, path: [AAD, 0] },
        ),
      ),
  },
  {
    on: 'azurerm_kubernetes_cluster',
    refuses: `an upgrade channel other than ${UPGRADE_CHANNELS.join(', ')}, among them none: leave it out instead`,
    source: CLUSTER_SCHEMA,
    at: 'validate',
    check: (cluster) =>
      first(['automatic_upgrade_channel', 'automatic_channel_upgrade'], (name) =>
        oneOf(cluster, name, UPGRADE_CHANNELS),
      ),
  },
  {
    on: 'azurerm_kubernetes_cluster',
    refuses: 'image_cleaner_interval_hours outside 24 to 2160',
    source: CLUSTER_SCHEMA,
    at: 'validate',
    check: (cluster) => between(cluster, 'image_cleaner_interval_hours', CLEANER_HOURS, []),
  },
  {
    on: 'azurerm_kubernetes_cluster',
    refuses: 'an authorized IP range that is no IPv4 address or CIDR range',
    source: CLUSTER_SCHEMA,
    at: 'validate',
    check: (cluster) =>
      first(texts(block(cluster, 'api_server_access_profile'), 'authorized_ip_ranges'), (range) =>
        isCidr(range)
          ? undefined
          : {
              summary: `expected "authorized_ip_ranges" to be an IPv4 address or a CIDR range, got ${range}`,
              path: ['api_server_access_profile', 0, 'authorized_ip_ranges'],
            },
      ),
  },
  {
    on: 'azurerm_kubernetes_cluster',
    refuses: 'a pod_cidr or service_cidr that is no CIDR range, and a dns_service_ip that is no IPv4 address',
    source: CLUSTER_SCHEMA,
    at: 'validate',
    check: (cluster) => networkAddressProblem(block(cluster, 'network_profile')),
  },
  {
    on: 'azurerm_kubernetes_cluster',
    refuses:
      'an admin_username that does not start with a letter or has other characters than letters, digits, _ and -',
    source: CONTAINER_NAMES,
    at: 'validate',
    check: (cluster) =>
      matching(
        block(cluster, 'linux_profile'),
        'admin_username',
        ADMIN_USERNAME,
        'must begin with a letter, contain only letters, numbers, underscores and hyphens',
      ),
  },
  {
    on: 'azurerm_kubernetes_cluster',
    refuses: 'a default node pool whose name, or rotation name, is not 1 to 12 lowercase letters and digits',
    source: CONTAINER_NAMES,
    at: 'validate',
    check: (cluster) => poolNameProblem(block(cluster, 'default_node_pool')),
  },
  {
    on: 'azurerm_kubernetes_cluster_node_pool',
    refuses: 'a name, or rotation name, that is not 1 to 12 lowercase letters and digits',
    source: CONTAINER_NAMES,
    at: 'validate',
    check: poolNameProblem,
  },
  {
    on: 'azurerm_kubernetes_cluster',
    refuses: 'a node count of the default node pool outside 1 to 1000',
    source: `${PROVIDER}/services/containers/kubernetes_nodepool.go`,
    at: 'validate',
    check: (cluster) => nodeCountProblem(block(cluster, 'default_node_pool'), 1, ['default_node_pool', 0]),
  },
  {
    on: 'azurerm_kubernetes_cluster_node_pool',
    refuses: 'a node count outside 0 to 1000',
    source: `${PROVIDER}/services/containers/kubernetes_cluster_node_pool_resource.go`,
    at: 'validate',
    check: (pool) => nodeCountProblem(pool, 0, []),
  },
  {
    on: 'azurerm_role_assignment',
    refuses: 'anything but exactly one of role_definition_id and role_definition_name',
    source: `${DOCS}/resources/role_assignment`,
    at: 'validate',
    check: (assignment) => exactlyOneOf(assignment, ['role_definition_id', 'role_definition_name']),
  },
  {
    on: 'azurerm_role_assignment',
    refuses: 'a name that is not a UUID',
    source: `${DOCS}/resources/role_assignment`,
    at: 'validate',
    check: (assignment) =>
      matching(assignment, 'name', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'expected a valid UUID'),
  },
];

function matching(object: State | undefined, name: string, form: RegExp, rule: string): Problem | undefined {
  const value = text(object, name);
  return value === undefined || form.test(value)
    ? undefined
    : { summary: `invalid value for ${name} (${rule}): ${value}`, path: [name] };
}

function oneOf(object: State, name: string, choices: readonly string[]): Problem | undefined {
  const value = text(object, name);
  return value === undefined || choices.includes(value)
    ? undefined
    : { summary: `expected ${name} to be one of ["${choices.join('" "')}"], got ${value}`, path: [name] };
}

function between(
  object: State | undefined,
  name: string,
  { least, most }: { readonly least: number; readonly most: number },
  parent: readonly (string | number)[],
): Problem | undefined {
  const value = amount(object, name);
  return value === undefined || (value >= least && value <= most)
    ? undefined
    : {
        summary: `expected ${name} to be in the range (${least} - ${most}), got ${value}`,
        path: [...parent, name],
      };
}

function poolNameProblem(pool: State | undefined): Problem | undefined {
  const rule =
    'must begin with a lowercase letter, contain only lowercase letters and numbers and be between 1 and 12 characters in length';
  const problem = first(['name', 'temporary_name_for_rotation'], (name) =>
    matching(pool, name, POOL_NAME, rule),
  );
  return problem && { summary: problem.summary };
}

function nodeCountProblem(
  pool: State | undefined,
  least: number,
  parent: readonly (string | number)[],
): Problem | undefined {
  return first(['node_count', 'min_count', 'max_count'], (name) =>
    between(pool, name, { least, most: MOST_NODES }, parent),
  );
}

function identityIdsProblem(cluster: State): Problem | undefined {
  const identity = block(cluster, 'identity');
  const type = text(identity, 'type');
  const isUserAssigned = type?.includes('UserAssigned') ?? false;
  if (!identity || type === undefined || isUnknown(identity.identity_ids)) {
    return undefined;
  }
  const path = ['identity', 0, 'identity_ids'];
  if (isUserAssigned && !isPresent(identity, 'identity_ids')) {
    return { summary: '`identity_ids` must be specified when `type` is set to "UserAssigned"', path };
  }
  return !isUserAssigned && isPresent(identity, 'identity_ids')
    ? { summary: '`identity_ids` can only be specified when `type` is set to "UserAssigned"', path }
    : undefined;
}

function networkAddressProblem(profile: State | undefined): Problem | undefined {
  const notCidr = first(['pod_cidr', 'service_cidr'], (name) => {
    const value = text(profile, name);
    return value === undefined || isCidr(value)
      ? undefined
      : {
          summary: `expected "${name}" to be a CIDR range, got ${value}`,
          path: ['network_profile', 0, name],
        };
  });
  const dnsServiceIp = text(profile, 'dns_service_ip');
  const isAddress = dnsServiceIp === undefined || isIpv4(dnsServiceIp);
  return (
    notCidr ??
    (isAddress
      ? undefined
      : {
          summary: `expected "dns_service_ip" to be a valid IPv4 address, got ${dnsServiceIp}`,
          path: ['network_profile', 0, 'dns_service_ip'],
        })
  );
}

/** azurerm takes an address without a prefix length, too. */
function isCidr(range: string): boolean {
  const [address = '', length = '32', ...rest] = range.split('/');
  return isIpv4(address) && /^\d{1,2}$/.test(length) && Number(length) <= 32 && rest.length === 0;
}

function isIpv4(address: string): boolean {
  const octets = IPV4.exec(address)?.slice(1) ?? [];
  return octets.length === 4 && octets.every((octet) => Number(octet) <= 255);
}
