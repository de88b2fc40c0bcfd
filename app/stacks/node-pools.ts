import {
  AksDefaultNodePoolOptions,
  AksEvictionPolicy,
  AksNodeOs,
  AksNodePoolMode,
  AksNodePoolOptions,
  AksNodePoolProps,
  AksScaleDownMode,
  AksUndrainableNodeBehavior,
} from '../../lib';
import { DefaultNodePoolConfig, NodePoolConfig } from '../config';
import { mutable } from './mutable';

/** The props of a further node pool. */
export function nodePoolProps(config: NodePoolConfig): AksNodePoolProps {
  const { mode, spot, ...pool } = mutable({ ...config, import: undefined });
  return {
    ...pool,
    ...converted(config),
    mode: mode as AksNodePoolMode | undefined,
    spot: spot && { ...spot, evictionPolicy: spot.evictionPolicy as AksEvictionPolicy | undefined },
  };
}

/** The options of the default node pool. */
export function defaultNodePoolOf(config: DefaultNodePoolConfig): AksDefaultNodePoolOptions {
  return { ...mutable(config), ...converted(config) };
}

type Keys = 'os' | 'undrainableNodeBehavior' | 'scaleDownMode' | 'linuxOs';
type Converted = { [Key in Keys]: AksNodePoolOptions[Key] };

/** Words as enums, and kernel settings as texts. */
function converted(pool: DefaultNodePoolConfig | NodePoolConfig): Converted {
  const { linuxOs } = pool;
  const sysctls = Object.entries(linuxOs?.sysctls ?? {}).map(([name, value]) => [name, String(value)]);

  return {
    os: pool.os as AksNodeOs | undefined,
    undrainableNodeBehavior: pool.undrainableNodeBehavior as AksUndrainableNodeBehavior | undefined,
    scaleDownMode: pool.scaleDownMode as AksScaleDownMode | undefined,
    linuxOs: linuxOs && {
      ...linuxOs,
      sysctls: linuxOs.sysctls && (Object.fromEntries(sysctls) as Record<string, string>),
    },
  };
}
