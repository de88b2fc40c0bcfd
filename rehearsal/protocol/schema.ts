import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CtyType, mapValues } from './values';

/** An attribute, as `terraform providers schema -json` prints it. */
export interface AttributeSchema {
  readonly type: CtyType;
  readonly description?: string;
  readonly description_kind?: 'plain' | 'markdown';
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly deprecated?: boolean;

  /** Sent with the configuration but never kept in a plan or a state. */
  readonly write_only?: boolean;

  /** Attributes with flags of their own inside, as protocol 6 has them; `type` is the type that they form. */
  readonly nested_type?: NestedAttributes;
}

export interface NestedAttributes {
  readonly nesting_mode: 'single' | 'list' | 'set' | 'map';
  readonly attributes: Readonly<Record<string, AttributeSchema>>;
}

export type NestingMode = 'single' | 'list' | 'set' | 'map' | 'group';

/** How often a block may occur, and what is in it. */
export interface NestedBlockSchema {
  readonly nesting_mode: NestingMode;
  readonly block: BlockSchema;
  readonly min_items?: number;
  readonly max_items?: number;
}

/** Attributes and nested blocks of a resource, a data source, a provider or of another block. */
export interface BlockSchema {
  readonly attributes?: Readonly<Record<string, AttributeSchema>>;
  readonly block_types?: Readonly<Record<string, NestedBlockSchema>>;
  readonly description?: string;
  readonly description_kind?: 'plain' | 'markdown';
  readonly deprecated?: boolean;
}

/** The schema of one resource type, data source or provider configuration. */
export interface Schema {
  /** Rises when the provider changes what its stored state looks like. */
  readonly version: number;
  readonly block: BlockSchema;
}

/** One file of `rehearsal/schemas`, what this project may use of one version of a provider; or what bindings tell of it. */
export interface SchemaExtract {
  readonly provider_schema: Schema;
  readonly resource_schemas: Readonly<Record<string, Schema>>;
  readonly data_source_schemas: Readonly<Record<string, Schema>>;
}

const SCHEMA_DIRECTORY = join(__dirname, '..', 'schemas');

/** What bindings tell of versions of which the real schemas are not at hand, by `npm run binding-schemas`. */
const FROM_BINDINGS = join(SCHEMA_DIRECTORY, 'from-bindings');

const loaded = new Map<string, ProviderSchema>();
const impliedTypes = new WeakMap<BlockSchema, CtyType>();

/** The real schemas of one version of a provider. */
export class ProviderSchema {
  /** Loads the extract of a provider, once per process; `name` as in `azurerm`, `version` as in `4.55.0`. */
  static load(name: string, version: string): ProviderSchema {
    const key = `${name}-${version}`;
    const schema = loaded.get(key) ?? new ProviderSchema(name, version, readExtract(name, version));
    loaded.set(key, schema);

    return schema;
  }

  /** A provider that there is no extract of. */
  static of(name: string, version: string, extract: SchemaExtract): ProviderSchema {
    return new ProviderSchema(name, version, extract);
  }

  /** Versions of a provider that there is an extract of the real schemas of. */
  static versions(name: string): string[] {
    return versionsIn(SCHEMA_DIRECTORY, name);
  }

  /** Versions of a provider of which there is only what its bindings tell. */
  static versionsFromBindings(name: string): string[] {
    return versionsIn(FROM_BINDINGS, name);
  }

  private message?: object;

  private constructor(
    readonly name: string,
    readonly version: string,
    private readonly extract: SchemaExtract,
  ) {}

  /** The provider's own configuration. */
  get provider(): Schema {
    return this.extract.provider_schema;
  }

  get resourceTypes(): string[] {
    return Object.keys(this.extract.resource_schemas);
  }

  get dataSources(): string[] {
    return Object.keys(this.extract.data_source_schemas);
  }

  resource(type: string): Schema {
    return this.extract.resource_schemas[type] ?? this.missing('resource type', type, 'resource_schemas');
  }

  dataSource(type: string): Schema {
    return this.extract.data_source_schemas[type] ?? this.missing('data source', type, 'data_source_schemas');
  }

  /** The same provider with more types. */
  with(more: Pick<SchemaExtract, 'resource_schemas' | 'data_source_schemas'>): ProviderSchema {
    return new ProviderSchema(this.name, this.version, {
      ...this.extract,
      resource_schemas: { ...this.extract.resource_schemas, ...more.resource_schemas },
      data_source_schemas: { ...this.extract.data_source_schemas, ...more.data_source_schemas },
    });
  }

