import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTenant } from '../../access/directory/load-tenant';
import { Tenant, TenantUser } from '../../access/directory/tenant';
import { readCdktfApp, synthesize } from '../../rehearsal/cdktf-app';
import { Call, RunningProviders, startProviders } from '../../rehearsal/protocol/provider-server';
import { standInsFor } from '../../rehearsal/stand-ins';
import { uuidOf } from '../../access/directory/uuid';
import { FileWorld } from '../../rehearsal/world/world';
import { Workspace } from '../../rehearsal/workspace';
import { describeWithTerraform, PlannedChanges, TerraformDirectory } from './terraform';

const NAMESPACES = 20;
const PEOPLE = 40;

const HEAD = `aad:
  adminGroupObjectIds: [894656e1-39f8-4bfe-b16a-510f61af6f41]
cluster: { name: big, resourceGroupName: big, location: eastus }
access:
`;

/** Every second person is a guest. */
const PERSONS: readonly TenantUser[] = Array.from({ length: PEOPLE + 1 }, (_, i) => ({
  objectId: uuidOf('person', String(i)),
  userPrincipalName: i % 2 === 0 ? `p${i}@contoso.com` : `p${i}_fabrikam.com#EXT#@contoso.onmicrosoft.com`,
  displayName: `Person ${i}`,
  userType: i % 2 === 0 ? 'Member' : 'Guest',
  mail: i % 2 === 0 ? undefined : `p${i}@fabrikam.com`,
}));

/** The line of an entry that grants `edit` to one person in one namespace. */
function grant(person: number, namespace: number): string {
  const subject = person % 2 === 0 ? `users: [p${person}@contoso.com]` : `guests: [p${person}@fabrikam.com]`;
  return `  - { clusterRole: edit, namespace: ns-${namespace}, ${subject} }\n`;
}

/** Ten persons in each namespace, every person in five, one entry for each. */
const GRANTS = Array.from({ length: 10 * NAMESPACES }, (_, i) => grant((i * 7) % PEOPLE, Math.floor(i / 10)));

function tenant(): Tenant {
  const shipped = loadTenant();
  return {
    ...shipped,
    users: [...shipped.users, ...PERSONS],
    namespaces: Array.from({ length: NAMESPACES }, (_, i) => `ns-${i}`),
  };
}

/** Synthesises a configuration with the app of this repository. */
async function synthesized(root: string, entries: readonly string[]): Promise<Workspace> {
  const file = join(root, 'aks.yaml');
  writeFileSync(file, HEAD + entries.join(''));

  const workspace = new Workspace(file, join(root, 'workspace'));
  await synthesize(readCdktfApp(), workspace);
  return workspace;
}

describeWithTerraform('two hundred grants over twenty namespaces', () => {
  let root: string;
  let providers: RunningProviders;
  let calls: Call[] = [];
  const directories = new Map<string, TerraformDirectory>();

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'many-grants-'));
    const stacks = (await synthesized(root, GRANTS)).stacks();
    providers = await startProviders({
      providers: standInsFor(stacks).providers,
      tenant: tenant(),
      world: new FileWorld(),
      onCall: (call) => void calls.push(call),
    });

    for (const { name, json } of stacks) {
      const directory = new TerraformDirectory(providers.reattach);
      directories.set(name, directory);
      directory.write(withoutBackend(json), 'main.tf.json');
      await directory.succeed('init');
      calls = [];
      await directory.apply();
    }
  });

  afterAll(async () => {
    directories.forEach((directory) => directory.remove());
    await providers.stop();
    rmSync(root, { recursive: true });
  });

  /** What changed entries would do to the access stack. */
  async function changes(entries: readonly string[]): Promise<PlannedChanges> {
    const access = (await synthesized(root, entries)).stacks().find(({ name }) => name === 'access')!;
    directories.get('access')!.write(withoutBackend(access.json), 'main.tf.json');

    return directories.get('access')!.plannedChanges();
  }

  test('are a binding for each namespace, and a lookup and an Azure role for each person', async () => {
    const resources = await directories.get('access')!.resources();
    const count = (type: string): number => resources.filter((address) => address.startsWith(type)).length;
    const lookups = calls.filter(
      ({ provider, method }) => provider === 'azuread' && method === 'ReadDataSource',
    );

    expect({
      bindings: count('kubernetes_role_binding_v1.'),
      // One more for the group of administrators, which is given by object ID.
      azureRoles: count('azurerm_role_assignment.'),
      lookups: lookups.length,
    }).toEqual({ bindings: NAMESPACES, azureRoles: PEOPLE + 1, lookups: PEOPLE });
  });

  test('in another order are the same', async () => {
    expect(await changes([...GRANTS].reverse())).toEqual({});
  });

  test('and one more for somebody known change one resource', async () => {
    const planned = await changes([...GRANTS, grant(20, 0)]);

    expect(Object.entries(planned)).toEqual([
      [expect.stringContaining('ClusterRole-edit--namespace-ns-0_'), 'update'],
    ]);
  });

  test('and one more for somebody new change one resource and give one Azure role', async () => {
    const planned = await changes([...GRANTS, grant(PEOPLE, 0)]);

    expect(Object.entries(planned)).toEqual([
      [expect.stringContaining('ClusterUser--cluster--user-p40contosocom'), 'create'],
      [expect.stringContaining('ClusterRole-edit--namespace-ns-0_'), 'update'],
    ]);
  });
});

/** State is then kept beside the configuration. */
function withoutBackend(json: ReturnType<Workspace['stacks']>[number]['json']): string {
  return JSON.stringify({ ...json, terraform: { ...json.terraform, backend: undefined } });
}
