import { relative, resolve } from 'node:path';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { AksConfig } from './config';

/** Gives a stack the state that the configuration asks for: one file per stack. */
export function defineStateBackend(stack: TerraformStack, { state }: AksConfig): void {
  const file = resolve(state.directory, `terraform.${stack.node.id}.tfstate`);

  // Relative to where Terraform runs, so that the JSON is the same wherever the checkout is.
  const workingDirectory = resolve(App.of(stack).outdir, 'stacks', stack.node.id);
  new LocalBackend(stack, { path: relative(workingDirectory, file) });
}
