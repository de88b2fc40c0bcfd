import { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { Claims } from './claims';

/** What each stack defines, by provider, kind and name. */
const objects = new Claims<Construct>();

/**
 * Refuses, at synth, two constructs of one stack that would be the same object: the second cannot be created, or undoes what
 * the first has done. Through another provider, which is decided by then, it is another object.
 *
 * @param object in words, such as `namespace 'shop'`
 * @param names what tells objects of this type apart; of tokens, only the same one is equal
 */
export function requireUnique(
  construct: Construct,
  resource: TerraformResource,
  object: string,
  names: readonly string[],
  fix = 'define it once',
): void {
  construct.node.addValidation({
    validate: () => {
      const type = resource.terraformResourceType;
      // Azure and its directory compare names without regard to case.
      const compared = names.map((name) =>
        type.startsWith('kubernetes_') ? name : String(name).toLowerCase(),
      );
      const key = JSON.stringify([type, resource.provider?.alias, ...compared.map(String)]);
      const first = objects.claim(key, construct) ?? construct;
      return first === construct ? [] : [`${object} is that of '${first.node.path}', too: ${fix}`];
    },
  });
}
