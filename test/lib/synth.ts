import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { DefaultTokenResolver, StringConcat, TerraformStack, Testing, Token, Tokenization } from 'cdktf';

type Block = Record<string, unknown>;

/** Terraform JSON of one stack: type, then logical ID, then arguments. */
export interface Synthesized {
  readonly resource: Record<string, Record<string, Block>>;
  readonly data: Record<string, Record<string, Block>>;
  readonly terraform: Block;
  readonly json: string;
}

/** Synthesises, with validation, what `build` defines in a stack named 'test'. */
export function synth(build: (stack: TerraformStack) => void): Synthesized {
  const app = Testing.app();
  const stack = new TerraformStack(app, 'test');
  new AzureadProvider(stack, 'azuread');
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  build(stack);

  return read(Testing.synth(stack, true));
}

/** What a token stands for in Terraform. */
export function resolve(stack: TerraformStack, value: unknown): unknown {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return Tokenization.resolve(value, { scope: stack, resolver, preparing: false });
}

/** A token of an expression that Terraform evaluates. */
export function expression(text: string): string {
  return Token.asString(Token.asAny(text));
}

/** The one resource of a type. */
export function only(synthesized: Synthesized, type: string): Block {
  const all = Object.values(
    (type.startsWith('data.') ? synthesized.data[type.slice(5)] : synthesized.resource[type]) ?? {},
  );
  if (all.length !== 1) {
    throw new Error(`expected one ${type}, found ${all.length} in ${synthesized.json}`);
  }
  return all[0] as Block;
}

function read(json: string): Synthesized {
  const parsed = JSON.parse(json) as Partial<Synthesized>;
  return { resource: {}, data: {}, terraform: {}, ...parsed, json };
}
