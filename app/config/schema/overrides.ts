import { z } from 'zod';
import { AZURERM_ARGUMENTS } from '../../../lib/shared/azurerm-arguments';
import { text } from './fields';

/** The escape of aks.yaml: raw arguments of the provider. What the schema of the provider says is checked by a rule. */

type Raw = z.ZodRecord<z.ZodString, z.ZodUnknown>;

/** Raw arguments of a resource, or of a block of it. */
export function overrides(type: string, block?: string): Raw {
  return z
    .record(z.string(), z.unknown())
    .meta({ propertyNames: { enum: namesOf(type, block) } })
    .describe(
      'Raw arguments of the azurerm provider, by its names, laid over what the other keys send: blocks merged, lists replaced; null leaves one out. Default: none.',
    );
}

/** Paths of arguments that are left as they are. */
export function ignoreChanges(): z.ZodArray<z.ZodString> {
  return z
    .array(
      text(
        /^[a-z_0-9]+(\[[0-9]+\]|\.[a-z_0-9]+|\["[^"]*"\])*$/,
        'use the name of an argument of azurerm, such as maintenance_window, or a path such as default_node_pool[0].node_count',
      ),
    )
    .describe(
      'Arguments of the azurerm provider that Terraform leaves as they are in Azure, such as maintenance_window. Default: none.',
    );
}

/** Of all generations, as the editor does not know which one is meant. */
function namesOf(type: string, block: string | undefined): string[] {
  const names = Object.values(AZURERM_ARGUMENTS).flatMap((types) => {
    const known = types[type] ?? {};
    return Object.keys(block === undefined ? known : (known[block] as object));
  });
  return [...new Set(names)].sort();
}
