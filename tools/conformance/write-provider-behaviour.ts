import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROOT } from '../packaging/run';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Members = Record<string, Json>;

const FOLDER = join(ROOT, 'rehearsal', 'provider-behaviour');

/**
 * Writes what the rehearsal reads from recordings of the providers' schemas, such as `azurerm-4.55.0.json`.
 *
 * A recording has, for each attribute, which of a list of values its validator takes and which it refuses. Most validators are
 * used again and again, so that they are kept once and referred to by their number.
 */
function compacted(recording: Members): Members {
  const validators: Json[] = [];
  const numbers = new Map<string, number>();

  const numberOf = (type: Json, { accepts, refuses }: Members): number => {
    const validator = { type, accepts: unique(accepts as Json[]), refuses: unique(refuses as Json[]) };
    const key = JSON.stringify(validator);
    if (!numbers.has(key)) {
      numbers.set(key, validators.push(validator) - 1);
    }
    return numbers.get(key)!;
  };
  const attribute = ({ validation, elem, block, ...rest }: Members): Json => ({
    ...rest,
    ...(isRecorded(validation) && { validator: numberOf(rest.type!, validation) }),
    ...(elem ? { elem: attribute(elem as Members) } : {}),
    ...(block ? { block: attributes(block as Members) } : {}),
  });
  const attributes = (members: Members): Json => mapped(members, (member) => attribute(member as Members));
  const resources = (members: Json | undefined): Json =>
    mapped((members ?? {}) as Members, (member) => {
      const { attributes: own, customizeDiff, noUpdate } = member as Members;
      return {
        ...(customizeDiff && { customizeDiff }),
        ...(noUpdate && { noUpdate }),
        attributes: attributes(own as Members),
      };
    });

  const described = {
    resources: resources(recording.resources),
    dataSources: resources(recording.dataSources),
  };
  return { validators, ...described };
}

function isRecorded(validation: Json | undefined): validation is Members {
  return typeof validation === 'object' && validation !== null && 'accepts' in validation;
}

function unique(values: Json[]): Json[] {
  return [...new Set(values)];
}

function mapped(members: Members, change: (member: Json) => Json): Members {
  return Object.fromEntries(Object.entries(members).map(([name, member]) => [name, change(member)]));
}

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error('Name the recordings: npm run provider-behaviour -- <file such as azurerm-4.55.0.json> ...');
  process.exitCode = 2;
}
for (const file of files) {
  const recording = JSON.parse(readFileSync(file, 'utf8')) as Members;
  writeFileSync(join(FOLDER, basename(file)), `${JSON.stringify(compacted(recording), null, 1)}\n`);
}
