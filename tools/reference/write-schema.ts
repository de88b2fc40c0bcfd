import { z } from 'zod';
import { writeOrCheck } from './generated-file';
import { configReference } from './configuration-page';
import { configSchema } from '../../app/config/schema/schema';
import { editorSchema, partSchema } from './editor-schema';
import { azurermArguments } from './azurerm-arguments';

/**
 * Writes what is derived from schemas: from that of aks.yaml the JSON Schemas for editors and the reference of its keys,
 * from those of azurerm what its arguments are called.
 *
 * With `--check` nothing is written; it fails when a file is not current.
 */
async function main(): Promise<void> {
  // Draft 7 is what the YAML plugins of editors understand in full; 'input': keys with a default may be left out.
  const schema = z.toJSONSchema(configSchema, { target: 'draft-7', io: 'input' });
  await writeOrCheck(
    [
      { path: 'aks.schema.json', text: titled('Configuration of cdktf-aks-aad', editorSchema(schema)) },
      {
        path: 'aks.base.schema.json',
        text: titled('What configurations of cdktf-aks-aad extend', partSchema(schema)),
      },
      { path: 'docs/configuration.md', text: configReference(schema) },
      azurermArguments(),
    ],
    'npm run schema',
  );
}

function titled(title: string, schema: object): string {
  return JSON.stringify({ title, ...schema });
}

void main();
