import { main } from '../../cli/main';

export interface CommandRun {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  /** Folder that the command runs in. */
  readonly cwd: string;

  /** Beside those of this process, from which undefined ones are taken away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Runs a command line in this process, which takes a tenth of the time of a process of its own. */
export async function runInProcess(
  args: readonly string[],
  { cwd, env = {} }: CommandOptions,
): Promise<CommandRun> {
  const before = { cwd: process.cwd(), env: process.env };
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += String(text);
      return true;
    }),
  );
  process.env = { ...before.env };
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined) {
      delete process.env[name];
    } else {
      process.env[name] = value;
    }
  }
  process.chdir(cwd);
  try {
    const status = await main(args);
    return { status, ...written };
  } finally {
    process.chdir(before.cwd);
    process.env = before.env;
    spies.forEach((spy) => spy.mockRestore());
  }
}
