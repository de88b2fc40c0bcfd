import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { isInTree } from './in-tree';

/** What the constructs of each stack have for themselves, such as a name, by a key. */
export class Claims<T extends Construct> {
  private readonly ofStack = new WeakMap<TerraformStack, Map<string, T>>();

  /** Notes whose a key is; the construct whose it was before, which stays so as long as that is in the tree. */
  claim(key: string, construct: T): T | undefined {
    const stack = TerraformStack.of(construct);
    const owners = this.ofStack.get(stack) ?? new Map<string, T>();
    this.ofStack.set(stack, owners);

    const owner = owners.get(key);
    if (owner && isInTree(owner)) {
      return owner;
    }
    owners.set(key, construct);
    return undefined;
  }
}
