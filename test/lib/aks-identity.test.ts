import { TerraformStack, TerraformVariable } from 'cdktf';
import { AadAksCluster, AksIdentity } from '../../lib';
import {
  clusterArguments,
  GROUP,
  IDENTITY,
  REQUIRED,
  synthCluster,
  TENANT,
  warningsOf,
} from './sample-cluster';
import { expression, only, synth } from './synth';

test('a cluster can have an identity that exists before it', () => {
  expect(
    clusterArguments({ identity: AksIdentity.userAssigned(IDENTITY) }, (cluster) => {
      expect(cluster.identityPrincipalId).toBeUndefined();
    }),
  ).toMatchObject({ identity: { type: 'UserAssigned', identity_ids: [IDENTITY] } });
});

test('a service principal is used in the place of an identity, and warned about', () => {
  const build = (stack: TerraformStack) => {
    const secret = new TerraformVariable(stack, 'secret', { sensitive: true }).stringValue;
    new AadAksCluster(stack, 'Aks', { ...REQUIRED, identity: AksIdentity.servicePrincipal(GROUP, secret) });
  };
  const cluster = only(synth(build), 'azurerm_kubernetes_cluster');

  expect(cluster.service_principal).toEqual({ client_id: GROUP, client_secret: '${var.secret}' });
  expect(cluster).not.toHaveProperty('identity');
  expect(warningsOf(build)).toEqual([
    "identity is a service principal, whose secret expires: use AksIdentity.systemAssigned() or .userAssigned() (at 'test/Aks') [service-principal]",
    "the secret of the service principal is kept in a local state file: give stack 'test' a remote backend (at 'test/Aks') [secret-in-local-state]",
  ]);
});

test.each<[string, AksIdentity, string]>([
  [
    'an identity',
    AksIdentity.userAssigned('aks'),
    "userAssignedIdentityId 'aks' is not valid: use the ARM ID of an identity, /subscriptions/…/userAssignedIdentities/<name>",
  ],
  [
    'a service principal by its name',
    AksIdentity.servicePrincipal('aks', expression('${var.secret}')),
    "clientId 'aks' is not the client ID of a service principal: a UUID has the form 00000000-0000-0000-0000-000000000000",
  ],
])('refuses %s', (_, identity, message) => {
  expect(() => synthCluster({ identity })).toThrow(new Error(`${message} (at 'test/Aks')`));
});

test('refuses a secret in clear text without repeating it', () => {
  const attempt = () => synthCluster({ identity: AksIdentity.servicePrincipal(GROUP, 'hunter2') });

  expect(attempt).toThrow('clientSecret is a literal and would be readable in the synthesised JSON');
  expect(attempt).not.toThrow('hunter2');
});

describe('the identity of the nodes', () => {
  const kubeletIdentity = {
    userAssignedIdentityId: IDENTITY.replace(/aks$/, 'nodes'),
    clientId: GROUP,
    objectId: TENANT,
  };

  test('is one that exists, beside one of the control plane', () => {
    const identity = AksIdentity.userAssigned(IDENTITY);

    expect(clusterArguments({ identity, kubeletIdentity }).kubelet_identity).toEqual({
      user_assigned_identity_id: kubeletIdentity.userAssignedIdentityId,
      client_id: GROUP,
      object_id: TENANT,
    });
  });

  test('needs the latter', () => {
    expect(() => synthCluster({ kubeletIdentity })).toThrow('kubeletIdentity needs a control plane that may');
  });

  test.each([
    [{ clientId: 'nodes' }, "kubeletIdentity.clientId 'nodes' is not the client ID of an identity"],
    [{ objectId: 'nodes' }, "kubeletIdentity.objectId 'nodes' is not the object ID of an identity"],
    [{ userAssignedIdentityId: 'nodes' }, "kubeletIdentity.userAssignedIdentityId 'nodes' is not valid"],
  ])('is refused with %j', (wrong, problem) => {
    const identity = AksIdentity.userAssigned(IDENTITY);

    expect(() => synthCluster({ identity, kubeletIdentity: { ...kubeletIdentity, ...wrong } })).toThrow(
      problem,
    );
  });
});
