import { AksUpgradeChannel, NodeOsUpgradeChannel } from './aks-upgrade-channel';
import { MaintenanceWindow } from './maintenance-window';

/** What AKS upgrades automatically, and when. */
export interface AksUpgradeOptions {
  /**
   * How far AKS upgrades Kubernetes by itself.
   *
   * @default AksUpgradeChannel.PATCH
   */
  readonly channel?: AksUpgradeChannel;

  /**
   * When Kubernetes may be upgraded.
   *
   * @default - at any time
   */
  readonly window?: MaintenanceWindow;

  /**
   * How AKS updates the operating system of the nodes.
   *
   * @default NodeOsUpgradeChannel.NODE_IMAGE
   */
  readonly nodeOsChannel?: NodeOsUpgradeChannel;

  /**
   * When the operating system of the nodes may be updated.
   *
   * @default - at any time
   */
  readonly nodeOsWindow?: MaintenanceWindow;
}
