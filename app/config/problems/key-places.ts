import { z } from 'zod';
import { formatPath, KeyPath, KIND_KEYS } from '../node';

type Schema = z.core.JSONSchema.JSONSchema;

/** More places than these help nobody. */
const FEW = 3;

/** A map that has a key, and what decides that it has, such as `mode: legacy`. */
interface Place {
  readonly map: string;
  readonly kind?: string;
}

/** Finds where a key belongs that has been written in the wrong map. */
export class KeyPlaces {
  private places?: ReadonlyMap<string, readonly Place[]>;

  constructor(private readonly schema: z.ZodType) {}

  /** Where a key belongs that is unknown in a map, in words; undefined where it belongs nowhere, or in too many. */
  of(key: string, map: KeyPath): string | undefined {
    this.places ??= placesIn(z.toJSONSchema(this.schema, { io: 'input' }) as Schema);
    const all = this.places.get(key) ?? [];
    const here = all.filter((place) => place.map === inGeneral(map)).map(({ kind }) => `'${kind}'`);
    const words = here.length > 0 ? [`beside ${here.join(' or ')}`] : nearest(all).map(inWords);

    return words.length === 0 || words.length > FEW ? undefined : `'${key}' belongs ${words.join(' or ')}`;
  }
}

function placesIn(root: Schema): ReadonlyMap<string, readonly Place[]> {
  const places = new Map<string, Place[]>();
  const visit = (schema: Schema | boolean | undefined, map: string): void => {
    if (typeof schema !== 'object') {
      return;
    }
    const properties = Object.entries(schema.properties ?? {});
    const kinds = properties.flatMap(([key, value]) =>
      KIND_KEYS.includes(key) && typeof value === 'object' && typeof value.const === 'string'
        ? [`${key}: ${value.const}`]
        : [],
    );
    for (const [key, value] of properties) {
      places.set(key, [...(places.get(key) ?? []), { map, kind: kinds[0] }]);
      visit(value, map ? `${map}.${key}` : key);
    }
    for (const choice of [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]) {
      visit(choice, map);
    }
    visit(schema.items as Schema | undefined, `${map}[]`);
  };

  visit(root, '');
  return places;
}

/** The maps that are least deep; entries of clusters hold what sections hold, and are left out where these have it. */
function nearest(places: readonly Place[]): string[] {
  const maps = [...new Set(places.map(({ map }) => map))];
  const sections = maps.filter((map) => !map.startsWith('clusters[]'));
  const left = sections.length > 0 ? sections : maps;
  const depth = Math.min(...left.map(depthOf));
  return left.filter((map) => depthOf(map) === depth);
}

function inGeneral(path: KeyPath): string {
  return formatPath(path).replace(/\[\d+\]/g, '[]');
}

function depthOf(map: string): number {
  return map === '' ? 0 : map.split('.').length;
}

function inWords(map: string): string {
  if (map === '') {
    return 'at the top level';
  }
  return map.endsWith('[]') ? `in an entry of '${map.slice(0, -2)}'` : `under '${map}'`;
}
