import { canonicalId } from '../../lib/shared/canonical-ids';
import { State } from '../../rehearsal/protocol/values';
import { AzureObject } from './azure-object';

/** The add-ons, whose keys are written in several cases. */
export function addOns(profiles: AzureObject | undefined): State {
  const settingsOf = (name: string): AzureObject | undefined => {
    const profile = profiles?.object(name);
    return profile?.flag('enabled') ? (profile.object('config') ?? new AzureObject({})) : undefined;
  };
  const agent = settingsOf('omsagent');
  const vault = settingsOf('azureKeyvaultSecretsProvider');
  const gateway = settingsOf('ingressApplicationGateway');
  const virtualNodes = settingsOf('aciConnectorLinux');
  const confidential = settingsOf('ACCSGXDevicePlugin');
  const workspace = agent?.text('logAnalyticsWorkspaceResourceID');

  return {
    azure_policy_enabled: settingsOf('azurepolicy') !== undefined,
    http_application_routing_enabled: settingsOf('httpApplicationRouting') !== undefined,
    open_service_mesh_enabled: settingsOf('openServiceMesh') !== undefined,
    oms_agent: agent
      ? [
          {
            log_analytics_workspace_id: workspace === undefined ? '' : canonicalId(workspace),
            msi_auth_for_monitoring_enabled: isSaid(agent.text('useAADAuth')),
          },
        ]
      : [],
    key_vault_secrets_provider: vault
      ? [
          {
            // Whatever is not said to be off is on.
            secret_rotation_enabled: vault.flag('enableSecretRotation') ?? true,
            secret_rotation_interval: vault.text('rotationPollInterval') ?? '',
          },
        ]
      : [],
    ingress_application_gateway: gateway
      ? [
          {
            gateway_id: gateway.text('applicationGatewayId') ?? null,
            gateway_name: gateway.text('applicationGatewayName') ?? null,
            subnet_cidr: gateway.text('subnetCIDR') ?? null,
            subnet_id: gateway.text('subnetId') ?? null,
            effective_gateway_id: gateway.text('effectiveApplicationGatewayId') ?? null,
          },
        ]
      : [],
    aci_connector_linux: virtualNodes ? [{ subnet_name: virtualNodes.text('SubnetName') ?? '' }] : [],
    confidential_computing: confidential
      ? [{ sgx_quote_helper_enabled: isSaid(confidential.text('ACCSGXQuoteHelperEnabled')) }]
      : [],
  };
}

/** The configuration of add-ons has texts only. */
function isSaid(text: string | undefined): boolean {
  return text !== undefined && text !== 'false';
}
