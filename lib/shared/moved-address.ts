import { TerraformElement, TerraformResource, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';

/** Tells Terraform that what is in the state at one address belongs to another one now. */
export class MovedAddress extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly addresses: {
      readonly from: string;

      /** Both are asked at synth. */
      readonly to: () => string;
      readonly unless?: () => boolean;
    },
  ) {
    super(scope, id);
  }

  override toTerraform(): object {
    const { from, to, unless } = this.addresses;

    // Terraform refuses a move to the same address, which an overridden logical ID may be.
    return unless?.() || from === to() ? {} : { moved: [{ from, to: to() }] };
  }
}

/** Whether a program has said what becomes what: Terraform refuses two moves to one address. */
export function isMoved(resource: TerraformResource): boolean {
  const { moveTargets } = TerraformStack.of(resource);
  const targets = moveTargets['_resourceTargetMap'] as ReadonlyMap<string, TerraformResource>;

  return resource.hasResourceMove() !== undefined || [...targets.values()].includes(resource);
}

/** Logical ID of the construct with a path below the scope, whether there is one or was one. */
export function logicalIdBelow(scope: Construct, ...ids: string[]): string {
  const stack = TerraformStack.of(scope);
  const [id = '', ...deeper] = ids;
  const child = scope.node.tryFindChild(id);
  if (child) {
    return deeper.length > 0 ? logicalIdBelow(child, ...deeper) : stack.getLogicalId(child.node);
  }

  const stand = new Construct(scope, id);
  try {
    return deeper.length > 0 ? logicalIdBelow(stand, ...deeper) : stack.getLogicalId(stand.node);
  } finally {
    scope.node.tryRemoveChild(id);
  }
}
