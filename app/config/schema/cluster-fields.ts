import { MAX_SURGE } from '../../../lib/shared/azure-limits';
import { OBJECT_NAME, TAINT } from '../../../lib/shared/kubernetes-names';
import { LOG_CATEGORY } from '../../../lib/shared/log-categories';
import { z } from 'zod';
import { text } from './fields';

/** The fields of aks.yaml for nodes, windows and what runs in a cluster. Patterns carry no flags, because JSON Schema has none. */

export function taint(): z.ZodString {
  return text(TAINT, 'use <key>=<value>:<effect> with the effect NoSchedule, PreferNoSchedule or NoExecute');
}

export function maxSurge(): z.ZodString {
  return text(MAX_SURGE, 'use a number of nodes or a percentage, such as "33%"');
}

export function timeOfDay(): z.ZodString {
  return text(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, 'use a time of day, such as "02:00"');
}

export function utcOffset(): z.ZodString {
  return text(/^[-+](0[0-9]|1[0-4]):[0-5][0-9]$/, 'use an offset from UTC, such as "+01:00"');
}

/** Names of most objects in Kubernetes. */
export function objectName(): z.ZodString {
  return text(
    OBJECT_NAME,
    'use 1 to 253 lowercase letters, digits, hyphens and periods, a letter or digit at both ends and around periods',
  );
}

export function identityName(): z.ZodString {
  return text(
    /^[a-zA-Z0-9][-_a-zA-Z0-9]{2,127}$/,
    'use 3 to 128 letters, digits, hyphens and underscores, starting with a letter or digit',
  );
}

export function logCategory(): z.ZodString {
  return text(LOG_CATEGORY, 'use a category of logs, such as kube-audit-admin');
}
