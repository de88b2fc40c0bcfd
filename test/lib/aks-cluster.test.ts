import { AadAksCluster, IAadAksCluster } from '../../lib';
import { resolve, synth } from './synth';

describe('an existing cluster', () => {
  const ATTRIBUTES = {
    clusterId:
      '/subscriptions/s/resourceGroups/myResourceGroup/providers/Microsoft.ContainerService/managedClusters/myAKSCluster',
    clusterName: 'myAKSCluster',
    resourceGroupName: 'myResourceGroup',
    host: 'https://aks:443',
    clusterCaCertificate: 'Y2E=',
  };

  test.each([
    [
      'clusterId',
      'aks',
      "clusterId 'aks' is not valid: use the ARM ID of a cluster, /subscriptions/…/managedClusters/<name>",
    ],
    [
      'clusterId',
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/a", file("b"), "',
      `managedClusters/a", file("b"), "' is not valid: use the ARM ID of a cluster, /subscriptions/…/managedClusters/<name>`,
    ],
    [
      'clusterCaCertificate',
      '-----BEGIN CERTIFICATE-----\n',
      "clusterCaCertificate is not in base64: pass it as Azure gives it, such as 'LS0tLS1C…', not decoded (at 'test/Aks')",
    ],
    ['host', 'aks', "host 'aks' is not valid: use the URL of the API server, 'https://<fqdn>:443'"],
    ['aadServerClientId', 'aks', "aadServerClientId 'aks' is not the client ID of a server application"],
  ])('by attributes refuses a %s that cannot be one', (prop, value, message) => {
    expect(() =>
      synth((stack) => {
        AadAksCluster.fromAadAksClusterAttributes(stack, 'Aks', { ...ATTRIBUTES, [prop]: value });
      }),
    ).toThrow(message);
  });

  test('by attributes reads nothing', () => {
    let imported: IAadAksCluster | undefined;
    const synthesized = synth((stack) => {
      imported = AadAksCluster.fromAadAksClusterAttributes(stack, 'Aks', ATTRIBUTES);
    });

    expect(imported).toMatchObject(ATTRIBUTES);
    expect(synthesized.data).toEqual({});
  });

  test('refuses a client key in clear text without repeating it', () => {
    const attempt = () =>
      synth((stack) => {
        AadAksCluster.fromAadAksClusterAttributes(stack, 'Aks', {
          ...ATTRIBUTES,
          adminClientKey: 'c2VjcmV0',
        });
      });
    expect(attempt).toThrow('adminClientKey is a literal and would be readable in the synthesised JSON');
    expect(attempt).not.toThrow('c2VjcmV0');
  });

  test('by lookup reads the cluster and takes local accounts to be off', () => {
    const synthesized = synth((stack) => {
      const options = { clusterName: 'myAKSCluster', resourceGroupName: 'myResourceGroup' };
      const cluster = AadAksCluster.fromLookup(stack, 'Aks', options);
      const withAccounts = AadAksCluster.fromLookup(stack, 'Aks2', { ...options, localAccounts: true });

      expect(cluster.adminClientKey).toBeUndefined();
      expect(resolve(stack, withAccounts.adminClientKey)).toMatch(
        /^\$\{data\..*kube_admin_config\[0\]\.client_key\}$/,
      );
    });
    expect(Object.values(synthesized.data.azurerm_kubernetes_cluster ?? {})).toEqual(
      Array(2).fill({ name: 'myAKSCluster', resource_group_name: 'myResourceGroup' }),
    );
  });

  test('by lookup refuses a name that no cluster can have', () => {
    expect(() =>
      synth((stack) => {
        AadAksCluster.fromLookup(stack, 'Aks', { clusterName: 'my cluster', resourceGroupName: 'g' });
      }),
    ).toThrow("clusterName 'my cluster' is not valid");
  });
});
