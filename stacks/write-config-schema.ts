import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { configReference } from './config-reference';
import { configSchema } from './config-schema';

/**
 * Writes what is derived from the schema of aks.yaml: the JSON Schema for editors and the reference of its keys.
 *
 * With `--check` nothing is written; it fails when a file is not current.
 */
async function main(): Promise<void> {
  const root = join(__dirname, '..');
  // Draft 7 is what the YAML plugins of editors understand in full; 'input': keys with a default may be left out.
  const schema = z.toJSONSchema(configSchema, { target: 'draft-7', io: 'input' });
  const titled = { title: 'Configuration of cdktf-aks-aad', ...schema };

  const files = [
    { path: join(root, 'aks.schema.json'), text: JSON.stringify(titled) },
    { path: join(root, 'docs', 'configuration.md'), text: configReference(schema) },
  ];

  for (const { path, text } of files) {
    const formatted = await format(text, { ...(await resolveConfig(path)), filepath: path });
    if (!process.argv.includes('--check')) {
      writeFileSync(path, formatted);
    } else if (readFileSync(path, 'utf8') !== formatted) {
      console.error(`${relative(root, path)} is not current: run 'npm run schema'`);
      process.exitCode = 1;
    }
  }
}

void main();
