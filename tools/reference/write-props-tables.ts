import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GeneratedFile, writeOrCheck } from './generated-file';
import { withPropsTables } from './props-tables';

const FOLDER = 'docs/constructs';

/** The pages of the constructs with current tables. */
export function constructPages(): GeneratedFile[] {
  return readdirSync(join(__dirname, '..', '..', FOLDER))
    .sort()
    .map((name) => join(FOLDER, name))
    .map((path) => ({
      path,
      text: withPropsTables(readFileSync(join(__dirname, '..', '..', path), 'utf8')),
    }));
}

if (require.main === module) {
  writeOrCheck(constructPages(), 'npm run props').catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
