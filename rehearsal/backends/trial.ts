import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTenant } from '../../access/directory/tenant';
import { CommandResult, runCommand } from '../command';
import { Call } from '../protocol/provider-server';
import { Rehearsal } from '../rehearsal';
import { rescueUnsavedStates } from '../unsaved-states';
import { SynthesizedStack, Workspace } from '../workspace';
import { CrossingValues } from './crossing-values';
import { lockIdIn, LOCKS } from './locks';
import { BackendName } from './state-backend';
import { configurationFor } from './trial-configuration';

/** What a trial shows of a backend, in the order of the table. */
export const CHECKS = [
  'deploy',
  'second plan',
  'cross-stack values',
  'lock refused',
  'killed and resumed',
  'failed write',
] as const;

export type Check = (typeof CHECKS)[number];

/** The stack in whose deployment things happen, and what they happen at. */
const STACK = 'access';
const BINDING = 'kubernetes_cluster_role_binding_v1';

/** Exit code of a plan that is not empty. */
const HAS_CHANGES = 2;

/** A deployment of the three stacks with their states in one backend, and what can happen to it. */
export class Trial {
  private readonly results = new Map<Check, string>();
  private readonly folder = mkdtempSync(join(tmpdir(), 'backends-'));
  private readonly rehearsal: Rehearsal;
  private inTheMiddle?: { readonly type: string; readonly act: () => Promise<void> };

  constructor(private readonly backend: BackendName) {
    const file = join(this.folder, 'aks.yaml');
    writeFileSync(file, configurationFor(backend));

    this.rehearsal = new Rehearsal({
      workspace: new Workspace(file, join(this.folder, 'workspace')),
      tenant: loadTenant(),
      faults: [],
      print: () => undefined,
      inBackend: true,
      onCall: (call) => this.hear(call),
    });
  }

  /** Does it all; throws at the first thing that is not as it should be, with the checks until then in `done`. */
  async run(): Promise<void> {
    await this.rehearsal.start();
    const held = await this.killDeployment();
    await this.resume(held);

    await this.rehearsal.planAgain();
    this.results.set('second plan', 'No changes');
    this.results.set('cross-stack values', await this.crossStackValues());
    this.results.set('failed write', await this.loseWrite());
  }

  /** What has been shown, in words. */
  get done(): ReadonlyMap<Check, string> {
    return this.results;
  }

  async interrupt(signal: NodeJS.Signals): Promise<void> {
    await this.rehearsal.interrupt(signal);
  }

