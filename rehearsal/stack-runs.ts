import {
  existsSync,
  FSWatcher,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from './process-tree';
import { terraformBinary } from './terraform';
import { PlanJson } from './planned-changes';

const VERDICTS = ['go', 'stop'] as const;

/**
 * What cdktf runs in place of Terraform.
 *
 * Plan and apply are two steps, so that the plan can be read by a machine, and refused, before anything is done. What
 * Terraform says goes into a file first: cdktf loses the end of it when Terraform ends quickly. Its name must not begin with
 * `terraform`, as processes that do are interrupted one by one.
 */
const SCRIPT = `#!/bin/sh
umask 077
trap '' HUP
stack=$(basename "$PWD")
of="$REHEARSAL_RUNS/$stack"
echo $$ >"$of.pid"

terraform() { command "$REHEARSAL_TERRAFORM" "$@"; }

said() {
  { terraform "$@" 2>&1; echo $? >"$of.code"; } | tee -a "$of.said"
  return "$(cat "$of.code")"
}

show() { terraform show -json rehearsal.tfplan >"$of.tmp" 2>>"$of.said" && mv "$of.tmp" "$of.plan"; }

case $1 in
  init) said "$@" ;;
  apply | destroy)
    mode=; [ "$1" = apply ] || mode=-destroy
    said plan $mode -out=rehearsal.tfplan || exit
    if [ -e "$of.guarded" ]; then
      show || exit
      until [ -e "$of.verdict" ]; do kill -0 "$REHEARSAL_PID" || exit 1; sleep 0.02; done
      [ "$(cat "$of.verdict")" = go ] || exit 1
      said apply rehearsal.tfplan; code=$?
    else
      show & said apply rehearsal.tfplan; code=$?
      wait
    fi
    rm -f rehearsal.tfplan
    [ $code -ne 0 ] || : >"$of.done"
    exit $code
    ;;
  *) terraform "$@" ;;
esac
`;

const POLLING_MILLISECONDS = 20;

/** The runs of Terraform in the stacks during one run of cdktf, and what they leave: plans, output, and whether they ended well. */
export class StackRuns {
  private readonly script: string;
  private readonly watcher: FSWatcher;
  private readonly judged = new Set<string>();
  private readonly ended = new Set<string>();
  private readonly unwell = new Set<string>();

  constructor(
    private readonly options: {
      /** Made anew. */
      readonly folder: string;
      readonly stacks: readonly string[];

      /** The stacks whose plan is judged before it is applied. */
      readonly guarded: readonly string[];

      /** Whether a plan may be applied. */
      readonly judge: (stack: string, plan: PlanJson) => boolean;

      /** Told of a stack as soon as it has been applied. */
      readonly onApplied: (stack: string, plan: PlanJson) => void;
    },
  ) {
    const { folder, guarded } = options;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.script = join(folder, 'run-terraform');
    writeFileSync(this.script, SCRIPT, { mode: 0o700 });
    for (const stack of guarded) {
      writeFileSync(this.file(stack, 'guarded'), '');
      // A verdict takes no more than a new name, for which a full disk has room.
      VERDICTS.forEach((verdict) => writeFileSync(this.file(stack, verdict), verdict));
    }

    this.watcher = watch(folder, () => this.look());
  }

  /** What makes cdktf run Terraform through here. */
  get environment(): NodeJS.ProcessEnv {
    return {
      TERRAFORM_BINARY_NAME: this.script,
      REHEARSAL_TERRAFORM: terraformBinary(),
      REHEARSAL_RUNS: this.options.folder,
      REHEARSAL_PID: String(process.pid),
    };
  }

  /** The stacks that have been applied. */
  get applied(): ReadonlySet<string> {
    return this.ended;
  }

  /** The stacks in which Terraform has failed, or was not let go on; known when all is closed. */
  get failed(): ReadonlySet<string> {
    return this.unwell;
  }

  /** Waits for what goes on after cdktf has ended. */
  async settled(): Promise<void> {
    for (const stack of this.options.stacks) {
      const file = this.file(stack, 'pid');
      const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : NaN;
      while (pid > 0 && isRunning(pid)) {
        await sleep(POLLING_MILLISECONDS);
      }
    }
  }

  /** To be called when cdktf has ended; returns what Terraform has said in each stack that it was started in. */
  close(): ReadonlyMap<string, string> {
    this.watcher.close();
    this.look();
    const { folder, stacks } = this.options;
    const said = stacks.flatMap((stack): [string, string][] => {
      const file = this.file(stack, 'said');
      if (!this.ended.has(stack) && this.hasFailed(stack)) {
        this.unwell.add(stack);
      }
      return existsSync(file) ? [[stack, readFileSync(file, 'utf8')]] : [];
    });

    rmSync(folder, { recursive: true, force: true });
    return new Map(said);
  }

  private look(): void {
    const { stacks, guarded, judge, onApplied } = this.options;
    for (const stack of guarded.filter((one) => !this.judged.has(one))) {
      const plan = this.plan(stack);
      if (plan) {
        this.judged.add(stack);
        // Read as soon as it is there, so it must be there as a whole.
        const verdict = judge(stack, plan) ? 'go' : 'stop';
        renameSync(this.file(stack, verdict), this.file(stack, 'verdict'));
      }
    }
    for (const stack of stacks.filter((one) => !this.ended.has(one))) {
      const plan = existsSync(this.file(stack, 'done')) ? this.plan(stack) : undefined;
      if (plan) {
        this.ended.add(stack);
        onApplied(stack, plan);
      }
    }
  }

  private hasFailed(stack: string): boolean {
    const isIn = (what: string, text: RegExp): boolean =>
      existsSync(this.file(stack, what)) && text.test(readFileSync(this.file(stack, what), 'utf8'));
    return isIn('code', /^[1-9]/) || isIn('verdict', /^stop/);
  }

  private plan(stack: string): PlanJson | undefined {
    const file = this.file(stack, 'plan');
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as PlanJson) : undefined;
  }

  private file(stack: string, what: string): string {
    return join(this.options.folder, `${stack}.${what}`);
  }
}
