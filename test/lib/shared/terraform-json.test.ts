import { NotTerraformJson, uniformTerraformJson } from '../../../lib/shared/terraform-json';

const ROLE = { metadata: { name: 'watcher' } };
const IMPORT = { to: 'kubernetes_cluster_role_v1.watcher', id: 'watcher' };

test('what cdktf writes stays as it is', () => {
  const json = {
    '//': { metadata: { stackName: 'access' } },
    provider: { kubernetes: [{ host: 'a' }, { alias: 'b' }] },
    resource: { kubernetes_cluster_role_v1: { watcher: ROLE } },
    import: [IMPORT],
    locals: { one: 1 },
    terraform: {
      backend: { local: { path: 'x' } },
      required_providers: { kubernetes: { source: 'hashicorp/kubernetes', version: '2.38.0' } },
    },
  };
  expect(JSON.stringify(uniformTerraformJson(json))).toBe(JSON.stringify(json));
});

test.each([
  ['one import', { import: IMPORT }, { import: [IMPORT] }],
  ['one removed', { removed: { from: 'a.b' } }, { removed: [{ from: 'a.b' }] }],
  [
    'one provider',
    { provider: { azurerm: { features: {} } } },
    { provider: { azurerm: [{ features: {} }] } },
  ],
  [
    'providers in a list',
    { provider: [{ azurerm: {} }, { azurerm: { alias: 'b' } }] },
    { provider: { azurerm: [{}, { alias: 'b' }] } },
  ],
  [
    'resources in lists at every label',
    { resource: [{ a: [{ one: [ROLE] }, { two: ROLE }] }, { a: { three: ROLE } }, { b: { one: ROLE } }] },
    { resource: { a: { one: ROLE, two: ROLE, three: ROLE }, b: { one: ROLE } } },
  ],
  [
    'a resource that is there twice',
    { resource: [{ a: { one: {} } }, { a: { one: {} } }] },
    { resource: { a: { one: [{}, {}] } } },
  ],
  [
    'settings in a list',
    {
      terraform: [
        { backend: [{ local: [{}] }] },
        { required_providers: [{ random: '~> 3.0' }, { azurerm: { version: '4.55.0' } }] },
      ],
    },
    {
      terraform: {
        backend: { local: {} },
        required_providers: {
          random: { version: '~> 3.0', source: 'hashicorp/random' },
          azurerm: { version: '4.55.0', source: 'hashicorp/azurerm' },
        },
      },
    },
  ],
  ['nothing', { resource: null, output: {} }, { resource: {}, output: {} }],
])('%s has the shape that cdktf writes', (_what, json, uniform) => {
  expect(uniformTerraformJson(json)).toEqual(uniform);
});

test.each([
  [{ resource: 'x' }, '\'resource\' is neither a block nor a list of blocks: "x"'],
  [{ resource: { a: { b: 1 } } }, "'resource.a.b' is neither a block nor a list of blocks: 1"],
])('what Terraform refuses is refused: %j', (json, message) => {
  expect(() => uniformTerraformJson(json)).toThrow(new NotTerraformJson(message));
});
