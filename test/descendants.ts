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

/** Linux has its processes as files, and containers often have no `ps`. */
function fromProc(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // 4711 (name, which may hold anything) S 4710 …
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const [, program, state, parent] = /^\d+ \((.*)\) (\S) (\d+) /s.exec(stat)!;
        return state === 'Z' ? [] : [{ pid: Number(name), name: program!, parent: Number(parent) }];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    });
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
