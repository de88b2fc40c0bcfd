import { ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { terraformEnvironment } from '../../rehearsal/terraform-binary';

/** What became of one `terraform` command. */
export interface TerraformResult {
  /** Exit code; null if it was killed. */
  readonly code: number | null;

  /** Standard output and errors together, unwrapped: each run of white space and box characters is one blank. */
  readonly output: string;
}

/** A change that Terraform plans: `create`, `update`, `delete`, or both of a replacement in their order. */
export type PlannedChanges = Record<string, string>;

const MISSING = 'terraform is not on the PATH; install Terraform 1.11 to run these tests';

/** `describe` for tests that run real Terraform. Without it on the machine they are skipped, and in CI they fail. */
export function describeWithTerraform(title: string, tests: () => void): void {
  const isInstalled = spawnSync('terraform', ['version']).status === 0;
  const isSkipped = !isInstalled && process.env.CI !== 'true';
  if (isSkipped) {
    // Written past jest, which does not show the titles of a file whose tests are all skipped.
    process.stderr.write(`SKIPPED ${title}: ${MISSING}\n`);
  }
  const run = isSkipped ? describe.skip : describe;
  run(title, () => {
    beforeAll(() => {
      if (!isInstalled) {
        throw new Error(MISSING);
      }
    });
    tests();
  });
}

/** A temporary directory with a configuration, in which Terraform runs attached to stand-in providers. */
export class TerraformDirectory {
  readonly path = mkdtempSync(join(tmpdir(), 'rehearsal-'));
  private readonly running = new Set<ChildProcess>();

  /** @param reattach value of TF_REATTACH_PROVIDERS, from `startProviders` */
  constructor(private reattach: string) {}

  /** Goes on with other providers. */
  attach(reattach: string): void {
    this.reattach = reattach;
  }

  /** Writes the whole configuration; a name that ends in `.json` is Terraform's JSON syntax. */
  write(configuration: string, file = 'main.tf'): void {
    writeFileSync(join(this.path, file), configuration);
  }

  /** Runs a command to its end, whatever that is. */
  async run(...args: string[]): Promise<TerraformResult> {
    const { code, text } = await this.execute(args);

    return { code, output: text.replace(/[\s│╷╵]+/g, ' ') };
  }

  /** Runs a command that must succeed; returns its output. */
  async succeed(...args: string[]): Promise<string> {
    return (await this.mustSucceed(args)).replace(/[\s│╷╵]+/g, ' ');
  }

  async apply(...args: string[]): Promise<string> {
    return this.succeed('apply', '-auto-approve', ...args);
  }

  async destroy(...args: string[]): Promise<string> {
    return this.succeed('destroy', '-auto-approve', ...args);
  }

  /** What the next apply would do, by address; empty if that is nothing. */
  async plannedChanges(): Promise<PlannedChanges> {
    await this.succeed('plan', '-out=plan.bin');
    const plan = JSON.parse(await this.mustSucceed(['show', '-json', 'plan.bin'])) as {
      resource_changes?: { address: string; change: { actions: string[] } }[];
    };
    const changes = (plan.resource_changes ?? [])
      .map(({ address, change }) => [address, change.actions.join()] as const)
      .filter(([, actions]) => actions !== 'no-op' && actions !== 'read');

    return Object.fromEntries(changes);
  }

  /** Addresses in the state. */
  async resources(): Promise<string[]> {
    return (await this.mustSucceed(['state', 'list'])).split('\n').filter((line) => line !== '');
  }

  /** The root module's outputs. */
  async outputs(): Promise<Record<string, unknown>> {
    const outputs = JSON.parse(await this.mustSucceed(['output', '-json'])) as Record<
      string,
      { value: unknown }
    >;

    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  /** Sends a signal to what is running. */
  signal(signal: NodeJS.Signals): void {
    this.running.forEach((child) => child.kill(signal));
  }

  remove(): void {
    this.signal('SIGKILL');
    rmSync(this.path, { recursive: true, force: true });
  }

  private async mustSucceed(args: readonly string[]): Promise<string> {
    const { code, text } = await this.execute(args);
    if (code !== 0) {
      throw new Error(`terraform ${args.join(' ')} ended with ${code}:\n${text}`);
    }

    return text;
  }

  private async execute(args: readonly string[]): Promise<{ code: number | null; text: string }> {
    const child = spawn('terraform', args, { cwd: this.path, env: this.environment() });
    this.running.add(child);
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));

    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => {
        this.running.delete(child);
        resolve({ code, text });
      });
    });
  }

  private environment(): NodeJS.ProcessEnv {
    return { ...terraformEnvironment(this.reattach), TF_CLI_ARGS: '-no-color' };
  }
}
