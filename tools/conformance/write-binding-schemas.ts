import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { derivedSchema } from '../../rehearsal/bindings/derived-schema';
import { GeneratedSource } from '../../rehearsal/bindings/generated-source';
import { InstalledBindings } from '../../rehearsal/bindings/installed-bindings';
import {
  AttributeSchema,
  BlockSchema,
  NestedBlockSchema,
  ProviderSchema,
  Schema,
} from '../../rehearsal/protocol/schema';
import { CDKTN_MODULES, installCdktn } from '../packaging/cdktn-bindings';
import { ROOT } from '../packaging/run';

const FOLDER = join(ROOT, 'rehearsal', 'schemas', 'from-bindings');

/** All providers with a stand-in speak version 5 of the plugin protocol. */
const PROTOCOL = 5;

/** What the newest real schemas at hand do not have, but the bindings do. */
const MORE_RESOURCES: Readonly<Record<string, readonly string[]>> = {
  azuread: ['azuread_group_role_management_policy', 'azuread_privileged_access_group_eligibility_schedule'],
  azurerm: [
    'azurerm_kubernetes_automatic_cluster',
    'azurerm_kubernetes_cluster_deployment_safeguard',
    'azurerm_pim_eligible_role_assignment',
    'azurerm_role_management_policy',
  ],
};
const MORE_DATA_SOURCES: Readonly<Record<string, readonly string[]>> = {
  azurerm: ['azurerm_kubernetes_automatic_cluster'],
};

/** Writes the schemas of the provider versions of which there are bindings only; with `--check`, says whether they are current. */
function write(isCheck: boolean): void {
  installCdktn();
  mkdirSync(FOLDER, { recursive: true });
  for (const name of ['azuread', 'azurerm', 'kubernetes']) {
    const bindings = InstalledBindings.find(`hashicorp/${name}`, dirname(CDKTN_MODULES));
    const provider = bindings?.provider;
    const version = provider?.providerVersion;
    if (!bindings || !provider || version === undefined) {
      throw new Error(`no bindings of ${name} in ${CDKTN_MODULES}`);
    }
    const real = ProviderSchema.load(name, ProviderSchema.versions(name).at(-1)!);
    const schemas = (
      types: readonly string[],
      generated: (type: string) => GeneratedSource | undefined,
      known: (type: string) => Schema,
    ): Record<string, Schema> =>
      Object.fromEntries(
        types.flatMap((type) => {
          const source = generated(type);
          return source ? [[type, informed(derivedSchema(source, PROTOCOL), known, type)]] : [];
        }),
      );

    const extract = {
      provider_schema: informed(derivedSchema(provider, PROTOCOL), () => real.provider, name),
      resource_schemas: schemas(
        [...real.resourceTypes, ...(MORE_RESOURCES[name] ?? [])].sort(),
        (type) => bindings.resource(type),
        (type) => real.resource(type),
      ),
      data_source_schemas: schemas(
        [...real.dataSources, ...(MORE_DATA_SOURCES[name] ?? [])].sort(),
        (type) => bindings.dataSource(type),
        (type) => real.dataSource(type),
      ),
    };
    const file = join(FOLDER, `${name}-${version}.json`);
    const text = `${JSON.stringify(extract, null, 1)}\n`;
    if (!isCheck) {
      writeFileSync(file, text);
    } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
      console.error(`${file} is not what the bindings say: run 'npm run binding-schemas'`);
      process.exitCode = 1;
    }
  }
}

/** With what bindings do not tell, as the newest real schema at hand has it: versions of states, secrets, numbers of blocks. */
function informed(derived: Schema, known: (type: string) => Schema, type: string): Schema {
  let real: Schema;
  try {
    real = known(type);
  } catch {
    return derived;
  }
  return { version: real.version, block: informedBlock(derived.block, real.block) };
}

function informedBlock(derived: BlockSchema, real: BlockSchema): BlockSchema {
  return {
    attributes: informedMembers(derived.attributes, real.attributes, informedAttribute),
    block_types: informedMembers(derived.block_types, real.block_types, informedNested),
  };
}

function informedAttribute(derived: AttributeSchema, real: AttributeSchema): AttributeSchema {
  return { ...derived, ...(real.sensitive && { sensitive: true }) };
}

function informedNested(derived: NestedBlockSchema, real: NestedBlockSchema): NestedBlockSchema {
  const { min_items = 0, max_items = 0 } = real;
  return {
    ...derived,
    ...(derived.min_items !== undefined && min_items > 1 && { min_items }),
    ...(derived.max_items === undefined && max_items > 1 && { max_items }),
    block: informedBlock(derived.block, real.block),
  };
}

function informedMembers<T>(
  derived: Readonly<Record<string, T>> = {},
  real: Readonly<Record<string, T>> = {},
  inform: (derived: T, real: T) => T,
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(derived).map(([name, member]) => {
      const known = real[name];
      return [name, known === undefined ? member : inform(member, known)];
    }),
  );
}

write(process.argv.includes('--check'));
