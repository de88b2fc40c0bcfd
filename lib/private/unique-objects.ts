import {
  DefaultTokenResolver,
  IPostProcessor,
  IResolvable,
  IResolveContext,
  StringConcat,
  TerraformResource,
  TerraformStack,
  Tokenization,
} from 'cdktf';
import { Construct } from 'constructs';
import { Claims } from './claims';
import { isLiteral } from './guards';
import { knownByArguments } from './known-by-arguments';
import { takeOver } from '../shared/take-over';

/** What each stack defines, by provider, kind and name. */
const objects = new Claims<TerraformResource>();

/** The construct that each resource is a part of, which may be in another stack. */
const constructs = new WeakMap<TerraformResource, Construct>();

/** Functions of Terraform that give another value each time. */
const CHANGING = /\b(uuid|bcrypt|timestamp)\(/;

/**
 * Refuses, at synth, two constructs of one stack that would be the same object: the second cannot be created, or undoes what
 * the first has done. Through another provider, which is decided by then, it is another object.
 *
 * @param object in words, such as `namespace 'shop'`
 * @param names what tells objects of this type apart; tokens are equal when they are the same expression of Terraform
 */
export function requireUnique(
  construct: Construct,
  resource: TerraformResource,
  object: string,
  names: readonly string[],
  fix = 'define it once',
): void {
  constructs.set(resource, construct);
  construct.node.addValidation({
    validate: () => {
      const compared = names.map((name) => comparable(name, resource));
      if (compared.some((name) => CHANGING.test(name)) || isRepeated(resource)) {
        return [];
      }
      const key = JSON.stringify([resource.terraformResourceType, resource.provider?.alias, ...compared]);
      const first = objects.claim(key, resource) ?? resource;
      const { path } = constructs.get(first)!.node;
      return first === resource ? [] : [`${resolved(object, resource)} is that of '${path}', too: ${fix}`];
    },
  });
}

/**
 * Takes an object over whose ID does not follow from its names; refuses, at synth, a second resource that takes the same one
 * over: Terraform would make one object of what both say, and replace what the first has.
 */
export function takeOverOnce(construct: Construct, resource: TerraformResource, id: string): void {
  requireUnique(construct, resource, `the imported ID '${id}'`, ['import', id], 'import it once');
  takeOver(resource, id);
}

/** What can only be two things where it differs: texts, what resources of the stack make, and what is read by other texts. */
const TELLING = [
  /^(?!.*\$\{)/,
  /^\$\{(?:azurerm|azuread)_\w+\.[\w-]+\.\w+\}$/,
  /^\$\{data\.\w+\((?!.*\$\{).*\)\.\w+\}$/,
];

/**
 * Refuses, at synth, what is about another object than it is used for. What may be the same passes.
 *
 * @param resource what is of the stack in which both are meant
 * @param names what it is about, and what it is used for: names or IDs
 */
export function requireSame(
  construct: Construct,
  resource: TerraformResource,
  names: readonly [string, string],
  problem: string,
): void {
  construct.node.addValidation({
    validate: () => {
      const [about, used] = names.map((name) => comparable(name, resource)) as [string, string];
      const isOther = about !== used && TELLING.some((form) => form.test(about) && form.test(used));
      return isOther ? [problem] : [];
    },
  });
}

/** Azure and its directory compare names without regard to case; Terraform its addresses with. */
function comparable(name: string, resource: TerraformResource): string {
  const resolver = new OriginResolver();
  const expression = resolved(name, resource, resolver);
  // What is of another stack may have an address that this one has, too.
  const own =
    resolver.origins.size > 0 ? expression : knownByArguments(expression, TerraformStack.of(resource));
  const text = [own, ...resolver.origins].join(' of ');
  const hasCase = resource.terraformResourceType.startsWith('kubernetes_') || !isLiteral(text);

  return hasCase ? text : text.toLowerCase();
}

/** A text with expressions of Terraform in place of tokens, of which each read of an attribute makes another one. */
function resolved(text: string, scope: TerraformResource, resolver = new OriginResolver()): string {
  return isLiteral(text) ? text : String(Tokenization.resolve(text, { scope, resolver }));
}

/** Notes from which other stacks references are: without `prepareStack()`, as in tests, they look like those of the own stack. */
class OriginResolver extends DefaultTokenResolver {
  readonly origins = new Set<string>();

  constructor() {
    super(new StringConcat());
  }

  override resolveToken(
    token: IResolvable,
    context: IResolveContext,
    postProcessor: IPostProcessor,
  ): unknown {
    const { originStack } = token as { readonly originStack?: TerraformStack };
    if (originStack && originStack !== TerraformStack.of(context.scope)) {
      this.origins.add(`'${originStack.node.path}'`);
    }
    return super.resolveToken(token, context, postProcessor);
  }
}

/** Whether there is not exactly one: `each.key` is another thing in each resource, and of two with a condition one may be none. */
function isRepeated(resource: TerraformResource): boolean {
  const overrides = resource['rawOverrides'] as object;

  return (
    resource.count !== undefined ||
    resource.forEach !== undefined ||
    'count' in overrides ||
    'for_each' in overrides
  );
}
