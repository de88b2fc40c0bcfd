import { LocalBackend, TerraformBackend, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { warn } from '../shared/warn';

/** Warns when the stack of something secret keeps its state in a local file, which only the end of synth can tell. */
export function warnAboutLocalState(scope: IConstruct, secret: string): void {
  warn(scope, 'secret-in-local-state', () => {
    const stack = TerraformStack.of(scope);
    const backend = stack.node.children.find((child) => TerraformBackend.isBackend(child));
    const isLocal = backend === undefined || backend instanceof LocalBackend;

    return isLocal
      ? `${secret} is kept in a local state file: give stack '${stack.node.id}' a remote backend`
      : undefined;
  });
}
