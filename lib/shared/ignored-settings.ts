import { isMap } from './maps';

/** What sends an argument of azurerm all by itself, by its path in the props, which is that in aks.yaml. */
const SETTINGS: Readonly<Record<string, readonly string[]>> = {
  auto_scaler_profile: ['autoscaler'],
  custom_ca_trust_certificates_base64: ['security.customCaCertificates'],
  http_proxy_config: ['httpProxy'],
  key_management_service: ['security.keyManagement'],
  kubelet_identity: ['kubeletIdentity'],
  maintenance_window_auto_upgrade: ['upgrades.window'],
  maintenance_window_node_os: ['upgrades.nodeOsWindow'],
  node_provisioning_profile: ['nodeProvisioning'],
  service_mesh_profile: ['addOns.serviceMesh'],
  storage_profile: ['storage'],
  web_app_routing: ['addOns.webAppRouting'],
  workload_autoscaler_profile: ['addOns.keda', 'addOns.verticalPodAutoscaler'],
};

/** A setting whose argument Terraform leaves alone. */
export interface IgnoredSetting {
  readonly path: readonly string[];
  readonly argument: string;
}

/** Settings that have no effect on a cluster that exists, because `ignoreChanges` names what they send. */
export function ignoredSettings(cluster: object, ignoreChanges: readonly unknown[]): IgnoredSetting[] {
  return Object.entries(SETTINGS).flatMap(([argument, settings]) =>
    ignoreChanges.includes(argument)
      ? settings
          .map((setting) => setting.split('.'))
          .filter((path) => valueAt(cluster, path) !== undefined)
          .map((path) => ({ path, argument }))
      : [],
  );
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isMap(inner) ? inner[key] : undefined), value);
}
