import {
  KubernetesClusterNodePoolKubeletConfig,
  KubernetesClusterNodePoolLinuxOsConfig,
} from '@cdktf/provider-azurerm/lib/kubernetes-cluster-node-pool';
import { Fn, TerraformResource, Token } from 'cdktf';
import { Construct } from 'constructs';
import { AksNodePoolOptions } from '../aks-node-pool';
import { AksKubeletOptions, AksLinuxOsOptions } from '../aks-node-settings';
import { AzurermGeneration } from '../shared/azurerm-bindings';
import { tagsProblem } from '../shared/azure-limits';
import { ValidationError } from '../shared/errors';
import {
  allowedSysctlProblem,
  CFS_QUOTA_PERIOD,
  kernelSettingArgument,
  kernelSettingProblem,
  PORT_RANGE,
  SWITCH,
  SYSCTL_PATTERN,
} from '../shared/kernel-settings';
import { MAX_LOG_FILES } from './bindings';
import { isLiteral, literalItems, requireInteger, requireKnown, requirePattern } from './guards';
import { isWindows } from './node-pool-rules';
import { armIdForm } from '../shared/arm-id-form';

/** Blocks of a node pool that are alike in the resource and in the default pool's block. */
export interface NodeSettings {
  readonly kubeletConfig?: KubernetesClusterNodePoolKubeletConfig;
  readonly linuxOsConfig?: KubernetesClusterNodePoolLinuxOsConfig;
}

/** The provider's blocks for the kubelet and Linux. */
export function nodeSettings({ kubelet, linuxOs }: AksNodePoolOptions): NodeSettings {
  const hasSwap = linuxOs?.swapFileSizeMb !== undefined;
  return {
    kubeletConfig: hasSwap ? kubeletConfigWithSwap(kubelet) : kubelet && kubeletConfig(kubelet),
    linuxOsConfig: linuxOs && {
      swapFileSizeMb: linuxOs.swapFileSizeMb,
      transparentHugePage: linuxOs.transparentHugePage,
      transparentHugePageDefrag: linuxOs.transparentHugePageDefrag,
      sysctlConfig: linuxOs.sysctls && sysctlConfig(linuxOs.sysctls),
    },
  };
}

/** Gives arguments whose names changed between versions of azurerm the name that the version has. */
export function spellNodeSettings(
  resource: TerraformResource,
  { kubeletConfig: kubelet, linuxOsConfig: linuxOs }: NodeSettings,
  generation: AzurermGeneration,
  prefix = '',
): void {
  const rename = (block: string, name: string, since: string, value: unknown): void => {
    if (value !== undefined) {
      resource.addOverride(`${prefix}${block}.${name}`, undefined);
      resource.addOverride(`${prefix}${block}.${since}`, value);
    }
  };
  const [other, own] =
    generation === 5
      ? (['container_log_max_line', 'container_log_max_files'] as const)
      : (['container_log_max_files', 'container_log_max_line'] as const);
  rename('kubelet_config', other, own, kubelet?.[MAX_LOG_FILES]);
  if (generation === 3) {
    rename(
      'linux_os_config',
      'transparent_huge_page',
      'transparent_huge_page_enabled',
      linuxOs?.transparentHugePage,
    );
  }
}

/** Refuses settings of nodes that AKS does not take. */
export function requireNodeSettings(name: string, options: AksNodePoolOptions, scope: Construct): void {
  const { kubelet, linuxOs, os, tags } = options;
  const problem = isLiteral(tags) ? tagsProblem(tags) : undefined;
  if (problem !== undefined) {
    throw new ValidationError(`node pool '${name}': tags: ${problem}`, scope);
  }
  requirePlaces(name, options, scope);
  if (linuxOs && isWindows(os)) {
    throw new ValidationError(`node pool '${name}' runs '${os}' and has linuxOs: remove it`, scope);
  }
  requireKubelet(name, kubelet ?? {}, scope);
  requireInteger('swapFileSizeMb', linuxOs?.swapFileSizeMb, 1, Number.MAX_SAFE_INTEGER, scope);

  const sysctls = linuxOs?.sysctls;
  // Each is an argument of its own, by its name.
  requireKnown(`node pool '${name}': sysctls`, sysctls, scope);
  for (const [setting, value] of Object.entries(sysctls ?? {})) {
    const problem = isLiteral(value) ? kernelSettingProblem(setting, value) : undefined;
    if (problem !== undefined) {
      throw new ValidationError(`node pool '${name}': sysctls '${setting}' ${problem}`, scope);
    }
  }
}

