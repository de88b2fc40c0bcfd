import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { derivedSchema } from '../../../rehearsal/bindings/derived-schema';
import { InstalledBindings } from '../../../rehearsal/bindings/installed-bindings';
import { AttributeSchema, BlockSchema, ProviderSchema } from '../../../rehearsal/protocol/schema';
import { mapValues } from '../../../rehearsal/protocol/values';

const ROOT = join(__dirname, '..', '..', '..');

/** The versions that the installed bindings were generated from. */
const REAL = [
  ['azurerm', '4.55.0'],
  ['azuread', '3.7.0'],
  ['kubernetes', '2.38.0'],
] as const;

describe.each(REAL)('what the bindings tell of %s %s is what the real provider says', (name, version) => {
  const real = ProviderSchema.load(name, version);
  const bindings = InstalledBindings.find(`hashicorp/${name}`, ROOT)!;

  test.each(real.resourceTypes)('%s', (type) => {
    expect(derivedSchema(bindings.resource(type)!, 5).block).toEqual(told(real.resource(type).block));
  });

  test.each(real.dataSources)('data %s', (type) => {
    expect(derivedSchema(bindings.dataSource(type)!, 5).block).toEqual(told(real.dataSource(type).block));
  });

  test('its own configuration', () => {
    expect(derivedSchema(bindings.provider!, 5).block).toEqual(told(real.provider.block));
  });
});

/** What bindings cannot tell: descriptions, what is sensitive or deprecated, and how many blocks there may be beyond one. */
function told({ attributes = {}, block_types: blocks = {} }: BlockSchema): BlockSchema {
  return {
    attributes: mapValues(attributes, ({ type, ...flags }): AttributeSchema => {
      const { required, optional, computed, write_only } = flags;
      return {
        type,
        ...(computed && { computed }),
        ...(optional && { optional }),
        ...(required && { required }),
        ...(write_only && { write_only }),
      };
    }),
    block_types: mapValues(blocks, ({ nesting_mode, block, min_items, max_items }) => ({
      nesting_mode,
      block: told(block),
      ...(min_items && { min_items }),
      ...(max_items === 1 && { max_items }),
    })),
  };
}

test('attributes of providers with protocol 6 have attributes in them, each with flags of its own', () => {
  const helm = InstalledBindings.find('registry.terraform.io/hashicorp/helm', ROOT)!;
  const { attributes = {}, block_types: blocks } = derivedSchema(helm.resource('helm_release')!, 6).block;

  // Source: documentation of the helm provider 3.1, helm_release.
  expect(attributes.set).toEqual({
    type: ['list', ['object', { name: 'string', type: 'string', value: 'string' }]],
    optional: true,
    nested_type: {
      nesting_mode: 'list',
      attributes: {
        name: { type: 'string', required: true },
        type: { type: 'string', computed: true, optional: true },
        value: { type: 'string', optional: true },
      },
    },
  });
  expect(blocks).toEqual({});
  expect(Object.keys(derivedSchema(helm.provider!, 6).block.attributes!)).not.toContain('alias');
});

test('types whose name means something to a programming language are found all the same', () => {
  const random = InstalledBindings.find('hashicorp/random', ROOT)!;
  expect(derivedSchema(random.resource('random_string')!, 6).block.attributes).toMatchObject({
    length: { type: 'number', required: true },
    result: { type: 'string', computed: true },
  });
  expect(random.resource('random_nothing')).toBeUndefined();
  expect(random.dataSource('random_string')).toBeUndefined();
});

describe('bindings are those of the project', () => {
  let project: string;
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), 'bindings-'));
  });
  afterEach(() => {
    rmSync(project, { recursive: true });
  });

  function write(path: string, text: string): void {
    const file = join(project, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
  }

  const RESOURCE = `export interface ThingConfig extends cdktf.TerraformMetaArguments {
}
export class Thing extends cdktn.TerraformResource {
  public static readonly tfResourceType = "quota_thing";

  // used - computed: true, optional: false, required: false
  public get used() {
    return cdktn.Token.asNumberList(cdktn.Fn.tolist(this.getNumberListAttribute('used')));
  }
}
`;
  const BLOCK = { attributes: { used: { type: ['set', 'number'], computed: true } }, block_types: {} };

  test('of CDK Terrain, with what is compiled and its source map', () => {
    const map = Buffer.from(JSON.stringify({ sourcesContent: [RESOURCE] })).toString('base64');
    const folder = 'node_modules/@cdktn/provider-quota';
    write(`${folder}/package.json`, '{"cdktf": {"provider": {"name": "registry.terraform.io/Acme/quota"}}}');
    write(`${folder}/lib/thing/index.d.ts`, '    static readonly tfResourceType = "quota_thing";\n');
    write(`${folder}/lib/thing/index.js`, `//# sourceMappingURL=data:application/json;base64,${map}\n`);

    const bindings = InstalledBindings.find('acme/quota', join(project, 'stacks'))!;
    expect(derivedSchema(bindings.resource('quota_thing')!, 6).block).toEqual(BLOCK);
    expect(InstalledBindings.find('other/quota', project)).toBeUndefined();
  });

  test('written by cdktf get', () => {
    write('.gen/providers/quota/thing/index.ts', RESOURCE);

    const bindings = InstalledBindings.find('acme/quota', project)!;
    expect(derivedSchema(bindings.resource('quota_thing')!, 6).block).toEqual(BLOCK);
  });

  test('and no others', () => {
    expect(InstalledBindings.find('hashicorp/google', project)).toBeUndefined();
  });
});
