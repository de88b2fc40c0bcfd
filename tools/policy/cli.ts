import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findCheckov, pinnedVersion, scan, withoutCheckov } from './checkov';
import { runCommand } from '../../rehearsal/command';
import { complaints, Score, scoreOf } from './gate';
import { POLICIES, Policy } from './policies';

const ROOT = resolve(__dirname, '..', '..');

interface Verdict {
  readonly policy: Policy;
  readonly score: Score;
  readonly complaints: readonly string[];
}

async function main(): Promise<void> {
  const checkov = findCheckov();
  if (checkov === undefined) {
    const { message, exitCode } = withoutCheckov(process.env.CI === 'true');
    console.error(message);
    process.exitCode = exitCode;
    return;
  }

  const verdicts = await Promise.all(POLICIES.map((policy) => judge(policy, checkov)));
  verdicts.forEach(report);
}

async function judge(policy: Policy, checkov: string): Promise<Verdict> {
  const directory = mkdtempSync(join(tmpdir(), 'policy-'));
  try {
    await synthesize(policy.config, directory);
    withoutMoves(directory);
    const found = await scan(checkov, directory);
    return {
      policy,
      score: scoreOf(found, clustersIn(directory)),
      complaints: complaints(policy, found, pinnedVersion()),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function synthesize(config: string, directory: string): Promise<void> {
  const { code, errors } = await runCommand(process.execPath, ['-r', './cli/typescript.cjs', 'main.ts'], {
    cwd: ROOT,
    env: { ...process.env, AKS_CONFIG: config, CDKTF_OUTDIR: directory },
  });
  if (code !== 0) {
    throw new Error(`${config} cannot be synthesised:\n${errors}`);
  }
}

/** checkov's reader of Terraform JSON fails at `moved`, which says nothing of what a resource is like. */
function withoutMoves(directory: string): void {
  const stacks = join(directory, 'stacks');
  for (const stack of readdirSync(stacks)) {
    const file = join(stacks, stack, 'cdk.tf.json');
    const json = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    if ('moved' in json) {
      writeFileSync(file, JSON.stringify({ ...json, moved: undefined }, null, 2));
    }
  }
}

/** Names of the clusters in the synthesised JSON. */
function clustersIn(directory: string): string[] {
  const stack = JSON.parse(readFileSync(join(directory, 'stacks', 'cluster', 'cdk.tf.json'), 'utf8')) as {
    resource?: { azurerm_kubernetes_cluster?: Record<string, unknown> };
  };
  return Object.keys(stack.resource?.azurerm_kubernetes_cluster ?? {});
}

function report({ policy, score, complaints }: Verdict): void {
  const allowed = Object.keys(policy.allowed);
  const expectation = allowed.length > 0 ? `allowed to fail: ${allowed.join(', ')}` : 'nothing may fail';
  console.log(`${policy.config}: ${score.passed} passed, ${score.failed} failed; ${expectation}`);

  for (const complaint of complaints) {
    console.error(`  ${complaint}`);
    process.exitCode = 1;
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
