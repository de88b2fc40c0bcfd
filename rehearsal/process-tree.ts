import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** A process that runs. */
export interface RunningProcess {
  readonly pid: number;

  /** Name of the program, without its folder. */
  readonly name: string;
}

interface Process extends RunningProcess {
  readonly parent: number;
}

/** All processes that a process has started, and those that these have started. */
export function descendantsOf(pid: number): RunningProcess[] {
  const all = existsSync('/proc/self/stat') ? fromProc() : fromPs();
  const below = (parent: number): Process[] =>
    all.filter((one) => one.parent === parent).flatMap((child) => [child, ...below(child.pid)]);

  return below(pid);
}

/** Whether a process runs. One that has ended and that nobody has asked about does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is one, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const stat = existsSync('/proc/self/stat') ? readStat(pid) : undefined;
  return stat?.state !== 'Z';
}

/** Tells a process from a later one of the same ID, where the system makes that easy. */
export function startOf(pid: number): string | undefined {
  return readStat(pid)?.start;
}

/** Linux has its processes as files, and containers often have no `ps`. */
function fromProc(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = readStat(Number(name));
      return stat && stat.state !== 'Z' ? [{ pid: Number(name), name: stat.name, parent: stat.parent }] : [];
    });
}

function readStat(pid: number): { name: string; state: string; parent: number; start: string } | undefined {
  try {
    // 4711 (name, which may hold anything) S 4710 … start time as the 22nd field
    const [, name, rest] = /^\d+ \((.*)\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))!;
    const fields = rest!.split(' ');
    return { name: name!, state: fields[0]!, parent: Number(fields[1]), start: fields[19]! };
  } catch {
    return undefined;
  }
}

function fromPs(): Process[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,state=,comm='], { encoding: 'utf8' });

  return (stdout ?? '').split('\n').flatMap((line) => {
    const [, pid, parent, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return pid && !state!.startsWith('Z')
      ? [{ pid: Number(pid), parent: Number(parent), name: command!.split('/').pop()! }]
      : [];
  });
}
