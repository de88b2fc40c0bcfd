import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { accessTable, canI } from '../../rehearsal/access/access';
import { readCdktfApp, synthesize } from '../../rehearsal/cdktf-app';
import { ExistingObjects } from '../../rehearsal/existing-objects';
import { Fault } from '../../rehearsal/protocol/faults';
import { Rehearsal } from '../../rehearsal/rehearsal';
import { loadTenant } from '../../access/directory/load-tenant';
import { Tenant } from '../../access/directory/tenant';
import { readLayers } from '../../app/config/layers';
import { asked } from './asked';
import { Workspace } from '../../rehearsal/workspace';

interface Plan {
  readonly resource_changes?: {
    readonly address: string;
    readonly change: { readonly actions: string[]; readonly before: unknown; readonly after: unknown };
  }[];
}

/** Folders of configurations that were rehearsed, by the file that they were copied from; what was in them is kept beside them. */
const deployed = new Map<string, string>();

/** A configuration in a temporary folder that is rehearsed, changed and rehearsed again. */
export class RehearsedConfig {
  /** What the rehearsals have printed. */
  printed = '';

  /** The steps that they have told of, with how many stacks were done. */
  readonly steps: string[] = [];

  /** Runs the app; that of cdktf.json where it is undefined. */
  command?: string;

  /** Who deploys; the deployer of the tenant where it is undefined. */
  deployer?: string;

  /** Called after each change of the world. */
  onChange?: (rehearsal: Rehearsal) => void;

  private readonly file: string;
  readonly workspace: Workspace;

  /** Begins as a copy of a file, with copies of what it extends. */
  constructor(
    original: string,
    private readonly tenant: Tenant = loadTenant(),
    private readonly root = mkdtempSync(join(tmpdir(), 'rehearsed-')),
  ) {
    this.file = join(root, 'aks.yaml');
    this.workspace = new Workspace(this.file, join(root, 'workspace'));
    writeFileSync(this.file, readFileSync(original, 'utf8'));

    const [, ...bases] = readLayers(original).files;
    for (const base of bases) {
      cpSync(base, join(this.root, relative(dirname(original), base)));
    }
  }

  /**
   * A copy of a file that has been rehearsed once, from the first such rehearsal of this process: where that is what a test begins
   * with and not what it is about. All copies have one folder, as paths of it are in what Terraform keeps.
   */
  static async deployed(original: string): Promise<RehearsedConfig> {
    const root = deployed.get(original);
    if (root === undefined) {
      const config = new RehearsedConfig(original);
      await config.rehearse();
      cpSync(config.root, `${config.root}-deployed`, { recursive: true });
      deployed.set(original, config.root);
      config.printed = '';
      config.steps.length = 0;
      return config;
    }
    if (existsSync(root)) {
      throw new Error(`the copy of ${original} has not been removed`);
    }
    cpSync(`${root}-deployed`, root, { recursive: true });
    return new RehearsedConfig(original, undefined, root);
  }

  /** Writes the configuration anew. */
  rewrite(change: (content: string) => string): void {
    writeFileSync(this.file, change(readFileSync(this.file, 'utf8')));
  }

  /** Replaces a text that must be there. */
  edit(text: string, replacement: string): void {
    const content = readFileSync(this.file, 'utf8');
    if (!content.includes(text)) {
      throw new Error(`'${text}' is not in the configuration`);
    }
    writeFileSync(this.file, content.replace(text, replacement));
  }

  /** Deploys and plans again, as the command line does. */
  async rehearse(faults: readonly Fault[] = [], allowReplace: readonly string[] = []): Promise<void> {
    await this.use(
      faults,
      async (rehearsal) => {
        await rehearsal.start();
        await rehearsal.deploy();
        await rehearsal.planAgain();
      },
      allowReplace,
    );
  }

  /** Deploys and ends that in some way once Terraform has written something into the state of a stack. */
  async rehearseUntil(
    { stack, text }: { stack: string; text: string },
    end: (rehearsal: Rehearsal) => Promise<void>,
  ): Promise<void> {
    const state = this.workspace.stateFile(stack);

    await this.use([], async (rehearsal) => {
      await rehearsal.start();
      let isOver = false;
      const deployment = rehearsal.deploy().finally(() => (isOver = true));
      const isTime = (): boolean => existsSync(state) && readFileSync(state, 'utf8').includes(text);
      while (!isOver && !isTime()) {
        await sleep(10);
      }
      await Promise.all([deployment, end(rehearsal)]);
    });
  }

  /** Deploys, and then plays others who deploy. */
  async rehearseAs(first: string, ...others: string[]): Promise<void> {
    this.deployer = first;
    await this.use([], async (rehearsal) => {
      await rehearsal.start();
      await rehearsal.deploy();
      await rehearsal.planAgain();
      for (const other of others) {
        await rehearsal.planAs(other);
      }
    });
  }

  async destroy(): Promise<void> {
    await this.use([], async (rehearsal) => {
      await rehearsal.start();
      await rehearsal.destroy();
    });
  }

  /** What terraform says where it fails in a stack of the configuration as it is now, or in one of them only. */
  async refusals(args: string[], stack?: string): Promise<Record<string, string>> {
    const refusals: Record<string, string> = {};

    await this.use([], async (rehearsal) => {
      await rehearsal.start();
      const stacks = this.workspace.stacks().filter(({ name }) => stack === undefined || name === stack);
      const runs = stacks.map(async ({ name, directory }) => {
        await run('terraform', args, directory, rehearsal.environment).catch((error: Error) => {
          refusals[name] = error.message;
        });
      });
      await Promise.all(runs);
    });
    return refusals;
  }

