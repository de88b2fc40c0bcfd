import { schemaOf } from '../../rehearsal/protocol/provider-server';
import { describeType, StandIns, standInsFor, subscriptionOf, tenantOf } from '../../rehearsal/stand-ins';
import { Tenant } from '../../access/directory/tenant';
import { StackJson, SynthesizedStack } from '../../rehearsal/workspace';

const AZURERM = { azurerm: { source: 'hashicorp/azurerm', version: '4.55.0' } };

function stack(json: Partial<StackJson>, providers: object = AZURERM, name = 'shop'): SynthesizedStack {
  return {
    name,
    directory: '.',
    dependencies: [],
    warnings: [],
    json: { terraform: { required_providers: providers as never }, ...json },
  };
}

const RANDOM = { random: { source: 'hashicorp/random', version: '3.7.2' } };
const GOOGLE = { google: { source: 'hashicorp/google', version: '7.0.0' } };

function namesOf({ providers }: StandIns): string[] {
  return providers.map(({ behaviour, version }) => `${behaviour.name} ${version}`);
}

test('each provider that the stacks need gets a stand-in', () => {
  const cluster = stack({ resource: { azurerm_kubernetes_cluster: {} }, data: { azurerm_subnet: {} } });
  const { bySchema, leftOut, ...standIns } = standInsFor([cluster]);

  expect(namesOf({ bySchema, leftOut, ...standIns })).toEqual(['azurerm 4.55.0']);
  expect(bySchema.size + leftOut.size).toBe(0);
});

test('what no stand-in knows is served by the schema in its bindings, and so is any other provider', () => {
  const registry = stack({
    resource: { azurerm_container_registry: {}, random_pet: {} },
    data: { azurerm_dns_zone: {}, azurerm_subnet: {} },
  });
  const standIns = standInsFor([stack({}, { ...AZURERM, ...RANDOM }), registry]);

  expect(namesOf(standIns)).toEqual(['azurerm 4.55.0', 'random 3.7.2']);
  expect([...standIns.bySchema].map(([provider, types]) => [provider, types.map(describeType)])).toEqual([
    ['azurerm 4.55.0', ['azurerm_container_registry', 'data.azurerm_dns_zone']],
    ['random 3.7.2', ['random_pet']],
  ]);
  const [azurerm, random] = standIns.providers;
  expect(schemaOf(azurerm!).resourceTypes).toEqual(
    expect.arrayContaining(['azurerm_kubernetes_cluster', 'azurerm_container_registry']),
  );
  expect(schemaOf(random!).resourceTypes).toEqual(['random_pet']);
});

test('a type belongs to the provider that its instances name, wherever that is published', () => {
  const providers = { petnames: { source: 'registry.terraform.io/hashicorp/random', version: '3.7.2' } };
  const pets = stack({ resource: { random_pet: { one: { provider: 'petnames.other' } } } }, providers);

  const [random] = standInsFor([pets]).providers;
  expect(random!.address).toBe('registry.terraform.io/hashicorp/random');
});

test('a stack without bindings is left out with what depends on it, and the others are rehearsed', () => {
  const shop = stack({ resource: { azurerm_subnet: {} } });
  const edge = stack({ resource: { google_dns_record_set: {} } }, GOOGLE, 'edge');
  const behind = { ...stack({}, AZURERM, 'behind'), dependencies: ['edge'] };

  const { stacks, leftOut, providers } = standInsFor([shop, edge, behind]);
  expect(stacks).toEqual([shop]);
  expect(providers).toHaveLength(1);
  expect([...leftOut]).toEqual([
    [
      'edge',
      expect.stringMatching(/^stack 'edge' needs provider 'hashicorp\/google'.*add @cdktf\/provider-google/),
    ],
    ['behind', "stack 'behind' needs stack 'edge'"],
  ]);
});

test('nothing is deployed when no stack is left', () => {
  const unheardOf = stack({ resource: { azurerm_container_registri: {} } });
  expect(() => standInsFor([unheardOf])).toThrow(
    "stack 'shop' has azurerm_container_registri, which no stand-in knows",
  );
  expect(() => standInsFor([stack({}, GOOGLE)])).toThrow("stack 'shop' needs provider 'hashicorp/google'");
});

