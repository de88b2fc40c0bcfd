import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadTenant } from '../../access/directory/load-tenant';
import { Tenant } from '../../access/directory/tenant';
import { deployersKeyOf } from '../../app/config/deployers-key';
import { readCdktfApp, synthesize } from '../../rehearsal/cdktf-app';
import { Preview } from '../../rehearsal/preview';
import { Rehearsal } from '../../rehearsal/rehearsal';
import { isShippedApp } from '../../rehearsal/shipped-app';
import { Workspace } from '../../rehearsal/workspace';
import { tenantFileOf } from '../tenant-of';
import { LAST_COMMIT, Problem, Subject, Told } from './messages';
import { clock } from './clock';
import { planMessage, planPart, plansInShort } from './page/plan-part';
import { problemInWords, problemsOf } from './problems-of';

/** Milliseconds for the page to fetch what has been evaluated: what comes before Terraform keeps this process busy. */
const PAGE_FIRST = 100;

/**
 * Milliseconds for a Ctrl-C to become known: it ends what has been started at once, and this process hears of it when it
 * comes to that.
 */
const SIGNAL_FIRST = 50;

export interface PlannerOptions {
  readonly subject: Subject;
  readonly show: (markup: string) => void;

  /** Told after each plan, and of what has to be put right where there is none. */
  readonly onWrong: (problems: readonly Problem[]) => void;
  readonly print: (text: string) => void;
}

/** What plans are against. */
interface Base {
  /** Folder with what was synthesised of it; undefined for the app of cdktf.json as it is now. */
  readonly source?: string;

  /** Changes when something else has to be deployed. */
  readonly id: string;

  /** For people: `HEAD`. */
  readonly of: string;

  /** What helps when it cannot be deployed. */
  readonly remedy: string;
}

/** What was there first, where there is nothing else to plan against: kept, as it must not become what is there later. */
interface Start {
  readonly isOwnApp: boolean;
  readonly id: string;
  readonly of: string;

  /** As long as it has not been deployed, something else may take its place. */
  isUntried: boolean;
}

/** What is deployed to the stand-ins, to be planned against. */
interface Deployed {
  /** Changes when something else has to be deployed. */
  readonly id: string;
  readonly rehearsal: Rehearsal;
  readonly preview: Preview;
  readonly stacks: readonly string[];

  /** For people: `HEAD`. */
  readonly of: string;
}

/**
 * Plans what has been saved with real Terraform, against stand-ins to which the last commit has been deployed: in a folder
 * of its own, so that rehearsals and what they leave behind stay as they are.
 */
export class Planner {
  private due?: Told;
  private running?: Promise<void>;
  private deployed?: Deployed;
  private rehearsal?: Rehearsal;

  /** Where what the rehearsal synthesises is copied from; undefined for the app of cdktf.json. */
  private source?: string;
  private failed?: { readonly id: string; readonly text: string };

  /** Shows the plan that is shown as one of before; undefined where none is. */
  private outdate?: () => void;
  private start?: Start;
  private starts = 0;
  private isFirst = true;
  private isStopped = false;

  constructor(private readonly options: PlannerOptions) {}

  /** Plans this, in the place of whatever is being planned. */
  plan(told: Told): void {
    this.due = told;
    this.deployed?.preview.stop();
    this.outdate?.();
    this.running ??= this.untilDone().finally(() => (this.running = undefined));
  }

