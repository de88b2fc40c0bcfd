import { TerraformStack } from 'cdktf';
import { SharedConfig } from '../config';

/**
 * Notes in the stack how many resources Terraform works on at once. Terraform has no setting for it, only an option: whatever
 * runs Terraform here reads it there, and passes it on.
 */
export function setParallelism(stack: TerraformStack, { terraform: { parallelism } }: SharedConfig): void {
  if (parallelism !== undefined) {
    stack.addOverride('//.metadata.parallelism', parallelism);
  }
}