function requirePlaces(
  name: string,
  { nodePublicIp, nodePublicIpPrefixId, snapshotId, proximityPlacementGroupId }: AksNodePoolOptions,
  scope: Construct,
): void {
  const ids: [prop: string, id: string | undefined, type: string][] = [
    ['nodePublicIpPrefixId', nodePublicIpPrefixId, 'Microsoft.Network/publicIPPrefixes'],
    ['snapshotId', snapshotId, 'Microsoft.ContainerService/snapshots'],
    ['proximityPlacementGroupId', proximityPlacementGroupId, 'Microsoft.Compute/proximityPlacementGroups'],
  ];
  for (const [prop, id, type] of ids) {
    requirePattern(prop, id, armIdForm(type), `use an ARM ID, /subscriptions/…/${type}/<name>`, scope);
  }
  if (nodePublicIpPrefixId !== undefined && !nodePublicIp) {
    throw new ValidationError(
      `node pool '${name}' has nodePublicIpPrefixId and no public addresses: set nodePublicIp true or remove it`,
      scope,
    );
  }
}

function requireKubelet(name: string, kubelet: AksKubeletOptions, scope: Construct): void {
  const { imageGcHighThreshold, imageGcLowThreshold } = kubelet;
  requireInteger('imageGcHighThreshold', imageGcHighThreshold, 0, 100, scope);
  requireInteger('imageGcLowThreshold', imageGcLowThreshold, 0, 100, scope);
  requireInteger('containerLogMaxSizeMb', kubelet.containerLogMaxSizeMb, 1, Number.MAX_SAFE_INTEGER, scope);
  requireInteger('containerLogMaxFiles', kubelet.containerLogMaxFiles, 2, Number.MAX_SAFE_INTEGER, scope);
  requireInteger('podMaxPids', kubelet.podMaxPids, -1, Number.MAX_SAFE_INTEGER, scope);
  requirePattern(
    'cpuCfsQuotaPeriod',
    kubelet.cpuCfsQuotaPeriod,
    CFS_QUOTA_PERIOD,
    "use a time from 1ms to 1s, such as '100ms'",
    scope,
  );
  for (const pattern of literalItems('allowedUnsafeSysctls', kubelet.allowedUnsafeSysctls, scope)) {
    requirePattern(
      'allowedUnsafeSysctls',
      pattern,
      SYSCTL_PATTERN,
      "use the name of a kernel setting, or how names begin and a *, such as 'net.core.*'",
      scope,
    );
    const problem = allowedSysctlProblem(pattern);
    if (problem !== undefined) {
      throw new ValidationError(`node pool '${name}': allowedUnsafeSysctls: ${problem}`, scope);
    }
  }

  // What AKS takes where one is left out.
  const [high, low] = [imageGcHighThreshold ?? 85, imageGcLowThreshold ?? 80];
  if (isLiteral(high) && isLiteral(low) && low >= high) {
    throw new ValidationError(
      `node pool '${name}' has imageGcLowThreshold ${low}, and imageGcHighThreshold ${high} must be above it`,
      scope,
    );
  }
}

function kubeletConfig(kubelet: AksKubeletOptions): KubernetesClusterNodePoolKubeletConfig {
  return {
    cpuManagerPolicy: kubelet.cpuManagerPolicy,
    cpuCfsQuotaEnabled: kubelet.cpuCfsQuota,
    cpuCfsQuotaPeriod: kubelet.cpuCfsQuotaPeriod,
    imageGcHighThreshold: kubelet.imageGcHighThreshold,
    imageGcLowThreshold: kubelet.imageGcLowThreshold,
    topologyManagerPolicy: kubelet.topologyManagerPolicy,
    allowedUnsafeSysctls: kubelet.allowedUnsafeSysctls,
    containerLogMaxSizeMb: kubelet.containerLogMaxSizeMb,
    [MAX_LOG_FILES]: kubelet.containerLogMaxFiles,
    podMaxPid: kubelet.podMaxPids,
  };
}

/**
 * AKS refuses swap unless the kubelet is told to start with it, which azurerm does wherever there is the block; an empty one is
 * none to it, so the default of AKS stands in it.
 */
function kubeletConfigWithSwap(kubelet: AksKubeletOptions = {}): KubernetesClusterNodePoolKubeletConfig {
  return kubeletConfig({ ...kubelet, cpuCfsQuota: kubelet.cpuCfsQuota ?? true });
}

function sysctlConfig(
  sysctls: NonNullable<AksLinuxOsOptions['sysctls']>,
): KubernetesClusterNodePoolLinuxOsConfig['sysctlConfig'] {
  return Object.fromEntries(
    Object.entries(sysctls).flatMap(([name, value]): [string, unknown][] => {
      const argument = camelCase(kernelSettingArgument(name));
      if (name === PORT_RANGE) {
        return [
          [`${argument}Min`, part(value, 0)],
          [`${argument}Max`, part(value, 1)],
        ];
      }
      const number = isLiteral(value) ? Number(value) : Token.asNumber(value);
      return [[argument, name === SWITCH && isLiteral(value) ? value === '1' : number]];
    }),
  );
}

/** One of the two numbers in a text. */
function part(value: string, index: number): number {
  return isLiteral(value)
    ? Number(value.trim().split(/\s+/)[index])
    : Token.asNumber(Fn.element(Fn.split(' ', value), index));
}

/** The prop of a binding for an argument. */
function camelCase(argument: string): string {
  return argument.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
