import { BlockSchema, impliedType, NestingMode, ProviderSchema } from '../../../rehearsal/protocol/schema';

interface BlockMessage {
  attributes: { name: string; type: Buffer; required?: boolean; sensitive?: boolean }[];
  block_types: {
    type_name: string;
    nesting: string;
    min_items: number;
    max_items: number;
    block: BlockMessage;
  }[];
}

interface SchemaMessage {
  resource_schemas: Record<string, { version: number; block: BlockMessage }>;
}

describe('schemas', () => {
  test.each([
    ['azuread', '3.7.0', 'azuread_application'],
    ['azuread', '3.9.0', 'azuread_application'],
    ['azurerm', '3.117.1', 'azurerm_kubernetes_cluster'],
    ['azurerm', '4.55.0', 'azurerm_kubernetes_cluster'],
    ['azurerm', '5.2.0', 'azurerm_kubernetes_cluster'],
    ['kubernetes', '2.38.0', 'kubernetes_cluster_role_binding_v1'],
  ])('%s %s has %s', (name, version, type) => {
    expect(ProviderSchema.load(name, version).resourceTypes).toContain(type);
  });

  test('a schema is loaded once', () => {
    expect(ProviderSchema.load('azuread', '3.7.0')).toBe(ProviderSchema.load('azuread', '3.7.0'));
  });

  test('a version without an extract is named, with those that there are', () => {
    expect(() => ProviderSchema.load('azurerm', '4.0.0')).toThrow(
      "no schema of provider 'azurerm' version '4.0.0' in rehearsal/schemas; there are extracts of 3.117.1, 4.55.0, 5.2.0",
    );
    expect(() => ProviderSchema.load('random', '3.0.0')).toThrow("no schema of provider 'random'");
  });

  test('a type that is missing from the extract is named', () => {
    const schema = ProviderSchema.load('azurerm', '4.55.0');

    expect(() => schema.resource('azurerm_redis_cache')).toThrow(
      "resource type 'azurerm_redis_cache' is not in the schema extract of azurerm 4.55.0; no extract in rehearsal/schemas has it",
    );
    expect(() => schema.dataSource('azurerm_redis_cache')).toThrow("data source 'azurerm_redis_cache'");
  });

  test('sensitive attributes, block limits and versions reach the protocol', () => {
    const { resource_schemas: resources } = ProviderSchema.load(
      'azurerm',
      '4.55.0',
    ).toMessage() as SchemaMessage;
    const { version, block } = resources.azurerm_kubernetes_cluster!;

    expect(version).toBe(2);
    expect(block.attributes.find(({ name }) => name === 'kube_config_raw')).toMatchObject({
      sensitive: true,
    });
    expect(block.attributes.find(({ name }) => name === 'tags')!.type.toString()).toBe('["map","string"]');
    expect(block.block_types.find(({ type_name: name }) => name === 'default_node_pool')).toMatchObject({
      nesting: 'LIST',
      min_items: 1,
      max_items: 1,
    });
  });
});

test.each<[NestingMode, unknown]>([
  ['single', ['object', { a: 'string' }]],
  ['group', ['object', { a: 'string' }]],
  ['list', ['list', ['object', { a: 'string' }]]],
  ['set', ['set', ['object', { a: 'string' }]]],
  ['map', ['map', ['object', { a: 'string' }]]],
])('nested blocks of mode %s have their type', (mode, type) => {
  const block: BlockSchema = {
    attributes: { id: { type: 'string', computed: true } },
    block_types: {
      nested: { nesting_mode: mode, block: { attributes: { a: { type: 'string', optional: true } } } },
    },
  };

  expect(impliedType(block)).toEqual(['object', { id: 'string', nested: type }]);
});
