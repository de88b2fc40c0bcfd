import { AttributeSchema, BlockSchema, ProviderSchema } from '../../rehearsal/protocol/schema';
import { GeneratedFile } from './generated-file';

/** The versions that stand for the generations of azurerm that the constructs know. */
const VERSIONS = { 3: '3.117.1', 4: '4.55.0', 5: '5.2.0' };

/** What the provider marks as sensitive and is no secret: a certificate that the documents of the cluster show. */
const PUBLIC = ['trusted_ca'];

const TYPES = ['azurerm_kubernetes_cluster', 'azurerm_kubernetes_cluster_node_pool'];

type Arguments = { readonly [name: string]: string | Arguments };

/** What an argument of a cluster or a pool is called and takes, by generation of azurerm: what `overrides` are checked against. */
export function azurermArguments(): GeneratedFile {
  const generations = Object.entries(VERSIONS).map(([generation, version]) => {
    const schema = ProviderSchema.load('azurerm', version);
    return [
      generation,
      Object.fromEntries(TYPES.map((type) => [type, argumentsOf(schema.resource(type).block)])),
    ];
  });
  return {
    path: 'lib/shared/azurerm-arguments.ts',
    text: `// Written by npm run schema from the schemas of azurerm ${Object.values(VERSIONS).join(', ')}.

/** Name of each argument to its type, or to the arguments of the block that it is. */
export interface AzurermArguments {
  readonly [name: string]: string | AzurermArguments;
}

/** Generation of azurerm to type of resource to its arguments; \`secret\` is a text that must not be written down. */
export const AZURERM_ARGUMENTS: Readonly<Record<3 | 4 | 5, Readonly<Record<string, AzurermArguments>>>> =
  ${JSON.stringify(Object.fromEntries(generations))};
`,
  };
}

function argumentsOf({ attributes = {}, block_types: blocks = {} }: BlockSchema): Arguments {
  const given = Object.entries(attributes).filter(([, { required, optional }]) => required || optional);
  return Object.fromEntries<string | Arguments>([
    ...given
      .filter(([name]) => name !== 'id')
      .map(([name, attribute]) => [name, typeOf(name, attribute)] as const),
    ...Object.entries(blocks)
      .filter(([name]) => name !== 'timeouts')
      .map(([name, { block }]) => [name, argumentsOf(block)] as const),
  ]);
}

function typeOf(name: string, { type, sensitive }: AttributeSchema): string {
  if (typeof type === 'string') {
    return sensitive && type === 'string' && !PUBLIC.includes(name) ? 'secret' : type;
  }
  return `${type[0]} of ${type[1] as string}`;
}
