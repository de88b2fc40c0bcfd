import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { join } from 'node:path';

/** What one run has cost. */
export interface Sample {
  /** Milliseconds from start to end. */
  readonly wall: number;

  /** Milliseconds of processor time, of the program and the kernel; only of a Node.js process. */
  readonly cpu?: number;

  /** Peak resident memory in MiB; only of a Node.js process. */
  readonly memory?: number;
}

/** How V8 runs the program: as everybody's does, or without its optimising compiler. */
export type Mode = 'default' | 'no-opt';

export interface NodeProgram {
  /** File of compiled JavaScript. */
  readonly script: string;

  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs compiled JavaScript to its end, with what it cost told by itself. */
export async function runNode({ script, args = [], env }: NodeProgram, mode: Mode): Promise<Sample> {
  const flags = mode === 'no-opt' ? ['--no-opt'] : [];
  const probe = ['--require', join(__dirname, 'probe.js')];
  const { wall, report } = await run(process.execPath, [...flags, ...probe, script, ...args], { env });

  return { wall, ...(JSON.parse(report) as { cpu: number; memory: number }) };
}

/** How often an app lets cdktf do what costs; the same in every run. */
export interface Counts {
  /** Stack traces captured. */
  readonly traces: number;

  /** Strings searched for tokens. */
  readonly strings: number;

  /** Constructs. */
  readonly nodes: number;
}

export async function countNode({ script, args = [], env }: NodeProgram): Promise<Counts> {
  const counter = ['--require', join(__dirname, 'counts.js')];
  const { report } = await run(process.execPath, [...counter, script, ...args], { env });

  return JSON.parse(report) as Counts;
}

/** When an app had got how far, in milliseconds since its start. */
export interface Phases {
  /** Everything is imported and the configuration is read. */
  readonly imported: number;

  /** All constructs are there. */
  readonly defined: number;

  readonly synthesized: number;
}

export async function phasesOfNode({ script, args = [], env }: NodeProgram): Promise<Phases> {
  const clock = ['--require', join(__dirname, 'phases.js')];
  const { report } = await run(process.execPath, [...clock, script, ...args], { env });

  return JSON.parse(report) as Phases;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;

  /** Whether the file is a line for a shell. */
  readonly shell?: boolean;
}

/** Runs any command to its end. */
export async function runCommand(
  file: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<Sample & { readonly output: string }> {
  const { wall, output } = await run(file, args, options);

  return { wall, output };
}

/** Throws when the command fails, with what it has printed: a time of a failure says nothing. */
async function run(
  file: string,
  args: readonly string[],
  { cwd, env, shell }: CommandOptions,
): Promise<{ wall: number; output: string; report: string }> {
  const since = performance.now();
  const child = spawn(file, args, {
    cwd,
    shell,
    env: { ...process.env, CHECKPOINT_DISABLE: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });

  const texts = ['', '', ''];
  child.stdio.slice(1).forEach((stream, index) => {
    (stream as Readable).on('data', (chunk: Buffer) => (texts[index] += chunk.toString()));
  });
  let wall = 0;
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', () => (wall = performance.now() - since));
    child.on('close', resolve);
  });

  const [output, errors, report] = texts;
  if (code !== 0) {
    throw new Error(`${[file, ...args].join(' ')} ended with ${code}:\n${output}${errors}`);
  }
  return { wall, output: output!, report: report! };
}