test('what is built into Terraform needs no stand-in', () => {
  const builtIn = { terraform: { source: 'terraform.io/builtin/terraform' } };
  const state = stack({ data: { terraform_remote_state: {} }, resource: { terraform_data: {} } }, builtIn);
  expect(standInsFor([state, stack({ resource: { terraform_data: {} } }, {})]).providers).toEqual([]);
});

describe('what a state holds from earlier', () => {
  const AZUREAD = 'registry.terraform.io/hashicorp/azuread';
  const HASHICORP_RANDOM = 'registry.terraform.io/hashicorp/random';
  const accounts = stack({ resource: { azurerm_resource_group: {} } });

  test('has its provider, though the stack has nothing of it any more', () => {
    const held = [
      { kind: 'data', type: 'azuread_user', provider: AZUREAD },
      { kind: 'resource', type: 'random_pet', provider: HASHICORP_RANDOM },
    ] as const;
    const standIns = standInsFor([accounts], (name) => (name === 'shop' ? held : []));

    expect(namesOf(standIns)).toEqual([
      expect.stringMatching(/^azuread 3/),
      'azurerm 4.55.0',
      'random 3.7.2',
    ]);
    expect(schemaOf(standIns.providers[2]!).resourceTypes).toEqual(['random_pet']);
  });

  test('and is in no bindings asks for a fresh start', () => {
    const held = { kind: 'resource', type: 'random_cat', provider: HASHICORP_RANDOM } as const;

    expect(() => standInsFor([accounts], () => [held, held])).toThrow(
      "the state of stack 'shop' holds random_cat from an earlier rehearsal, which no stand-in knows and the installed bindings do not have: " +
        'start afresh with --fresh',
    );
  });

  test('and is of a provider without bindings does not say that the stack needs it', () => {
    const provider = 'registry.terraform.io/hashicorp/google';

    expect(() => standInsFor([accounts], () => [{ kind: 'resource', type: 'google_pet', provider }])).toThrow(
      "the state of stack 'shop' holds something of provider 'hashicorp/google' from an earlier rehearsal, and there are no bindings of it any " +
        'more: add @cdktf/provider-google, or start afresh with --fresh',
    );
  });
});

test('stacks that disagree on a version are named, with what to do', () => {
  const legacy = stack({}, { azurerm: { source: 'hashicorp/azurerm', version: '~> 3.117' } }, 'cluster');
  const disagreeing = (): unknown => standInsFor([legacy, stack({}, AZURERM, 'access')]);

  expect(disagreeing).toThrow(
    /azurerm ~> 3\.117 \('cluster'\) and 4\.55\.0 \('access'\): there are 3\.117\.1/,
  );
  expect(disagreeing).toThrow("stack.addOverride('terraform.required_providers.azurerm.version', '…')");
});

test('a version that there is no stand-in for is not said to be a disagreement', () => {
  const old = stack({}, { azurerm: { source: 'hashicorp/azurerm', version: '~> 2.0' } });

  expect(() => standInsFor([old])).toThrow(/~> 2\.0 \('shop'\): there are [\d., ]+$/);
});

test('a provider with an alias does not say which subscription is deployed to', () => {
  const tenant = { subscriptionId: 'own', tenantId: 't' } as Tenant;
  const of = (...azurerm: object[]): SynthesizedStack[] => [stack({ provider: { azurerm } as never })];
  const hub = { alias: 'hub', subscription_id: 'hub' };

  expect(tenantOf(of({}, hub), tenant).subscriptionId).toBe('own');
  expect(subscriptionOf(of({}, hub))).toBeUndefined();
  expect(tenantOf(of(hub, { subscription_id: 'main' }), tenant).subscriptionId).toBe('main');
  expect(tenantOf(of(hub), tenant).subscriptionId).toBe('hub');
  expect(
    tenantOf(of({ subscription_id: 'main' }, { alias: 'x', subscription_id: 'own' }), tenant).subscriptionId,
  ).toBe('own');
});
