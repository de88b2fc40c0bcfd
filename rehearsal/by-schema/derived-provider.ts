import { derivedSchema } from '../bindings/derived-schema';
import { GeneratedSource } from '../bindings/generated-source';
import { InstalledBindings } from '../bindings/installed-bindings';
import { schemaOf, ServedProvider } from '../protocol/provider-server';
import { ProviderSchema, Schema } from '../protocol/schema';
import { mapValues } from '../protocol/values';
import { ProviderBehaviour } from '../world/behaviour';
import { dataSourceBySchema, resourceBySchema } from './behaviours';
import { NeededType } from './needed-type';
import { nameOfProvider } from './needs';

/** Types of a provider that are served by the schema in its bindings alone. */
export interface DerivedTypes {
  readonly resources: Readonly<Record<string, Schema>>;
  readonly dataSources: Readonly<Record<string, Schema>>;
}

/** What the bindings of a provider in the user's project tell of some of its types. */
export class DerivedProvider {
  /** Undefined when no bindings of the provider are installed. */
  static find(address: string, folder: string, protocol: 5 | 6): DerivedProvider | undefined {
    const bindings = InstalledBindings.find(address, folder);
    return bindings && new DerivedProvider(address, bindings, protocol);
  }

  private readonly read = new Map<string, GeneratedSource | undefined>();

  private constructor(
    private readonly address: string,
    private readonly bindings: InstalledBindings,
    private readonly protocol: 5 | 6,
  ) {}

  has(needed: NeededType): boolean {
    return this.generated(needed) !== undefined;
  }

  /** Version of the provider that the bindings were generated from. */
  versionFor(types: readonly NeededType[]): string {
    const sources = [...types.map((type) => this.generated(type)), this.bindings.provider];
    return (
      sources.map((one) => one?.providerVersion).find((one) => one !== undefined) ?? 'of an unknown version'
    );
  }

  types(needed: readonly NeededType[]): DerivedTypes {
    const schemas = (kind: NeededType['kind']): Record<string, Schema> =>
      Object.fromEntries(
        needed
          .filter((one) => one.kind === kind)
          .map((one) => [one.type, derivedSchema(this.generated(one)!, this.protocol)]),
      );
    return { resources: schemas('resource'), dataSources: schemas('data') };
  }

  /** A stand-in for the provider, for just these types. */
  standIn(needed: readonly NeededType[]): ServedProvider {
    const name = nameOfProvider(this.address);
    const version = this.versionFor(needed);
    const { provider } = this.bindings;
    const nothing = ProviderSchema.of(name, version, {
      provider_schema: provider ? derivedSchema(provider, this.protocol) : { version: 0, block: {} },
      resource_schemas: {},
      data_source_schemas: {},
    });
    const behaviour: ProviderBehaviour = { name, rules: [], resources: {}, dataSources: {} };

    return {
      ...extended({ behaviour, version, schema: nothing }, this.types(needed)),
      address: this.address,
    };
  }

  private generated({ kind, type }: NeededType): GeneratedSource | undefined {
    const key = `${kind} ${type}`;
    if (!this.read.has(key)) {
      const found = kind === 'resource' ? this.bindings.resource(type) : this.bindings.dataSource(type);
      this.read.set(key, found);
    }
    return this.read.get(key);
  }
}

/** A stand-in with more types, of which only the schema is known. */
export function extended(provider: ServedProvider, { resources, dataSources }: DerivedTypes): ServedProvider {
  const { behaviour } = provider;
  return {
    ...provider,
    schema: schemaOf(provider).with({ resource_schemas: resources, data_source_schemas: dataSources }),
    behaviour: {
      ...behaviour,
      resources: {
        ...behaviour.resources,
        ...mapValues(resources, ({ block }, type) => resourceBySchema(type, block)),
      },
      dataSources: {
        ...behaviour.dataSources,
        ...mapValues(dataSources, ({ block }, type) => dataSourceBySchema(type, block)),
      },
    },
  };
}
