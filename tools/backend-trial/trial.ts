import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CommandResult, runCommand } from '../../rehearsal/command';
import { rescueUnsavedStates } from '../../rehearsal/unsaved-states';
import { lockIdIn, LOCKS } from '../../rehearsal/backends/locks';
import { BackendName } from '../../rehearsal/backends/state-backend';
import { legacyConfiguration, managedConfiguration } from './trial-configuration';
import { textOf, TrialRun } from './trial-run';

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
  private readonly legacy: TrialRun;
  private readonly managed: TrialRun;

  constructor(private readonly backend: BackendName) {
    this.legacy = new TrialRun(legacyConfiguration(backend));
    this.managed = new TrialRun(managedConfiguration(backend));
  }

  /** Does it all; throws at the first thing that is not as it should be, with the checks until then in `done`. */
  async run(): Promise<void> {
    const { rehearsal } = this.legacy;
    await rehearsal.start();
    const held = await this.killDeployment();
    await this.resume(held);

    await rehearsal.planAgain();
    this.results.set('second plan', 'No changes');
    await this.crossStacks();
    await this.loseWrite();
  }

  /** What has been shown, in words. */
  get done(): ReadonlyMap<Check, string> {
    return this.results;
  }

  async interrupt(signal: NodeJS.Signals): Promise<void> {
    await Promise.all([this.legacy, this.managed].map(({ rehearsal }) => rehearsal.interrupt(signal)));
  }

  async stop(): Promise<void> {
    await Promise.all([this.legacy.stop(), this.managed.stop()]);
  }

  /** In the middle of `cdktf deploy`, a second writer comes along; then everything is killed. Returns the lock's ID. */
  private async killDeployment(): Promise<string | undefined> {
    const { rehearsal } = this.legacy;
    let refusal: CommandResult | undefined;
    this.legacy.once(BINDING, async () => {
      refusal = await this.legacy.terraform(STACK, 'apply', '-auto-approve', '-lock-timeout=0s');
      this.results.set('lock refused', await LOCKS[this.backend].tell(rehearsal.backend!));
      rehearsal.kill();
    });

    const failure = await rehearsal.deploy().then(
      () => undefined,
      (error: unknown) => error as Error,
    );
    if (!refusal) {
      throw failure ?? new Error(`no ${BINDING} was deployed`);
    }
    const text = textOf(refusal);
    const { refused } = LOCKS[this.backend];
    if (refusal.code === 0 || !refused.test(text)) {
      this.results.delete('lock refused');
      throw new Error(`the second writer was not refused as expected (${refused}):\n${text}`);
    }
    return lockIdIn(this.backend, text);
  }

  /** A lock that outlives its holder keeps everybody out until somebody removes it. */
  private async resume(held: string | undefined): Promise<void> {
    const { legacy } = this;
    const { isLeftBehind } = LOCKS[this.backend];
    if (isLeftBehind) {
      const stale = await legacy.terraform(STACK, 'plan');
      const id = lockIdIn(this.backend, textOf(stale));
      if (stale.code === 0 || id === undefined || id !== held) {
        throw new Error(`the lock ${held} was not left behind:\n${textOf(stale)}`);
      }
      await legacy.succeed(STACK, 'force-unlock', '-force', id);
    }

    await legacy.rehearsal.deploy();
    this.results.set('deploy', `${legacy.rehearsal.synthesized.length} stacks`);
    this.results.set('killed and resumed', isLeftBehind ? 'after force-unlock' : 'at once');
  }

  /** The two applications and their secret with the legacy integration, the group of administrators with the managed one. */
  private async crossStacks(): Promise<void> {
    const { legacy, managed } = this;
    const values = await legacy.countCrossings();

    await managed.rehearsal.start();
    for (const stack of ['identity', 'cluster']) {
      await managed.succeed(stack, 'init');
      await managed.succeed(stack, 'apply', '-auto-approve');
    }
    const more = await managed.countCrossings();
    await managed.stop();
    this.results.set('cross-stack values', `${values} legacy, ${more} managed`);
  }

  /** What a deployment makes is in no state when the write fails, and in the state again when that is pushed. */
  private async loseWrite(): Promise<void> {
    const { legacy } = this;
    const { backend, synthesized } = legacy.rehearsal;
    await legacy.succeed(STACK, 'destroy', '-auto-approve');

    legacy.once(BINDING, () => backend!.refuseWrites(true));
    const applied = await legacy.terraform(STACK, 'apply', '-auto-approve');
    await backend!.refuseWrites(false);
    const command = /^ {2}(terraform .*)$/m.exec(rescueUnsavedStates(synthesized))?.[1];
    if (applied.code === 0 || command === undefined) {
      throw new Error(`the failed write left no errored.tfstate:\n${textOf(applied)}`);
    }
    if ((await legacy.terraform(STACK, 'plan', '-detailed-exitcode', '-lock=false')).code !== HAS_CHANGES) {
      throw new Error('the state in the backend knows what was deployed, although it was not written');
    }

    const pushed = await runCommand('/bin/sh', ['-c', command], { env: legacy.environment });
    if (pushed.code !== 0 || existsSync(join(legacy.directory(STACK), 'errored.tfstate'))) {
      throw new Error(`errored.tfstate was not pushed:\n${textOf(pushed)}`);
    }
    await legacy.succeed(STACK, 'plan', '-detailed-exitcode');
    this.results.set('failed write', 'errored.tfstate pushed');
  }
}
