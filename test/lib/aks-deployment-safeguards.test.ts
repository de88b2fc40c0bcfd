import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformStack, Testing } from 'cdktf';
import { AadAksCluster, AksDeploymentSafeguards, AksPodSecurityLevel, AksSafeguardLevel } from '../../lib';
import { AZURERM } from './provider-generations';

const CLUSTER_ID =
  '/subscriptions/8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks';

let stack: TerraformStack;
let cluster: ReturnType<typeof AadAksCluster.fromLookup>;
beforeEach(() => {
  stack = new TerraformStack(Testing.app(), 'test');
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  cluster = AadAksCluster.fromLookup(stack, 'Aks', { clusterName: 'aks', resourceGroupName: 'rg' });
});

(AZURERM < 5 ? describe : describe.skip)('with bindings of azurerm 4', () => {
  test('there are none, and the package that has them is named', () => {
    expect(
      () => new AksDeploymentSafeguards(stack, 'Safeguards', { cluster, level: AksSafeguardLevel.WARN }),
    ).toThrow('AksDeploymentSafeguards needs azurerm 5.x, and the bindings are of 4.55.0: use cdktn-aks-aad');
  });
});

(AZURERM >= 5 ? describe : describe.skip)('deployment safeguards', () => {
  interface Json {
    readonly resource: Record<string, Record<string, unknown>>;
    readonly import: readonly object[];
  }

  test('are of any cluster, and can be taken over', () => {
    new AksDeploymentSafeguards(stack, 'Safeguards', {
      cluster,
      level: AksSafeguardLevel.ENFORCE,
      podSecurity: AksPodSecurityLevel.BASELINE,
      excludedNamespaces: ['legacy'],
    }).importFrom(CLUSTER_ID);
    const json = JSON.parse(Testing.synth(stack, true)) as Json;

    expect(Object.values(json.resource.azurerm_kubernetes_cluster_deployment_safeguard!)).toEqual([
      expect.objectContaining({
        kubernetes_cluster_id: expect.stringContaining('data.azurerm_kubernetes_cluster.Aks_') as string,
        level: 'Enforce',
        pod_security_standards_level: 'Baseline',
        excluded_namespaces: ['legacy'],
      }),
    ]);
    expect(json.import).toEqual([expect.objectContaining({ id: CLUSTER_ID })]);
  });

  test('are defined once', () => {
    new AksDeploymentSafeguards(stack, 'One', { cluster, level: AksSafeguardLevel.WARN });
    new AksDeploymentSafeguards(stack, 'Two', { cluster, level: AksSafeguardLevel.WARN });
    expect(() => Testing.synth(stack, true)).toThrow('deployment safeguards of the cluster is that of');
  });

  test.each([
    [
      'a namespace that cannot be',
      { excludedNamespaces: ['Shop'] },
      "excludedNamespaces 'Shop' is not valid",
    ],
    [
      'a level of another kind',
      { level: 'Off' as AksSafeguardLevel },
      "level must be one of 'Warn', 'Enforce'",
    ],
  ])('%s is refused', (_what, more, message) => {
    expect(
      () => new AksDeploymentSafeguards(stack, 'One', { cluster, level: AksSafeguardLevel.WARN, ...more }),
    ).toThrow(message);
  });

  test('are not those of another kind of object', () => {
    const safeguards = new AksDeploymentSafeguards(stack, 'One', { cluster, level: AksSafeguardLevel.WARN });
    expect(() => safeguards.importFrom('/subscriptions/x')).toThrow(
      "clusterId '/subscriptions/x' is not valid",
    );
  });
});
