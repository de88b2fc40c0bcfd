import { Construct } from 'constructs';
import { AadAksClusterProps } from '../aad-aks-cluster-props';
import { requireApiServer } from './cluster-api-server';
import { requireIdentity } from './cluster-identity';
import { requireMonitoring } from './cluster-monitoring';
import { requireNetwork } from './cluster-network';
import { requireSecurity } from './cluster-security';
import { requireUpgrades } from './cluster-upgrades';
import { requireClusterName, requireResourceGroupName } from './cluster-names';
import { ValidationError } from './errors';
import { requirePattern, requireText } from './guards';

const LOCATION = /^[a-zA-Z][a-zA-Z0-9 ]*$/;

/** Refuses a cluster that can never deploy, or that nobody could sign in to. */
export function requireClusterProps(props: AadAksClusterProps, scope: Construct): void {
  requireClusterName(props.clusterName, scope);
  requireResourceGroupName(props.resourceGroupName, scope);
  requireText('location', props.location, scope);
  requirePattern('location', props.location, LOCATION, "use a region such as 'eastus'", scope);

  if (!props.aad) {
    throw new ValidationError(
      'aad is missing: use AadIntegration.managed() or AadIntegration.legacy()',
      scope,
    );
  }
  requireSecurity(props, scope);
  requireApiServer(props, scope);
  requireUpgrades(props, scope);
  requireMonitoring(props.monitoring ?? {}, scope);

  if (props.identity) {
    requireIdentity(props.identity, scope);
  }
  if (props.network) {
    requireNetwork(props.network, props.security?.unsafeAllow, scope);
  }
}
