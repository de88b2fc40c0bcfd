import { z } from 'zod';
import {
  AksCpuManagerPolicy,
  AksHugePages,
  AksHugePagesDefrag,
  AksTopologyManagerPolicy,
} from '../../../lib/aks-node-settings';
import { CFS_QUOTA_PERIOD, KERNEL_SETTINGS, SYSCTL_PATTERN } from '../../../lib/shared/kernel-settings';
import * as field from './fields';

/** Kubelet and Linux of the node pools in the section `cluster` of aks.yaml. */

const MANY = 1_000_000_000;

export const kubelet = z
  .strictObject({
    cpuManagerPolicy: z
      .enum(AksCpuManagerPolicy)
      .optional()
      .describe(
        'Which processors containers run on; static: pods may have some for themselves. Default: none.',
      ),
    cpuCfsQuota: z
      .boolean()
      .optional()
      .describe('Whether limits of containers on processors are enforced. Default: true.'),
    cpuCfsQuotaPeriod: field
      .text(CFS_QUOTA_PERIOD, 'use a time from 1ms to 1s, such as 100ms')
      .optional()
      .describe('Period over which these limits are enforced. Default: 100ms.'),
    imageGcHighThreshold: field
      .wholeNumber(0, 100)
      .optional()
      .describe('Percentage of the disk above which unused images are removed. Default: 85.'),
    imageGcLowThreshold: field
      .wholeNumber(0, 100)
      .optional()
      .describe('Percentage of the disk down to which unused images are removed. Default: 80.'),
    topologyManagerPolicy: z
      .enum(AksTopologyManagerPolicy)
      .optional()
      .describe('How closely the processors and devices of a pod must be aligned. Default: none.'),
    allowedUnsafeSysctls: field
      .list(
        field.text(
          SYSCTL_PATTERN,
          'use the name of a kernel setting, or how names begin and a *, such as net.core.*',
        ),
      )
      .optional()
      .describe('Kernel settings beyond the safe ones that pods may set. Default: none.'),
    containerLogMaxSizeMb: field
      .wholeNumber(1, MANY)
      .optional()
      .describe('Size in MiB at which the log of a container begins a new file. Default: 50.'),
    containerLogMaxFiles: field
      .wholeNumber(2, MANY)
      .optional()
      .describe('Number of files that the log of a container has. Default: 5.'),
    podMaxPids: field
      .wholeNumber(-1, MANY)
      .optional()
      .describe('Largest number of processes in a pod; -1: no limit. Default: -1.'),
  })
  .describe('How the kubelet works. Default: as AKS sets it up.');

const kernelSetting = z.union(
  [
    field.text(/^[0-9]+([ \t]+[0-9]+)?$/, 'use a whole number'),
    z.int({ error: 'use a whole number' }).min(0, { error: 'use a whole number' }),
  ],
  { error: 'use a whole number' },
);

export const linuxOs = z
  .strictObject({
    swapFileSizeMb: field
      .wholeNumber(1, MANY)
      .optional()
      .describe('Size in MiB of the swap file, on the temporary disk. Default: no swap file.'),
    transparentHugePage: z
      .enum(AksHugePages)
      .optional()
      .describe('Whether memory is used in large pages. Default: always.'),
    transparentHugePageDefrag: z
      .enum(AksHugePagesDefrag)
      .optional()
      .describe('Whether memory is rearranged to make large pages. Default: madvise.'),
    sysctls: z
      .record(z.string(), kernelSetting)
      .meta({ propertyNames: { enum: [...KERNEL_SETTINGS] } })
      .optional()
      .describe('Kernel settings, name: value, such as net.core.somaxconn: 16384. Default: chosen by AKS.'),
  })
  .describe('How Linux is set up on the nodes. Default: as AKS sets it up.');
