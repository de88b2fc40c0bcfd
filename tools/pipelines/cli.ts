import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Format, FORMATS } from './formats';

const IN_VENV = resolve(__dirname, '..', '..', '.venv', 'bin', 'check-jsonschema');
const INSTALLATION = 'python3 -m venv .venv && .venv/bin/pip install -r tools/pipelines/requirements.txt';

/** Holds pipelines and forms against the schemas that their platforms publish. */
function main(): void {
  const checker = existsSync(IN_VENV) ? IN_VENV : 'check-jsonschema';
  if (spawnSync(checker, ['--version']).status !== 0) {
    const isPipeline = process.env.CI === 'true';
    console.error(
      `${isPipeline ? 'FAILED' : 'SKIPPED'} pipelines: check-jsonschema is not installed; ${INSTALLATION}`,
    );
    process.exitCode = isPipeline ? 1 : 0;
    return;
  }

  const folder = mkdtempSync(join(tmpdir(), 'pipelines-'));
  try {
    FORMATS.forEach((format) => check(format, checker, folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function check(format: Format, checker: string, folder: string): void {
  const problemsOf = (text: string): string | undefined => {
    const copy = join(folder, 'checked.yml');
    writeFileSync(copy, format.prepare(text));
    const { status, stdout, stderr } = spawnSync(
      checker,
      ['--builtin-schema', format.schema, ...format.options, copy],
      { encoding: 'utf8' },
    );
    return status === 0 ? undefined : `${stdout}${stderr}`;
  };

  // A checker that lets everything through would pass every file.
  if (problemsOf(format.mistake) === undefined) {
    fail(`${format.schema} does not find a mistake that was made on purpose`);
  }
  for (const file of format.files) {
    const problems = problemsOf(readFileSync(file, 'utf8'));
    if (problems !== undefined) {
      fail(`${file} does not fit ${format.schema}:\n${shortened(problems)}`);
    }
  }
  console.log(`${format.schema}: ${format.files.length} files`);
}

/** The checker quotes whole files. */
function shortened(text: string): string {
  return text
    .split('\n')
    .map((line) => (line.length > 300 ? `${line.slice(0, 300)}…` : line))
    .join('\n');
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}

main();
