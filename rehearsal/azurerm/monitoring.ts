import { amount, text } from '../world/attributes';
import { armId } from './arm-ids';
import { refuseLocked, removable } from './locks';
import { Context, ResourceBehaviour } from '../world/behaviour';
import { State } from '../protocol/values';

/** Where logs and metrics of clusters go, and what brings them there. */

export const logAnalyticsWorkspace: ResourceBehaviour = {
  apply: (planned, _prior, context) => {
    const id = armId('azurerm_log_analytics_workspace', planned, context);
    return {
      id,
      workspace_id: context.uuid('workspace', id),
      sku: text(planned, 'sku') ?? 'PerGB2018',
      retention_in_days: amount(planned, 'retention_in_days') ?? 30,
    };
  },
  ...removable,
};

export const logAnalyticsSolution: ResourceBehaviour = {
  apply: (planned, _prior, context) => ({
    id: armId('azurerm_log_analytics_solution', planned, context),
  }),
  ...removable,
};

export const diagnosticSetting: ResourceBehaviour = {
  apply: (planned) => ({ id: `${text(planned, 'target_resource_id')}|${text(planned, 'name')}` }),
  remove: (prior, context) => refuseLocked({ id: prior.target_resource_id ?? null }, context),
};

/** The workspace of Managed Prometheus, which comes with an endpoint and a rule of its own. */
export const monitorWorkspace: ResourceBehaviour = {
  apply: (planned, _prior, context) => {
    const id = armId('azurerm_monitor_workspace', planned, context);
    const name = text(planned, 'name') ?? '';
    const location = text(planned, 'location') ?? '';
    const managed = `${id.split('/providers/')[0]}-managed/providers/Microsoft.Insights`;
    return {
      id,
      default_data_collection_endpoint_id: `${managed}/dataCollectionEndpoints/${name}`,
      default_data_collection_rule_id: `${managed}/dataCollectionRules/${name}`,
      query_endpoint: `https://${name}-${shortId(id, context)}.${location}.prometheus.monitor.azure.com`,
    };
  },
  ...removable,
};

export const dataCollectionEndpoint: ResourceBehaviour = {
  apply: (planned, _prior, context) => {
    const id = armId('azurerm_monitor_data_collection_endpoint', planned, context);
    const host = `${text(planned, 'name')}-${shortId(id, context)}.${text(planned, 'location')}-1`;
    return {
      id,
      immutable_id: `dce-${context.uuid('immutable', id).replaceAll('-', '')}`,
      configuration_access_endpoint: `https://${host}.handler.control.monitor.azure.com`,
      logs_ingestion_endpoint: `https://${host}.ingest.monitor.azure.com`,
      metrics_ingestion_endpoint: `https://${host}.metrics.ingest.monitor.azure.com`,
    };
  },
  ...removable,
};

export const dataCollectionRule: ResourceBehaviour = {
  replacedBy: [{ path: 'kind', when: (before) => before !== null && before !== '' }],
  apply: (planned, _prior, context) => {
    const id = armId('azurerm_monitor_data_collection_rule', planned, context);
    return { id, immutable_id: `dcr-${context.uuid('immutable', id).replaceAll('-', '')}` };
  },
  ...removable,
};

export const dataCollectionRuleAssociation: ResourceBehaviour = {
  // The name by which agents find their endpoint; the only one that an association with an endpoint may have.
  apply: (planned) => ({ id: associationId(planned) }),
  ...removable,
};

function associationId(association: State): string {
  const target = text(association, 'target_resource_id');
  return `${target}/providers/Microsoft.Insights/dataCollectionRuleAssociations/${text(association, 'name')}`;
}

function shortId(id: string, context: Context): string {
  return context.uuid('host', id).slice(0, 4);
}
