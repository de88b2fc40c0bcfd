import { SynthesizedStack } from '../workspace';
import { BUILT_IN, NeededType } from './needed-type';

/** Addresses of the providers of a stack, without what comes with Terraform. */
export function providersOf({ json }: SynthesizedStack): string[] {
  const declared = Object.values(json.terraform.required_providers ?? {}).map(({ source }) =>
    addressOf(source),
  );

  return [...new Set([...declared, ...typesOf(json).map(({ provider }) => provider)])].filter(
    (one) => one !== BUILT_IN,
  );
}

/** What a stack uses of its providers. */
export function neededTypes({ json }: SynthesizedStack): NeededType[] {
  return typesOf(json).filter(({ provider }) => provider !== BUILT_IN);
}

/** The last word of a provider's address. */
export function nameOfProvider(address: string): string {
  return address.split('/').pop()!;
}

/** A provider as stacks call it. */
export function shortAddress(address: string): string {
  return address.replace('registry.terraform.io/', '');
}

/** Terraform's own address of a provider. */
export function addressOf(source: string): string {
  const [name, namespace = 'hashicorp', host = 'registry.terraform.io'] = source
    .toLowerCase()
    .split('/')
    .reverse();
  return `${host}/${namespace}/${name}`;
}

function typesOf(json: SynthesizedStack['json']): NeededType[] {
  return (['resource', 'data'] as const).flatMap((kind) =>
    Object.entries(json[kind] ?? {}).flatMap(([type, instances]) => {
      const locals = new Set(Object.values(instances).map(({ provider }) => localName(type, provider)));
      return [...(locals.size > 0 ? locals : [localName(type)])].map((local) => ({
        kind,
        type,
        provider: addressIn(json, local),
      }));
    }),
  );
}

/** What the stack calls the provider of a type: the first word of the type, unless the instance names another. */
function localName(type: string, provider?: unknown): string {
  return typeof provider === 'string' ? provider.split('.')[0]! : type.split('_')[0]!;
}

function addressIn({ terraform }: SynthesizedStack['json'], local: string): string {
  const declared = terraform.required_providers?.[local]?.source;
  return declared === undefined && local === 'terraform' ? BUILT_IN : addressOf(declared ?? local);
}
