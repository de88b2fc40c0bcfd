import { block, has, isPresent, isTrue, text, texts } from '../world/attributes';
import { findById } from './arm-ids';
import { Context, Problem, Rule } from '../world/behaviour';
import { isLaterVersion } from '../../lib/shared/kubernetes-version';
import { State } from '../protocol/values';

const PROVIDER =
  'https://github.com/hashicorp/terraform-provider-azurerm/blob/main/internal/services/containers';
const LEGACY_PROVIDER =
  'https://github.com/hashicorp/terraform-provider-azurerm/blob/v3.117.1/internal/services/containers';
const CLUSTER_DOCS =
  'https://registry.terraform.io/providers/hashicorp/azurerm/4.55.0/docs/resources/kubernetes_cluster';
const LEARN = 'https://learn.microsoft.com/azure';

const AAD = 'azure_active_directory_role_based_access_control';
const LEGACY_ARGUMENTS = ['client_app_id', 'server_app_id', 'server_app_secret'];

const CLUSTER_NAME = /^[a-zA-Z\d]$|^[a-zA-Z\d][-\w]{0,61}[a-zA-Z\d]$/;
const MOST_AUTHORIZED_RANGES = 200;

/** What AKS, or azurerm on its behalf, refuses when a cluster is written; node pools have their own table. */
export const clusterServiceRules: readonly Rule[] = [
  onCluster({
    refuses: 'a name over 63 characters or with other characters than letters, digits and inner _ and -',
    source: `${LEARN}/azure-resource-manager/management/resource-name-rules#microsoftcontainerservice`,
    check: (cluster) =>
      CLUSTER_NAME.test(text(cluster, 'name') ?? '')
        ? undefined
        : invalidParameter(
            `The value of parameter resourceName is invalid: ${text(cluster, 'name')}`,
            'name',
          ),
  }),
  onCluster({
    refuses: 'legacy AAD without all of client_app_id, server_app_id and server_app_secret (azurerm 3)',
    source: `${LEGACY_PROVIDER}/kubernetes_cluster_resource.go`,
    check: (cluster) =>
      onLegacyArguments(cluster, (aad, given) =>
        !isTrue(aad, 'managed') && given.length < LEGACY_ARGUMENTS.length
          ? 'you must specify client_app_id and server_app_id and server_app_secret when using managed aad rbac (managed = false)'
          : undefined,
      ),
  }),
  onCluster({
    refuses: 'client_app_id, server_app_id or server_app_secret with managed AAD (azurerm 3)',
    source: `${LEGACY_PROVIDER}/kubernetes_cluster_resource.go`,
    check: (cluster) =>
      onLegacyArguments(cluster, (aad, given) =>
        isTrue(aad, 'managed') && given.length > 0
          ? "can't specify client_app_id or server_app_id or server_app_secret when using managed aad rbac (managed = true)"
          : undefined,
      ),
  }),
  onCluster({
    refuses: 'admin groups with legacy AAD (azurerm 3)',
    source: `${LEGACY_PROVIDER}/kubernetes_cluster_resource.go`,
    check: (cluster) =>
      onLegacyArguments(cluster, (aad) =>
        !isTrue(aad, 'managed') && isPresent(aad, 'admin_group_object_ids')
          ? "can't specify admin_group_object_ids when using managed aad rbac (managed = false)"
          : undefined,
      ),
  }),
  onCluster({
    refuses: 'Azure RBAC with legacy AAD (azurerm 3)',
    source: `${LEGACY_PROVIDER}/kubernetes_cluster_resource.go`,
    check: (cluster) =>
      onLegacyArguments(cluster, (aad) =>
        !isTrue(aad, 'managed') && isTrue(aad, 'azure_rbac_enabled')
          ? 'you must enable Managed AAD before Azure RBAC can be enabled'
          : undefined,
      ),
  }),
  onCluster({
    refuses: 'local accounts disabled without AAD',
    source: 'https://github.com/cilium/cilium/pull/48265',
    check: (cluster) =>
      isTrue(cluster, 'local_account_disabled') && !block(cluster, AAD)
        ? badRequest(
            'Since kubernetes version 1.25, disableLocalAccounts can only be set on Azure AD integration enabled cluster. Please integrate your cluster with AAD.',
            'local_account_disabled',
          )
        : undefined,
  }),
  onCluster({
    refuses: 'authorized IP ranges on a private cluster',
    source: 'https://github.com/aquasecurity/tfsec/issues/571',
    check: (cluster) =>
      isTrue(cluster, 'private_cluster_enabled') && authorizedRanges(cluster).length > 0
        ? invalidParameter(
            'Private cluster cannot be enabled with AuthorizedIPRanges.',
            'private_cluster_enabled',
          )
        : undefined,
  }),
  onCluster({
    refuses: `more than ${MOST_AUTHORIZED_RANGES} authorized IP ranges`,
    source: `${LEARN}/aks/api-server-authorized-ip-ranges#limitations`,
    check: (cluster) =>
      authorizedRanges(cluster).length > MOST_AUTHORIZED_RANGES
        ? invalidParameter(
            `The number of authorized IP ranges exceeds the maximum of ${MOST_AUTHORIZED_RANGES}.`,
            'api_server_access_profile',
          )
        : undefined,
  }),
  onCluster({
    refuses: 'workload identity without the OIDC issuer',
    source: `${PROVIDER}/kubernetes_cluster_resource.go`,
    check: (cluster) =>
      isTrue(cluster, 'workload_identity_enabled') && !isTrue(cluster, 'oidc_issuer_enabled')
        ? {
            summary: '`oidc_issuer_enabled` must be set to `true` to enable Azure AD Workload Identity',
            path: ['workload_identity_enabled'],
          }
        : undefined,
  }),
  onCluster({
    refuses: 'the OIDC issuer switched off again',
    source: 'https://github.com/Azure/AKS-Construction/issues/531',
    check: (cluster, context) =>
      isTrue(asItIs(cluster, context), 'oidc_issuer_enabled') && !isTrue(cluster, 'oidc_issuer_enabled')
        ? badRequest(
            'OIDCIssuerFeatureCannotBeDisabled: OIDC issuer feature cannot be disabled.',
            'oidc_issuer_enabled',
          )
        : undefined,
  }),
  onCluster({
    refuses: 'an earlier version of Kubernetes than the one that runs',
    source: 'https://github.com/Azure/AKS/issues/3831',
    check: (cluster, context) => {
      const running = text(asItIs(cluster, context), 'current_kubernetes_version');
      const wanted = text(cluster, 'kubernetes_version');
      return running && wanted && isLaterVersion(running, wanted)
        ? badRequest(
            `OperationNotAllowed: Downgrading Kubernetes version ${running} to ${wanted} is not allowed.`,
            'kubernetes_version',
          )
        : undefined;
    },
  }),
  onCluster({
    refuses: 'pod_cidr with the azure plugin outside overlay mode',
    source: `${PROVIDER}/kubernetes_cluster_validate.go`,
    check: (cluster) => {
      const profile = block(cluster, 'network_profile');
      return text(profile, 'pod_cidr') && isPlainAzureNetwork(profile)
        ? networkProblem(
            '`pod_cidr` and `azure` cannot be set together unless specifying `network_plugin_mode` to `overlay`',
          )
        : undefined;
    },
  }),
  onCluster({
    refuses: 'only one of dns_service_ip and service_cidr',
    source: `${PROVIDER}/kubernetes_cluster_validate.go`,
    check: (cluster) => {
      const profile = block(cluster, 'network_profile');
      const hasRange =
        text(profile, 'service_cidr') !== undefined || texts(profile, 'service_cidrs').length > 0;
      return hasRange !== (text(profile, 'dns_service_ip') !== undefined)
        ? networkProblem('`dns_service_ip` and `service_cidr` should all be empty or both should be set')
        : undefined;
    },
  }),
  onCluster({
    refuses: 'the cilium network policy without the cilium data plane',
    source: CLUSTER_DOCS,
    check: (cluster) => {
      const profile = block(cluster, 'network_profile');
      return text(profile, 'network_policy') === 'cilium' && text(profile, 'network_data_plane') !== 'cilium'
        ? networkProblem(
            'When `network_policy` is set to `cilium`, the `network_data_plane` field must be set to `cilium`.',
          )
        : undefined;
    },
  }),
  onCluster({
    refuses: 'the cilium data plane without the azure plugin in overlay mode or a pod subnet',
    source: CLUSTER_DOCS,
    check: (cluster) => {
      const profile = block(cluster, 'network_profile');
      const hasPodSubnet = isPresent(block(cluster, 'default_node_pool'), 'pod_subnet_id');
      const fits =
        text(profile, 'network_plugin') === 'azure' &&
        (text(profile, 'network_plugin_mode') === 'overlay' || hasPodSubnet);
      return text(profile, 'network_data_plane') === 'cilium' && !fits
        ? networkProblem(
            'When `network_data_plane` is set to `cilium`, `network_plugin` must be `azure` and one of `network_plugin_mode = "overlay"` and `pod_subnet_id` must be specified.',
          )
        : undefined;
    },
  }),
  onCluster({
    refuses: 'a private DNS zone of its own without a user-assigned identity or a service principal',
    source: 'https://github.com/hashicorp/terraform-provider-azurerm/issues/10940',
    check: (cluster) => {
      const zone = text(cluster, 'private_dns_zone_id');
      const isOwn = zone !== undefined && zone !== 'System' && zone !== 'None';
      const isUserAssigned = text(block(cluster, 'identity'), 'type')?.includes('UserAssigned') ?? false;
      return isOwn && !isUserAssigned && !block(cluster, 'service_principal')
        ? {
            summary:
              'a user assigned identity or a service principal must be used when using a custom private dns zone',
            path: ['private_dns_zone_id'],
          }
        : undefined;
    },
  }),
  onCluster({
    refuses: 'a daily window for upgrades of Kubernetes',
    source: `${LEARN}/aks/planned-maintenance#schedule-configuration-types-for-planned-maintenance`,
    check: (cluster) =>
      text(block(cluster, 'maintenance_window_auto_upgrade'), 'frequency') === 'Daily'
        ? invalidParameter(
            'Daily schedule is only supported for maintenance configuration aksManagedNodeOSUpgradeSchedule.',
            'maintenance_window_auto_upgrade',
          )
        : undefined,
  }),
];

