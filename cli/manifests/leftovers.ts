import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '../write-atomically';

/** A file name and what is in it. */
type File = readonly [name: string, text: string];

/** Names that no file of somebody else is likely to have. */
const OWN_NAME = /^(namespace|cluster-role|role|cluster-role-binding|role-binding)-.+\.yaml$/;

const LINE = /^([0-9a-f]{64}) ([^/\\]+\.yaml)$/;

/** What has become of files that were written earlier and no longer belong. */
export interface Leftovers {
  readonly removed: readonly string[];

  /** Changed since, or of nobody knows whom: a grant that was taken away may be in them. */
  readonly kept: readonly string[];
}

/**
 * Removes what an earlier run for this cluster has written and this one has not, and remembers what this one has.
 *
 * GitOps would go on applying it. The list lies in the folder, with a digest of each file: what has changed since is not ours to remove.
 */
export function removeLeftovers(folder: string, cluster: string, files: readonly File[]): Leftovers {
  const list = join(folder, `.manifests-of-${encodeURIComponent(cluster)}`);
  const written = new Set(files.map(([name]) => name));
  const earlier = new Map(existsSync(list) ? entriesOf(readFileSync(list, 'utf8')) : []);
  const removed = [...earlier].filter(
    ([name, digest]) => !written.has(name) && isUnchanged(join(folder, name), digest),
  );
  removed.forEach(([name]) => rmSync(join(folder, name)));

  const others = readdirSync(folder).filter((name) => !written.has(name));
  const kept = others.filter((name) => OWN_NAME.test(name) || earlier.has(name));
  const entries: (readonly [string, string])[] = [
    ...files.map(([name, text]) => [name, digestOf(text)] as const),
    ...[...earlier].filter(([name]) => kept.includes(name)),
  ];
  const lines = entries.map(([name, digest]) => `${digest} ${name}\n`).sort();
  writeAtomically(
    list,
    `# What 'manifests' has written, so that it can remove what no longer belongs.\n${lines.join('')}`,
  );
  return { removed: removed.map(([name]) => name), kept };
}

function entriesOf(text: string): [name: string, digest: string][] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, digest, name] = LINE.exec(line) ?? [];
    return digest !== undefined && name !== undefined ? [[name, digest] as [string, string]] : [];
  });
}

function isUnchanged(file: string, digest: string): boolean {
  return existsSync(file) && digestOf(readFileSync(file, 'utf8')) === digest;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
