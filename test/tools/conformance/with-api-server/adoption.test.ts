import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configuredAccess } from '../../../../access/configured/configured-access';
import { synthesizedApp } from '../../../../access/configured/synthesized-app';
import { clusterObjects, LiveObject, nameOf } from '../../../../access/live/cluster-objects';
import { manifests, toYaml } from '../../../../access/manifests/manifests';
import { adoptedAccess } from '../../../../cli/adopt/rbac/adopted-access';
import { NO_NAMES } from '../../../../cli/adopt/rbac/names';
import { rbacYaml } from '../../../../cli/adopt/rbac/rbac-yaml';
import { ApiServer } from '../../../../tools/conformance/api-server';
import { MINIMAL } from '../../../app/config/config-file';
import { bindings, describeWithApiServer } from './describe-with-api-server';

const SET = readFileSync('test/cli/adopt/rbac-set.yaml', 'utf8');
const GET = ['get', 'clusterroles,roles,clusterrolebindings,rolebindings,namespaces,serviceaccounts', '-A'];

let server: ApiServer;
const folder = mkdtempSync(join(tmpdir(), 'adoption-'));

function written(): string {
  return server.kubectl([...GET, '-o', 'json', '--show-managed-fields']);
}

/** All objects as they are, without what a request of any kind changes. */
function contents(text: string): Map<string, string> {
  const { items } = JSON.parse(text) as { items: (LiveObject & { metadata: object })[] };
  return new Map(
    items.map((item) => [
      nameOf(item),
      JSON.stringify({
        ...item,
        metadata: { ...item.metadata, managedFields: undefined, resourceVersion: undefined },
      }),
    ]),
  );
}

describeWithApiServer('the RBAC of a real API server', () => {
  beforeAll(async () => {
    server = await ApiServer.start();
    server.kubectl(['create', '--save-config=false', '-f', '-'], SET);
    server.kubectl([
      'create',
      'clusterrole',
      'by-hand',
      '--verb=get,list',
      '--resource=pods,deployments.apps',
    ]);
    server.kubectl([
      'create',
      'rolebinding',
      'by-hand',
      '--clusterrole=by-hand',
      '--user=bob@contoso.com',
      '--serviceaccount=ci:deployer',
      '-n',
      'shop',
    ]);
    server.kubectl(
      ['apply', '--server-side', '--field-manager=velero-server', '-f', '-'],
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: by-velero}\nrules: [{verbs: [get], apiGroups: [""], resources: [pods]}]\n',
    );
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true });
  });

  test('is taken over object by object: what would be deployed is what is there', () => {
    const before = written();
    const objects = clusterObjects(before);
    const adopted = adoptedAccess(objects, NO_NAMES);
    const file = join(folder, 'aks.yaml');
    writeFileSync(file, MINIMAL + rbacYaml(adopted, false));
    const made = manifests(configuredAccess(synthesizedApp(file)));

    expect(made).toHaveLength(16 + 2);
    expect(adopted.leftOut.get('Kubernetes')!.length).toBeGreaterThan(100);
    expect(adopted.leftOut.get('an operator')).toContain('ClusterRole by-velero (written by velero-server)');
    expect(adopted.notCarriedOver).toHaveLength(5);

    // The API server itself says what an apply of each would change: nothing but who wrote it.
    server.kubectl(['apply', '--server-side', '--force-conflicts', '-f', '-'], toYaml(made));
    const after = contents(written());
    const then = contents(before);
    expect([...after.keys()].sort()).toEqual([...then.keys()].sort());
    const changed = [...after].filter(([name, content]) => content !== then.get(name));
    // Its verbs stand there twice, and the provider keeps them as a set.
    expect(changed.map(([name]) => name)).toEqual(['Role shop/restart']);
  });

  test('is adopted fast, with 300 bindings', () => {
    server.kubectl(['create', '-f', '-'], bindings(300));
    const text = written();
    const start = process.cpuUsage();
    const yaml = rbacYaml(adoptedAccess(clusterObjects(text), NO_NAMES), false);

    expect(yaml.match(/^ {2}- name: team-\d+$/gm)).toHaveLength(300);
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(5);
  });
});
