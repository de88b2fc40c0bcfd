import { isMap } from './maps';

type Json = Record<string, unknown>;

/** How many labels stand before a block, where there are any. */
const LABELS: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  ephemeral: 2,
  provider: 1,
  module: 1,
  output: 1,
  variable: 1,
  check: 1,
};

/** Blocks without labels of which there may be several. */
const LISTS: readonly string[] = ['import', 'moved', 'removed'];

/** Blocks without labels that count as one, however many there are. */
const MERGED: readonly string[] = ['terraform', 'locals'];

/** What has a shape that Terraform refuses. */
export class NotTerraformJson extends Error {}

/**
 * Terraform JSON in the one shape that cdktf writes.
 *
 * Terraform takes a list of blocks wherever it takes one block, and the other way round, at each of the labels, too; an override
 * may write any of these. What is there twice stays twice, for Terraform to refuse.
 *
 * Source: https://developer.hashicorp.com/terraform/language/syntax/json#nested-block-mapping
 */
export function uniformTerraformJson(json: unknown): Json {
  return Object.fromEntries(
    Object.entries(merged(json, 'the file')).flatMap(([name, value]) => {
      const uniform = uniformPart(name, value);
      return uniform === undefined ? [] : [[name, uniform]];
    }),
  );
}

function uniformPart(name: string, value: unknown): unknown {
  if (LABELS[name] !== undefined) {
    return labelled(value, LABELS[name], name);
  }
  if (LISTS.includes(name)) {
    return blocksOf(value, name);
  }
  if (!MERGED.includes(name)) {
    return value;
  }
  const whole = merged(value, name);
  return name === 'terraform' ? settings(whole) : whole;
}

/** `resource` and the like: a map for each label. */
function labelled(value: unknown, labels: number, name: string): unknown {
  if (labels === 0) {
    const bodies = blocksOf(value, name);
    return bodies.length === 1 && !name.startsWith('provider') ? bodies[0] : bodies;
  }
  const byLabel = new Map<string, unknown[]>();
  for (const [label, one] of blocksOf(value, name).flatMap((block) => Object.entries(block))) {
    byLabel.set(label, [...(byLabel.get(label) ?? []), ...(Array.isArray(one) ? (one as unknown[]) : [one])]);
  }
  return Object.fromEntries(
    [...byLabel].map(([label, ones]) => [label, labelled(ones, labels - 1, `${name}.${label}`)]),
  );
}

/** `terraform`, with all that it requires written out. */
function settings(terraform: Json): Json {
  const { backend, cloud, required_providers: providers } = terraform;
  return {
    ...terraform,
    ...(isGiven(backend) && { backend: labelled(backend, 1, 'terraform.backend') }),
    ...(isGiven(cloud) && { cloud: merged(cloud, 'terraform.cloud') }),
    ...(isGiven(providers) && {
      required_providers: Object.fromEntries(
        Object.entries(merged(providers, 'terraform.required_providers')).map(([local, required]) => [
          local,
          requirement(local, required),
        ]),
      ),
    }),
  };
}

/** What a provider is required as; the source of one that has none is HashiCorp. */
function requirement(local: string, required: unknown): unknown {
  const given = typeof required === 'string' ? { version: required } : required;
  return isMap(given) && !isGiven(given.source) ? { ...given, source: `hashicorp/${local}` } : given;
}

function merged(value: unknown, name: string): Json {
  return Object.assign({}, ...blocksOf(value, name)) as Json;
}

function blocksOf(value: unknown, name: string): Json[] {
  const blocks = (Array.isArray(value) ? (value as unknown[]) : [value]).filter(isGiven);
  const other = blocks.find((block) => !isMap(block));
  if (other !== undefined) {
    throw new NotTerraformJson(`'${name}' is neither a block nor a list of blocks: ${JSON.stringify(other)}`);
  }
  return blocks as Json[];
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
