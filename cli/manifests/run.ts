import { configPath } from '../../app/config';
import { tenantOf } from '../tenant-of';
import { writeInto } from '../write-into';
import { configuredAccess } from '../../access/configured/configured-access';
import { synthesizedApp } from '../../access/configured/synthesized-app';
import { fileNames } from './file-names';
import { Manifest, manifests, toYaml } from '../../access/manifests/manifests';
import { say } from '../terminal';

/** Prints the manifests, or writes each into a file of its own. */
export function run(values: { config?: string; cluster?: string; tenant?: string; output?: string }): number {
  const app = synthesizedApp(values.config ?? configPath(), values.cluster);
  const objects = manifests(configuredAccess(app, tenantOf(values.tenant)));
  if (values.output === undefined) {
    process.stdout.write(toYaml(objects));
  } else {
    writeFiles(objects, values.output);
  }
  return 0;
}

function writeFiles(objects: readonly Manifest[], folder: string): void {
  const names = fileNames(objects);
  writeInto(
    folder,
    objects.map((object, i) => [names[i]!, toYaml([object])]),
  );
  say(`${folder}: ${objects.length} files`);
}
