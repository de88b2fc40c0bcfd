import { KubernetesClusterConfig } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { Construct } from 'constructs';
import { AadAksClusterProps } from '../aad-aks-cluster-props';
import { AksUpgradeChannel, NodeOsUpgradeChannel } from '../aks-upgrade-channel';
import { MaintenanceWindow } from '../maintenance-window';
import { UnsafeSetting } from '../unsafe-setting';
import { spanProblem } from '../shared/azure-limits';
import { refuseUnsafe, ValidationError } from '../shared/errors';
import { isLiteral, requireInteger, requirePattern } from './guards';
import { requireKubernetesVersion } from './kubernetes-version';
import { warn } from '../shared/warn';

const PATCH_VERSION = /^1\.\d{1,2}\.\d{1,3}$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const UTC_OFFSET = /^[+-](0\d|1[0-4]):[0-5]\d$/;

type Arguments = Pick<
  KubernetesClusterConfig,
  | 'kubernetesVersion'
  | 'automaticUpgradeChannel'
  | 'nodeOsUpgradeChannel'
  | 'maintenanceWindowAutoUpgrade'
  | 'maintenanceWindowNodeOs'
>;

/** The provider's arguments for versions and upgrades. */
export function upgradeArguments({ kubernetesVersion, upgrades = {} }: AadAksClusterProps): Arguments {
  const channel = upgrades.channel ?? AksUpgradeChannel.PATCH;

  return {
    kubernetesVersion,
    // azurerm 4.x refuses 'none': no upgrades means no attribute.
    automaticUpgradeChannel: channel === AksUpgradeChannel.NONE ? undefined : channel,
    nodeOsUpgradeChannel: upgrades.nodeOsChannel ?? NodeOsUpgradeChannel.NODE_IMAGE,
    maintenanceWindowAutoUpgrade: upgrades.window && windowArguments(upgrades.window),
    maintenanceWindowNodeOs: upgrades.nodeOsWindow && windowArguments(upgrades.nodeOsWindow),
  };
}

/** Refuses versions, channels and windows that AKS does not take together. */
export function requireUpgrades(props: AadAksClusterProps, scope: Construct): void {
  const { kubernetesVersion, upgrades = {}, security } = props;
  const channel = upgrades.channel ?? AksUpgradeChannel.PATCH;
  const nodeOs = upgrades.nodeOsChannel ?? NodeOsUpgradeChannel.NODE_IMAGE;

  requireKubernetesVersion('kubernetesVersion', kubernetesVersion, scope);
  if (channel === AksUpgradeChannel.NODE_IMAGE && nodeOs !== NodeOsUpgradeChannel.NODE_IMAGE) {
    refuseUnsafe(
      UnsafeSetting.NODE_IMAGE_CHANNEL,
      security?.unsafeAllow,
      `nodeOsChannel '${nodeOs}' does not go with channel 'node-image': use 'NodeImage' or another channel`,
      scope,
    );
  }
  requireWindow('window', upgrades.window, scope);
  requireWindow('nodeOsWindow', upgrades.nodeOsWindow, scope);

  if (upgrades.window?._frequency === 'Daily') {
    throw new ValidationError(
      'window is daily, which AKS takes for nodeOsWindow only: use MaintenanceWindow.weekly(), .monthly() or .relativeMonthly()',
      scope,
    );
  }

  const upgradesKubernetes = channel !== AksUpgradeChannel.NONE && channel !== AksUpgradeChannel.NODE_IMAGE;
  if (upgradesKubernetes && isLiteral(kubernetesVersion) && PATCH_VERSION.test(kubernetesVersion)) {
    warn(
      scope,
      'patch-version-with-channel',
      `kubernetesVersion '${kubernetesVersion}' names a patch, and channel '${channel}' will go beyond it: leave the patch out`,
    );
  }
}

function windowArguments({
  _frequency,
  _interval,
  _options,
  _day,
}: MaintenanceWindow): NonNullable<Arguments['maintenanceWindowNodeOs']> {
  return {
    frequency: _frequency,
    interval: _interval,
    duration: _options.durationHours,
    startTime: _options.startTime,
    utcOffset: _options.utcOffset ?? '+00:00',
    notAllowed: _options.notAllowed?.map(({ start, end }) => ({
      start: midnight(start),
      end: midnight(end),
    })),
    ..._day,
  };
}

/** A day as azurerm takes it. */
function midnight(day: string): string {
  return `${day}T00:00:00Z`;
}

function requireWindow(prop: string, window: MaintenanceWindow | undefined, scope: Construct): void {
  if (window === undefined) {
    return;
  }
  const { _options, _day, _interval, _frequency } = window;

  requirePattern(`${prop}.startTime`, _options.startTime, TIME, "use 'HH:MM', such as '02:00'", scope);
  requireInteger(`${prop}.durationHours`, _options.durationHours, 4, 24, scope);
  requirePattern(`${prop}.utcOffset`, _options.utcOffset, UTC_OFFSET, "use '+HH:MM' or '-HH:MM'", scope);
  requireInteger(`${prop}.dayOfMonth`, _day.dayOfMonth, 1, 31, scope);
  (_options.notAllowed ?? []).forEach(({ start, end }, i) => {
    const place = `${prop}.notAllowed[${i}]`;
    const problem = spanProblem(isLiteral(start) ? start : undefined, isLiteral(end) ? end : undefined);
    if (problem !== undefined) {
      throw new ValidationError(`${place}.${problem.key} ${problem.problem}`, scope);
    }
  });

  const [every, most] = _frequency === 'Weekly' ? ['everyWeeks', 4] : ['everyMonths', 6];
  requireInteger(`${prop}.${every}`, _interval, 1, Number(most), scope);
}
