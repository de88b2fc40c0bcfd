import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { AksConfig, loadConfig } from '../../stacks/config';
import { defineStacks } from '../../stacks/define-stacks';
import { TerraformObject } from '../rbac/from-terraform';

/** Resources or data sources of a stack: type, then ID within the stack. */
type Instances = Readonly<Record<string, Readonly<Record<string, TerraformObject>>>>;

/** Terraform JSON of one stack, as far as access to the cluster hangs on it. */
export interface StackJson {
  readonly resource?: Instances;
  readonly data?: Instances;
  readonly output?: Readonly<Record<string, TerraformObject>>;
}

/** What the app makes of a configuration. */
export interface SynthesizedApp {
  readonly config: AksConfig;

  /** By name. */
  readonly stacks: Readonly<Record<string, StackJson>>;

  /** Warnings of the constructs, each with the path of its construct. */
  readonly warnings: readonly string[];
}

interface Manifest {
  readonly stacks: Record<
    string,
    {
      readonly synthesizedStackPath: string;
      readonly annotations: { constructPath: string; level: string; message: string }[];
    }
  >;
}

/** Synthesises the app in this process, without Terraform; throws what `cdktf synth` would print. */
export function synthesizedApp(configFile?: string): SynthesizedApp {
  const config = loadConfig(configFile);
  const outdir = mkdtempSync(join(tmpdir(), 'cdktf-aks-aad-'));
  try {
    const app = new App({ outdir, stackTraces: false });
    defineStacks(app, config);
    app.synth();
    return { config, ...readApp(outdir) };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function readApp(outdir: string): Omit<SynthesizedApp, 'config'> {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(outdir, file), 'utf8'));
  const stacks = Object.entries((read('manifest.json') as Manifest).stacks);

  return {
    stacks: Object.fromEntries(
      stacks.map(([name, { synthesizedStackPath }]) => [name, read(synthesizedStackPath) as StackJson]),
    ),
    warnings: stacks.flatMap(([, { annotations }]) =>
      annotations
        .filter(({ level }) => level === '@cdktf/warn')
        .map(({ constructPath, message }) => `${constructPath}: ${message}`),
    ),
  };
}
