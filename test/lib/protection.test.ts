import { TerraformStack } from 'cdktf';
import { AadAksCluster, AadClientApp, AadGroup, AadServerApp, KubernetesNamespace } from '../../lib';
import { connect } from './connected';
import { REQUIRED, synthCluster } from './sample-cluster';
import { only, synth } from './synth';

/** What Terraform refuses to destroy, by type. */
function protectedTypes(build: (stack: TerraformStack) => void): string[] {
  return Object.entries(synth(build).resource).flatMap(([type, resources]) =>
    Object.values(resources).flatMap(({ lifecycle }) =>
      (lifecycle as { prevent_destroy?: boolean } | undefined)?.prevent_destroy ? [type] : [],
    ),
  );
}

test('by default Terraform may destroy everything, and nothing is locked', () => {
  const { json } = synthCluster();

  expect(json).not.toContain('prevent_destroy');
  expect(json).not.toContain('azurerm_management_lock');
});

test('a protected cluster is so with the resource group that is created for it', () => {
  const build = (createResourceGroup: boolean) => (stack: TerraformStack) => {
    new AadAksCluster(stack, 'Aks', { ...REQUIRED, protect: true, createResourceGroup });
  };

  expect(protectedTypes(build(true))).toEqual(['azurerm_kubernetes_cluster', 'azurerm_resource_group']);
  expect(protectedTypes(build(false))).toEqual(['azurerm_kubernetes_cluster']);
});

test('a deletion lock is on the cluster alone, whether Terraform protects it or not', () => {
  const synthesized = synthCluster({ deletionLock: true });

  expect(only(synthesized, 'azurerm_management_lock')).toMatchObject({
    lock_level: 'CanNotDelete',
    scope: expect.stringMatching(/^\$\{azurerm_kubernetes_cluster\.\w+\.id\}$/) as string,
  });
  expect(synthesized.json).not.toContain('prevent_destroy');
});

test('applications are protected with their service principals, and their secret is still renewed', () => {
  const types = protectedTypes((stack) => {
    const serverApp = new AadServerApp(stack, 'Server', { displayName: 'server', protect: true });
    new AadClientApp(stack, 'Client', { displayName: 'client', serverApp, protect: true });
  });

  expect(types.sort()).toEqual([
    'azuread_application',
    'azuread_application',
    'azuread_service_principal',
    'azuread_service_principal',
  ]);
});

test('what is ignored of a protected application is ignored as before', () => {
  const lifecycles = [true, false].map((protect) => {
    const synthesized = synth((stack) => {
      new AadServerApp(stack, 'Server', { displayName: 'server', protect });
    });
    return only(synthesized, 'azuread_application').lifecycle as { ignore_changes: string[] };
  });

  expect(lifecycles[0]).toEqual({ ...lifecycles[1], prevent_destroy: true });
  expect(lifecycles[1]?.ignore_changes).toContain('owners');
});

test('groups and namespaces are protected where that is asked for', () => {
  const build = (protect: boolean) => (stack: TerraformStack) => {
    connect(stack);
    new AadGroup(stack, 'Admins', { displayName: 'admins', protect });
    new KubernetesNamespace(stack, 'Shop', { name: 'shop', protect });
  };

  expect(protectedTypes(build(true)).sort()).toEqual(['azuread_group', 'kubernetes_namespace_v1']);
  expect(protectedTypes(build(false))).toEqual([]);
});
