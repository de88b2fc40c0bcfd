import { cdktf as azurerm } from '@cdktf/provider-azurerm/package.json';
import { cdktf as kubernetes } from '@cdktf/provider-kubernetes/package.json';

const major = ({ provider }: { provider: { version: string } }): number => parseInt(provider.version, 10);

/** Major version of azurerm that the bindings under test are of: 4 with cdktf, 5 with CDK Terrain. */
export const AZURERM = major(azurerm);

/** Metadata of a namespace or a role, as the kubernetes provider of the bindings takes it: from 3.x on a list of one. */
export function metadata(values: object): object {
  return major(kubernetes) < 3 ? values : [values];
}

/** The other way round. */
export function metadataOf(block: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return [block.metadata].flat()[0] as Record<string, unknown>;
}
