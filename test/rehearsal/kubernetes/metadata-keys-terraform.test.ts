import { AksCluster } from '../../../rehearsal/kubernetes/aks-cluster';
import { NAMESPACE } from '../../../rehearsal/kubernetes/kinds';
import { KubernetesStore } from '../../../rehearsal/kubernetes/store';
import { block } from '../../../rehearsal/world/attributes';
import { loadTenant } from '../../../access/directory/load-tenant';
import { State } from '../../../rehearsal/protocol/values';
import { AS_LOCAL_ADMIN } from '../access/sample-world';
import { describeWithTerraform } from '../terraform';
import { REQUIRED, terraform, withStandIn, world } from './under-terraform';

describeWithTerraform('real Terraform on the kubernetes stand-in', () => {
  withStandIn();

  /** What others have put on a namespace: Kubernetes, Istio and Argo CD. */
  const OTHERS = {
    labels: {
      'kubernetes.io/metadata.name': 'shop',
      'pod-security.kubernetes.io/enforce': 'baseline',
      'istio.io/rev': 'asm-1-24',
    },
    annotations: {
      'argocd.argoproj.io/tracking-id': 'app:/Namespace:shop/shop',
      'kubectl.kubernetes.io/last-applied-configuration': '{}',
    },
  };

  function store(): KubernetesStore {
    const [cluster] = world.all('azurerm_kubernetes_cluster');
    return new KubernetesStore(new AksCluster(cluster!), {
      world,
      tenant: { ...loadTenant(), namespaces: [] },
    });
  }

  function storedMetadata(): State {
    return block(store().get(NAMESPACE, 'shop'), 'metadata')!;
  }

  function takenOver(ignored: State): string {
    return JSON.stringify({
      terraform: { required_providers: REQUIRED },
      provider: { kubernetes: { ...AS_LOCAL_ADMIN, ...ignored } },
      import: [{ to: 'kubernetes_namespace_v1.shop', id: 'shop' }],
      resource: {
        kubernetes_namespace_v1: {
          shop: {
            metadata: { name: 'shop', labels: { team: 'shop' } },
            // Nothing that an import can read.
            lifecycle: { ignore_changes: ['wait_for_default_service_account'] },
          },
        },
      },
    });
  }

  // Source: case 05, and terraform-provider-kubernetes 2.38, structures.go.
  describe('a namespace that others have put labels and annotations on', () => {
    beforeEach(() => {
      const metadata = { name: 'shop', uid: '1', resource_version: '1', generation: 0, ...OTHERS };
      const labels = { ...OTHERS.labels, team: 'shop' };
      store().put(NAMESPACE, { id: 'shop', metadata: [{ ...metadata, labels }] });
    });

    test('loses those that the provider looks at, and no others', async () => {
      terraform.write(takenOver({}), 'main.tf.json');
      await terraform.succeed('init');
      const plan = await terraform.succeed('plan');
      expect(plan).toContain('1 to import, 0 to add, 1 to change, 0 to destroy');
      expect(plan).toContain('"istio.io/rev" = "asm-1-24" -> null');
      expect(plan).not.toContain('kubernetes.io/');

      await terraform.apply();
      expect(await terraform.plannedChanges()).toEqual({});
      expect(storedMetadata().labels).toEqual({
        'kubernetes.io/metadata.name': 'shop',
        'pod-security.kubernetes.io/enforce': 'baseline',
        team: 'shop',
      });
      expect(storedMetadata().annotations).toEqual({
        'kubectl.kubernetes.io/last-applied-configuration': '{}',
      });
    });

    test('keeps those that the provider is to ignore, also when it changes', async () => {
      const ignored = { ignore_labels: ['^istio\\.io/', '('], ignore_annotations: ['argocd'] };
      terraform.write(takenOver(ignored), 'main.tf.json');
      await terraform.succeed('init');
      const plan = await terraform.succeed('plan');
      expect(plan).toContain('1 to import, 0 to add, 0 to change, 0 to destroy');

      terraform.write(takenOver(ignored).replace('"team":"shop"', '"squad":"shop"'), 'main.tf.json');
      await terraform.apply();
      expect(await terraform.plannedChanges()).toEqual({});
      expect(storedMetadata()).toMatchObject(OTHERS);
      expect(storedMetadata().labels).toEqual({ ...OTHERS.labels, squad: 'shop' });
    });
  });
});
