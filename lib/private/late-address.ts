import { IResolvable, Lazy, TerraformResource } from 'cdktf';

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

/** The address of a resource, for `dependsOn`. */
export function lateAddress(resource: TerraformResource): string {
  return Lazy.stringValue({
    produce: () => `${resource.terraformResourceType}.${resource.friendlyUniqueId}`,
  });
}
