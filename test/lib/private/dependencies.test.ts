import { DataAzurermKubernetesCluster } from '@cdktf/provider-azurerm/lib/data-azurerm-kubernetes-cluster';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformHclModule, TerraformStack, Testing } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { connect } from '../connected';
import { KubernetesNamespace, RbacBinding, RbacRole, RbacSubject } from '../../../lib';

const SUBJECTS = [RbacSubject.group('5f1c0b7a-6a0e-4c0d-9f3b-0c8a2d4e6f10')];

function binding(scope: Construct): RbacBinding {
  return new RbacBinding(scope, 'Devs', { role: RbacRole.EDIT, namespace: 'shop', subjects: SUBJECTS });
}

function stack(id = 'access', app = Testing.app()): TerraformStack {
  const made = new TerraformStack(app, id);
  connect(made);
  new AzurermProvider(made, 'azurerm', { features: [{}] });
  return made;
}

/** What the one binding of a stack waits for. */
function waitsFor(access: TerraformStack): string[] | undefined {
  const { resource } = JSON.parse(Testing.synth(access, true)) as {
    resource: { kubernetes_role_binding_v1: Record<string, { depends_on?: string[] }> };
  };
  return Object.values(resource.kubernetes_role_binding_v1)[0]!.depends_on;
}

test.each<[what: string, define: (access: TerraformStack) => IConstruct, address: string]>([
  [
    'a namespace',
    (access) => new KubernetesNamespace(access, 'Shop', { name: 'shop' }),
    'kubernetes_namespace_v1.Shop_563325D0',
  ],
  [
    'a data source',
    (access) => new DataAzurermKubernetesCluster(access, 'Other', { name: 'aks', resourceGroupName: 'aks' }),
    'data.azurerm_kubernetes_cluster.Other',
  ],
  [
    'a module',
    (access) => new TerraformHclModule(access, 'Quota', { source: 'contoso/quota/kubernetes' }),
    'module.Quota',
  ],
])('a binding waits for %s that it depends on, alone or with all that is around it', (_, define, address) => {
  const access = stack();
  binding(access).node.addDependency(define(access));
  expect(waitsFor(access)).toEqual([address]);

  const other = stack();
  const team = new Construct(other, 'Team');
  binding(team);
  team.node.addDependency(define(other));
  expect(waitsFor(other)).toEqual([address]);
});

test('what is inside of what depends on it does not wait for itself', () => {
  const access = stack();
  const team = new Construct(access, 'Team');
  const shop = new KubernetesNamespace(team, 'Shop', { name: 'shop' });
  binding(team);
  team.node.addDependency(shop);

  expect(waitsFor(access)).toEqual(['kubernetes_namespace_v1.Team_Shop_AD3F6289']);
  const { resource } = JSON.parse(Testing.synth(access)) as { resource: Record<string, object> };
  expect(Object.values(resource.kubernetes_namespace_v1!)[0]).not.toHaveProperty('depends_on');
});

test('what is in another stack makes the stack wait, a stack of modules too', () => {
  const app = Testing.app();
  const [access, quota] = [stack('access', app), stack('quota', app)];
  new TerraformHclModule(quota, 'Quota', { source: 'contoso/quota/kubernetes' });
  binding(access).node.addDependency(quota);

  expect(waitsFor(access)).toBeUndefined();
  expect(access.dependencies).toEqual([quota]);
});

test('two that depend on each other are refused', () => {
  const access = stack();
  const [shop, devs] = [new KubernetesNamespace(access, 'Shop', { name: 'shop' }), binding(access)];
  shop.node.addDependency(devs);
  devs.node.addDependency(shop);

  expect(() => waitsFor(access)).toThrow(
    "[access/Devs] 'access/Shop' depends on it, and it on that: remove one of the two addDependency()",
  );
});