  /** Whether Terraform worked on all of the stacks at one time during the last deployment. */
  atOnce(...stacks: string[]): boolean {
    const log = readFileSync(join(this.workspace.directory, 'deploy.log'), 'utf8').split('\n');
    const spans = stacks.map((stack) => {
      const lines = log.flatMap((line, at) => (line.startsWith(`${stack} `) ? [at] : []));
      return { first: lines[0] ?? Infinity, last: lines[lines.length - 1] ?? -Infinity };
    });

    return Math.max(...spans.map(({ first }) => first)) < Math.min(...spans.map(({ last }) => last));
  }

  /** What rehearsals have made of a type. */
  made(type: string): readonly Readonly<Record<string, unknown>>[] {
    return this.rehearsal([]).world.all(type);
  }

  /** What the next deployment of the configuration as it is now would do: address to actions, and what changes. */
  async changes(): Promise<Record<string, { actions: string; attributes: string[] }>> {
    const changes: Record<string, { actions: string; attributes: string[] }> = {};

    await this.use([], async (rehearsal) => {
      await rehearsal.start();
      // The deployment before has initialised the directories.
      const plans = this.workspace.stacks().map(async ({ name, directory }) => {
        const terraform = (...args: string[]) => run('terraform', args, directory, rehearsal.environment);
        await terraform('plan', '-out=plan.bin');

        const plan = JSON.parse(await terraform('show', '-json', 'plan.bin')) as Plan;
        for (const { address, change } of plan.resource_changes ?? []) {
          const actions = change.actions.join();
          if (actions !== 'no-op' && actions !== 'read') {
            const attributes = changedAttributes(change.before, change.after);
            changes[`${name}/${address.replace(/_[0-9A-F]{8}$/, '')}`] = { actions, attributes };
          }
        }
      });
      await Promise.all(plans);
    });
    return changes;
  }

  /** Synthesises the configuration as it is now, and runs something attached to the stand-ins. */
  async attached<T>(command: (environment: NodeJS.ProcessEnv) => Promise<T>): Promise<T> {
    let result: T;
    await this.use([], async (rehearsal) => {
      await rehearsal.start();
      result = await command(rehearsal.environment);
    });
    return result!;
  }

  /**
   * Applies the resources that another version has synthesised for the access stack in the place of those of this one; the
   * other stacks are deployed.
   */
  async applyReleased(file: string): Promise<void> {
    const released = JSON.parse(readFileSync(file, 'utf8')) as object;

    await this.attached(async (environment) => {
      const { directory, json } = this.workspace.stacks().find(({ name }) => name === 'access')!;
      const combined = { ...json, ...released, moved: undefined };
      writeFileSync(join(directory, 'cdk.tf.json'), JSON.stringify(combined));
      await run('terraform', ['init'], directory, environment);
      await run('terraform', ['apply', '-auto-approve'], directory, environment);
    });
  }

  /** Everybody's access, for a terminal. */
  get accessTable(): string {
    const rehearsal = this.rehearsal([]);
    return accessTable(rehearsal.world, rehearsal.tenant);
  }

  /** Whether the account may, in the words of `kubectl auth can-i`. */
  canI(...question: string[]): boolean {
    return this.answer(...question).allowed;
  }

  /** The same with what is said. */
  answer(...question: string[]): { allowed: boolean; text: string } {
    const rehearsal = this.rehearsal([]);
    return canI(asked(question), rehearsal.world, rehearsal.tenant);
  }

  /** Number of objects in the directory, the subscription and the cluster that rehearsals have made. */
  get objects(): number {
    const { world, tenant } = this.rehearsal([]);
    return new ExistingObjects(tenant, world).deployed.length;
  }

  /** The Azure roles that rehearsals have assigned. */
  get assignments(): { role: string; principalType: string; scope: string }[] {
    return this.rehearsal([])
      .world.all('azurerm_role_assignment')
      .map((assignment) => ({
        role: assignment.role_definition_name as string,
        principalType: assignment.principal_type as string,
        scope: assignment.scope as string,
      }));
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }

  private rehearsal(faults: readonly Fault[], allowReplace: readonly string[] = []): Rehearsal {
    const rehearsal = new Rehearsal({
      workspace: this.workspace,
      tenant: this.tenant,
      ...(this.deployer !== undefined && { deployer: this.deployer }),
      faults,
      allowReplace,
      synth: (to) => synthesize({ ...readCdktfApp(), ...(this.command && { command: this.command }) }, to),
      print: (text) => {
        this.printed += `${text}\n`;
      },
      onStep: (name, stacks) => this.steps.push(stacks ? `${name} ${stacks.done} of ${stacks.of}` : name),
    });
    const { world } = rehearsal;
    const atOnce = world.atOnce.bind(world);
    world.atOnce = (change) => {
      const result = atOnce(change);
      this.onChange?.(rehearsal);
      return result;
    };
    return rehearsal;
  }

  private async use(
    faults: readonly Fault[],
    run: (rehearsal: Rehearsal) => Promise<void>,
    allowReplace: readonly string[] = [],
  ): Promise<void> {
    const rehearsal = this.rehearsal(faults, allowReplace);
    try {
      await run(rehearsal);
    } finally {
      await rehearsal.stop();
    }
  }
}

/** Names of the top-level attributes that differ. */
function changedAttributes(before: unknown, after: unknown): string[] {
  const [old, planned] = [before ?? {}, after ?? {}] as Record<string, unknown>[];
  const names = new Set([...Object.keys(old!), ...Object.keys(planned!)]);

  return [...names].filter((name) => JSON.stringify(old![name]) !== JSON.stringify(planned![name])).sort();
}

export async function run(
  file: string,
  args: string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const child = spawn(file, args, { cwd, env });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));

  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) {
    throw new Error(`${file} ${args.join(' ')} ended with ${String(code)}:\n${errors}${output}`);
  }
  return output;
}
