import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LocalRegistry, PublishedPackage } from './registry';
import { CheckFailed, ROOT, run } from './run';

/** What somebody does who has nothing of this repository but its packages. */

/** A folder that goes when the process does. */
export function scratchFolder(prefix: string): string {
  const scratch = mkdtempSync(join(tmpdir(), prefix));
  process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => process.exit(1));
  }
  return scratch;
}

/** A registry that has these packages beside those of the real one. */
export async function registryWith(packages: readonly PublishedPackage[]): Promise<LocalRegistry> {
  const { stdout: upstream } = await promisify(execFile)('npm', ['config', 'get', 'registry'], { cwd: ROOT });
  const registry = new LocalRegistry(packages, upstream.trim());
  await registry.start();
  return registry;
}

/** Packs a package that has been built. */
export function pack(folder: string, destination: string): PublishedPackage {
  const output = run(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', destination, folder],
    ROOT,
  );
  const [{ filename }] = JSON.parse(output) as [{ filename: string }];
  const manifest = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as PublishedPackage['manifest'];
  return { file: join(destination, filename), manifest };
}

/** Runs commands in a shell, which stops at the first that fails, and returns what they print. */
export async function follow(commands: string, env: NodeJS.ProcessEnv, cwd: string): Promise<string> {
  mkdirSync(cwd, { recursive: true });
  const child = spawn('bash', ['-euc', commands], { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));

  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) {
    throw new CheckFailed(`the commands ended with ${code}:\n${output}`);
  }
  return output;
}

/** A stranger's environment: nothing of this run of npm, nothing of a real account. */
export function strangersEnvironment(registry: string, scratch: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(npm_|ARM_|AKS_|TF_)/i.test(name));

  return {
    ...Object.fromEntries(inherited),
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

/** What a rehearsal says at its end. */
export const SECOND_PLAN = 'second plan  No changes.';

/** What it says of the cluster `my-cluster`. */
export const REHEARSED = [SECOND_PLAN, "Who can do what in cluster 'my-cluster'"];

/** Throws unless all of it was printed. */
export function requireRehearsal(output: string, signs: readonly string[]): void {
  const missing = signs.filter((sign) => !output.includes(sign));
  if (missing.length > 0) {
    throw new CheckFailed(`the commands did not print '${missing.join("', '")}':\n${output}`);
  }
}
