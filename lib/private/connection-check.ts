import { TerraformProvider, TerraformResource, TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { KubernetesConnection } from '../kubernetes-connection';
import { honourDependencies } from './dependencies';
import { isInTree } from './in-tree';
import { ValidationError } from '../shared/errors';

/**
 * Refuses a connection of another stack, whose provider Terraform could not find, and, at synth, no connection where
 * there are several. What the connection depends on comes before what is created through it, as providers cannot wait.
 *
 * @param what the construct in words, such as 'the binding'
 */
export function checkConnection(
  construct: Construct,
  what: string,
  connection: KubernetesConnection | undefined,
): void {
  honourDependencies(
    construct,
    () => connection ?? KubernetesConnection._firstOf(TerraformStack.of(construct)),
  );
  if (!connection) {
    construct.node.addValidation({
      validate: () => KubernetesConnection._problemsWithoutConnection(TerraformStack.of(construct)),
    });
    noteUnconnected(construct);
    return;
  }

  const own = TerraformStack.of(construct);
  const other = TerraformStack.of(connection);
  if (own !== other) {
    throw new ValidationError(
      `connection '${connection.node.path}' is of stack '${other.node.id}' and ${what} of stack '${own.node.id}': ` +
        `define a KubernetesConnection in the stack of ${what}`,
      construct,
    );
  }
}

/** What is left to the default provider of each stack. */
const unconnected = new WeakMap<TerraformStack, Construct[]>();

function noteUnconnected(construct: Construct): void {
  const stack = TerraformStack.of(construct);
  const noted = unconnected.get(stack);
  if (noted) {
    noted.push(construct);
    return;
  }
  unconnected.set(stack, [construct]);
  stack.node.addValidation({ validate: () => problemsWithoutDefault(stack) });
}

/**
 * A provider with an alias is nobody's default. Terraform then makes one that is configured by the environment, `KUBE_*`, so that
 * bindings would be in whatever cluster that names.
 */
function problemsWithoutDefault(stack: TerraformStack): string[] {
  const providers = stack.node.findAll().filter(isKubernetesProvider);
  const isOverridden = 'provider' in stack['rawOverrides'];
  if (isOverridden || providers.some(({ alias }) => alias === undefined)) {
    return [];
  }
  const [first, ...others] = (unconnected.get(stack) ?? []).filter(isInTree).filter(isLeftToDefault);
  if (!first) {
    return [];
  }
  const further = others.length > 0 ? ` and ${others.length} more` : '';
  if (providers.length === 0) {
    return [
      `'${first.node.path}'${further} would be deployed to no cluster: define a KubernetesConnection in stack '${stack.node.id}'`,
    ];
  }
  const aliases = providers.map(({ alias }) => `'${alias}'`).join(' and ');
  return [
    `'${first.node.path}'${further} would be deployed to the cluster that KUBE_* variables name, as the kubernetes providers of the ` +
      `stack have aliases, ${aliases}, and none is the default: define a KubernetesConnection, or leave the alias out`,
  ];
}

function isKubernetesProvider(one: IConstruct): one is TerraformProvider {
  return TerraformProvider.isTerraformProvider(one) && one.terraformResourceType === 'kubernetes';
}

/** Whether a resource of the construct has no provider of its own, as an escape hatch gives it. */
function isLeftToDefault(construct: Construct): boolean {
  return construct.node
    .findAll()
    .filter((one) => TerraformResource.isTerraformResource(one))
    .filter(({ terraformResourceType }) => terraformResourceType.startsWith('kubernetes_'))
    .some((one) => one.provider === undefined && !('provider' in one['rawOverrides']));
}