/** A rule of the service for clusters. */
export function onCluster(rule: Pick<Rule, 'refuses' | 'source' | 'check'>): Rule {
  return { on: 'azurerm_kubernetes_cluster', at: 'apply', ...rule };
}

function badRequest(message: string, attribute: string): Problem {
  return { summary: `unexpected status 400 (400 Bad Request) with error: ${message}`, path: [attribute] };
}

export function invalidParameter(message: string, attribute: string): Problem {
  return badRequest(`InvalidParameter: ${message}`, attribute);
}

function networkProblem(summary: string): Problem {
  return { summary, path: ['network_profile', 0] };
}

/** Asks about the AAD block as azurerm 3 has it; later versions have no legacy arguments. */
function onLegacyArguments(
  cluster: State,
  complaint: (aad: State, given: readonly string[]) => string | undefined,
): Problem | undefined {
  const aad = block(cluster, AAD);
  if (!aad || !has(aad, 'server_app_id')) {
    return undefined;
  }
  const summary = complaint(
    aad,
    LEGACY_ARGUMENTS.filter((name) => isPresent(aad, name)),
  );
  return summary === undefined ? undefined : { summary, path: [AAD, 0] };
}

/** The cluster before the change; undefined for a new one. */
export function asItIs(cluster: State, context: Context | undefined): State | undefined {
  return context && findById('azurerm_kubernetes_cluster', text(cluster, 'id'), context);
}

function authorizedRanges(cluster: State): string[] {
  return texts(block(cluster, 'api_server_access_profile'), 'authorized_ip_ranges');
}

function isPlainAzureNetwork(profile: State | undefined): boolean {
  return text(profile, 'network_plugin') === 'azure' && text(profile, 'network_plugin_mode') !== 'overlay';
}
