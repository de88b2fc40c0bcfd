import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { configPath } from '../app/config/config-path';
import { withSlashes } from '../lib/shared/slashes';
import { NotTerraformJson, uniformTerraformJson } from '../lib/shared/terraform-json';
import { StateBackend } from './backends/state-backend';
import { privateFolder } from './private-files';
import { RehearsalFailed } from './rehearsal-failed';
import { StateFiles } from './state-files';

type Json = { [name: string]: unknown };

/** Terraform JSON of one stack, as far as the rehearsal looks at it, in the shape that cdktf writes. */
export interface StackJson {
  /** What Terraform does not read; `parallelism` stands there where the configuration sets it. */
  readonly '//'?: { readonly metadata?: { readonly parallelism?: number } };
  readonly resource?: Record<string, Record<string, Json>>;
  readonly data?: Record<string, Record<string, Json>>;
  readonly module?: Record<string, Json>;
  readonly provider?: Record<string, Json[]>;

  /** Addresses of what is taken over, and under which ID. */
  readonly import?: readonly { readonly to: string; readonly id: string }[];

  /** Addresses of what has another one now, and of what Terraform is to forget. */
  readonly moved?: readonly { readonly from: string; readonly to: string }[];
  readonly removed?: readonly { readonly from: string }[];
  readonly terraform: {
    backend?: Record<string, Json>;
    cloud?: Json;
    readonly required_providers?: Record<string, { readonly source: string; readonly version?: string }>;
  };
}

/** One synthesised stack. */
export interface SynthesizedStack {
  readonly name: string;

  /** Directory in which Terraform runs. */
  readonly directory: string;

  /** Names of the stacks that must be deployed first. */
  readonly dependencies: readonly string[];

  /** Warnings of the constructs, each with the path of its construct. */
  readonly warnings: readonly string[];

  readonly json: StackJson;
}

interface Manifest {
  readonly stacks: Record<
    string,
    {
      readonly name: string;
      readonly synthesizedStackPath: string;
      readonly workingDirectory: string;
      readonly dependencies: string[];
      readonly annotations: { constructPath: string; level: string; message: string }[];
    }
  >;
}

/** What cdktf calls the data source through which one stack reads the outputs of another. */
const REMOTE_STATE_PREFIX = 'cross-stack-reference-input-';

/** Stands for an app without a configuration in place of one. */
export const APP_FILE = 'cdktf.json';

/** Where a configuration is deployed to. */
export interface Place {
  readonly tenantId: string;
  readonly subscriptionId: string;
}

/** What one configuration's rehearsals leave behind: synthesised JSON, Terraform's state and the world of the stand-ins. */
export class Workspace {
  readonly directory: string;

  /** Each configuration file has a workspace of its own, as two of them may well describe the same cluster. */
  constructor(
    readonly configFile: string,
    private readonly root = '.rehearsal',
  ) {
    this.directory = resolve(root, folderName(configFile));
  }

  /** Whether a configuration is rehearsed, and not an app that has none. */
  get isConfigured(): boolean {
    return this.configFile !== APP_FILE;
  }

  /** Directory that cdktf synthesises into. */
  get outdir(): string {
    return join(this.directory, 'cdktf.out');
  }

  /** File with everything that has been deployed to the stand-ins. */
  get worldFile(): string {
    return join(this.directory, 'world.json');
  }

  /** Terraform's states. */
  get states(): StateFiles {
    return new StateFiles(join(this.directory, 'state'));
  }

  /** File with what has come into being since Terraform was started. */
  get journalFile(): string {
    return join(this.directory, 'creations.jsonl');
  }

  /** Beside the folder, so that it outlives its removal. */
  get lockFile(): string {
    return `${this.directory}.lock`;
  }

