import {
  DefaultTokenResolver,
  StringConcat,
  TerraformDataSource,
  TerraformResource,
  TerraformStack,
  Tokenization,
} from 'cdktf';

/** What is looked at: providers whose data sources answer the same question the same way. */
const READ = /\bdata\.((?:azurerm|azuread)_\w+)\.([\w-]+)/g;

/** A name of an object that the stack makes: the one that it was given. */
const OWN_NAME = /^\$\{((?:azurerm|azuread)_\w+)\.([\w-]+)\.(name|display_name|resource_group_name)\}$/;

const META_ARGUMENTS = ['//', 'depends_on', 'lifecycle'];

type Arguments = Readonly<Record<string, unknown>>;
type Block = TerraformDataSource | TerraformResource;

/** What each stack has, by its address; undefined for an address that it does not have. */
const blocks = new WeakMap<TerraformStack, Map<string, Block | undefined>>();

const argumentsOfBlocks = new WeakMap<Block, Arguments>();

/**
 * An expression of Terraform in a form that is the same for what is bound to be equal: two data sources with the same arguments, and
 * the name of a resource that was given as text.
 *
 * @param within what it is part of, as Terraform is to tell of what waits for itself
 */
export function knownByArguments(
  expression: string,
  stack: TerraformStack,
  within: readonly string[] = [],
): string {
  const [, type, id, name] = OWN_NAME.exec(expression) ?? [];
  const given = name === undefined ? undefined : argumentsAt(`${type}.${id}`, stack)?.[name];
  if (typeof given === 'string') {
    return within.includes(expression) ? expression : knownByArguments(given, stack, [...within, expression]);
  }
  return expression.replace(READ, (address, ofType: string) => {
    const read = within.includes(address) ? undefined : argumentsAt(address, stack);
    if (!read) {
      return address;
    }
    const inner = Object.entries(read).map(([argument, value]) => [
      argument,
      typeof value === 'string' ? knownByArguments(value, stack, [...within, address]) : value,
    ]);
    return `data.${ofType}(${JSON.stringify(inner)})`;
  });
}

/** Undefined for what is not of the stack, or is there several times, or may not be there at all. */
function argumentsAt(address: string, stack: TerraformStack): Arguments | undefined {
  const block = blockAt(address, stack);
  if (!block) {
    return undefined;
  }
  const found = argumentsOfBlocks.get(block) ?? argumentsOf(block);
  argumentsOfBlocks.set(block, found);
  return 'count' in found || 'for_each' in found ? undefined : found;
}

function blockAt(address: string, stack: TerraformStack): Block | undefined {
  const ofStack = blocks.get(stack) ?? new Map<string, Block | undefined>();
  blocks.set(stack, ofStack);
  if (!ofStack.has(address)) {
    ofStack.set(address, undefined);
    for (const one of stack.node.findAll()) {
      const isRead = TerraformDataSource.isTerraformDataSource(one);
      if ((isRead || TerraformResource.isTerraformResource(one)) && TerraformStack.of(one) === stack) {
        ofStack.set(`${isRead ? 'data.' : ''}${one.terraformResourceType}.${one.friendlyUniqueId}`, one);
      }
    }
  }
  return ofStack.get(address);
}

function argumentsOf(block: Block): Arguments {
  const { data, resource } = block.toTerraform() as Partial<
    Record<'data' | 'resource', Record<string, Record<string, object>>>
  >;
  const written = (data ?? resource)?.[block.terraformResourceType]?.[block.friendlyUniqueId];
  const resolved = Tokenization.resolve(written, {
    scope: block,
    resolver: new DefaultTokenResolver(new StringConcat()),
  }) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(resolved)
      .filter(([name]) => !META_ARGUMENTS.includes(name))
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}
