import { spawn } from 'node:child_process';
import { ACCEPTED_ADVISORIES } from './accepted-advisories';

/** What npm says of one lock file. */
export type Audit =
  | { readonly advisories: readonly string[]; readonly packages: number }
  /** The registry does not answer such questions. */
  | { readonly unavailable: string };

/** What `npm audit --json` prints, as far as it is read here. */
interface Report {
  readonly message?: string;
  readonly vulnerabilities?: Readonly<
    Record<string, { readonly via: readonly (string | Advisory)[] } | undefined>
  >;
  readonly metadata?: { readonly dependencies?: { readonly total?: number } };
}

interface Advisory {
  readonly name: string;
  readonly title: string;
  readonly url: string;
  readonly severity: string;
}

const SERIOUS = ['high', 'critical'];

/** Asks the registry about all packages of the lock file in a folder, those of development included. */
export async function auditLock(folder: string, env: NodeJS.ProcessEnv = {}): Promise<Audit> {
  const args = [
    'audit',
    '--json',
    '--package-lock-only',
    '--include=dev',
    '--include=peer',
    '--include=optional',
  ];
  const child = spawn('npm', args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return auditOf(output);
}

/** Reads what npm prints. Advisories that are accepted, or of lower severity, do not count. */
export function auditOf(output: string, accepted = ACCEPTED_ADVISORIES): Audit {
  const report = parsed(output);
  if (report?.vulnerabilities === undefined) {
    return { unavailable: report?.message?.replace(/ - .*/, '') ?? 'npm does not say why' };
  }

  const found = Object.values(report.vulnerabilities)
    .flatMap((one) => one?.via ?? [])
    .filter((via) => typeof via !== 'string')
    .filter(({ severity, url }) => SERIOUS.includes(severity) && !(idOf(url) in accepted))
    .map(({ name, title, url, severity }) => `${name}: ${title} (${severity}, ${idOf(url)})`);
  return { advisories: [...new Set(found)], packages: report.metadata?.dependencies?.total ?? 0 };
}

/** `GHSA-…`, the end of the address of an advisory. */
function idOf(url: string): string {
  return url.split('/').pop() ?? url;
}

function parsed(output: string): Report | undefined {
  try {
    return JSON.parse(output) as Report;
  } catch {
    return undefined;
  }
}
