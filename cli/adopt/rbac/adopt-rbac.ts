import { readFileSync } from 'node:fs';
import { CommandFailed } from '../../../access/command-failed';
import { Tenant } from '../../../access/directory/tenant';
import {
  clusterObjects,
  ClusterObjects,
  KUBECTL_GET,
  NotOfACluster,
} from '../../../access/live/cluster-objects';
import { NamesOf } from '../../../access/live/declared-subjects';
import { textOf } from '../../../access/live/documents';
import { NotAnswered } from '../../azure/azure-api';
import { print } from '../../terminal';
import { adoptedAccess } from './adopted-access';
import { directoryNames } from './directory-names';
import { NO_NAMES, Names } from './names';
import { tenantNames } from './tenant-names';
import { rbacYaml } from './rbac-yaml';
import { systemWords } from '../../../app/system-error';

/** Who says whose the object IDs are. */
interface Options {
  /** Whether Microsoft Graph is asked. */
  readonly names: boolean;

  /** The tenant file, if there is one. */
  readonly tenant?: Tenant;
}

/** Prints the part of aks.yaml for the objects in files or on standard input. */
export async function run(files: readonly string[], options: Options): Promise<number> {
  if (files.length === 0 && process.stdin.isTTY) {
    throw new CommandFailed(
      `nothing is piped into this: pipe what this prints, or name a file with that: ${KUBECTL_GET}`,
    );
  }
  print(await adoptRbac(files, options));
  return 0;
}

/** The part of aks.yaml that takes over what grants access in a cluster, from what kubectl prints. */
export async function adoptRbac(files: readonly string[], { names, tenant }: Options): Promise<string> {
  const objects = readObjects(files);
  const found = names ? await namesOf(objects) : tenant ? await tenantNames(objects, tenant) : NO_NAMES;

  return rbacYaml(adoptedAccess(objects, found), names);
}

async function namesOf(objects: ClusterObjects): Promise<Names> {
  try {
    return await directoryNames(objects);
  } catch (error) {
    if (error instanceof NotAnswered) {
      throw new CommandFailed(`--names: ${error.message}; without --names, object IDs stay as they are`);
    }
    throw error;
  }
}

/** The names that Microsoft Graph has for subjects of the bindings. */
export async function namesFromGraph(objects: ClusterObjects): Promise<NamesOf> {
  const names = await namesOf(objects);
  return (subject) => {
    const { display } = names.of(subject) ?? {};
    return display === undefined ? [] : [display];
  };
}

/** Reads files, or standard input when there is none. */
export function readObjects(files: readonly string[]): ClusterObjects {
  const sources = files.length > 0 ? files : ['-'];
  const texts = sources.map((file) => {
    try {
      return textOf(readFileSync(file === '-' ? 0 : file));
    } catch (error) {
      const what = file === '-' ? 'standard input' : file;
      throw new CommandFailed(`${what} cannot be read: ${systemWords(error)}`);
    }
  });

  let objects: ClusterObjects;
  try {
    objects = clusterObjects(...texts);
  } catch (error) {
    if (error instanceof NotOfACluster) {
      throw new CommandFailed(`${error.message}: give what this prints: ${KUBECTL_GET}`);
    }
    throw error;
  }
  if (Object.values(objects.byKind).every((list) => list.length === 0)) {
    throw new CommandFailed(`there is no object in it: give what this prints: ${KUBECTL_GET}`);
  }
  return objects;
}
