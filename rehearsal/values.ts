/** A value that Terraform does not know yet; on the wire a MessagePack extension. */
export class Unknown {
  static readonly VALUE = new Unknown();

  private constructor() {}
}

/**
 * A cty value as the stand-ins see it.
 *
 * Lists, sets and tuples are arrays; maps, objects and nested blocks are plain objects; an absent value is null.
 */
export type Value = null | boolean | number | string | Unknown | Value[] | { [name: string]: Value };

/** One object of a resource, data source or provider configuration: attribute or block name to value. */
export type State = { [name: string]: Value };
