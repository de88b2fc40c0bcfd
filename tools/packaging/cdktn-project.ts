import { join } from 'node:path';
import { buildLibrary, DIST } from './build';
import { APP_PACKAGE, buildForCdktf } from './build-app';
import { buildForCdktn, CDKTN_PACKAGE } from './build-cdktn';
import { buildAppForCdktn, CDKTN_APP_PACKAGE } from './build-cdktn-app';
import { buildForChecks } from './built';
import { bindingTarballs } from './cdktn-bindings';
import { PublishedPackage } from './registry';
import { CheckFailed, ROOT, run } from './run';
import {
  follow,
  pack,
  registryWith,
  REHEARSED,
  requireRehearsal,
  scratchFolder,
  SECOND_PLAN,
  strangersEnvironment,
} from './stranger';

const scratch = scratchFolder('cdktn-project-');

/** Nothing of cdktf is installed. */
const NO_CDKTF = 'if npm ls --all | grep -E "[@ ]cdktf"; then exit 1; fi';

/** A project that begins with CDK Terrain, in an empty folder. */
const BEGIN = `
npx cdktn-aks-aad init ../begun/my-cluster
cd ../begun/my-cluster
npm install
npx tsc --noEmit
npx cdktn-aks-aad rehearse
npx cdktn-aks-aad access
${NO_CDKTF}`;

/** A cluster of AKS Automatic in the same project, and with a binding and with a role that it does not take. */
const AUTOMATIC = `
cd ../begun/my-cluster
cp ${join(__dirname, 'sample/automatic.yaml')} automatic.yaml
npx cdktn-aks-aad rehearse --config automatic.yaml
npx cdktn-aks-aad rehearse --config automatic.yaml can-i alice@contoso.com delete nodes
npx cdktn-aks-aad rehearse --config automatic.yaml --destroy
sed 's/clusterRole: edit/clusterRole: cluster-admin/; /^    namespace: shop/d' automatic.yaml > refused.yaml
if npx cdktn-aks-aad rehearse --config refused.yaml 2>&1; then exit 1; fi
(cat automatic.yaml; echo 'roles: [{ name: nodes, rules: [{ resources: [nodes/proxy], verbs: [get] }] }]') > refused.yaml
if npx cdktn-aks-aad rehearse --config refused.yaml 2>&1; then exit 1; fi`;

/** An app with types that no stand-in knows, also of providers that nothing of ours needs, in the project that has been begun. */
const BY_SCHEMA = `
cd ../begun/my-cluster
npm install @cdktn/provider-helm @cdktn/provider-random
cp node_modules/cdktn-aks-aad-app/examples/typescript/whole-platform.ts main.ts
rm aks.yaml
npx tsc --noEmit
npx cdktn-aks-aad rehearse
npx cdktn-aks-aad rehearse --destroy`;

/** Of which the app has such types. */
const PROVIDERS = ['azurerm', 'helm', 'kubernetes', 'random'];

/** One that begins with cdktf, by the package for CDK Terrain, and is moved there when it has been deployed. */
const BEGIN_WITH_CDKTF = `
npx cdktn-aks-aad init ../moved/my-cluster --framework cdktf
cd ../moved/my-cluster
npm install
npx cdktf-aks-aad rehearse`;
const MOVE = `
cd ../moved/my-cluster
npx cdktf-aks-aad move-to-cdktn --write
npm install
npx tsc --noEmit
npx cdktn-aks-aad rehearse
npx cdktn-aks-aad move-to-cdktn
${NO_CDKTF}`;

/** The bindings for CDK Terrain, which not every mirror of npm has. */
function bindings(): PublishedPackage[] {
  return bindingTarballs().map((file) => {
    const text = run('tar', ['-xzOf', file, 'package/package.json'], scratch);
    return { file, manifest: JSON.parse(text) as PublishedPackage['manifest'] };
  });
}

/** The types that a rehearsal has marked as known by their schema only. */
function typesBySchema(output: string): string {
  const types = new Set([...output.matchAll(/^ {2}(\w+) .*, by schema only$/gm)].map(([, type]) => type!));
  const missing = PROVIDERS.filter((provider) => ![...types].some((type) => type.startsWith(provider)));
  if (types.size < 10 || missing.length > 0) {
    throw new CheckFailed(
      `ten types and more, of ${PROVIDERS.join(', ')}, should be by schema only:\n${output}`,
    );
  }
  return [...types].sort().join(', ');
}

async function main(): Promise<void> {
  buildForChecks(DIST, buildLibrary);
  buildForChecks(APP_PACKAGE, buildForCdktf);
  buildForChecks(CDKTN_PACKAGE, buildForCdktn);
  buildForChecks(CDKTN_APP_PACKAGE, buildAppForCdktn);
  const own = [ROOT, APP_PACKAGE, CDKTN_PACKAGE, CDKTN_APP_PACKAGE].map((folder) => pack(folder, scratch));

  const registry = await registryWith([...own, ...bindings()]);
  try {
    const env = strangersEnvironment(registry.url, scratch);
    const stranger = join(scratch, 'stranger');

    requireRehearsal(await follow(BEGIN, env, stranger), ['Made ../begun/my-cluster', ...REHEARSED]);
    console.log('ok  a new project of CDK Terrain, without anything of cdktf');

    requireRehearsal(await follow(AUTOMATIC, env, stranger), [
      'azurerm_kubernetes_automatic_cluster ',
      SECOND_PLAN,
      "Who can do what in cluster 'automatic'",
      "access[0].clusterRole: 'cluster-admin'",
      '[automatic-node-proxy]',
    ]);
    console.log('ok  a cluster of AKS Automatic, and what it does not take');

    const platform = await follow(BY_SCHEMA, env, stranger);
    requireRehearsal(platform, [SECOND_PLAN, "Who can do what in cluster 'myAKSCluster'"]);
    console.log(`ok  an app with types that no stand-in knows, by schema only: ${typesBySchema(platform)}`);

    requireRehearsal(await follow(BEGIN_WITH_CDKTF, env, stranger), [
      'Made ../moved/my-cluster',
      ...REHEARSED,
    ]);
    const moved = await follow(MOVE, env, stranger);
    requireRehearsal(moved, [...UNCHANGED, ...REHEARSED, 'Nothing to change']);
    console.log('ok  a project of cdktf that has been deployed is moved, and nothing is to be deployed');
  } finally {
    registry.stop();
  }
}

/** What a deployment without changes says of each stack. */
const UNCHANGED = ['identity', 'cluster', 'access'].map((stack) => `${stack.padEnd(13)}No changes.`);

main().catch((error: unknown) => {
  console.error(`FAILED  ${error instanceof CheckFailed ? error.message : String(error)}`);
  process.exitCode = 1;
});
