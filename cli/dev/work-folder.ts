import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isRunning, startOf } from '../../rehearsal/processes';

const PREFIX = 'cdktf-aks-aad-dev-';

/** In each folder: whose it is. */
const OWNER = 'owner.json';

/** A process, as told from one of another machine or container, and from a later one of the same ID. */
interface Owner {
  readonly host: string;
  readonly pid: number;
  readonly start: string;
}

/** Makes a folder for one run of `dev`, and removes what runs that were killed have left beside it. */
export function workFolder(parent: string): string {
  const folder = mkdtempSync(join(parent, PREFIX));
  removeLeftovers(parent);
  const start = startOf(process.pid);
  // Where the system does not tell, another process may have the ID by now.
  if (start !== undefined) {
    const owner: Owner = { host: hostname(), pid: process.pid, start };
    writeFileSync(join(folder, OWNER), JSON.stringify(owner));
  }
  return folder;
}

function removeLeftovers(parent: string): void {
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(parent, name);
    try {
      // What somebody else's folder holds may change while it is removed, even into a link to elsewhere.
      const isOwn = lstatSync(folder).uid === process.getuid?.();
      if (isOwn && hasEnded(JSON.parse(readFileSync(join(folder, OWNER), 'utf8')) as Owner)) {
        rmSync(folder, { recursive: true, force: true });
      }
    } catch {
      // One that is only just being made, or that the system does not let go of.
    }
  }
}

function hasEnded({ host, pid, start }: Owner): boolean {
  return host === hostname() && !(isRunning(pid) && startOf(pid) === start);
}
