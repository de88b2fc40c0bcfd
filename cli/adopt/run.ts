import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailed } from '../../access/command-failed';
import { configPath } from '../../app/config';
import { tenantOf } from '../tenant-of';
import { adoptedCluster } from './adopted-cluster';
import { run as adoptRbacOf } from './rbac/adopt-rbac';
import { ClusterDocument, clustersOf, documentsIn, WANTED } from './azure-documents';
import { print, say } from '../terminal';
import { uniqueNames } from './unique-names';
import { writtenConfiguration } from './written-configuration';
import { textOf as decoded } from '../../access/live/documents';
import { systemWords } from '../../app/system-error';

interface Values {
  readonly rbac: boolean;
  readonly names: boolean;
  readonly output: string | undefined;
  readonly tenant: string | undefined;
}

/** Prints the configuration of the clusters that files, or standard input, describe, or writes one for each. */
export function run(
  words: readonly string[],
  { names, output, rbac, tenant }: Values,
): number | Promise<number> {
  if (rbac) {
    return adoptRbacOf(words, { names, tenant: tenantOf(tenant, configPath()) });
  }
  if (tenant !== undefined) {
    throw new CommandFailed('--tenant is about what --rbac reads: give both');
  }
  if (names) {
    throw new CommandFailed('--names is about what --rbac reads: give both');
  }
  if (words.length === 0 && process.stdin.isTTY) {
    throw new CommandFailed(`nothing is piped into this: ${WANTED}`);
  }

  const inputs = words.length > 0 ? words : [undefined];
  const documents = inputs.flatMap((file) => documentsIn(textOf(file), file ?? 'standard input'));
  const found = clustersOf(documents);
  // In files of their own, only the first configuration takes over what several clusters share.
  const own =
    output === undefined ? found : found.map((one, i) => withoutDirectoryOf(one, found.slice(0, i)));
  const clusters = own.map((cluster) => adoptedCluster(cluster));
  if (output === undefined) {
    print(writtenConfiguration(clusters));
    return 0;
  }
  const files = uniqueNames(clusters.map(({ name }) => name)).map((name) => join(output, `${name}.yaml`));
  // Before the first one is written, so that it is all of them or none.
  const present = files.find((file) => existsSync(file));
  if (present !== undefined) {
    throw new CommandFailed(`${present} cannot be written: it is there already`);
  }
  makeFolder(output);
  clusters.forEach((cluster, i) => {
    writeNew(files[i]!, writtenConfiguration([cluster]));
    say(files[i]!);
  });
  return 0;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new CommandFailed(`the folder ${folder} cannot be made: ${systemWords(error)}`);
  }
}

function withoutDirectoryOf(cluster: ClusterDocument, earlier: readonly ClusterDocument[]): ClusterDocument {
  const taken = earlier.flatMap(({ directory }) => directory);
  return { ...cluster, directory: cluster.directory.filter((one) => !taken.includes(one)) };
}

/** Nothing that somebody has written is written over. */
function writeNew(file: string, content: string): void {
  try {
    writeFileSync(file, content, { flag: 'wx' });
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'EEXIST' ? 'it is there already' : systemWords(error);
    throw new CommandFailed(`${file} cannot be written: ${reason}`);
  }
}

function textOf(file: string | undefined): string {
  try {
    return decoded(readFileSync(file ?? 0));
  } catch (error) {
    throw new CommandFailed(`${file ?? 'standard input'} cannot be read: ${systemWords(error)}`);
  }
}
