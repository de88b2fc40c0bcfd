import { metadataOf, TerraformObject } from '../rbac/from-terraform';
import { StackJson, ClusterStacks } from './synthesized-app';

/** A resource and the name of its stack, within which its references hold. */
export interface StackResource {
  readonly stack: string;
  readonly resource: TerraformObject;
}

const NAME_OF_OBJECT = /^\$\{(kubernetes_\w+)\.([\w-]+)\.metadata(?:\[0\]|\.0)?\.name\}$/;

/** All resources of a type, in the order of the stacks. */
export function resourcesOfType({ stacks }: ClusterStacks, type: string): StackResource[] {
  return Object.entries(stacks).flatMap(([stack, { resource = {} }]) =>
    Object.values(resource[type] ?? {}).map((instance) => ({ stack, resource: instance })),
  );
}

/** All objects of Kubernetes, by either name of their type; names that come from other objects are filled in. */
export function kubernetesResources(app: ClusterStacks, type: string): StackResource[] {
  return [`${type}_v1`, type]
    .flatMap((name) => resourcesOfType(app, name))
    .map(({ stack, resource }) => ({
      stack,
      resource: withNames(resource, app.stacks[stack]!) as TerraformObject,
    }));
}

function withNames(value: unknown, stack: StackJson): unknown {
  if (typeof value === 'string') {
    const [, type, id] = NAME_OF_OBJECT.exec(value) ?? [];
    const named = type && id ? stack.resource?.[type]?.[id] : undefined;
    return named ? metadataOf(named).name : value;
  }
  if (Array.isArray(value)) {
    return value.map((entry) => withNames(entry, stack));
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, withNames(entry, stack)]))
    : value;
}
