import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { QUIET } from './jsii';
import { supportedNodes } from './nodes';
import { LocalRegistry, PublishedPackage } from './registry';
import { CheckFailed, ROOT, run } from './run';

/** How long somebody may take from the first line of the README to a rehearsed cluster. */
const MAX_SECONDS = 120;

const scratch = mkdtempSync(join(tmpdir(), 'quick-start-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => process.exit(1));
}

const PUBLISHED = 'cdktf-aks-aad init';

/** The commands with which the README begins a project, line by line. */
function commandsOfReadme(): string {
  const blocks = [...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/```console\n([^`]*)```/g)];
  const [block] = blocks.map((match) => match[1]!).filter((text) => text.includes(PUBLISHED));
  if (!block) {
    throw new CheckFailed(`README.md has no block of commands with '${PUBLISHED}'`);
  }
  // The registry of this check has both packages, so what the line says of later is followed.
  return block.replace(/^.*once published: /m, '');
}

/** Builds and packs a package of this repository. */
function pack(script: string, folder: string): PublishedPackage {
  run('npm', ['run', '--silent', script], ROOT);
  const output = run(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', scratch, folder],
    ROOT,
  );
  const [{ filename }] = JSON.parse(output) as [{ filename: string }];
  const manifest = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as PublishedPackage['manifest'];
  return { file: join(scratch, filename), manifest };
}

/** Runs commands in a shell, which stops at the first that fails, and returns what they print. */
async function follow(commands: string, env: NodeJS.ProcessEnv, cwd: string): Promise<string> {
  mkdirSync(cwd, { recursive: true });
  const child = spawn('bash', ['-euc', commands], { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));

  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) {
    throw new CheckFailed(`the commands of the README ended with ${code}:\n${output}`);
  }
  return output;
}

/** A stranger's environment: nothing of this run of npm, nothing of a real account. */
function environment(registry: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(npm_|ARM_|AKS_|TF_)/i.test(name));

  return {
    ...Object.fromEntries(inherited),
    ...QUIET,
    CHECKPOINT_DISABLE: '1',
    npm_config_registry: registry,
    // Somebody at a keyboard would be asked by npx, and say yes.
    npm_config_yes: 'true',
    npm_config_audit: 'false',
    npm_config_prefer_offline: 'true',
    // Of its own, as what npx fetched for an earlier build of this version would be used again.
    npm_config_cache: join(scratch, 'npm'),
  };
}

async function main(): Promise<void> {
  const commands = commandsOfReadme();
  const packages = [pack('build', ROOT), pack('build:app', join(ROOT, 'dist-app'))];
  const { stdout: upstream } = await promisify(execFile)('npm', ['config', 'get', 'registry'], { cwd: ROOT });

  const registry = new LocalRegistry(packages, upstream.trim());
  await registry.start();
  try {
    const since = performance.now();
    const output = await follow(commands, environment(registry.url), join(scratch, 'stranger'));
    const seconds = (performance.now() - since) / 1000;
    requireRehearsal(output);

    for (const { version, path } of supportedNodes()) {
      const project = join(scratch, 'my-cluster');
      const env = { ...environment(registry.url), PATH: path };
      requireRehearsal(await follow('npx cdktf-aks-aad rehearse --fresh', env, project), REHEARSED);
      console.log(`ok  the same project with Node.js ${version}`);
    }

    console.log(`ok  the quick start of the README, word for word: ${seconds.toFixed(0)} s`);
    if (seconds > MAX_SECONDS) {
      throw new CheckFailed(`that is more than ${MAX_SECONDS} s`);
    }
  } finally {
    registry.stop();
  }
}

const REHEARSED = ['second plan  No changes.', "Who can do what in cluster 'my-cluster'"];

function requireRehearsal(output: string, signs = ['Made ../my-cluster', ...REHEARSED]): void {
  const missing = signs.filter((sign) => !output.includes(sign));
  if (missing.length > 0) {
    throw new CheckFailed(`the quick start did not print '${missing.join("', '")}':\n${output}`);
  }
}

main().catch((error: unknown) => {
  console.error(`FAILED  ${error instanceof CheckFailed ? error.message : String(error)}`);
  process.exitCode = 1;
});
