import { AksDataPlane, AksNetwork, AksNetworkPolicy, AksOutbound } from '../../lib';
import { AksConfig } from '../config';
import { mutable } from './mutable';

type NetworkConfig = NonNullable<AksConfig['cluster']['network']>;
type OutboundConfig = Exclude<NetworkConfig, { type: 'existing' }>['outbound'];

/** The network that the configuration describes. */
export function networkOf(config: NetworkConfig): AksNetwork {
  if (config.type === 'existing') {
    return AksNetwork.existing();
  }
  const options = { ...config, outbound: outboundOf(config.outbound) };
  const policy = (config.type === 'ownCni' ? undefined : config.policy) as AksNetworkPolicy | undefined;

  switch (config.type) {
    case 'ownCni':
      return AksNetwork.ownCni(options);
    case 'kubenet':
      return AksNetwork.kubenet({ ...options, policy });
    case 'azureCni':
      return AksNetwork.azureCni({
        ...options,
        policy,
        dataPlane: config.dataPlane as AksDataPlane | undefined,
      });
    case 'azureCniOverlay':
      return AksNetwork.azureCniOverlay({
        ...options,
        policy,
        dataPlane: config.dataPlane as AksDataPlane | undefined,
      });
  }
}

function outboundOf(config: OutboundConfig): AksOutbound | undefined {
  switch (config?.type) {
    case 'loadBalancer':
      return AksOutbound.loadBalancer(mutable(config));
    case 'managedNatGateway':
      return AksOutbound.managedNatGateway({
        managedIpCount: config.managedIpCount,
        idleTimeoutMinutes: config.idleTimeoutMinutes,
      });
    case 'userAssignedNatGateway':
      return AksOutbound.userAssignedNatGateway();
    case 'userDefinedRouting':
      return AksOutbound.userDefinedRouting();
    case undefined:
      return undefined;
  }
}