  /**
   * Throws when what has been deployed here was deployed into another tenant or subscription: nothing of it can be found there.
   *
   * @param place the tenant and the subscription of this rehearsal
   */
  requirePlace(place: Place): void {
    const file = join(this.directory, 'place.json');
    const before = existsSync(file) ? (readJson(file) as Place) : place;
    const other = (['tenantId', 'subscriptionId'] as const).find((name) => before[name] !== place[name]);
    if (other && existsSync(this.worldFile)) {
      const what = other === 'tenantId' ? 'tenant' : 'subscription';
      throw new RehearsalFailed(
        `earlier rehearsals of ${this.configFile} were in ${what} ${before[other]}, this one is in ${place[other]}, where nothing of ` +
          'what they have deployed exists: use the earlier tenant file and configuration, or start afresh with --fresh',
      );
    }
    writeFileSync(file, JSON.stringify(place), { mode: 0o600 });
  }

  /** Whether there is anything from an earlier rehearsal. */
  get exists(): boolean {
    return existsSync(this.worldFile) || existsSync(this.manifestFile);
  }

  /** Makes the directory, empty for Terraform to synthesise into; state and world stay. */
  prepare(): void {
    this.requireFolder();
    privateFolder(resolve(this.root));
    privateFolder(this.directory);
    rmSync(this.manifestFile, { force: true });
  }

