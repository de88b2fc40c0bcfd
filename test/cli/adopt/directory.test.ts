import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { adoptedCluster, AdoptedCluster } from '../../../cli/adopt/adopted-cluster';
import { clustersOf, documentsIn } from '../../../cli/adopt/azure-documents';

type Json = Record<string, unknown>;

function read(folder: string, name: string): Json {
  return JSON.parse(readFileSync(join(__dirname, folder, `${name}.json`), 'utf8')) as Json;
}

/** A cluster with what was given beside it, each in a file of its own, or as a list in one. */
function adopted(cluster: string, ...beside: (Json | Json[])[]): AdoptedCluster {
  const documents = [read('documents', cluster), ...beside].flatMap((one, i) =>
    documentsIn(JSON.stringify(one), `file ${i}`),
  );
  return adoptedCluster(clustersOf(documents)[0]!);
}

function aadOf({ configuration }: AdoptedCluster): unknown {
  return configuration.aad;
}

function notesOf({ notes }: AdoptedCluster): string[] {
  return notes.map(({ outcome, property, reason }) => `${outcome} ${property}: ${reason}`);
}

const ID = '894656e1-39f8-4bfe-b16a-510f61af6f41';
const group = read('directory', 'group');
const apps = ['server', 'server-sp', 'client', 'client-sp'].map((name) => read('directory', name));

function appsWith(server: Json): Json[] {
  return [{ ...apps[0]!, ...server }, ...apps.slice(1)];
}

describe('the group of administrators', () => {
  test('is taken over by its name, and the cluster stays as it is', () => {
    const cluster = adopted('plain', [group, { ...group, id: ID.replace(/^8/, '9'), displayName: 'other' }]);

    expect(aadOf(cluster)).toEqual({
      mode: 'managed',
      azureRbac: false,
      adminGroup: { displayName: 'aks-admins', import: ID, description: 'Administrators of AKS' },
    });
    expect(cluster.configuration.cluster).toEqual(adopted('plain').configuration.cluster);
    expect(notesOf(cluster)).toEqual(notesOf(adopted('plain')));
  });

  test.each([
    [
      'whose members follow a rule',
      { groupTypes: ['DynamicMembership'], membershipRule: 'x' },
      /types \["Dyn/,
    ],
    ['of Microsoft 365', { groupTypes: ['Unified'], mailEnabled: true }, /mail_enabled true/],
    ['to which roles are assigned', { isAssignableToRole: true }, /assignable_to_role true/],
    ['that comes from elsewhere', { onPremisesSyncEnabled: true }, /on premises/],
    ['in a restricted unit', { isManagementRestricted: true }, /restricted administrative unit/],
    ['whose name aks.yaml refuses', { displayName: 'x'.repeat(257) }, /use 1 to 256 characters/],
  ])('%s is referred to, and told', (_what, more, reason) => {
    const cluster = adopted('plain', { ...group, ...more });

    expect(aadOf(cluster)).toMatchObject({ adminGroupObjectIds: [ID] });
    expect(aadOf(cluster)).not.toHaveProperty('adminGroup');
    expect(notesOf(cluster)).toContainEqual(expect.stringMatching(reason));
  });
});

describe('the applications of legacy Azure AD', () => {
  test('are taken over with their service principals, and what changes is told', () => {
    const cluster = adopted('aad-legacy', ...apps);

    expect(aadOf(cluster)).toMatchObject({
      serverApp: {
        displayName: 'AKSServer',
        consent: 'manual',
        groupMembershipClaims: ['All'],
        scope: { id: '0b1c2d3e-1111-4111-8111-000000000001', name: 'user_impersonation' },
        import: {
          objectId: '0b1c2d3e-2222-4222-8222-000000000001',
          servicePrincipalObjectId: '0b1c2d3e-4444-4444-8444-000000000001',
        },
      },
      clientApp: {
        displayName: 'AKSClient',
        import: { objectId: '0b1c2d3e-2222-4222-8222-000000000002' },
      },
    });
    const told = notesOf(cluster).filter((note) => note.startsWith('changed'));
    expect(told).toEqual([
      expect.stringContaining('the server application gets another one'),
      expect.stringContaining("type 'User' becomes 'Admin', user_consent_description"),
      expect.stringContaining('the same permissions in another order'),
      expect.stringContaining(`["https://AKSClient"] gets the '/'`),
    ]);
  });

  test('keep an identifier URI that is made of the client ID', () => {
    const clientId = apps[0]!.appId as string;
    const cluster = adopted('aad-legacy', appsWith({ identifierUris: [`api://${clientId}`] }));

    expect(aadOf(cluster)).toMatchObject({ serverApp: { identifierUri: true, import: { clientId } } });
  });

  test.each([
    ['an app role', { appRoles: [{ id: ID, displayName: 'x', description: 'x', value: 'x' }] }, /app_role/],
    ['a page of its own', { web: { homePageUrl: 'https://contoso.com' } }, /homepage_url/],
    ['more permissions', { requiredResourceAccess: [] }, /required_resource_access/],
    ['no claims', { groupMembershipClaims: null }, /group_membership_claims/],
    ['people of other tenants', { signInAudience: 'AzureADMultipleOrgs' }, /sign_in_audience/],
  ])('with %s are referred to, and told', (_what, more, reason) => {
    const cluster = adopted('aad-legacy', appsWith(more));

    expect(aadOf(cluster)).toEqual({
      mode: 'legacy',
      serverApp: { existing: apps[0]!.appId },
      clientApp: { existing: apps[2]!.appId },
    });
    expect(notesOf(cluster)).toContainEqual(expect.stringMatching(reason));
  });

  test('are referred to while one document is missing, which is named', () => {
    const cluster = adopted('aad-legacy', apps[0]!, apps[1]!, apps[2]!);

    expect(aadOf(cluster)).toMatchObject({ serverApp: { existing: apps[0]!.appId } });
    expect(notesOf(cluster)).toContainEqual(
      expect.stringContaining(`give what 'az ad sp show --id ${apps[2]!.appId as string}' prints, too`),
    );
  });
});

test.each([
  ['a group of nobody', group, 'aad-legacy', "group 'aks-admins' belongs to no cluster that was given"],
  ['a list of such groups', [group], 'aad-legacy', 'file 1[0]: group'],
  ['an application of nobody', apps[0]!, 'plain', 'neither serverAppID nor clientAppID'],
  ['a part of a group', { id: ID, displayName: 'x' }, 'plain', `this is not a cluster, but '${ID}'`],
])('%s is refused', (_what, document, cluster, message) => {
  expect(() => adopted(cluster, document)).toThrow(message);
});
