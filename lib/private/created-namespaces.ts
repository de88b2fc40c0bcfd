import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { KubernetesConnection } from '../kubernetes-connection';
import { isLiteral } from './guards';
import { isInTree } from './in-tree';

/** A namespace that a stack creates, and what refers to it. */
interface Created {
  readonly construct: Construct;
  readonly reference: string;
}

/** By connection and name. */
const createdInStack = new WeakMap<TerraformStack, Map<string, Created>>();

/** Lets what is defined in a namespace later wait for it. */
export function noteNamespace(
  construct: Construct,
  connection: KubernetesConnection | undefined,
  name: string,
  reference: string,
): void {
  if (isLiteral(name)) {
    const stack = TerraformStack.of(construct);
    const created = createdInStack.get(stack) ?? new Map<string, Created>();
    createdInStack.set(stack, created.set(keyOf(connection, name), { construct, reference }));
  }
}

/** The namespace as a reference when the stack has created it, so that what is in it comes after it; else its name. */
export function namespaceIn(
  stack: TerraformStack,
  connection: KubernetesConnection | undefined,
  name: string,
): string {
  const created = createdInStack.get(stack)?.get(keyOf(connection, name));

  return created && isInTree(created.construct) ? created.reference : name;
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
      ([each, { reference }]) => reference === namespace && each.startsWith(prefix),
    ) ?? [];
  return key?.slice(prefix.length);
}

function keyOf(connection: KubernetesConnection | undefined, name: string): string {
  return `${connection?._key ?? ''}/${name}`;
}
