import { TerraformDataSource, TerraformModule, TerraformResource, TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';

/**
 * Makes `node.addDependency()` do what it says, which cdktf leaves out: at synth, the resources of the construct depend on
 * what it, or a construct around it, was told of, and its stack on the stack of that.
 */
export function honourDependencies(construct: Construct): void {
  construct.node.addValidation({
    validate: () => {
      const dependencies = dependenciesOf(construct);
      if (dependencies.length === 0) {
        return [];
      }
      const mutual = dependencies.find((one) => one.node.dependencies.includes(construct));
      if (mutual) {
        return [`'${mutual.node.path}' depends on it, and it on that: remove one of the two addDependency()`];
      }

      const stack = TerraformStack.of(construct);
      const own = new Set(construct.node.findAll());
      const needed = dependencies.flatMap((one) => one.node.findAll()).filter((one) => !own.has(one));
      new Set(needed.flatMap(stackOf)).forEach((other) => other !== stack && stack.addDependency(other));

      const addresses = needed.filter((one) => stackOf(one)[0] === stack).flatMap(addressOf);
      for (const resource of addresses.length > 0 ? own : []) {
        if (TerraformResource.isTerraformResource(resource)) {
          resource.dependsOn = [...new Set([...(resource.dependsOn ?? []), ...addresses])];
        }
      }
      return [];
    },
  });
}

/** Of a construct around it, too: all that is in that one depends on them. */
function dependenciesOf(construct: Construct): IConstruct[] {
  return construct.node.scopes.flatMap((scope) => scope.node.dependencies);
}

function stackOf(construct: IConstruct): TerraformStack[] {
  return construct.node.scopes.filter((one) => TerraformStack.isStack(one)).slice(-1);
}

/** As `depends_on` has it; none for what Terraform cannot wait for. */
function addressOf(one: IConstruct): string[] {
  if (TerraformResource.isTerraformResource(one)) {
    return [`${one.terraformResourceType}.${one.friendlyUniqueId}`];
  }
  if (TerraformDataSource.isTerraformDataSource(one)) {
    return [`data.${one.terraformResourceType}.${one.friendlyUniqueId}`];
  }
  return one instanceof TerraformModule ? [`module.${one.friendlyUniqueId}`] : [];
}
