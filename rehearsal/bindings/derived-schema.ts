import {
  AttributeSchema,
  BlockSchema,
  NestedAttributes,
  NestedBlockSchema,
  Schema,
} from '../protocol/schema';
import { CtyType } from '../protocol/values';
import { Flags, GeneratedSource, GeneratedType, Member } from './generated-source';

/** How often a structure may be in itself: the generator folds what repeats, the schema of a provider ends somewhere. */
const DEEPEST_REPETITION = 3;

/** cdktf adds it to the configuration of each provider. */
const ALIAS = 'alias';

/**
 * The schema that bindings were generated from, as far as they tell.
 *
 * They do not tell which values are sensitive or deprecated, how many blocks there may be where it is more than one, and what
 * replaces an object. That a value is never stored is taken from its name: `_wo`, as all providers have it.
 *
 * @param source what was generated for the type
 * @param protocol version of the plugin protocol that the provider speaks: in 5, structures are values as a whole; in 6, what is
 * in them has flags of its own, unless the type is of the older SDK
 */
export function derivedSchema(source: GeneratedSource, protocol: 5 | 6): Schema {
  const { members, isProvider } = source;
  const own = isProvider ? members.filter(({ name }) => name !== ALIAS) : members;

  return { version: 0, block: new Derivation(source, protocol === 6 && !isOfSdk(own)).block(own, []) };
}

/** Terraform's older SDK for providers (version 2) gives every type an ID that may be written. */
function isOfSdk(members: readonly (Flags & { readonly name: string })[]): boolean {
  return members.some(({ name, computed, optional }) => name === 'id' && computed && optional);
}

class Derivation {
  constructor(
    private readonly source: GeneratedSource,
    private readonly hasNestedAttributes: boolean,
  ) {}

  block(members: readonly Member[], within: readonly string[]): BlockSchema {
    const attributes: Record<string, AttributeSchema> = {};
    const blocks: Record<string, NestedBlockSchema> = {};
    for (const member of members) {
      if (member.isBlock) {
        const nested = this.nested(member, within);
        if (nested) {
          blocks[member.name] = nested;
        }
      } else {
        attributes[member.name] = this.attribute(member, within);
      }
    }
    return { attributes, block_types: blocks };
  }

  private attribute(member: Member, within: readonly string[]): AttributeSchema {
    const { name, type, computed, optional, required } = member;
    const mayBeNested = this.hasNestedAttributes && (optional || required);
    const nested = mayBeNested ? this.nestedAttributes(type, within) : undefined;
    return {
      type: this.ctyType(type, within),
      ...(nested && { nested_type: nested }),
      ...(computed && { computed }),
      ...(optional && { optional }),
      ...(required && { required }),
      ...(name.endsWith('_wo') && { write_only: true }),
    };
  }

  private nestedAttributes(type: GeneratedType, within: readonly string[]): NestedAttributes | undefined {
    const structure = 'element' in type ? type.element : type;
    if (structure.kind !== 'struct' || this.repeats(structure.struct, within)) {
      return undefined;
    }
    const { struct } = structure;
    const members = this.source.membersOfStruct(struct);
    return {
      nesting_mode: type.kind === 'struct' ? 'single' : (type.kind as 'list' | 'set' | 'map'),
      attributes: Object.fromEntries(
        members.map((one) => [one.name, this.attribute(one, [...within, struct])]),
      ),
    };
  }

  private nested(member: Member, within: readonly string[]): NestedBlockSchema | undefined {
    const { type, required, isSingle } = member;
    const structure = type.kind === 'struct' ? type : 'element' in type ? type.element : undefined;
    if (structure?.kind !== 'struct' || this.repeats(structure.struct, within)) {
      return undefined;
    }
    const { struct } = structure;
    return {
      nesting_mode: type.kind === 'struct' ? 'single' : (type.kind as 'list' | 'set' | 'map'),
      block: this.block(this.source.membersOfStruct(struct), [...within, struct]),
      ...(required && type.kind !== 'struct' && { min_items: 1 }),
      ...(isSingle && { max_items: 1 }),
    };
  }

  private ctyType(type: GeneratedType, within: readonly string[]): CtyType {
    switch (type.kind) {
      case 'list':
      case 'set':
      case 'map':
        return [type.kind, this.ctyType(type.element, within)];
      case 'struct': {
        const { struct } = type;
        const members = this.repeats(struct, within) ? [] : this.source.membersOfStruct(struct);
        return [
          'object',
          Object.fromEntries(
            members.map((member) => [member.name, this.ctyType(member.type, [...within, struct])]),
          ),
        ];
      }
      default:
        return type.kind;
    }
  }

  private repeats(struct: string, within: readonly string[]): boolean {
    return within.filter((one) => one === struct).length >= DEEPEST_REPETITION;
  }
}
