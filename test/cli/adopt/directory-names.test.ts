import { parse } from 'yaml';
import { loadTenant } from '../../../access/directory/load-tenant';
import { clusterObjects } from '../../../access/live/cluster-objects';
import { adoptedAccess } from '../../../cli/adopt/rbac/adopted-access';
import { directoryNames } from '../../../cli/adopt/rbac/directory-names';
import { tenantNames } from '../../../cli/adopt/rbac/tenant-names';
import { rbacYaml } from '../../../cli/adopt/rbac/rbac-yaml';
import { AzureApi } from '../../../cli/azure/azure-api';
import { Graph } from '../../../cli/azure/graph';
import { AzureStandIn } from '../stand-ins/azure';

const USER = 'id,displayName,userPrincipalName,userType,mail,accountEnabled';
const DEVELOPERS = '5f1c0b7a-6a0e-4c0d-9f3b-0c8a2d4e6f10';
const TWINS = '7d2e1c8b-8b1f-4d1e-8a4c-1d9b3e5f7a21';
const CAROL = 'c3d4e5f6-1a9b-4e37-97dd-3bc76d0f9c03';
const PIPELINE = '3a7c0d2f-5e8b-4c90-b6d4-7f1e2a3b4c5d';
const GONE = '00000000-0000-4000-8000-000000000000';

const carol = {
  id: CAROL,
  userPrincipalName: 'carol_fabrikam.com#EXT#@contoso.onmicrosoft.com',
  userType: 'Guest',
  mail: 'carol@fabrikam.com',
};

const directory = new AzureStandIn({
  [`/v1.0/directoryObjects/${DEVELOPERS}`]: {
    '@odata.type': '#microsoft.graph.group',
    id: DEVELOPERS,
    displayName: 'Shop developers',
  },
  "/v1.0/groups?$select=id,displayName&$filter=displayName eq 'Shop developers'": {
    value: [{ id: DEVELOPERS }],
  },
  [`/v1.0/directoryObjects/${TWINS}`]: {
    '@odata.type': '#microsoft.graph.group',
    id: TWINS,
    displayName: "Twins' group",
  },
  "/v1.0/groups?$select=id,displayName&$filter=displayName eq 'Twins'' group'": {
    value: [{ id: TWINS }, { id: GONE }],
  },
  [`/v1.0/directoryObjects/${CAROL}`]: { '@odata.type': '#microsoft.graph.user', id: CAROL },
  [`/v1.0/users/${CAROL}?$select=${USER}`]: carol,
  [`/v1.0/users/${carol.userPrincipalName}?$select=${USER}`]: carol,
  [`/v1.0/directoryObjects/${PIPELINE}`]: {
    '@odata.type': '#microsoft.graph.servicePrincipal',
    id: PIPELINE,
    displayName: 'shop-pipeline',
  },
  "/v1.0/servicePrincipals?$select=id,appId&$filter=displayName eq 'shop-pipeline'": {
    value: [{ id: PIPELINE, appId: 'a' }],
  },
  [`/v1.0/users/alice@contoso.com?$select=${USER}`]: {
    id: 'a',
    userPrincipalName: 'alice@contoso.com',
    userType: 'Member',
  },
  [`/v1.0/users/Bob@contoso.com?$select=${USER}`]: {
    id: 'b',
    userPrincipalName: 'bob@contoso.com',
    userType: 'Member',
  },
});

afterAll(() => directory.stop());

async function adopted(...subjects: object[]): Promise<{ yaml: string; entry: unknown }> {
  const objects = clusterObjects(
    JSON.stringify({
      kind: 'RoleBinding',
      metadata: { name: 'b', namespace: 'shop' },
      roleRef: { kind: 'ClusterRole', name: 'edit' },
      subjects,
    }),
  );
  const api = new AzureApi({
    name: 'Microsoft Graph',
    endpoint: directory.endpoint,
    scope: 's',
    credential: { getToken: () => Promise.resolve({ token: 't' }) },
  });
  const yaml = rbacYaml(adoptedAccess(objects, await directoryNames(objects, new Graph(api))), true);

  return { yaml, entry: (parse(yaml) as { access: unknown[] }).access[0] };
}

beforeAll(() => directory.start());

test('object IDs become names where the directory has one of them', async () => {
  const { entry, yaml } = await adopted(
    { kind: 'User', name: 'alice@contoso.com' },
    { kind: 'User', name: CAROL },
    { kind: 'User', name: PIPELINE },
    { kind: 'Group', name: DEVELOPERS },
  );

  expect(entry).toMatchObject({
    users: ['alice@contoso.com'],
    guests: [CAROL],
    servicePrincipals: ['shop-pipeline'],
    groups: ['Shop developers'],
  });
  expect(yaml).toContain(`# ${CAROL}: carol@fabrikam.com`);
  expect(yaml).not.toContain('lookUpUsers');
});

test('a name that several have, or that no lookup takes, stays an object ID with the name beside it', async () => {
  const { entry, yaml } = await adopted({ kind: 'Group', name: TWINS });

  expect(entry).toMatchObject({ groups: [TWINS] });
  expect(yaml).toContain(`# ${TWINS}: Twins' group`);
});

test.each([
  ['another case', { kind: 'User', name: 'Bob@contoso.com' }, "the directory spells it 'bob@contoso.com'"],
  ['a guest by name', { kind: 'User', name: carol.userPrincipalName }, `whom the cluster knows as ${CAROL}`],
  ['nobody', { kind: 'User', name: 'eve@contoso.com' }, 'there is nobody of this name in the directory'],
])('%s stays exactly as it is, with what is wrong', async (_what, subject, problem) => {
  const { entry, yaml } = await adopted(subject);

  expect(entry).toMatchObject({ subjects: [subject] });
  expect(yaml).toContain(problem);
});

test('an object ID of nobody, and a group bound as a user, are told', async () => {
  const { yaml } = await adopted({ kind: 'User', name: GONE }, { kind: 'User', name: DEVELOPERS });

  expect(yaml).toContain(`# ${GONE}: there is nobody of this object ID in the directory`);
  expect(yaml).toContain(`# ${DEVELOPERS}: is a group, so this User grants nothing`);
});

test('each subject is asked for once', async () => {
  directory.asked.length = 0;
  await adopted({ kind: 'Group', name: DEVELOPERS });

  expect(directory.asked).toHaveLength(2);
});

test('a tenant file names whom it has, and says nothing of anybody else', async () => {
  const objects = clusterObjects(
    JSON.stringify({
      kind: 'List',
      items: [
        {
          kind: 'RoleBinding',
          apiVersion: 'rbac.authorization.k8s.io/v1',
          metadata: { name: 'developers', namespace: 'shop' },
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
          subjects: ['5f1c0b7a-6a0e-4c0d-9f3b-0c8a2d4e6f10', GONE].map((name) => ({
            kind: 'Group',
            apiGroup: 'rbac.authorization.k8s.io',
            name,
          })),
        },
      ],
    }),
  );
  const names = await tenantNames(objects, loadTenant());

  expect(names.of({ kind: 'Group', name: '5f1c0b7a-6a0e-4c0d-9f3b-0c8a2d4e6f10' })).toEqual({
    key: 'groups',
    display: 'shop-developers',
    lookUp: 'shop-developers',
  });
  expect(names.of({ kind: 'Group', name: GONE })).toBeUndefined();
});
