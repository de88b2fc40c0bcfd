import { RecordedAttribute } from './recorded-provider';
import { Value } from './values';

type Path = readonly (string | number)[];

/**
 * The spelling that the provider keeps of what was written.
 *
 * The recording says which attributes have one: locations and edge zones, in lower case and without blanks
 * (go-azure-helpers, resourcemanager/location and resourcemanager/edgezones, StateFunc).
 */
export function kept(at: Path, recorded: RecordedAttribute | undefined, value: Value): Value {
  return recorded?.stateFunc && isPlace(at) && typeof value === 'string' ? normalizedPlace(value) : value;
}

/**
 * Whether the provider takes two values for the same, although they differ.
 *
 * The recording says which attributes are compared in a way of their own, not in which. Of those that are recorded, some are
 * names and IDs whose case does not matter, some are times, some JSON.
 */
export function isSuppressed(
  at: Path,
  recorded: RecordedAttribute | undefined,
  prior: Value,
  value: Value,
): boolean {
  if (!recorded?.diffSuppress || typeof prior !== 'string' || typeof value !== 'string' || prior === '') {
    return false;
  }
  const spelt = isPlace(at)
    ? normalizedPlace
    : looksLikeJson(value)
      ? compact
      : isTime(value)
        ? instant
        : lowerCase;
  return spelt(prior) === spelt(value);
}

export function normalizedPlace(place: string): string {
  return place.toLowerCase().replaceAll(' ', '');
}

function isPlace(at: Path): boolean {
  return at.at(-1) === 'location' || at.at(-1) === 'edge_zone';
}

function isTime(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T/.test(text) && !Number.isNaN(Date.parse(text));
}

function instant(text: string): string {
  return String(Date.parse(text));
}

function lowerCase(text: string): string {
  return text.toLowerCase();
}

function looksLikeJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}

function compact(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}
