import { standInsFor } from '../../rehearsal/stand-ins';
import { StackJson, SynthesizedStack } from '../../rehearsal/workspace';

const AZURERM = { azurerm: { source: 'hashicorp/azurerm', version: '4.55.0' } };

function stack(json: Partial<StackJson>, providers: object = AZURERM): SynthesizedStack {
  return {
    name: 'shop',
    directory: '.',
    dependencies: [],
    warnings: [],
    json: { terraform: { required_providers: providers as never }, ...json },
  };
}

test('each provider that the stacks need gets a stand-in', () => {
  const cluster = stack({ resource: { azurerm_kubernetes_cluster: {} }, data: { azurerm_subnet: {} } });
  expect(standInsFor([cluster]).map(({ behaviour, version }) => `${behaviour.name} ${version}`)).toEqual([
    'azurerm 4.55.0',
  ]);
});

test('what no stand-in knows is named before anything is deployed, all at once', () => {
  const registry = stack({ resource: { azurerm_container_registry: {} } });
  const lookup = stack({ data: { azurerm_dns_zone: {} } });

  expect(() => standInsFor([registry, lookup])).toThrow(
    "stack 'shop' has azurerm_container_registry, which the stand-in for azurerm 4.55.0 does not know\n" +
      "stack 'shop' has data.azurerm_dns_zone, which the stand-in for azurerm 4.55.0 does not know\n",
  );
});

test('another provider is refused by name; the one that is built into Terraform needs no stand-in', () => {
  const builtIn = { terraform: { source: 'terraform.io/builtin/terraform' } };
  expect(standInsFor([stack({}, builtIn)])).toEqual([]);

  const random = { random: { source: 'hashicorp/random' } };
  expect(() => standInsFor([stack({}, random)])).toThrow("stack 'shop' needs provider 'hashicorp/random'");
});
