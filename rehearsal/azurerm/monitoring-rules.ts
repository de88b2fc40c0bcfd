import { blocks, isPresent, text } from '../world/attributes';
import { exists } from './arm-ids';
import { missing } from './service-rules';
import { Context, Problem, Rule } from '../world/behaviour';
import { State } from '../protocol/values';

const PROVIDER =
  'https://github.com/hashicorp/terraform-provider-azurerm/blob/main/internal/services/monitor';
const LEARN = 'https://learn.microsoft.com/azure';

const DESTINATIONS = [
  'eventhub_authorization_rule_id',
  'log_analytics_workspace_id',
  'storage_account_id',
  'partner_solution_id',
];

/** Where logs can be turned on; a category of the wrong name collects nothing and is refused. */
const CLUSTER_LOGS = [
  'cloud-controller-manager',
  'cluster-autoscaler',
  'csi-azuredisk-controller',
  'csi-azurefile-controller',
  'csi-snapshot-controller',
  'fleet-mcs-controller-manager',
  'fleet-member-agent',
  'fleet-member-net-controller-manager',
  'guard',
  'karpenter-events',
  'kube-apiserver',
  'kube-audit',
  'kube-audit-admin',
  'kube-controller-manager',
  'kube-scheduler',
];

/** What Azure Monitor, or azurerm on its behalf, refuses. */
export const monitoringRules: readonly Rule[] = [
  {
    on: 'azurerm_monitor_diagnostic_setting',
    refuses: 'no destination',
    source: `${PROVIDER}/monitor_diagnostic_setting_resource.go`,
    at: 'validate',
    check: (setting) =>
      DESTINATIONS.some((name) => isPresent(setting, name))
        ? undefined
        : {
            summary: `Missing required argument: one of \`${DESTINATIONS.join(',')}\` must be specified`,
          },
  },
  {
    on: 'azurerm_monitor_diagnostic_setting',
    refuses: 'neither a log nor a metric',
    source: `${PROVIDER}/monitor_diagnostic_setting_resource.go`,
    at: 'validate',
    check: (setting) =>
      ['enabled_log', 'enabled_metric', 'metric', 'log'].some((name) => isPresent(setting, name))
        ? undefined
        : { summary: 'Missing required argument: one of `enabled_log,enabled_metric` must be specified' },
  },
  {
    on: 'azurerm_monitor_diagnostic_setting',
    refuses: 'a category of logs that clusters do not have',
    source: `${LEARN}/aks/monitor-aks-reference#resource-logs`,
    at: 'apply',
    check: (setting) => unknownCategory(setting),
  },
  {
    on: 'azurerm_monitor_diagnostic_setting',
    refuses: 'a target that does not exist',
    source: `${LEARN}/azure-resource-manager/troubleshooting/error-not-found`,
    at: 'apply',
    check: (setting, context) => context && missingTarget(setting, context),
  },
  {
    on: 'azurerm_monitor_diagnostic_setting',
    refuses: 'a second setting of the same name on one target',
    source: `${PROVIDER}/monitor_diagnostic_setting_resource.go`,
    at: 'apply',
    check: (setting, context) => context && settingAgain(setting, context),
  },
  {
    on: 'azurerm_monitor_data_collection_rule_association',
    refuses: 'a target that does not exist',
    source: `${LEARN}/azure-resource-manager/troubleshooting/error-not-found`,
    at: 'apply',
    check: (association, context) => context && missingTarget(association, context),
  },
  {
    on: 'azurerm_monitor_data_collection_rule_association',
    refuses: 'anything but exactly one of a rule and an endpoint',
    source: `${PROVIDER}/monitor_data_collection_rule_association_resource.go`,
    at: 'validate',
    check: (association) =>
      isPresent(association, 'data_collection_rule_id') !==
      isPresent(association, 'data_collection_endpoint_id')
        ? undefined
        : {
            summary:
              'Invalid combination of arguments: one of `data_collection_endpoint_id,data_collection_rule_id` must be specified',
          },
  },
];

function isCluster(id: string | undefined): boolean {
  return /\/managedClusters\/[^/]+$/i.test(id ?? '');
}

function unknownCategory(setting: State): Problem | undefined {
  if (!isCluster(text(setting, 'target_resource_id'))) {
    return undefined;
  }
  const categories = blocks(setting, 'enabled_log').flatMap((log) => text(log, 'category') ?? []);
  const unknown = categories.find((category) => !CLUSTER_LOGS.includes(category));
  return unknown === undefined
    ? undefined
    : {
        summary: `unexpected status 400 (400 Bad Request) with error: BadRequest: Category '${unknown}' is not supported.`,
        path: ['enabled_log'],
      };
}

/** Only clusters are looked for: what else can be monitored is not rehearsed. */
function missingTarget(monitoring: State, context: Context): Problem | undefined {
  const target = text(monitoring, 'target_resource_id');
  return isCluster(target)
    ? missing('azurerm_kubernetes_cluster', target, 'target_resource_id', context)
    : undefined;
}

function settingAgain(setting: State, context: Context): Problem | undefined {
  const id = `${text(setting, 'target_resource_id')}|${text(setting, 'name')}`;
  return typeof setting.id !== 'string' && exists('azurerm_monitor_diagnostic_setting', id, context)
    ? {
        summary: `A resource with the ID "${id}" already exists - to be managed via Terraform this resource needs to be imported into the State. Please see the resource documentation for "azurerm_monitor_diagnostic_setting" for more information.`,
      }
    : undefined;
}
