import { azuread } from './azuread/azuread';
import { azurerm } from './azurerm/azurerm';
import { ProviderBehaviour } from './world/behaviour';
import { kubernetes } from './kubernetes/kubernetes';
import { DerivedProvider, extended } from './by-schema/derived-provider';
import { addressOf, nameOfProvider, neededTypes, providersOf, shortAddress } from './by-schema/needs';
import { schemaOf, ServedProvider } from './protocol/provider-server';
import { ProviderSchema } from './protocol/schema';
import { Tenant } from '../access/directory/tenant';
import { NeededType } from './by-schema/needed-type';
import { newestMatch } from './version-constraint';
import { RehearsalFailed } from './rehearsal-failed';
import { SynthesizedStack } from './workspace';

const STAND_INS: readonly ProviderBehaviour[] = [azuread, azurerm, kubernetes];

/** Protocol of the providers that there are stand-ins for, and of those that have nothing but their bindings. */
const OWN_PROTOCOL = 5;
const OTHER_PROTOCOL = 6;

const ANY_VERSION = '>= 0';

const SUBSCRIPTION = 'subscription_id';

/** What stands in for the providers of an app. */
export interface StandIns {
  readonly providers: readonly ServedProvider[];

  /** The stacks that can be rehearsed, in the order that they were given in. */
  readonly stacks: readonly SynthesizedStack[];

  /** Each other stack, with why it cannot. */
  readonly leftOut: ReadonlyMap<string, string>;

  /** What is known by its schema only, by the provider and its version. */
  readonly bySchema: ReadonlyMap<string, readonly NeededType[]>;
}

/**
 * The stand-in providers that stacks need, each in the newest version that all of them allow and that the real schemas are at
 * hand of, else in one of which there are bindings.
 *
 * A type that no stand-in knows is served by the schema in the bindings that the project has installed. A stack with a type
 * that has no bindings either is left out, and so are those that depend on it.
 *
 * Throws when stacks disagree on a version, because Terraform is attached to one of a provider at a time, and when no stack is left.
 *
 * @param held the types that the state of a stack holds, whose providers Terraform asks about them even where the stack has none
 * of them any more; default: none
 */
export function standInsFor(
  all: readonly SynthesizedStack[],
  held: (stack: string) => readonly NeededType[] = () => [],
): StandIns {
  const derived = new Map<string, DerivedProvider | undefined>();
  const bindingsOf = (address: string): DerivedProvider | undefined => {
    if (!derived.has(address)) {
      const protocol = standInOf(address) ? OWN_PROTOCOL : OTHER_PROTOCOL;
      derived.set(address, DerivedProvider.find(address, process.cwd(), protocol));
    }
    return derived.get(address);
  };

  const users = all.map((stack) => userOf(stack, held(stack.name)));
  const own = ownStandIns(users);
  const unknown = ({ types }: ProviderUser): NeededType[] =>
    types.filter((needed) => !own.some((standIn) => knows(standIn, needed)));
  const leftOut = withDependents(
    all,
    new Map(users.flatMap((user) => reasonAgainst(user, unknown(user), bindingsOf))),
  );
  const rehearsed = users.filter(({ stack }) => !leftOut.has(stack.name));
  const stacks = all.filter(({ name }) => !leftOut.has(name));
  if (stacks.length === 0 && leftOut.size > 0) {
    throw new RehearsalFailed([...leftOut.values()].join('\n'));
  }

  const bySchema = new Map<string, readonly NeededType[]>();
  const addresses = [...new Set(rehearsed.flatMap(({ providers }) => providers))];
  const providers = addresses.sort().map((address) => {
    const types = distinct(rehearsed.flatMap(unknown).filter(({ provider }) => provider === address));
    const standIn = own.find(({ behaviour }) => behaviour === standInOf(address));
    if (standIn && types.length === 0) {
      return { ...standIn, address };
    }
    const bindings = bindingsOf(address)!;
    bySchema.set(`${nameOfProvider(address)} ${bindings.versionFor(types)}`, types);
    return standIn ? { ...extended(standIn, bindings.types(types)), address } : bindings.standIn(types);
  });
  return { providers, stacks, leftOut, bySchema };
}