  /** Ends Terraform and the stand-ins. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.due = undefined;
    this.deployed?.preview.stop();
    this.rehearsal?.kill();
    await this.running;
    await this.rehearsal?.stop();
  }

  private async untilDone(): Promise<void> {
    await sleep(PAGE_FIRST);
    while (this.due) {
      const told = this.due;
      this.due = undefined;
      try {
        await this.planned(told);
      } catch (error) {
        // Of what is out of date by now, nothing is told.
        if (!this.isStopped && !this.due) {
          await this.fail(problemsOf(error).map(problemInWords).join('\n'));
        }
      }
      this.isFirst = false;
    }
  }

  private async planned(told: Told): Promise<void> {
    const { show, print, onWrong } = this.options;
    const since = performance.now();
    const deployed = await this.deployedFor(told);
    if (!deployed || this.isStopped) {
      return;
    }
    this.source = isShipped() ? told.outdir : undefined;
    await deployed.rehearsal.synthesizeAnew();
    const plans = this.due ? undefined : await deployed.preview.plans();
    if (plans && !this.isStopped) {
      const gone = deployed.stacks.filter((name) => !plans.some((plan) => plan.name === name));
      const milliseconds = performance.now() - since;
      const shown = { of: deployed.of, gone };
      show(planPart(plans, shown));
      this.outdate = () => show(planPart(plans, { ...shown, isOutdated: true }));
      onWrong([]);
      // The last commit goes without saying.
      const of = deployed.of === LAST_COMMIT ? '' : ` against ${deployed.of}`;
      print(plansInShort(plans, { milliseconds, gone, of }).join('\n'));
    }
  }

  /** What is planned against, deployed first where that is something else than before; undefined when it could not be. */
  private async deployedFor(told: Told): Promise<Deployed | undefined> {
    const { tenant, file } = this.directory();
    if (told.noEarlier !== undefined && isShipped()) {
      await this.fail(`${this.against} cannot be evaluated: ${told.noEarlier}\n${this.remedy}`);
      return undefined;
    }
    const base = this.baseOf(told, tenant);
    if (this.deployed?.id === base.id) {
      return this.deployed;
    }
    const failed =
      this.failed?.id === base.id ? this.failed : await this.deploy(base, { told, tenant, file });
    if (failed === undefined) {
      return this.deployed;
    }
    if (this.start?.isUntried) {
      this.start = undefined;
    }
    await this.fail(failed.text);
    return undefined;
  }

  /** Deploys to new stand-ins; returns why that has failed. */
  private async deploy(
    base: Base,
    { told, tenant, file }: { readonly told: Told; readonly tenant: Tenant; readonly file?: string },
  ): Promise<Planner['failed']> {
    const { subject, show } = this.options;
    await this.rehearsal?.stop();
    this.deployed = undefined;
    this.outdate = undefined;
    const progress = `Deploys ${base.of} to the stand-ins, to plan against that`;
    show(planMessage(`${progress} …`));
    this.source = base.source;
    const deployer = deployerIn(base.source ?? told.outdir, subject.configuration);
    const workspace = new Workspace(subject.configuration, join(subject.folder, 'rehearsal'));
    workspace.remove();
    const rehearsal = (this.rehearsal = new Rehearsal({
      workspace,
      tenant,
      tenantFile: file ?? 'the made-up directory',
      assumes: file === undefined,
      ...(deployer !== undefined && { deployer }),
      faults: [],
      allowReplace: ['cluster'],
      print: () => undefined,
      synth: (to) => this.synthesizeInto(to),
      onStep: (_, stacks) => {
        if (stacks && !this.deployed && !this.isStopped) {
          show(planMessage(`${progress}: ${stacks.done} of ${stacks.of} stacks …`));
        }
      },
    }));
    try {
      await rehearsal.start();
      await rehearsal.deploy();
    } catch (error) {
      await rehearsal.stop();
      const why = problemsOf(error).map(problemInWords).join('\n');
      const text = `${base.of} could not be deployed to the stand-ins: ${why}\n${base.remedy}`;
      return (this.failed = { id: base.id, text });
    }
    if (this.start) {
      this.start.isUntried = false;
    }
    const stacks = rehearsal.synthesized.map(({ name }) => name);
    this.deployed = { id: base.id, rehearsal, preview: new Preview(rehearsal), stacks, of: base.of };
    return undefined;
  }

