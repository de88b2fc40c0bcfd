import { TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { KnownRole, RoleDoubts } from './role-doubts';
import { warn } from './warn';

const WORDS = {
  clusterRole: (name: string) => `RbacRole.clusterRole('${name}')`,
  role: (name: string, namespace: string) => `RbacRole.role('${name}') in namespace '${namespace}'`,
};

interface RolesOfStack {
  readonly known: KnownRole[];
  doubts?: RoleDoubts;
}

const rolesOfStack = new WeakMap<TerraformStack, RolesOfStack>();
const leftToConfiguration = new WeakSet<TerraformStack>();

/** Whoever builds the stack from a configuration warns of the names itself, with the line. */
export function leaveRolesToConfiguration(stack: TerraformStack): void {
  leftToConfiguration.add(stack);
}

/** Notes that a stack defines a role of this name. */
export function noteRole(stack: TerraformStack, role: KnownRole): void {
  rolesOf(stack).known.push(role);
}

/** What is known of a binding once the stack is complete. */
interface Bound {
  /** Undefined in the whole cluster, and where the name is not known yet. */
  readonly namespace?: string;
  readonly isTakenOver: boolean;
}

/** Warns, once all roles are defined, of a binding to a name that is probably a slip. */
export function warnOfDoubtfulRole(
  scope: IConstruct,
  { name, isNamespaced }: { readonly name: string; readonly isNamespaced: boolean },
  bound: () => Bound,
): void {
  const stack = TerraformStack.of(scope);
  if (leftToConfiguration.has(stack)) {
    return;
  }
  warn(scope, isNamespaced ? 'unknown-role' : 'unknown-cluster-role', () => {
    const { namespace, isTakenOver } = bound();
    const doubts = doubtsOf(stack);
    if (isTakenOver) {
      return undefined;
    }
    if (!isNamespaced) {
      return doubts.ofClusterRole(name);
    }
    return namespace === undefined ? undefined : doubts.ofRole(name, namespace);
  });
}

function doubtsOf(stack: TerraformStack): RoleDoubts {
  const roles = rolesOf(stack);
  roles.doubts ??= new RoleDoubts(roles.known, WORDS);
  return roles.doubts;
}

function rolesOf(stack: TerraformStack): RolesOfStack {
  const found = rolesOfStack.get(stack) ?? { known: [] };
  rolesOfStack.set(stack, found);
  return found;
}