/** The stand-ins that are given, and the newest of those that are not among them. */
export function withOthers(providers: readonly ServedProvider[]): ServedProvider[] {
  const others = STAND_INS.filter(({ name }) => !providers.some(({ behaviour }) => behaviour.name === name));
  return [
    ...providers,
    ...others.map((behaviour) => ({
      behaviour,
      version: newestMatch(ANY_VERSION, ProviderSchema.versions(behaviour.name))!,
    })),
  ];
}

/** A type that is known by its schema only, as messages call it. */
export function describeType({ kind, type }: NeededType): string {
  return kind === 'data' ? `data.${type}` : type;
}

/** The resource types of which only the schema is known. */
export function typesBySchema({ bySchema }: StandIns): ReadonlySet<string> {
  const types = [...bySchema.values()].flat();
  return new Set(types.filter(({ kind }) => kind === 'resource').map(({ type }) => type));
}

/** A stack with what it needs of providers, for what it has and for what its state holds. */
interface ProviderUser {
  readonly stack: SynthesizedStack;
  readonly types: readonly NeededType[];

  /** Addresses. */
  readonly providers: readonly string[];

  /** Whether a type is in the state alone. */
  readonly holdsOnly: (needed: NeededType) => boolean;
}

function userOf(stack: SynthesizedStack, held: readonly NeededType[]): ProviderUser {
  const used = neededTypes(stack);
  const key = ({ kind, type, provider }: NeededType): string => [provider, kind, type].join();
  const own = new Set(used.map(key));
  return {
    stack,
    types: [...used, ...held],
    providers: [...new Set([...providersOf(stack), ...held.map(({ provider }) => provider)])],
    holdsOnly: (needed) => !own.has(key(needed)),
  };
}

function ownStandIns(users: readonly ProviderUser[]): ServedProvider[] {
  return STAND_INS.flatMap((behaviour) => {
    const constraints = constraintsOn(behaviour, users);
    if (constraints.size === 0) {
      return [];
    }

    const real = ProviderSchema.versions(behaviour.name);
    const others = ProviderSchema.versionsFromBindings(behaviour.name);
    const [version] = [real, others].flatMap(
      (some) => newestMatch([...constraints.keys()].join(','), some) ?? [],
    );
    if (version === undefined) {
      const versions = [...real, ...others].join(', ');
      const wanted = [...constraints].map(([one, names]) => `${one} (${names.join(', ')})`).join(' and ');
      const fix = `give these stacks one that all can use: stack.addOverride('terraform.required_providers.${behaviour.name}.version', '…')`;
      throw new RehearsalFailed(
        `no stand-in for provider ${behaviour.name} ${wanted}: there are ${versions}` +
          (constraints.size > 1 ? `, and one rehearsal has one version of a provider; ${fix}` : ''),
      );
    }
    return [{ behaviour, version }];
  });
}

function standInOf(address: string): ProviderBehaviour | undefined {
  return STAND_INS.find(({ name }) => address.endsWith(`/hashicorp/${name}`));
}

function knows(standIn: ServedProvider, { kind, type, provider }: NeededType): boolean {
  if (standIn.behaviour !== standInOf(provider)) {
    return false;
  }
  const { resourceTypes, dataSources } = schemaOf(standIn);
  return (kind === 'resource' ? resourceTypes : dataSources).includes(type);
}

/** Why a stack cannot be rehearsed, if it cannot. */
function reasonAgainst(
  { stack, providers, holdsOnly }: ProviderUser,
  unknown: readonly NeededType[],
  bindingsOf: (address: string) => DerivedProvider | undefined,
): [stack: string, reason: string][] {
  const { name } = stack;
  const without = providers.find((address) => !standInOf(address) && !bindingsOf(address));
  if (without !== undefined) {
    const packages = `@cdktf/provider-${nameOfProvider(without)}`;
    const isHeldOnly = !providersOf(stack).includes(without);
    return [
      [
        name,
        isHeldOnly
          ? `the state of stack '${name}' holds something of provider '${shortAddress(without)}' from an earlier rehearsal, and there are ` +
            `no bindings of it any more: add ${packages}, or start afresh with --fresh`
          : `stack '${name}' needs provider '${shortAddress(without)}', which is rehearsed by the schema in its bindings, and there are none in this ` +
            `project: add ${packages}, or run 'cdktf get'`,
      ],
    ];
  }
  const missing = distinct(unknown.filter((needed) => !bindingsOf(needed.provider)?.has(needed)));
  const types = missing.map(describeType).join(', ');
  const what = 'which no stand-in knows and the installed bindings do not have';
  if (missing.length === 0) {
    return [];
  }
  return [
    [
      name,
      missing.every(holdsOnly)
        ? `the state of stack '${name}' holds ${types} from an earlier rehearsal, ${what}: start afresh with --fresh`
        : `stack '${name}' has ${types}, ${what}: update the bindings of the provider, or keep it in an app of its own`,
    ],
  ];
}

