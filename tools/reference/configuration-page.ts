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
  const told = new Set<string>();
  const parts = sections('', schema).filter((section) => {
    // How nodes reach the internet is the same with every type of network.
    const isNew = !told.has(section);
    told.add(section);
    return isNew;
  });
  return [...INTRODUCTION, ...parts].join('\n');
}

/** A heading, an example and a table for a map, then the same for the maps in it. */
function sections(path: string, schema: Schema): string[] {
  const choices = schema.oneOf ?? schema.anyOf ?? [schema];
  return choices
    .filter((choice) => choice.properties)
    .flatMap((choice) => mapSection(path, choice, schema.description));
}

function mapSection(path: string, schema: Schema, description: string | undefined): string[] {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>).filter(
    ([key]) => path !== FLEET || ENTRY_KEYS.includes(key),
  );
  const rows = properties.map(([key, value]) => row(key, value, schema.required?.includes(key) ?? false));
  const nested = properties.flatMap(([key, value]) => {
    // The lists of an entry are those of the top level.
    const map = path === FLEET ? undefined : mapIn(value);
    const entries = map === value ? '' : value.items ? '[]' : '.<name>';
    return map ? sections(`${path}${key}${entries}.`, map) : [];
  });

  const name = sectionName(path, properties);
  const table = ['| Key | Value | Meaning |', '| --- | --- | --- |', ...rows];
  return [['', heading(name), '', description ?? '', '', ...exampleIn(name), ...table].join('\n'), ...nested];
}

/** `aad, mode: legacy`: a constant tells the variants of a section apart. */
function sectionName(path: string, properties: [string, Schema][]): string {
  const constants = properties.filter(([, value]) => typeof value.const === 'string');
  return [path.slice(0, -1), ...constants.map(([key, value]) => `${key}: ${value.const as string}`)].join(
    ', ',
  );
}

function heading(name: string): string {
  return name === ''
    ? '## Top level'
    : `## ${name
        .split(', ')
        .map((part) => `\`${part}\``)
        .join(', ')}`;
}

/** What the section looks like in a file; sections without an example are part of that of another one. */
function exampleIn(name: string): string[] {
  const backend = /^state, backend: (\w+)$/.exec(name)?.[1];
  if (backend !== undefined) {
    return [`Example: [state](state.md#${backend}).`, ''];
  }
  const example = sectionExamples().get(name);
  return example === undefined ? [] : ['```yaml', example, '```', ''];
}

let examples: ReadonlyMap<string, string> | undefined;

/** The examples in section-examples.yaml by the name of their section. */
export function sectionExamples(): ReadonlyMap<string, string> {
  examples ??= new Map(
    readFileSync(join(__dirname, 'section-examples.yaml'), 'utf8')
      .split(/^---$/m)
      .slice(1)
      .map((document) => {
        const [, name, text] = /^\n# (.*)\n([^]*)$/.exec(document)!;
        return [name!, text!.trimEnd()] as const;
      }),
  );
  return examples;
}

/** The map that a property holds, by itself, as the entries of a list, or by names of the user's own. */
function mapIn(schema: Schema): Schema | undefined {
  if (schema.properties ?? schema.oneOf ?? schema.anyOf) {
    return schema;
  }
  const entries = (schema.items ?? schema.additionalProperties) as Schema | boolean | undefined;
  return typeof entries === 'object' && (entries.properties ?? entries.oneOf) ? entries : undefined;
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
