import { Random } from './random';

/** Data as YAML and JSON have it. */
export type Tree = unknown;

export type Path = readonly (string | number)[];

/** Every place in data, the whole first. */
export function pathsIn(tree: Tree, path: Path = []): Path[] {
  return [path, ...childrenOf(tree).flatMap(([key, child]) => pathsIn(child, [...path, key]))];
}

export function at(tree: Tree, path: Path): Tree {
  return path.reduce<Tree>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? own(inner, key) : undefined),
    tree,
  );
}

/** The same with something else in one place; undefined takes it out. */
export function put(tree: Tree, [key, ...rest]: Path, value: Tree): Tree {
  if (key === undefined) {
    return value;
  }
  const child = rest.length > 0 ? put(at(tree, [key]), rest, value) : value;
  if (Array.isArray(tree)) {
    return child === undefined
      ? tree.filter((_, index) => index !== key)
      : tree.map((item: unknown, index) => (index === key ? child : item));
  }
  const others = Object.entries(tree ?? {});
  return Object.fromEntries(
    others.some(([name]) => name === key)
      ? others
          .map(([name, one]) => [name, name === key ? child : (one as unknown)])
          .filter(([, one]) => one !== undefined)
      : [...others, [String(key), child]],
  );
}

/** The same map with another name for a key, in its place. */
export function rename(tree: Tree, path: Path, name: string): Tree {
  const around = path.slice(0, -1);
  const entries = Object.entries(at(tree, around) as object);
  return put(
    tree,
    around,
    Object.fromEntries(entries.map(([key, value]) => [key === path.at(-1) ? name : key, value as unknown])),
  );
}

/** The same a step smaller: without a part, or with a shorter text. */
export function* smallerTrees(tree: Tree): Generator<Tree> {
  const paths = pathsIn(tree).slice(1);
  for (const path of [...paths].sort((one, other) => one.length - other.length)) {
    yield put(tree, path, undefined);
  }
  for (const path of paths) {
    const value = at(tree, path);
    if (typeof value === 'string' && value.length > 1) {
      yield put(tree, path, value.slice(0, Math.floor(value.length / 2)));
      yield put(tree, path, value.slice(1));
      yield put(tree, path, value.slice(0, -1));
    }
  }
}

/** Changes data in one place. */
export function mutated(tree: Tree, random: Random, values: readonly Tree[], names: readonly string[]): Tree {
  const path = random.of(pathsIn(tree));
  const key = path.at(-1);
  switch (random.below(7)) {
    case 0:
      return path.length > 0 ? put(tree, path, undefined) : tree;
    case 1:
      return typeof key === 'string'
        ? rename(tree, path, random.of(names))
        : put(tree, path, random.of(values));
    case 2: {
      // Something from elsewhere.
      const other = at(tree, random.of(pathsIn(tree)));
      return path.length > 0 ? put(tree, path, other) : tree;
    }
    case 3: {
      const value = at(tree, path);
      if (Array.isArray(value)) {
        return put(tree, path, [
          ...(value as unknown[]),
          value.length > 0 ? random.of(value as unknown[]) : null,
        ]);
      }
      return typeof value === 'object' && value !== null
        ? put(tree, [...path, random.of(names)], random.of(values))
        : put(tree, path, [value]);
    }
    case 4: {
      const value = at(tree, path);
      return typeof value === 'string' ? put(tree, path, changedText(value, random)) : tree;
    }
    default:
      return path.length > 0 ? put(tree, path, random.of(values)) : tree;
  }
}

function changedText(text: string, random: Random): string {
  const place = random.below(text.length + 1);
  const inserted = random.of([
    '-',
    '--',
    '/',
    '.',
    ' ',
    'A',
    '0',
    '%',
    '{',
    '}',
    '$',
    '#',
    '\n',
    'ü',
    "'",
    '"',
    '{key}',
    '',
  ]);
  return text.slice(0, place) + inserted + text.slice(place + random.below(2));
}

function childrenOf(tree: Tree): [string | number, Tree][] {
  if (Array.isArray(tree)) {
    return tree.map((item: unknown, index) => [index, item]);
  }
  return typeof tree === 'object' && tree !== null ? Object.entries(tree) : [];
}

function own(container: object, key: string | number): unknown {
  return Object.prototype.hasOwnProperty.call(container, key)
    ? (container as Record<string | number, unknown>)[key]
    : undefined;
}