  /** Ends everything that runs, and removes what is left of it. */
  async stop(): Promise<void> {
    await this.rehearsal.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** In the middle of `cdktf deploy`, a second writer comes along; then everything is killed. Returns the lock's ID. */
  private async killDeployment(): Promise<string | undefined> {
    let refusal: CommandResult | undefined;
    this.once(BINDING, async () => {
      refusal = await this.terraform(STACK, 'apply', '-auto-approve', '-lock-timeout=0s');
      this.results.set('lock refused', await LOCKS[this.backend].tell(this.rehearsal.backend!));
      this.rehearsal.kill();
    });

    const failure = await this.rehearsal.deploy().then(
      () => undefined,
      (error: unknown) => error as Error,
    );
    if (!refusal) {
      throw failure ?? new Error(`no ${BINDING} was deployed`);
    }
    const text = textOf(refusal);
    const { refused } = LOCKS[this.backend];
    if (refusal.code === 0 || !refused.test(text)) {
      throw new Error(`the second writer was not refused as expected (${refused}):\n${text}`);
    }
    return lockIdIn(this.backend, text);
  }

  /** A lock that outlives its holder keeps everybody out until somebody removes it. */
  private async resume(held: string | undefined): Promise<void> {
    const { isLeftBehind } = LOCKS[this.backend];
    if (isLeftBehind) {
      const stale = await this.terraform(STACK, 'plan');
      const id = lockIdIn(this.backend, textOf(stale));
      if (stale.code === 0 || id === undefined || id !== held) {
        throw new Error(`the lock ${held} was not left behind:\n${textOf(stale)}`);
      }
      await this.succeed(STACK, 'force-unlock', '-force', id);
    }

    await this.rehearsal.deploy();
    this.results.set('deploy', `${this.stacks.length} stacks`);
    this.results.set('killed and resumed', isLeftBehind ? 'after force-unlock' : 'at once');
  }

  /** What the identity stack gives and the cluster stack takes. */
  private async crossStackValues(): Promise<string> {
    const values = new CrossingValues(await this.stateOf('identity'), await this.stateOf('cluster'));
    if (values.missing.length > 0) {
      throw new Error(`values did not arrive: ${values.missing.join(', ')}`);
    }
    return `${values.arrived.length} arrive`;
  }

  /** What a deployment makes is in no state when the write fails, and in the state again when that is pushed. */
  private async loseWrite(): Promise<string> {
    const { backend } = this.rehearsal;
    await this.succeed(STACK, 'destroy', '-auto-approve');

    this.once(BINDING, () => backend!.refuseWrites(true));
    const applied = await this.terraform(STACK, 'apply', '-auto-approve');
    await backend!.refuseWrites(false);
    const command = /^ {2}(terraform .*)$/m.exec(rescueUnsavedStates(this.stacks))?.[1];
    if (applied.code === 0 || command === undefined) {
      throw new Error(`the failed write left no errored.tfstate:\n${textOf(applied)}`);
    }
    if ((await this.terraform(STACK, 'plan', '-detailed-exitcode', '-lock=false')).code !== HAS_CHANGES) {
      throw new Error('the state in the backend knows what was deployed, although it was not written');
    }

    const pushed = await runCommand('/bin/sh', ['-c', command], { env: this.environment });
    if (pushed.code !== 0 || existsSync(join(this.directory(STACK), 'errored.tfstate'))) {
      throw new Error(`errored.tfstate was not pushed:\n${textOf(pushed)}`);
    }
    await this.succeed(STACK, 'plan', '-detailed-exitcode');
    return 'errored.tfstate pushed';
  }

  /** Lets something happen when the first object of a type is about to be made. */
  private once(type: string, act: () => Promise<void>): void {
    this.inTheMiddle = { type, act };
  }

  private async hear({ method, type }: Call): Promise<void> {
    const { inTheMiddle } = this;
    if (inTheMiddle && method === 'ApplyResourceChange' && type === inTheMiddle.type) {
      this.inTheMiddle = undefined;
      await inTheMiddle.act();
    }
  }

  private get environment(): NodeJS.ProcessEnv {
    return { ...this.rehearsal.environment, TF_CLI_ARGS: '-no-color' };
  }

  private get stacks(): readonly SynthesizedStack[] {
    return this.rehearsal.synthesized;
  }

  private directory(stack: string): string {
    return this.stacks.find(({ name }) => name === stack)!.directory;
  }

  private async stateOf(stack: string): Promise<string> {
    return (await this.rehearsal.pulledStates.pull(stack)) ?? '{}';
  }

  private async terraform(stack: string, ...args: string[]): Promise<CommandResult> {
    return runCommand('terraform', args, { cwd: this.directory(stack), env: this.environment });
  }

  private async succeed(stack: string, ...args: string[]): Promise<void> {
    const result = await this.terraform(stack, ...args);
    if (result.code !== 0) {
      throw new Error(
        `terraform ${args.join(' ')} in '${stack}' ended with ${result.code}:\n${textOf(result)}`,
      );
    }
  }
}

/** Output and errors on one line, without the boxes that Terraform draws. */
function textOf({ output, errors }: CommandResult): string {
  return `${output}${errors}`.replace(/[\s│╷╵]+/g, ' ').trim();
}
