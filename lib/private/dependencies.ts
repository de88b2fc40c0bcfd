import { TerraformResource, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';

/**
 * Makes `node.addDependency()` do what it says, which cdktf leaves out: at synth, the resources of the construct depend on
 * those of what it was told of, and its stack on theirs.
 */
export function honourDependencies(construct: Construct): void {
  construct.node.addValidation({
    validate: () => {
      const { dependencies } = construct.node;
      if (dependencies.length > 0) {
        const stack = TerraformStack.of(construct);
        const needed = dependencies
          .flatMap((one) => one.node.findAll())
          .filter((one) => TerraformResource.isTerraformResource(one));
        needed
          .map((one) => TerraformStack.of(one))
          .filter((other) => other !== stack)
          .forEach((other) => stack.addDependency(other));

        const addresses = needed
          .filter((one) => TerraformStack.of(one) === stack)
          .map(({ terraformResourceType: type, friendlyUniqueId: id }) => `${type}.${id}`);
        for (const own of construct.node
          .findAll()
          .filter((one) => TerraformResource.isTerraformResource(one))) {
          own.dependsOn = [...new Set([...(own.dependsOn ?? []), ...addresses])];
        }
      }
      return [];
    },
  });
}
