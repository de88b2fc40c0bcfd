import { TerraformElement, TerraformStack } from 'cdktf';
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

    return unless?.() ? {} : { moved: [{ from, to: to() }] };
  }
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
