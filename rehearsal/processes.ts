import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const ON_WINDOWS = process.platform === 'win32';

/**
 * Starts a process in a group of its own, so that a Ctrl-C in a terminal reaches it once, through us. Windows has no such groups:
 * there it reaches all that the terminal has, once as well.
 */
export const OWN_GROUP = { detached: !ON_WINDOWS } as const;

/** Lets a process of its own group finish what it is doing. On Windows whoever has pressed Ctrl-C has done so. */
export function interruptGroup(pid: number): void {
  if (!ON_WINDOWS) {
    // Terraform takes a second SIGINT for "at once", so the others of its group must not pass theirs on.
    signal(pid, 'SIGINT');
  }
}

/** Ends a process that has been started in a group of its own, and all that it has started. */
export function killGroup(pid: number): void {
  if (ON_WINDOWS) {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { windowsHide: true });
  } else {
    // oxlint-disable-next-line syntax/only-unix -- not on Windows
    signal(-pid, 'SIGKILL');
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
      throw error;
    }
  }
}

/** Whether a process runs. One that has ended and that nobody has asked about does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is one, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return statOf(pid)?.state !== 'Z';
}

/** Tells a process from a later one of the same ID, where the system makes that easy. */
export function startOf(pid: number): string | undefined {
  return statOf(pid)?.start;
}

/** Only Linux has it. */
function statOf(pid: number): { state: string; start: string } | undefined {
  // oxlint-disable-next-line syntax/only-unix -- nothing is there elsewhere
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) {
    return undefined;
  }
  try {
    // 4711 (name, which may hold anything) S 4710 … start time as the 22nd field
    const fields = /^\d+ \(.*\) (.*)$/s.exec(readFileSync(file, 'utf8'))![1]!.split(' ');
    return { state: fields[0]!, start: fields[19]! };
  } catch {
    return undefined;
  }
}
