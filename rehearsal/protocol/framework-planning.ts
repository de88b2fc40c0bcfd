import { AttributeSchema, BlockSchema, impliedType } from './schema';
import { equalValues, isList, isObject, mapValues, State, Unknown, Value } from './values';

/**
 * Plans one change as Terraform's plugin framework does for types that say nothing of their own.
 *
 * `proposed` is Terraform's own merge of configuration and prior state. What it leaves open and the provider fills in is unknown,
 * and a change leaves what was filled in before as it is, as most types ask for (UseStateForUnknown).
 *
 * Source: terraform-plugin-framework, internal/fwserver/server_planresourcechange.go (MarkComputedNilsAsUnknown).
 */
export function planFrameworkChange(block: BlockSchema, prior: State | null, proposed: State): State {
  const type = impliedType(block);

  return prior && equalValues(type, prior, proposed) ? prior : planBlock(block, proposed);
}

function planBlock({ attributes = {}, block_types: blocks = {} }: BlockSchema, proposed: State): State {
  return {
    ...planAttributes(attributes, proposed),
    ...mapValues(blocks, ({ nesting_mode: mode, block }, name) =>
      planEach(proposed[name] ?? null, mode, (one) => planBlock(block, one)),
    ),
  };
}

function planAttributes(attributes: Readonly<Record<string, AttributeSchema>>, proposed: State): State {
  return mapValues(attributes, ({ computed, write_only: isWriteOnly, nested_type: nested }, name) => {
    const value = proposed[name] ?? null;
    if (isWriteOnly) {
      return null;
    }
    if (value === null) {
      return computed ? Unknown.VALUE : null;
    }
    return nested
      ? planEach(value, nested.nesting_mode, (one) => planAttributes(nested.attributes, one))
      : value;
  });
}

function planEach(value: Value, mode: string, plan: (one: State) => State): Value {
  const planOne = (one: Value): Value => (isObject(one) ? plan(one) : one);
  if (isList(value)) {
    return value.map(planOne);
  }
  return mode === 'map' && isObject(value) ? mapValues(value, planOne) : planOne(value);
}