  remove(): void {
    if (dirname(this.directory) !== resolve(this.root) || basename(this.directory) === '') {
      throw new Error(`${this.directory} is not a folder of ${resolve(this.root)}, so it is not removed`);
    }
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** The synthesised stacks, each behind those that it depends on; none when nothing has been synthesised. */
  stacks(): SynthesizedStack[] {
    if (!existsSync(this.manifestFile)) {
      return [];
    }
    const manifest = readJson(this.manifestFile) as Manifest;

    const stacks = Object.values(manifest.stacks).map((stack) => ({
      name: stack.name,
      directory: join(this.outdir, stack.workingDirectory),
      dependencies: stack.dependencies,
      warnings: stack.annotations
        .filter(({ level }) => level === '@cdktf/warn')
        .map(({ constructPath, message }) => `${constructPath}: ${message}`),
      json: uniformJson(stack.name, readJson(join(this.outdir, stack.synthesizedStackPath))),
    }));
    return inOrder(stacks);
  }

  /** Puts the state of each stack into this workspace, whatever backend the configuration names. */
  useLocalState(): void {
    const stacks = this.stacks();

    for (const { name, directory, json } of stacks) {
      delete json.terraform.cloud;
      json.terraform.backend = { local: { path: this.stateFile(name) } };

      for (const [id, remoteState] of Object.entries(json.data?.terraform_remote_state ?? {})) {
        const source = stacks.find((stack) => id === `${REMOTE_STATE_PREFIX}${stack.name}`);
        if (!source) {
          throw new RehearsalFailed(
            `data.terraform_remote_state.${id} of stack '${name}' reads a state from outside of this app, which a rehearsal does not touch`,
          );
        }
        remoteState.backend = 'local';
        remoteState.config = { path: this.stateFile(source.name) };
      }
      writeFileSync(join(directory, 'cdk.tf.json'), JSON.stringify(json, null, 2));
    }
  }

  /** Leaves the states to the backend that the configuration names, which is the one that runs on this machine. */
  useBackend(backend: StateBackend): void {
    for (const { directory, json } of this.stacks()) {
      const { terraform } = json;
      if (terraform.cloud) {
        terraform.cloud = backend.redirect(terraform.cloud);
      }
      for (const [type, settings] of Object.entries(terraform.backend ?? {})) {
        terraform.backend![type] = backend.redirect(settings);
      }
      for (const remoteState of Object.values(json.data?.terraform_remote_state ?? {})) {
        remoteState.config = backend.redirect(remoteState.config as Json);
      }
      writeFileSync(join(directory, 'cdk.tf.json'), JSON.stringify(json, null, 2));
    }
  }

  /** File with Terraform's state of a stack. */
  stateFile(stack: string): string {
    return this.states.file(stack);
  }

  /** A stack as it was written when it was last deployed, as far as its state still has that; undefined when it never was. */
  deployedJson(stack: string): StackJson | undefined {
    const file = this.deployedFile(stack);
    if (!existsSync(file)) {
      return undefined;
    }
    const json = readJson(file) as StackJson;
    const held = new Set(this.states.read(stack).map(({ address }) => address.replace(/\[.*$/, '')));
    const resource = Object.entries(json.resource ?? {}).map(([type, resources]) => [
      type,
      Object.fromEntries(Object.entries(resources).filter(([id]) => held.has(`${type}.${id}`))),
    ]);
    return { ...json, resource: Object.fromEntries(resource) as StackJson['resource'] };
  }

  /** Whether a stack is written as it was when it was last deployed. */
  isAsDeployed({ name, json }: SynthesizedStack): boolean {
    const file = this.deployedFile(name);
    return existsSync(file) && readFileSync(file, 'utf8') === JSON.stringify(json);
  }

  /** Keeps what is written of a stack that has been deployed, for the next deployment to be compared with. */
  noteDeployed({ name, json }: SynthesizedStack): void {
    const file = this.deployedFile(name);
    privateFolder(dirname(file));
    // Whatever ends the rehearsal here, there is the earlier one or the new one as a whole.
    writeFileSync(`${file}.new`, JSON.stringify(json), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  private deployedFile(stack: string): string {
    return join(this.directory, 'deployed', `${stack}.json`);
  }

  /** Throws when something else stands where the folder belongs. */
  requireFolder(): void {
    const stats = statSync(this.directory, { throwIfNoEntry: false });
    if (stats && !stats.isDirectory()) {
      throw new RehearsalFailed(`${this.directory} is not a folder: start afresh with --fresh`);
    }
  }

  private get manifestFile(): string {
    return join(this.outdir, 'manifest.json');
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new RehearsalFailed(
      `${file} is not what an app writes (${(error as Error).message}): start afresh with --fresh`,
    );
  }
}

/** An override may have written what Terraform takes, and cdktf does not write. */
function uniformJson(stack: string, json: unknown): StackJson {
  try {
    return uniformTerraformJson(json) as unknown as StackJson;
  } catch (error) {
    if (error instanceof NotTerraformJson) {
      throw new RehearsalFailed(`stack '${stack}' is no Terraform JSON: ${error.message}`);
    }
    throw error;
  }
}

/**
 * The file that is rehearsed when none is named: that of AKS_CONFIG, else aks.yaml, else the folder's app, which then is
 * taken to need no configuration.
 */
export function rehearsedFile(): string {
  const configFile = configPath();
  const isNamed = Boolean(process.env.AKS_CONFIG);

  return isNamed || existsSync(configFile) ? configFile : APP_FILE;
}

/** Refuses what is no file before anything is done under its name. */
export function requireConfigFile(file: string): void {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats?.isFile()) {
    const problem = stats ? 'this is not a file' : 'there is no such configuration file';
    throw new RehearsalFailed(`${file || "''"}: ${problem}; name another one with --config or AKS_CONFIG`);
  }
}

/** `aks.yaml`, and `examples/aks.yaml`: what these can be told apart by without their folder and extension. */
const PLAIN_NAMES = [/^(\w+)\.yaml$/, /^(\w+)\/([\w-]+)\.yaml$/];

/** `aks` for aks.yaml, `examples-aks` for examples/aks.yaml; where two files could share a name, a hash tells them apart. */
function folderName(configFile: string): string {
  if (configFile === APP_FILE) {
    return APP_FILE;
  }
  const path = withSlashes(relative('.', resolve(configFile)));
  const plain = PLAIN_NAMES.map((pattern) => pattern.exec(path)).find((match) => match !== null);
  if (plain) {
    return plain.slice(1).join('-');
  }

  const readable = path.replace(/\.yaml$/, '').replace(/[^\w-]+/g, '-');
  const hash = createHash('sha256').update(resolve(configFile)).digest('hex').slice(0, 8);
  // No plain name has a dot.
  return `${readable.replace(/^-+/, '').slice(-60)}.${hash}`;
}

function inOrder(stacks: readonly SynthesizedStack[]): SynthesizedStack[] {
  const ordered: SynthesizedStack[] = [];
  const add = (stack: SynthesizedStack): void => {
    if (ordered.includes(stack)) {
      return;
    }
    stacks.filter(({ name }) => stack.dependencies.includes(name)).forEach(add);
    ordered.push(stack);
  };

  stacks.forEach(add);
  return ordered;
}