/** What needs the outputs of a stack that is left out cannot be rehearsed either. */
function withDependents(
  stacks: readonly SynthesizedStack[],
  leftOut: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const all = new Map(leftOut);
  // The stacks stand behind those that they depend on.
  for (const { name, dependencies } of stacks) {
    const missing = dependencies.find((one) => all.has(one));
    if (missing !== undefined && !all.has(name)) {
      all.set(name, `stack '${name}' needs stack '${missing}'`);
    }
  }
  return all;
}

function distinct(types: readonly NeededType[]): NeededType[] {
  return [...new Map(types.map((one) => [describeType(one), one])).values()];
}

/**
 * The tenant with the IDs that the configuration gives, so that a real configuration can be rehearsed as it is. Where it names
 * several subscriptions, that of the tenant among them, what the tenant holds stays where it is.
 */
export function tenantOf(stacks: readonly SynthesizedStack[], tenant: Tenant): Tenant {
  const named = literalsOf(providerBlocks(stacks, 'azurerm'), SUBSCRIPTION);
  const isNamed = named.includes(tenant.subscriptionId);
  return {
    ...tenant,
    tenantId: providerArgument(stacks, 'tenant_id') ?? tenant.tenantId,
    subscriptionId: (isNamed ? undefined : subscriptionOf(stacks)) ?? tenant.subscriptionId,
  };
}

/** The versions that stacks demand of a provider, each with the names of these stacks. */
function constraintsOn(
  behaviour: ProviderBehaviour,
  users: readonly ProviderUser[],
): ReadonlyMap<string, readonly string[]> {
  const constraints = new Map<string, string[]>();
  for (const { stack, providers } of users) {
    const declared = Object.values(stack.json.terraform.required_providers ?? {});
    const versions = declared
      .filter(({ source }) => standInOf(addressOf(source)) === behaviour)
      .map(({ version }) => version ?? ANY_VERSION);
    const isUsed = providers.some((address) => standInOf(address) === behaviour);
    for (const version of new Set(isUsed && versions.length === 0 ? [ANY_VERSION] : versions)) {
      constraints.set(version, [...(constraints.get(version) ?? []), `'${stack.name}'`]);
    }
  }
  return constraints;
}

/** The first literal value that a provider of the stacks is given for an argument. */
export function providerArgument(stacks: readonly SynthesizedStack[], argument: string): string | undefined {
  return literalsOf(providerBlocks(stacks), argument)[0];
}

/** The subscription that is deployed to, undefined where the environment says it. One with an alias is another beside it. */
export function subscriptionOf(stacks: readonly SynthesizedStack[]): string | undefined {
  const blocks = providerBlocks(stacks, 'azurerm');
  const main = blocks.filter(({ alias }) => alias === undefined);
  return literalsOf(main.length > 0 ? main : blocks, SUBSCRIPTION)[0];
}

function providerBlocks(stacks: readonly SynthesizedStack[], only?: string): Record<string, unknown>[] {
  return stacks
    .flatMap(({ json }) => Object.entries(json.provider ?? {}))
    .filter(([name]) => only === undefined || name === only)
    .flatMap(([, blocks]) => blocks);
}

function literalsOf(blocks: readonly Record<string, unknown>[], argument: string): string[] {
  return blocks
    .map((block) => block[argument])
    .filter((value): value is string => typeof value === 'string' && !value.includes('${'));
}
