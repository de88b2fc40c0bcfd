import type { z } from 'zod';

type Schema = z.core.JSONSchema.JSONSchema;
type Properties = Readonly<Record<string, Schema>>;

/**
 * The JSON Schema for a part of a configuration: a file that others extend.
 *
 * What is missing in one file may be in another, so no key of a map is required; entries of lists are whole.
 */
export function partSchema(schema: Schema): Schema {
  const { cluster, clusters, ...properties } = mapValues(schema.properties as Properties, withoutRequired);
  const clusterProperties = cluster!.properties as Properties;
  const nameOf = (key: string): string => `cluster.${key}`;
  const references = (keys: readonly string[]): Properties =>
    Object.fromEntries(keys.map((key) => [key, { $ref: `#/definitions/${nameOf(key)}` }]));

  const entry = clusters!.items as Schema;
  const keys = Object.keys(clusterProperties);
  return {
    ...withoutRequired(schema),
    properties: {
      ...properties,
      cluster: { ...cluster, properties: references(keys) },
      clusters: {
        ...clusters,
        items: {
          ...withoutRequired(entry),
          properties: { ...(entry.properties as Properties), ...references(keys) },
        },
      },
    },
    definitions: Object.fromEntries(
      Object.entries(clusterProperties).map(([key, property]) => [nameOf(key), property]),
    ),
  };
}

/** The JSON Schema for a configuration: one that neither extends another nor has several clusters must be complete. */
export function editorSchema(schema: Schema): Schema {
  const { aad, cluster } = schema.properties as Properties;
  return {
    ...partSchema(schema),
    if: { not: { anyOf: [{ required: ['extends'] }, { required: ['clusters'] }] } },
    then: {
      type: 'object',
      required: schema.required,
      properties: {
        aad: { anyOf: (aad!.oneOf ?? aad!.anyOf ?? []).map(requirementsOf) },
        cluster: requirementsOf(cluster!),
      },
    },
  };
}

/** What a map must have, and the constant that tells it from others. */
function requirementsOf({ required, properties = {} }: Schema): Schema {
  const constants = Object.entries(properties as Properties).filter(([, value]) => value.const !== undefined);

  return {
    type: 'object',
    ...(required && { required }),
    ...(constants.length > 0 && {
      properties: Object.fromEntries(constants.map(([key, value]) => [key, { const: value.const }])),
    }),
  };
}

function withoutRequired(schema: Schema): Schema {
  const { oneOf, anyOf, properties, additionalProperties, ...rest } = schema;
  const choices = oneOf ?? anyOf;
  delete rest.required;

  return {
    ...rest,
    ...(properties && { properties: mapValues(properties as Properties, withoutRequired) }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === 'object'
          ? withoutRequired(additionalProperties)
          : additionalProperties,
    }),
    // Without what tells them apart, several choices may fit.
    ...(choices && { anyOf: choices.map(withoutRequired) }),
  };
}

function mapValues(properties: Properties, change: (schema: Schema) => Schema): Record<string, Schema> {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, change(value)]));
}
