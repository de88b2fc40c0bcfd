import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { privateFolder } from './private-files';
import { isRunning, killGroup, startOf } from './processes';
import { RehearsalFailed } from './rehearsal-failed';
import { systemWords } from '../app/system-error';

/** A process, as told from a later one of the same ID. */
interface Holder {
  readonly pid: number;
  readonly start?: string;

  /** The Terraforms that it runs, each in a process group of its own. */
  readonly terraforms?: readonly Omit<Holder, 'terraforms'>[];
}

const LONGEST_WAIT = 20_000;

/** Lets one process at a time work in a workspace. The lock of a process that has died is taken over. */
export class WorkspaceLock {
  private constructor(private readonly file: string) {}

  /** Throws when another process holds the lock. Waits for what a killed one has left running. */
  static async acquire(file: string, configFile: string): Promise<WorkspaceLock> {
    makeFolder(dirname(file));
    const lock = new WorkspaceLock(file);
    while (!lock.take()) {
      const content = read(file);
      const holder = holderIn(content);
      if (holder && isAlive(holder)) {
        throw new RehearsalFailed(`another rehearsal of ${configFile} is running (process ${holder.pid})`);
      }
      await Promise.all((holder?.terraforms ?? []).map(untilEnded));
      lock.forget(content);
    }
    return lock;
  }

  /** Notes the process groups that work on the states, for whoever takes the lock over. */
  noteTerraforms(pids: readonly number[]): void {
    renameSync(this.draft(pids.map((pid) => ({ pid, start: startOf(pid) }))), this.file);
  }

  release(): void {
    rmSync(this.file, { force: true });
  }

  /** Whether there was no lock. It comes into being as a whole, so nobody reads half of it. */
  private take(): boolean {
    const draft = this.draft();
    try {
      linkSync(draft, this.file);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw error;
      }
      return false;
    } finally {
      rmSync(draft);
    }
  }

  /** Removes the lock of a dead process, unless somebody else has just taken it over. */
  private forget(content: string | undefined): void {
    const aside = `${this.file}.${process.pid}.old`;
    try {
      renameSync(this.file, aside);
    } catch {
      return;
    }
    if (read(aside) !== content) {
      renameSync(aside, this.file);
    }
    rmSync(aside, { force: true });
  }

  private draft(terraforms: Holder['terraforms'] = []): string {
    const holder: Holder = { pid: process.pid, start: startOf(process.pid), terraforms };
    const draft = `${this.file}.${process.pid}`;
    try {
      writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
    } catch (error) {
      // A full disk takes the file, but not what is to be in it.
      rmSync(draft, { force: true });
      throw error;
    }
    return draft;
  }
}

function makeFolder(folder: string): void {
  try {
    privateFolder(folder);
  } catch (error) {
    throw new RehearsalFailed(`${folder} cannot be used as a folder: ${systemWords(error)}`);
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** A power cut, or a full disk, leaves a file with nothing in it. */
function holderIn(content: string | undefined): Holder | undefined {
  try {
    return content === undefined ? undefined : (JSON.parse(content) as Holder);
  } catch {
    return undefined;
  }
}

function isAlive({ pid, start }: Holder): boolean {
  return isRunning(pid) && start === startOf(pid);
}

/** Terraform ends by itself when its providers are gone; one that does not is ended. */
async function untilEnded(terraform: Holder): Promise<void> {
  const deadline = Date.now() + LONGEST_WAIT;
  while (isAlive(terraform)) {
    if (Date.now() > deadline) {
      killGroup(terraform.pid);
    }
    await sleep(100);
  }
}
