import { AksConfig } from './config';

/**
 * The one rule by which each stack gets a state of its own: what the backend tells states apart by is made of the prefix
 * and the ID of the stack, which carries the environment and the cluster.
 */

export type StateConfig = AksConfig['state'];
export type StateConfigOf<Backend extends StateConfig['backend']> = Extract<
  StateConfig,
  { backend: Backend }
>;

/** The key, workspace, schema, secret suffix or address of the state of a stack. */
export function stateName(state: StateConfig, stack: string): string {
  switch (state.backend) {
    case 'local':
      return `terraform.${stack}.tfstate`;
    case 'http':
      return state.address.replaceAll('{stack}', stack);
    case 'hcp':
    case 'remote':
      return behind(state.prefix, '-', stack);
    case 'pg':
      return behind(state.prefix, '_', stack.replaceAll('-', '_'));
    case 'kubernetes':
      // Terraform refuses a suffix that ends with a number, which it numbers the parts of a long state with.
      return `${behind(state.prefix, '-', stack)}-state`;
    case 'gcs':
    case 'consul':
      return behind(state.prefix, '/', stack);
    default:
      return behind(state.prefix, '/', `${stack}.tfstate`);
  }
}

function behind(prefix: string, separator: string, name: string): string {
  return prefix === '' ? name : `${prefix}${separator}${name}`;
}

/** The tag by which a workspace of HCP Terraform belongs to one stack alone. */
export function stackTag(stack: string): string {
  return `stack:${stack}`;
}
