import { TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { closeTo } from './close-to';
import { KnownRole, RoleDoubts } from './role-doubts';
import { warn } from './warn';

const WORDS = {
  clusterRole: (name: string) => `RbacRole.clusterRole('${name}')`,
  role: (name: string, namespace: string) => `RbacRole.role('${name}') in namespace '${namespace}'`,
};

/** A role as the stack defines it. */
interface NotedRole extends KnownRole {
  /** Labels that it selects other roles by. */
  readonly aggregateFrom?: readonly { readonly [label: string]: string }[];
}

interface RolesOfStack {
  readonly known: NotedRole[];
  doubts?: RoleDoubts;
}

const rolesOfStack = new WeakMap<TerraformStack, RolesOfStack>();
const leftToConfiguration = new WeakSet<TerraformStack>();

/** Whoever builds the stack from a configuration warns of the names itself, with the line. */
export function leaveRolesToConfiguration(stack: TerraformStack): void {
  leftToConfiguration.add(stack);
}

/** Notes that a stack defines a role of this name. */
export function noteRole(stack: TerraformStack, role: NotedRole): void {
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

/** ClusterRoles of every cluster that others are added to. */
const AGGREGATING = ['view', 'edit', 'admin'];

/** Warns, once all roles are defined, of a role that is added to one which takes nothing over. */
export function warnOfDoubtfulAggregation(
  scope: IConstruct,
  role: string,
  target: string,
  label: string,
): void {
  if (AGGREGATING.includes(target)) {
    return;
  }
  const stack = TerraformStack.of(scope);
  warn(scope, 'unknown-aggregation', () => {
    const { known } = rolesOf(stack);
    if (known.some(({ aggregateFrom = [] }) => aggregateFrom.some((labels) => labels[label] === 'true'))) {
      return undefined;
    }
    const isHere = known.some(({ name, namespace }) => name === target && namespace === undefined);
    const meant = closeTo(target, AGGREGATING);
    if (target !== 'cluster-admin' && !isHere && meant === undefined) {
      return undefined;
    }
    const fix =
      isHere || meant === undefined || target === 'cluster-admin'
        ? `only ${AGGREGATING.map((name) => `'${name}'`).join(', ')} do, and roles of your own whose 'aggregateFrom' has the label '${label}'`
        : `did you mean '${meant}'?`;
    return `ClusterRole '${role}' is to be added to '${target}', which takes no rules over: ${fix}`;
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
