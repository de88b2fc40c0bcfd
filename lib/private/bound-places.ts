import { TerraformStack } from 'cdktf';
import { KubernetesConnection } from '../kubernetes-connection';
import type { IRbacRole } from '../rbac-role';
import { nameOfNamespace } from './created-namespaces';
import { BoundPlaces } from './granted-places';
import { isLiteral } from './guards';

interface Noted {
  readonly connection?: KubernetesConnection;
  readonly role: string;
  readonly namespace?: string;
}

const boundInStack = new WeakMap<TerraformStack, Noted[]>();

/** Cluster Kubernetes roles that take over the rules of another one. */
const TAKEN_OVER_BY: ReadonlyMap<string, string> = new Map([
  ['view', 'edit'],
  ['edit', 'admin'],
]);

/** Notes that a binding grants a role in a namespace or, without one, in the whole cluster. */
export function noteBinding(
  stack: TerraformStack,
  connection: KubernetesConnection | undefined,
  { name, isNamespaced }: IRbacRole,
  namespace: string | undefined,
): void {
  if (isNamespaced || !isLiteral(name)) {
    return;
  }
  const noted = boundInStack.get(stack) ?? [];
  boundInStack.set(stack, noted);
  noted.push({ connection, role: name, namespace });
}

/** Where cluster roles of these names are bound, or others that take them over; to be asked when all bindings are defined. */
export function boundPlaces(
  stack: TerraformStack,
  connection: KubernetesConnection | undefined,
  roles: readonly string[],
): BoundPlaces {
  const names = new Set(roles);
  for (const name of names) {
    const further = TAKEN_OVER_BY.get(name);
    if (further !== undefined) {
      names.add(further);
    }
  }
  const bindings = (boundInStack.get(stack) ?? []).filter(
    (noted) => names.has(noted.role) && (noted.connection?._key ?? '') === (connection?._key ?? ''),
  );
  const inNamespaces = new Set(bindings.flatMap(({ namespace }) => namespace ?? []));
  const named = [...inNamespaces].map((namespace) => nameOfNamespace(stack, connection, namespace));
  const known = new Set(named.filter((name) => name !== undefined));

  return {
    inCluster: bindings.some(({ namespace }) => namespace === undefined),
    namespaces: [...known].sort(),
    unnamed: named.filter((name) => name === undefined).length,
  };
}
