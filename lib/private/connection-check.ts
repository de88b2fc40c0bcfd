import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { KubernetesConnection } from '../kubernetes-connection';
import { honourDependencies } from './dependencies';
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
