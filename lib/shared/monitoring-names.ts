import { isLiteral } from '../private/guards';

// "Naming rules and restrictions for Azure resources", Microsoft.Insights.
const MAX_ENDPOINT_NAME_LENGTH = 44;
const MAX_RULE_NAME_LENGTH = 64;

/** Name of the data collection endpoint of a cluster for Prometheus. */
export function endpointName(clusterName: string): string {
  return shortened('MSProm', clusterName, MAX_ENDPOINT_NAME_LENGTH);
}

/** Name of a data collection rule of a cluster. */
export function collectionRuleName(prefix: string, clusterName: string): string {
  return shortened(prefix, clusterName, MAX_RULE_NAME_LENGTH);
}

function shortened(prefix: string, clusterName: string, maxLength: number): string {
  const name = `${prefix}-${clusterName}`;
  return isLiteral(clusterName) ? name.slice(0, maxLength).replace(/[-_]+$/, '') : name;
}
