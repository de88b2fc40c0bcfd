import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

type Json = Record<string, unknown>;
type Blocks = Record<string, Record<string, Json>>;

/** A resource or data source of a stack. */
interface Block {
  /** What refers to it: `azuread_group.Admins`, `data.azuread_user.Alice`. */
  readonly address: string;

  /** The address without its name. */
  readonly type: string;

  readonly content: string;
}

const MAY_DIFFER = ['moved', 'check'];

/** References to one another, at most this far apart, tell blocks of the same type apart. */
const ROUNDS = 3;

/**
 * Throws unless two apps have synthesised the same stacks: the same backends, providers, resources, data sources and
 * outputs with the same arguments and references. Only the names that resources have inside of the stack, cdktf's notes of
 * construct paths, what was moved since earlier versions, and warnings at a plan may differ.
 */
export function requireSameStacks(one: string, other: string): void {
  const [first, second] = [stacksIn(one), stacksIn(other)];

  if (!isDeepStrictEqual(Object.keys(first), Object.keys(second))) {
    throw new Error(
      `${one} and ${other} have other stacks: ${Object.keys(first).join(', ')} and ${Object.keys(second).join(', ')}`,
    );
  }
  for (const [stack, parts] of Object.entries(first)) {
    const missing = parts.filter((part) => !second[stack]!.includes(part));
    const more = second[stack]!.filter((part) => !parts.includes(part));
    if (missing.length + more.length > 0 || parts.length !== second[stack]!.length) {
      throw new Error(
        `stack '${stack}' differs: only in ${one}\n${missing[0]}\nonly in ${other}\n${more[0]}`,
      );
    }
  }
}

function stacksIn(outdir: string): Record<string, string[]> {
  const folder = join(outdir, 'stacks');

  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((stack) => [stack, comparable(readFileSync(join(folder, stack, 'cdk.tf.json'), 'utf8'))]),
  );
}

/** The parts of a stack with every name replaced by one that follows from the content. */
export function comparable(json: string): string[] {
  // Relative to where Terraform runs, which is deeper for one than for another.
  const {
    resource = {},
    data = {},
    ...rest
  } = withoutNotes(JSON.parse(json.replace(/(\.\.\/)+/g, ''))) as {
    resource?: Blocks;
    data?: Blocks;
  };
  const others = Object.entries(rest).filter(([key]) => !MAY_DIFFER.includes(key));
  const blocks = [...blocksOf(resource, ''), ...blocksOf(data, 'data.')];

  let names = new Map(blocks.map(({ address, type }) => [address, `${type}.*`]));
  for (let round = 0; round < ROUNDS; round++) {
    names = new Map(
      blocks.map(({ address, type, content }) => [address, `${type}.${digest(renamed(content, names))}`]),
    );
  }

  return [
    ...blocks.map(({ type, content }) => `${type} ${renamed(content, names)}`),
    ...others.map(([key, value]) => `${key} ${renamed(JSON.stringify(value), names)}`),
  ].sort();
}

function blocksOf(section: Blocks, prefix: string): Block[] {
  return Object.entries(section).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, content]) => ({
      address: `${prefix}${type}.${name}`,
      type: `${prefix}${type}`,
      content: JSON.stringify(content),
    })),
  );
}

/** Text with the addresses in its expressions replaced. */
function renamed(text: string, names: ReadonlyMap<string, string>): string {
  return text.replace(/(data\.)?[a-z]\w*\.[\w-]+/g, (address) => names.get(address) ?? address);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

function withoutNotes(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutNotes);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '//')
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, each]) => [key, withoutNotes(each)]),
  );
}
