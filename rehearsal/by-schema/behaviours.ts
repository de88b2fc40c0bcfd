import { azureId } from './azure-ids';
import { labelOf, Subject, withMadeUpValues } from './made-up-values';
import { BlockSchema } from '../protocol/schema';
import { canonical, conform, equalValues, State, Unknown, Value } from '../protocol/values';
import { Context, DataSourceBehaviour, ResourceBehaviour } from '../world/behaviour';
import { text } from '../world/attributes';

/** A resource type of which only the schema is known: kept as it is configured, with values made up for everything else. */
export function resourceBySchema(type: string, block: BlockSchema): ResourceBehaviour {
  const { id } = block.attributes ?? {};
  const isOfFramework = !(id?.computed && id.optional);
  const apply = (planned: State, _prior: State | null, context: Context): State => {
    const ownId = text(planned, 'id') ?? newId(type, block, planned, context);
    return {
      ...withMadeUpValues(block, planned, subjectOf(ownId, planned, context)),
      ...(id && { id: ownId }),
    };
  };
  if (id) {
    return { apply, isOfFramework };
  }

  const key = (object: State): string => requiredOf(block, object);
  return {
    isOfFramework,
    isKeptElsewhere: true,
    key,
    read: (object) => object,
    apply: (planned, prior, context) => {
      if (prior) {
        context.world.remove(type, key(prior));
      }
      return apply(planned, prior, context);
    },
  };
}

/** A data source of which only the schema is known: finds what was deployed under the same arguments, else something made up. */
export function dataSourceBySchema(type: string, block: BlockSchema): DataSourceBehaviour {
  return (query, context) => {
    const attributes = Object.entries(block.attributes ?? {});
    const deployed = context.world.all(type).find((object) => isAsAsked(block, query, object));
    const found = attributes.map(([name, { computed, type: wanted }]): [string, Value] => {
      const value = query[name] ?? null;
      return [name, value === null && computed ? knownOf(conform(wanted, deployed?.[name])) : value];
    });
    const known: State = { ...query, ...Object.fromEntries(found) };
    const id = text(known, 'id') ?? idOf(type, block, query, context);
    return {
      ...withMadeUpValues(block, known, subjectOf(id, known, context)),
      ...(block.attributes?.id && { id }),
    };
  };
}

function knownOf(value: Value): Value {
  return value ?? Unknown.VALUE;
}

function isAsAsked({ attributes = {} }: BlockSchema, query: State, object: State): boolean {
  const asked = Object.entries(attributes).filter(([name]) => (query[name] ?? null) !== null);
  return (
    asked.length > 0 &&
    asked.every(([name, { type }]) => equalValues(type, query[name]!, object[name] ?? null))
  );
}

function subjectOf(id: string, object: State, context: Context): Subject {
  return { id, label: labelOf(object, id), context };
}

function idOf(type: string, block: BlockSchema, object: State, context: Context): string {
  return type.startsWith('azurerm_')
    ? azureId(type, block, object, context)
    : context.uuid(type, requiredOf(block, object));
}

/** Two objects that nothing tells apart still have two IDs. */
function newId(type: string, block: BlockSchema, planned: State, context: Context): string {
  const id = idOf(type, block, planned, context);
  let free = id;
  for (let copy = 2; context.world.get(type, free); copy++) {
    free = type.startsWith('azurerm_') ? `${id}-${copy}` : context.uuid(id, String(copy));
  }
  return free;
}

function requiredOf({ attributes = {} }: BlockSchema, object: State): string {
  const required = Object.entries(attributes).filter(([, attribute]) => attribute.required);
  return required.map(([name, { type }]) => canonical(type, object[name])).join(' ');
}
