import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, dirname, join, normalize } from 'node:path';
import { parse } from 'yaml';
import { runCommand } from '../../rehearsal/command';
import { getBindings } from './get-bindings';
import { CheckFailed, ROOT, run as runTool } from './run';

/** Who may, or may not, do what where an example is deployed, as a comment of the example says it. */
interface Claim {
  readonly question: readonly string[];
  readonly allowed: boolean;
}

interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

const EXAMPLES = join(ROOT, 'examples');
const REHEARSAL = ['-r', join(ROOT, 'cli/typescript.cjs'), join(ROOT, 'cli/bin.ts'), 'rehearse'];
const CLAIM = /^(?:#|\/\/) can-i (.+): (yes|no)$/gm;
/** Terraform is to refuse its destruction. */
const PROTECTED = /^protect: true$/m;

const TENANT = /^(?:#|\/\/) .*--tenant (\S+)/m;

const scratch = mkdtempSync(join(tmpdir(), 'examples-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => process.exit(1));
}

/** Files of examples/ with an extension, as paths from the root of the repository. */
function files(extension: string): string[] {
  return readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(extension) && !/^pipelines|node_modules|\.gen|cdktf\.out/.test(file))
    .map((file) => join('examples', file))
    .sort();
}

/** All configurations, without those that others extend and without directories of people. */
function configurations(): string[] {
  const contents = files('.yaml').map((file) => {
    const content = parse(readFileSync(join(ROOT, file), 'utf8')) as { extends?: string; tenantId?: string };
    return { file, ...content };
  });
  const bases = contents.flatMap(({ file, extends: base }) =>
    base ? [normalize(join(dirname(file), base))] : [],
  );

  return contents
    .filter(({ file, tenantId }) => tenantId === undefined && !bases.includes(file))
    .map(({ file }) => file);
}

/** Apps in one file, each of which is the app of a folder of its own while it is rehearsed. */
function apps(): string[] {
  return files('.ts').filter((file) => dirname(file) === join('examples', 'typescript'));
}

/** An app in a folder of its own, with bindings that `cdktf get` makes before it can run. */
const GENERATED = join('examples', 'generated-bindings', 'main.ts');

/** Tests of a stack, which Jest runs as in a project of one's own. */
const TESTED = join('examples', 'testing', 'access.test.ts');

async function runTests(file: string): Promise<string> {
  const args = [require.resolve('jest/bin/jest'), '--config', join(ROOT, dirname(file), 'jest.config.js')];
  const { code, output, errors } = await runCommand(process.execPath, args, { cwd: ROOT });
  if (code !== 0) {
    throw new CheckFailed(`${output}${errors}`);
  }
  return /^Tests:\s+(.*)$/m.exec(errors)?.[1] ?? 'its tests pass';
}

/** Deploys an example to the stand-ins, plans again, compares who may do what with what it says, and destroys it. */
async function rehearse(file: string): Promise<string> {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const tenant = TENANT.exec(text)?.[1];
  const options = tenant ? ['--tenant', join(ROOT, tenant)] : [];
  const isApp = file.endsWith('.ts');
  const cwd = isApp ? await folderOf(file) : ROOT;
  const run = (...args: string[]): Promise<Outcome> =>
    command(cwd, [...options, ...(isApp ? [] : ['--config', file]), ...args]);

  const deployment = await run('--fresh');
  if (deployment.code !== 0) {
    throw new CheckFailed(deployment.output);
  }
  const claims = [...text.matchAll(CLAIM)].map(([, question, answer]) => ({
    question: question!.split(' '),
    allowed: answer === 'yes',
  }));
  for (const claim of claims) {
    await requireClaim(claim, (question) => run('can-i', ...question));
  }
  const destruction = await run('--destroy');
  const isProtected = PROTECTED.test(text);
  if ((destruction.code !== 0) !== isProtected) {
    const what = isProtected ? 'what is protected was destroyed' : 'it was not destroyed';
    throw new CheckFailed(`${what}:\n${destruction.output}`);
  }
  return `${claims.length} answers are as it says${isProtected ? ', and it is protected' : ''}`;
}

async function requireClaim(
  { question, allowed }: Claim,
  ask: (question: readonly string[]) => Promise<Outcome>,
): Promise<void> {
  const { code, output } = await ask(question);
  if (code !== (allowed ? 0 : 1)) {
    throw new CheckFailed(`'can-i ${question.join(' ')}' should be ${allowed ? 'yes' : 'no'}:\n${output}`);
  }
}

async function folderOf(app: string): Promise<string> {
  if (app === GENERATED) {
    return generatedFolder();
  }
  const folder = mkdtempSync(join(scratch, `${basename(app, '.ts')}-`));
  const command = `node -r ${require.resolve('tsx/cjs')} ${join(ROOT, app)}`;
  writeFileSync(join(folder, 'cdktf.json'), JSON.stringify({ language: 'typescript', app: command }));
  return folder;
}

async function generatedFolder(): Promise<string> {
  const folder = join(ROOT, dirname(GENERATED));
  await getBindings(folder);
  runTool(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', folder], ROOT);
  return folder;
}

async function command(cwd: string, args: readonly string[]): Promise<Outcome> {
  const { code, output, errors } = await runCommand(process.execPath, [...REHEARSAL, ...args], {
    cwd,
    env: {
      ...process.env,
      AKS_CONFIG: '',
      CHECKPOINT_DISABLE: '1',
      // Which says that 'cdktf-aks-aad' is lib/.
      TSX_TSCONFIG_PATH: join(ROOT, 'tsconfig.json'),
    },
  });
  return { code, output: `${output}${errors}` };
}

/** Works through the examples with as many at once as there are processors; tells about each when it is done. */
async function main(named: readonly string[]): Promise<void> {
  const all = [...configurations(), ...apps(), GENERATED, TESTED];
  const unknown = named.find((file) => !all.includes(normalize(file)));
  if (unknown !== undefined) {
    throw new CheckFailed(`${unknown} is no example: there are ${all.join(', ')}`);
  }

  const waiting = named.length > 0 ? named.map(normalize) : all;
  const work = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const since = performance.now();
      try {
        const finding = await (file === TESTED ? runTests(file) : rehearse(file));
        console.log(`ok  ${file}: ${finding} (${((performance.now() - since) / 1000).toFixed(1)} s)`);
      } catch (error) {
        console.error(`FAILED  ${file}\n${error instanceof CheckFailed ? error.message : String(error)}`);
        process.exitCode = 1;
      }
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof CheckFailed ? error.message : error);
  process.exitCode = 1;
});
