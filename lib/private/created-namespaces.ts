import { TerraformStack } from 'cdktf';
import { KubernetesConnection } from '../kubernetes-connection';
import { isLiteral } from './guards';

/** References to the namespaces that each stack creates, by connection and name. */
const createdInStack = new WeakMap<TerraformStack, Map<string, string>>();

/** Lets what is defined in a namespace later wait for it. */
export function noteNamespace(
  stack: TerraformStack,
  connection: KubernetesConnection | undefined,
  name: string,
  reference: string,
): void {
  if (isLiteral(name)) {
    const created = createdInStack.get(stack) ?? new Map<string, string>();
    createdInStack.set(stack, created.set(keyOf(connection, name), reference));
  }
}

/** The namespace as a reference when the stack has created it, so that what is in it comes after it; else its name. */
export function namespaceIn(
  stack: TerraformStack,
  connection: KubernetesConnection | undefined,
  name: string,
): string {
  return createdInStack.get(stack)?.get(keyOf(connection, name)) ?? name;
}

/** The name behind a reference to a namespace that the stack creates, or a name as it is; undefined when it is not known. */
export function nameOfNamespace(
  stack: TerraformStack,
  connection: KubernetesConnection | undefined,
  namespace: string,
): string | undefined {
  if (isLiteral(namespace)) {
    return namespace;
  }
  const prefix = keyOf(connection, '');
  const [key] =
    [...(createdInStack.get(stack) ?? [])].find(
      ([each, reference]) => reference === namespace && each.startsWith(prefix),
    ) ?? [];
  return key?.slice(prefix.length);
}

/** The first connection of a stack has no alias, and is meant where none is given. */
function keyOf(connection: KubernetesConnection | undefined, name: string): string {
  return `${connection?.alias ?? ''}/${name}`;
}
