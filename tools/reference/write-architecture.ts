import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeOrCheck } from './generated-file';
import { Module, pictureOf } from './house';

const ROOT = join(__dirname, '..', '..');
const PAGE = 'docs/architecture.md';
const PICTURE = /(<!-- house: [^\n]*-->\n\n```mermaid\n)[\s\S]*?(\n```)/;

/** Draws the picture of docs/architecture.md from the imports; with `--check` only says whether it is current. */
async function main(): Promise<void> {
  const page = readFileSync(join(ROOT, PAGE), 'utf8');
  if (!PICTURE.test(page)) {
    throw new Error(`${PAGE} has no place for the picture`);
  }
  const text = page.replace(
    PICTURE,
    (_match, before: string, after: string) => `${before}${pictureOf(modules())}${after}`,
  );
  await writeOrCheck([{ path: PAGE, text }], 'npm run architecture');
}

function modules(): Module[] {
  const { status, stdout, stderr } = spawnSync(
    'npm',
    ['run', '--silent', 'imports', '--', '--output-type', 'json'],
    {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  if (status !== 0) {
    throw new Error(stderr || 'npm run imports has found imports that must not be');
  }
  return (JSON.parse(stdout) as { modules: Module[] }).modules;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
