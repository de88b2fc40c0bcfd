import {
  TerraformDataSource,
  TerraformElement,
  TerraformModule,
  TerraformProvider,
  TerraformResource,
  TerraformStack,
} from 'cdktf';
import { IConstruct } from 'constructs';
import { ValidationError } from '../shared/errors';
import { visible } from '../shared/visible';

/** Ends up as an address that begins with a digit or a hyphen, where cdktf names it after its IDs below the stack. */
const NO_ADDRESS = /^[^A-Za-z0-9_-]*[0-9-]/;

/** IDs that cdktf leaves out of addresses. */
const HIDDEN_IDS = ['Default', 'Resource'];

/** What Terraform takes as a name, in letters of any language. It knows an earlier Unicode, where four characters were no part of names. */
const NAME = /^(?!.*(\u200c|\u200d|\u30fb|\uff65))[\p{ID_Start}_][\p{ID_Continue}-]*$/u;

const NO_NAME = /^[^\p{ID_Start}_]/u;

const checkedStacks = new WeakSet<TerraformStack>();

/**
 * Refuses a construct whose ID is a token, and at synth what cdktf takes: addresses that Terraform would refuse, or that two
 * resources have, of which one would get lost. Not before: a logical ID may be overridden until then.
 */
export function requirePlace(scope: IConstruct | undefined): void {
  const ids = requireStack(scope);
  if (!scope) {
    return;
  }
  const token = ids.find((id) => id.includes('TfToken['));
  if (token !== undefined) {
    throw new ValidationError(
      'the construct ID is a token, so it and every address below it change whenever the program does: use a plain string',
      scope,
    );
  }
  checkNames(ids, scope);
  checkAddresses(TerraformStack.of(scope));
}

/**
 * Refuses a construct outside of stacks: beside them, nobody would deploy it.
 *
 * @returns the IDs from below the stack to the construct
 */
export function requireStack(scope: IConstruct | undefined): string[] {
  const ids: string[] = [];
  for (let one = scope; one; one = one.node.scope) {
    if (TerraformStack.isStack(one)) {
      return ids.reverse();
    }
    ids.push(one.node.id);
  }
  if (scope) {
    throw new ValidationError(
      'the construct is in no stack: pass a TerraformStack, or something in one, as scope',
      scope,
    );
  }
  return ids;
}

function checkNames(ids: readonly string[], scope: IConstruct): void {
  const first = ids.find((id) => !HIDDEN_IDS.includes(id));
  if (first === undefined || !NO_ADDRESS.test(first)) {
    return;
  }
  scope.node.addValidation({
    validate: () => {
      const refused = scope.node
        .findAll()
        .filter((one) => !TerraformProvider.isTerraformProvider(one))
        .filter((one) => TerraformElement.isTerraformElement(one))
        .map(({ friendlyUniqueId }) => friendlyUniqueId)
        .find((address) => NO_NAME.test(address));
      return refused === undefined
        ? []
        : [
            `construct ID '${visible(first)}' makes the address '${refused}', which Terraform refuses: begin the ID with a ` +
              'letter or an underscore',
          ];
    },
  });
}

function checkAddresses(stack: TerraformStack): void {
  if (checkedStacks.has(stack)) {
    return;
  }
  checkedStacks.add(stack);
  stack.node.addValidation({
    validate: () => {
      const paths = new Map<string, string>();
      return stack.node
        .findAll()
        .filter(
          (one) =>
            TerraformResource.isTerraformResource(one) || TerraformDataSource.isTerraformDataSource(one),
        )
        .filter((one) => TerraformStack.of(one) === stack)
        .flatMap((one) => {
          const address = addressOf(one);
          const first = paths.get(address);
          paths.set(address, one.node.path);
          return [
            ...(first === undefined
              ? []
              : [
                  `'${first}' and '${one.node.path}' both have the address '${address}', so one would overwrite the other: ` +
                    'change the construct ID of one, or rename it with overrideLogicalId()',
                ]),
            ...nameProblems(one),
          ];
        });
    },
  });
}

/** As Terraform has it in `depends_on`. */
export function addressOf(one: TerraformResource | TerraformDataSource | TerraformModule): string {
  if (one instanceof TerraformModule) {
    return `module.${one.friendlyUniqueId}`;
  }
  const address = `${one.terraformResourceType}.${one.friendlyUniqueId}`;
  return TerraformDataSource.isTerraformDataSource(one) ? `data.${address}` : address;
}

/** Of a name that is not made of IDs. */
function nameProblems(one: TerraformElement & IConstruct): string[] {
  const name = one.friendlyUniqueId;
  return NAME.test(name) || name === TerraformStack.of(one).getLogicalId(one.node)
    ? []
    : [
        `overrideLogicalId('${visible(name)}') of '${one.node.path}' is not a name that Terraform accepts: use letters, digits, underscores ` +
          'and hyphens, and begin with a letter or an underscore',
      ];
}
