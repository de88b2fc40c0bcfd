import { AksConfig } from '../config';

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

/** How long a name may be, where the prefix and the stack could well make it longer. */
const MAX_LENGTH: Partial<
  Record<StateConfig['backend'], { readonly length: number; readonly what: string }>
> = {
  hcp: { length: 90, what: 'the name of a workspace' },
  remote: { length: 90, what: 'the name of a workspace' },
  pg: { length: 63, what: 'the name of a schema, which PostgreSQL would cut off' },
  kubernetes: { length: 63, what: 'the suffix of a Secret, which is a label too' },
};

/** Why the state of a stack cannot have the name that the rule gives it; undefined where it can. */
export function stateNameProblem(state: StateConfig, stack: string): string | undefined {
  const name = stateName(state, stack);
  const limit = MAX_LENGTH[state.backend];

  return limit && name.length > limit.length
    ? `'${name}' has ${name.length} characters, and ${limit.what} has at most ${limit.length}: use a shorter prefix`
    : undefined;
}