  /** The last commit or what `--against` names and, where there is neither, what was there first. */
  private baseOf({ earlier, outdir }: Told, tenant: Tenant): Base {
    const isOwnApp = !isShipped();
    if (!isOwnApp && earlier !== undefined) {
      const id = JSON.stringify([contentOf(earlier), tenant]);
      return { source: earlier, id, of: this.against, remedy: this.remedy };
    }
    const start = (this.start =
      this.start?.isOwnApp === isOwnApp ? this.start : this.startAt(outdir, isOwnApp));
    return {
      ...(existsSync(this.startFolder) && { source: this.startFolder }),
      id: JSON.stringify([start.id, tenant]),
      of: start.of,
      remedy: 'What is saved next is what plans are against, if it can be deployed.',
    };
  }

  /** Keeps what is there now. Of an app that is run it is only kept when that has been run. */
  private startAt(outdir: string, isOwnApp: boolean): Start {
    rmSync(this.startFolder, { recursive: true, force: true });
    if (!isOwnApp) {
      cpSync(outdir, this.startFolder, { recursive: true });
    }
    this.starts++;
    return {
      isOwnApp,
      id: isOwnApp ? `app ${this.starts}` : contentOf(this.startFolder),
      of: this.isFirst ? 'what was there at the start' : `what was saved at ${clock()}`,
      isUntried: true,
    };
  }

  private get startFolder(): string {
    return join(this.options.subject.folder, 'start');
  }

  private get against(): string {
    return this.options.subject.against ?? LAST_COMMIT;
  }

  /** What helps when there is something wrong with what is compared with. */
  private get remedy(): string {
    return this.options.subject.against === undefined
      ? 'Plans are against the last commit: commit what puts it right, or name another commit with --against.'
      : `Plans are against ${this.against}: put that right, or name something else with --against.`;
  }

  private async synthesizeInto(workspace: Workspace): Promise<void> {
    if (this.source !== undefined) {
      workspace.prepare();
      cpSync(this.source, workspace.outdir, { recursive: true });
      return;
    }
    await synthesize(readCdktfApp(), workspace);
    if (!existsSync(this.startFolder)) {
      cpSync(workspace.outdir, this.startFolder, { recursive: true });
    }
  }

  private directory(): { tenant: Tenant; file?: string } {
    const { tenant, configuration } = this.options.subject;
    const file = tenantFileOf(tenant, configuration);
    return { tenant: loadTenant(file), ...(file !== undefined && { file }) };
  }

  private async fail(text: string): Promise<void> {
    const { show, print, onWrong } = this.options;
    await sleep(SIGNAL_FIRST);
    if (this.isStopped) {
      return;
    }
    this.outdate = undefined;
    show(planMessage(text));
    onWrong([{ message: `no plan: ${text}`, severity: 'error' }]);
    print(`WRONG  no plan: ${text}`);
  }
}

/** Whether the app is what the evaluating process synthesises: that of aks.yaml and nothing else. */
function isShipped(): boolean {
  return existsSync('main.ts') ? isShippedApp() : !existsSync('cdktf.json');
}

/** All that is deployed of a folder, shortened. */
function contentOf(outdir: string): string {
  const hash = createHash('sha256');
  stacksIn(outdir).forEach((json) => hash.update(json));
  return hash.digest('base64url');
}

/** The first of those who deploy by the configuration of today and already did by what is deployed. */
function deployerIn(outdir: string, configuration: string): string | undefined {
  const stacks = stacksIn(outdir).map((json) => json.toString());
  return deployersKeyOf(configuration).find((name) =>
    stacks.some((json) => json.includes(JSON.stringify(name))),
  );
}

function stacksIn(outdir: string): Buffer[] {
  const manifest = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8')) as {
    stacks: Record<string, { synthesizedStackPath: string }>;
  };
  return Object.values(manifest.stacks).map(({ synthesizedStackPath }) =>
    readFileSync(join(outdir, synthesizedStackPath)),
  );
}
