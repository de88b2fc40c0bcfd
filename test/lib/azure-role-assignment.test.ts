import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { TerraformStack } from 'cdktf';
import {
  AadAksCluster,
  AadDirectory,
  AadIntegration,
  AzureRole,
  AzureRoleGrantOptions,
  RbacSubject,
} from '../../lib';
import { CLUSTER_ID, existingCluster, warnings } from './connected';
import { only, synth, Synthesized } from './synth';

const ID = '894656e1-39f8-4bfe-b16a-510f61af6f41';
const OPS = RbacSubject.group(ID);
const TYPE = 'azurerm_role_assignment';

function grant(options: Partial<AzureRoleGrantOptions>, azureRbac?: boolean): Synthesized {
  return synth((stack) => {
    existingCluster(stack, 'Aks', { azureRbac }).grantAzureRole('Ops', {
      role: AzureRole.CLUSTER_USER,
      subject: OPS,
      ...options,
    });
  });
}

test('is of the cluster, with the type of the principal and a name that follows from both', () => {
  expect(only(grant({}), TYPE)).toEqual({
    name: `\${uuidv5("url", lower(join("#", ["${CLUSTER_ID}", "", "4abbcc35-e782-43d8-92c5-2d3f1bd2253f", "${ID}"])))}`,
    scope: CLUSTER_ID,
    role_definition_name: 'Azure Kubernetes Service Cluster User Role',
    principal_id: ID,
    principal_type: 'Group',
    lifecycle: { ignore_changes: ['name'] },
  });
});

test('can be limited to a namespace', () => {
  const synthesized = grant({ role: AzureRole.RBAC_WRITER, namespace: 'shop' }, true);

  expect(only(synthesized, TYPE)).toMatchObject({
    scope: `${CLUSTER_ID}/namespaces/shop`,
    name: expect.stringContaining('"shop"') as string,
  });
});

test.each([
  ['User', RbacSubject.guest(ID)],
  ['ServicePrincipal', RbacSubject.servicePrincipal(ID)],
])('a %s is one', (type, subject) => {
  expect(only(grant({ subject }), TYPE)).toMatchObject({ principal_id: ID, principal_type: type });
});

test('a user of the directory gets it by object ID', () => {
  const synthesized = synth((stack) => {
    const subject = new AadDirectory(stack, 'Directory').user('alice@contoso.com');
    existingCluster(stack).grantAzureRole('Alice', { role: AzureRole.CLUSTER_USER, subject });
  });

  expect(only(synthesized, TYPE)).toMatchObject({
    principal_id: '${data.azuread_user.DirectoryLookups_user-alicecontosocom_A2C75F7C.object_id}',
    principal_type: 'User',
  });
});

test('a user known by name, a service account and a system group cannot have one', () => {
  expect(() => grant({ subject: RbacSubject.user('alice@contoso.com') })).toThrow(
    "subject 'alice@contoso.com' cannot have an Azure role: its object ID is not known; use AadDirectory.user(), which looks it up (at 'test/Aks/Ops')",
  );
  expect(() => grant({ subject: RbacSubject.serviceAccount('shop', 'ci') })).toThrow(
    "subject 'ci' cannot have an Azure role: Azure roles are for users, groups and service principals of the directory (at 'test/Aks/Ops')",
  );
});

test('roles of Azure RBAC are refused where it is off, and granted where that is not known', () => {
  expect(() => grant({ role: AzureRole.RBAC_READER }, false)).toThrow(
    "role 'Azure Kubernetes Service RBAC Reader' would grant nothing, because cluster 'test/Aks' has Azure RBAC off: " +
      "pass 'azureRbac: true' to AadIntegration.managed(), or grant a Kubernetes role with RbacBinding (at 'test/Aks/Ops')",
  );
  expect(only(grant({ role: AzureRole.RBAC_READER }), TYPE)).toBeDefined();
});

test('a created cluster knows whether Azure RBAC is on', () => {
  const create = (stack: TerraformStack, azureRbac?: boolean): AadAksCluster =>
    new AadAksCluster(stack, 'Aks', {
      clusterName: 'c',
      resourceGroupName: 'g',
      location: 'eastus',
      aad: AadIntegration.managed({ adminGroupObjectIds: [ID], azureRbac }),
    });

  synth((stack) => expect(create(stack).azureRbac).toBe(true));
  synth((stack) => expect(create(stack, false).azureRbac).toBe(false));
  const synthesized = synth((stack) => {
    create(stack, true).grantAzureRole('Ops', { role: AzureRole.RBAC_READER, subject: OPS });
  });
  expect(only(synthesized, TYPE).scope).toMatch(/^\$\{azurerm_kubernetes_cluster\.Aks_\w+\.id\}$/);
});

test('roles that fetch a kubeconfig have no namespace', () => {
  expect(() => grant({ namespace: 'shop' })).toThrow(
    "namespace 'shop' cannot limit role 'Azure Kubernetes Service Cluster User Role', which is about the whole cluster: " +
      "remove it, or use a role of Azure RBAC, such as AzureRole.RBAC_READER (at 'test/Aks/Ops')",
  );
});

test('the same assignment twice is refused, as Azure would', () => {
  expect(() =>
    synth((stack) => {
      const cluster = existingCluster(stack);
      cluster.grantAzureRole('First', { role: AzureRole.CLUSTER_USER, subject: OPS });
      cluster.grantAzureRole('Second', { role: AzureRole.CLUSTER_USER, subject: OPS });
    }),
  ).toThrow(
    "the role, the subject and the place are those of 'test/Aks/First': assign it once (at 'test/Aks/Second')",
  );
});

test('the certificate of the local administrator is warned about', () => {
  expect(
    warnings((stack) => {
      existingCluster(stack).grantAzureRole('Ops', { role: AzureRole.CLUSTER_ADMIN, subject: OPS });
    }),
  ).toEqual([
    `'${ID}' may fetch the certificate of the local administrator, who bypasses Azure AD: grant AzureRole.CLUSTER_USER and a Kubernetes role (at 'test/Aks/Ops') [local-admin]`,
  ]);
});

test('the default child is the resource', () => {
  const synthesized = synth((stack) => {
    const assignment = existingCluster(stack).grantAzureRole('Ops', {
      role: AzureRole.CLUSTER_USER,
      subject: OPS,
    });
    (assignment.node.defaultChild as RoleAssignment).description = 'by hand';
  });

  expect(only(synthesized, TYPE).description).toBe('by hand');
});
