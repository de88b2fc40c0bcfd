import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { ENTRY_KEYS } from '../../app/config/fleet-entries';

type Schema = z.core.JSONSchema.JSONSchema;

/** Keys of `cluster` are not told once more. */
const FLEET = 'clusters[].';

const INTRODUCTION = [
  '# Configuration',
  '',
  '<!-- Written by `npm run schema` from app/config/schema/: edit the descriptions there. -->',
  '',
  'Every key of `aks.yaml`. `AKS_CONFIG` names another file.',
  'With the first line `# yaml-language-server: $schema=./aks.schema.json`, editors check and complete the file; what other',
  'files extend takes `aks.base.schema.json`. Several files and several clusters: [environments and fleets](environments-and-fleets.md).',
  '',
  'Two teams that share a cluster, as in `examples/two-teams.yaml`:',
  '',
  '```yaml',
  exampleOf('two-teams.yaml'),
  '```',
  '',
];

/** An example, which is rehearsed and tested, without the comments at its beginning. */
function exampleOf(file: string): string {
  const text = readFileSync(join(__dirname, '..', '..', 'examples', file), 'utf8');
  return text.replace(/^(#[^\n]*\n|\n)+/, '').trimEnd();
}

/** The reference of all keys, in Markdown, from the JSON Schema of the configuration. */
export function configReference(schema: Schema): string {
  return [...INTRODUCTION, ...sections('', schema)].join('\n');
}

/** One heading and one table for a map, then the same for the maps in it. */
function sections(path: string, schema: Schema): string[] {
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) {
    return choices.flatMap((choice) => mapSection(path, choice, schema.description));
  }
  return mapSection(path, schema, schema.description);
}

function mapSection(path: string, schema: Schema, description: string | undefined): string[] {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>).filter(
    ([key]) => path !== FLEET || ENTRY_KEYS.includes(key),
  );
  const rows = properties.map(([key, value]) => row(key, value, schema.required?.includes(key) ?? false));
  const nested = properties.flatMap(([key, value]) => {
    // The lists of an entry are those of the top level.
    const map = path === FLEET ? undefined : mapIn(value);
    return map ? sections(`${path}${key}${map === value ? '' : '[]'}.`, map) : [];
  });

  return [
    '',
    heading(path, properties),
    '',
    description ?? '',
    '',
    '| Key | Value | Meaning |',
    '| --- | --- | --- |',
    ...rows,
    ...nested,
  ];
}

/** `## aad, mode: legacy`: a constant tells the variants of a section apart. */
function heading(path: string, properties: [string, Schema][]): string {
  if (path === '') {
    return '## Top level';
  }
  const constants = properties.filter(([, value]) => value.const !== undefined);
  const variant = constants.map(([key, value]) => `, \`${key}: ${String(value.const)}\``).join('');
  return `## \`${path.slice(0, -1)}\`${variant}`;
}

/** The map that a property holds, by itself or as the entries of a list. */
function mapIn(schema: Schema): Schema | undefined {
  if (schema.properties ?? schema.oneOf ?? schema.anyOf) {
    return schema;
  }
  const items = schema.items as Schema | undefined;
  return items?.properties ? items : undefined;
}

function row(key: string, schema: Schema, isRequired: boolean): string {
  const necessity = isRequired ? ', required' : '';
  const meaning = [schema.description ?? '', defaultOf(schema)].filter(Boolean).join(' ');
  return `| \`${key}\` | ${form(schema)}${necessity} | ${meaning.replace(/[|<]/g, '\\$&')} |`;
}

function form(schema: Schema): string {
  const choices = schema.const === undefined ? schema.enum : [schema.const];
  if (choices) {
    return choices
      .map((choice) => `\`${JSON.stringify(choice).replace(/^"([a-zA-Z].*)"$/, '$1')}\``)
      .join(', ');
  }
  switch (schema.type) {
    case 'array':
      return `list of ${form(schema.items as Schema)}`;
    case 'boolean':
      return '`true`, `false`';
    case 'integer':
      return `${schema.minimum} to ${schema.maximum}`;
    case 'string':
      return 'text';
    default:
      return 'map';
  }
}

/** Defaults of the app; those of the constructs are part of the descriptions. */
function defaultOf(schema: Schema): string {
  const value = schema.default;
  const isPlain = typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number';
  return isPlain ? `Default: \`${value}\`.` : '';
}
