import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync } from 'node:fs';
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
import { LAST_COMMIT, Subject, Told } from './messages';
import { planMessage, planPart, plansInShort } from './page/plan-part';
import { problemInWords, problemsOf } from './problems-of';

/** Milliseconds for the page to fetch what has been evaluated: what comes before Terraform keeps this process busy. */
const PAGE_FIRST = 100;

export interface PlannerOptions {
  readonly subject: Subject;
  readonly show: (markup: string) => void;
  readonly print: (text: string) => void;
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
  private isStopped = false;

  constructor(private readonly options: PlannerOptions) {}

  /** Plans this, in the place of whatever is being planned. */
  plan(told: Told): void {
    this.due = told;
    this.deployed?.preview.stop();
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
          this.fail(problemsOf(error).map(problemInWords).join('\n'));
        }
      }
    }
  }

  private async planned(told: Told): Promise<void> {
    const { show, print } = this.options;
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
      show(planPart(plans, { of: deployed.of, gone }));
      print(plansInShort(plans, { milliseconds, gone }).join('\n'));
    }
  }

  /** What is planned against, deployed first where that is something else than before; undefined when it could not be. */
  private async deployedFor({ earlier, outdir }: Told): Promise<Deployed | undefined> {
    const { subject, show } = this.options;
    const { tenant, file } = this.directory();
    const isOwn = !isShipped();
    const [source, of] =
      isOwn || earlier === undefined ? [outdir, undefined] : [earlier, subject.against ?? LAST_COMMIT];
    // Without anything earlier it is what was there first, and stays that.
    const id = JSON.stringify([isOwn, of === undefined ? undefined : contentOf(source), tenant]);
    if (this.deployed?.id === id) {
      return this.deployed;
    }
    if (this.failed?.id === id) {
      this.fail(this.failed.text);
      return undefined;
    }

    await this.rehearsal?.stop();
    this.deployed = undefined;
    const what = of ?? 'what was there at the start';
    show(planMessage(`Deploys ${what} to the stand-ins, to plan against that …`));
    this.source = isOwn ? undefined : source;
    const deployer = deployerIn(source, subject.configuration);
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
    }));
    try {
      await rehearsal.start();
      await rehearsal.deploy();
    } catch (error) {
      await rehearsal.stop();
      const text = `${what} could not be deployed to the stand-ins: ${problemsOf(error).map(problemInWords).join('\n')}`;
      this.failed = { id, text };
      if (!this.isStopped) {
        this.fail(text);
      }
      return undefined;
    }
    const stacks = rehearsal.synthesized.map(({ name }) => name);
    this.deployed = { id, rehearsal, preview: new Preview(rehearsal), stacks, of: what };
    return this.deployed;
  }

  private async synthesizeInto(workspace: Workspace): Promise<void> {
    if (this.source === undefined) {
      await synthesize(readCdktfApp(), workspace);
    } else {
      workspace.prepare();
      cpSync(this.source, workspace.outdir, { recursive: true });
    }
  }

  private directory(): { tenant: Tenant; file?: string } {
    const { tenant, configuration } = this.options.subject;
    const file = tenantFileOf(tenant, configuration);
    return { tenant: loadTenant(file), ...(file !== undefined && { file }) };
  }

  private fail(text: string): void {
    const { show, print } = this.options;
    show(planMessage(text));
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
