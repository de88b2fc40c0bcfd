import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where this user keeps what can be fetched again: as the system has it, or where XDG_CACHE_HOME says. */
export function cacheFolder({ XDG_CACHE_HOME, LOCALAPPDATA } = process.env): string {
  const base = XDG_CACHE_HOME || (process.platform === 'win32' && LOCALAPPDATA) || join(homedir(), '.cache');
  return join(base, 'cdktf-aks-aad');
}
