/** One grant of the benchmarks: a role in a namespace for two users and a group. */
export interface Grant {
  /** Name of the binding where each grant becomes one. */
  readonly name: string;

  readonly namespace: string;
  readonly role: string;

  /** User principal names. */
  readonly users: readonly [string, string];

  /** Object ID. */
  readonly group: string;
}

const NAMESPACES = 100;
const ROLES = 20;
const PEOPLE = 1000;
const GROUPS = 200;

/** Grants over 100 namespaces and 20 roles, the same for the same count; 1 000 people and 200 groups have them. */
export function grants(count: number): Grant[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `grant-${number(index, 5)}`,
    namespace: `team-${number(scattered(index, 1) % NAMESPACES, 3)}`,
    role: `role-${number(scattered(index, 2) % ROLES, 2)}`,
    users: [person(index), person(index + 1 + (index % 7))],
    group: `00000000-0000-4000-8000-${number(scattered(index, 3) % GROUPS, 12)}`,
  }));
}

function person(index: number): string {
  return `user-${number(index % PEOPLE, 4)}@contoso.com`;
}

function number(value: number, digits: number): string {
  return value.toString().padStart(digits, '0');
}

/** A whole number that follows from the index and looks as if it did not. */
function scattered(index: number, seed: number): number {
  const mixed = Math.imul((index + 1) ^ (seed << 20), 2654435761);

  return Math.imul(mixed ^ (mixed >>> 15), 2246822519) >>> 8;
}
