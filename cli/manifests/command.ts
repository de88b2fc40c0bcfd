import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { configPath } from '../../app/config';
import { runCommand, tenantOf } from '../run-command';
import { silentInvocation } from '../invocation';
import { configuredAccess } from '../../access/configured/configured-access';
import { synthesizedApp } from '../../access/configured/synthesized-app';
import { Manifest, manifests, toYaml } from '../../access/manifests/manifests';

const USAGE = `Writes the roles, bindings and namespaces of a configuration as YAML for kubectl apply and GitOps.

  ${silentInvocation('manifests')}
      to standard output
  ${silentInvocation('manifests', '--output <folder>')}
      one file for each object

  --config <file>    the configuration; default: AKS_CONFIG, else aks.yaml
  --cluster <key>    one of several clusters, where there are several
  --tenant <file>    a directory like rehearsal/tenant.yaml, to fill in who is looked up by name
  --output <folder>  where to write; files of the same names are replaced
`;

void runCommand((args) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      config: { type: 'string' },
      cluster: { type: 'string' },
      tenant: { type: 'string' },
      output: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }

  const app = synthesizedApp(values.config ?? configPath(), values.cluster);
  const objects = manifests(configuredAccess(app, tenantOf(values.tenant)));
  if (values.output === undefined) {
    process.stdout.write(toYaml(objects));
  } else {
    writeFiles(objects, values.output);
  }
  return 0;
});

function writeFiles(objects: readonly Manifest[], folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const object of objects) {
    writeFileSync(join(folder, fileName(object)), toYaml([object]));
  }
  console.log(`${folder}: ${objects.length} files`);
}

/** `role-binding-shop-developers.yaml`; a name may hold what a file name may not. */
function fileName({ kind, metadata }: Manifest): string {
  const { namespace, name } = metadata as { namespace?: string; name: string };
  const words = [kind.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase(), namespace, name];
  return `${words
    .filter((word) => word !== undefined)
    .map(encodeURIComponent)
    .join('-')}.yaml`;
}
