import { IResolvable, Lazy, TerraformDataSource, TerraformModule, TerraformResource } from 'cdktf';
import { IConstruct } from 'constructs';
import { addressOf } from './addresses';

/**
 * Lets `overrideLogicalId()` have an effect on a resource of which a construct has read attributes.
 *
 * cdktf decides the address when it is first needed, and what is overridden after that it ignores without a word. Attributes
 * become references at synth instead, when all has been said.
 */
export function withLateAddress<T extends TerraformResource>(resource: T): T {
  const referTo = resource.interpolationForAttribute.bind(resource);
  resource.interpolationForAttribute = (attribute) => {
    // One for all, as it remembers what stands for it in other stacks.
    let reference: IResolvable | undefined;
    return Lazy.anyValue({ produce: () => (reference ??= referTo(attribute)) });
  };
  return resource;
}

const addresses = new WeakMap<IConstruct, string>();

/** The address of something, for `dependsOn`: always the same token, so that nothing is in a list twice. */
export function lateAddress(one: TerraformResource | TerraformDataSource | TerraformModule): string {
  const known = addresses.get(one);
  if (known !== undefined) {
    return known;
  }
  const address = Lazy.stringValue({ produce: () => addressOf(one) });
  addresses.set(one, address);
  return address;
}