  /** Version of the plugin protocol that can say all of it. */
  get protocol(): 5 | 6 {
    const { resource_schemas, data_source_schemas } = this.extract;
    const schemas = [
      this.provider,
      ...Object.values(resource_schemas),
      ...Object.values(data_source_schemas),
    ];

    return schemas.some(({ block }) => hasNestedAttributes(block)) ? 6 : 5;
  }

  /** The answer to the protocol's GetSchema. */
  toMessage(): object {
    this.message ??= {
      provider: schemaMessage(this.provider),
      resource_schemas: mapValues(this.extract.resource_schemas, schemaMessage),
      data_source_schemas: mapValues(this.extract.data_source_schemas, schemaMessage),
      server_capabilities: { get_provider_schema_optional: true },
    };

    return this.message;
  }

  private missing(kind: string, type: string, schemas: 'resource_schemas' | 'data_source_schemas'): never {
    const elsewhere = ProviderSchema.versions(this.name).filter(
      (version) => readExtract(this.name, version)[schemas][type] !== undefined,
    );
    const where =
      elsewhere.length > 0
        ? `the extracts of ${elsewhere.join(', ')} have it`
        : `no extract in rehearsal/schemas has it; add it there from 'terraform providers schema -json'`;

    throw new Error(
      `${kind} '${type}' is not in the schema extract of ${this.name} ${this.version}; ${where}`,
    );
  }
}

/** The type of the object that a block's values form. */
export function impliedType(block: BlockSchema): CtyType {
  let type = impliedTypes.get(block);
  if (!type) {
    type = [
      'object',
      {
        ...mapValues(block.attributes ?? {}, (attribute) => attribute.type),
        ...mapValues(block.block_types ?? {}, nestedBlockType),
      },
    ];
    impliedTypes.set(block, type);
  }

  return type;
}

/** The type of all blocks of one name together. */
export function nestedBlockType(nested: NestedBlockSchema): CtyType {
  const element = impliedType(nested.block);
  switch (nested.nesting_mode) {
    case 'single':
    case 'group':
      return element;
    default:
      return [nested.nesting_mode, element];
  }
}

function versionsIn(directory: string, name: string): string[] {
  return readdirSync(directory)
    .filter((file) => file.startsWith(`${name}-`) && file.endsWith('.json'))
    .map((file) => file.slice(name.length + 1, -'.json'.length))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

function readExtract(name: string, version: string): SchemaExtract {
  const files = [SCHEMA_DIRECTORY, FROM_BINDINGS].map((folder) => join(folder, `${name}-${version}.json`));
  const file = files.find((one) => existsSync(one));
  if (file === undefined) {
    const versions = ProviderSchema.versions(name);
    const known =
      versions.length > 0 ? `there are extracts of ${versions.join(', ')}` : 'there is no extract of it';
    throw new Error(`no schema of provider '${name}' version '${version}' in rehearsal/schemas; ${known}`);
  }

  return JSON.parse(readFileSync(file, 'utf8')) as SchemaExtract;
}

function schemaMessage(schema: Schema): object {
  return { version: schema.version, block: blockMessage(schema.block) };
}

function blockMessage(block: BlockSchema): object {
  return {
    attributes: attributeMessages(block.attributes),
    block_types: Object.entries(block.block_types ?? {}).map(([name, nested]) => ({
      type_name: name,
      block: blockMessage(nested.block),
      nesting: nested.nesting_mode.toUpperCase(),
      min_items: nested.min_items ?? 0,
      max_items: nested.max_items ?? 0,
    })),
    description: block.description,
    description_kind: stringKind(block.description_kind),
    deprecated: block.deprecated,
  };
}

function attributeMessages(attributes: BlockSchema['attributes'] = {}): object[] {
  return Object.entries(attributes).map(([name, { type, nested_type: nested, ...attribute }]) => ({
    ...attribute,
    name,
    ...(nested
      ? {
          nested_type: {
            attributes: attributeMessages(nested.attributes),
            nesting: nested.nesting_mode.toUpperCase(),
          },
        }
      : { type: Buffer.from(JSON.stringify(type)) }),
    description_kind: stringKind(attribute.description_kind),
  }));
}

function hasNestedAttributes({ attributes = {}, block_types: blocks = {} }: BlockSchema): boolean {
  return (
    Object.values(attributes).some((attribute) => attribute.nested_type) ||
    Object.values(blocks).some(({ block }) => hasNestedAttributes(block))
  );
}

function stringKind(kind: 'plain' | 'markdown' = 'plain'): string {
  return kind.toUpperCase();
}
