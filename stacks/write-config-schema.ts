import { z } from 'zod';
import { writeOrCheck } from '../reference/generated-file';
import { configReference } from './config-reference';
import { configSchema } from './config-schema';

/**
 * Writes what is derived from the schema of aks.yaml: the JSON Schema for editors and the reference of its keys.
 *
 * With `--check` nothing is written; it fails when a file is not current.
 */
async function main(): Promise<void> {
  // Draft 7 is what the YAML plugins of editors understand in full; 'input': keys with a default may be left out.
  const schema = z.toJSONSchema(configSchema, { target: 'draft-7', io: 'input' });
  const titled = { title: 'Configuration of cdktf-aks-aad', ...schema };

  await writeOrCheck(
    [
      { path: 'aks.schema.json', text: JSON.stringify(titled) },
      { path: 'docs/configuration.md', text: configReference(schema) },
    ],
    'npm run schema',
  );
}

void main();
