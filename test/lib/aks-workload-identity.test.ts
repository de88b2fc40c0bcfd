import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformStack, Testing } from 'cdktf';
import {
  AadAksCluster,
  AksWorkloadIdentity,
  AksWorkloadIdentityOptions,
  AzurermVersion,
  KubernetesConnection,
} from '../../lib';
import { AZURERM } from './provider-generations';
import { REQUIRED, synthCluster, synthLegacy } from './sample-cluster';
import { expression, only, resolve, synth, Synthesized } from './synth';

const IDENTITY_ID = expect.stringMatching(/azurerm_user_assigned_identity\.\w+\.id\}$/) as string;
const OWNER_IN_4 = {
  parent_id: IDENTITY_ID,
  resource_group_name: expect.stringMatching(
    /azurerm_user_assigned_identity\.\w+\.resource_group_name\}$/,
  ) as string,
};
const OWNER_IN_5 = { user_assigned_identity_id: IDENTITY_ID };

const ACCOUNT = { namespace: 'shop', serviceAccount: 'deployer' };

function synthIdentity(options: Partial<AksWorkloadIdentityOptions> = {}): Synthesized {
  return synthCluster(
    {},
    (cluster) => void cluster.addWorkloadIdentity('Deployer', { ...ACCOUNT, ...options }),
  );
}

test('an identity trusts the tokens of one service account of the cluster', () => {
  const synthesized = synthIdentity();

  expect(only(synthesized, 'azurerm_user_assigned_identity')).toEqual({
    name: 'myAKSCluster-shop-deployer',
    resource_group_name: expect.stringMatching(/\.resource_group_name\}$/) as string,
    location: expect.stringMatching(/azurerm_resource_group\.\w+\.location\}$/) as string,
  });
  expect(only(synthesized, 'azurerm_federated_identity_credential')).toEqual({
    name: 'kubernetes',
    audience: ['api://AzureADTokenExchange'],
    issuer: expect.stringMatching(/azurerm_kubernetes_cluster\.\w+\.oidc_issuer_url\}$/) as string,
    subject: 'system:serviceaccount:shop:deployer',
    ...(AZURERM === 4 ? OWNER_IN_4 : OWNER_IN_5),
  });
  expect(synthesized.resource.kubernetes_service_account_v1).toBeUndefined();
});

test('with a connection, the annotated service account is created and gets no token for Kubernetes', () => {
  const synthesized = synthCluster({}, (cluster) => {
    const connection = new KubernetesConnection(cluster.node.scope!, 'Kubernetes', { cluster });
    cluster.addWorkloadIdentity('Deployer', { ...ACCOUNT, connection });
  });

  expect(only(synthesized, 'kubernetes_service_account_v1')).toEqual({
    metadata: {
      namespace: 'shop',
      name: 'deployer',
      annotations: {
        'azure.workload.identity/client-id': expect.stringMatching(
          /azurerm_user_assigned_identity\.\w+\.client_id\}$/,
        ) as string,
      },
    },
    automount_service_account_token: false,
    provider: 'kubernetes',
  });
});

test('a connection in another stack finds the identity by its name and waits for its stack', () => {
  const app = Testing.app();
  const clusterStack = new TerraformStack(app, 'cluster');
  const accessStack = new TerraformStack(app, 'access');
  [clusterStack, accessStack].forEach((stack) => new AzurermProvider(stack, 'azurerm', { features: [{}] }));

  const cluster = new AadAksCluster(clusterStack, 'Aks', REQUIRED);
  const existing = AadAksCluster.fromLookup(accessStack, 'Aks', {
    clusterName: 'myAKSCluster',
    resourceGroupName: 'myResourceGroup',
  });
  const connection = new KubernetesConnection(accessStack, 'Kubernetes', { cluster: existing });
  cluster.addWorkloadIdentity('Deployer', { ...ACCOUNT, connection });

  const access = JSON.parse(Testing.synth(accessStack, true)) as Synthesized;
  expect(Object.values(access.data.azurerm_user_assigned_identity ?? {})).toEqual([
    {
      name: 'myAKSCluster-shop-deployer',
      resource_group_name: expect.stringMatching(
        /^\$\{data\.azurerm_kubernetes_cluster\.\w+\.resource_group_name\}$/,
      ) as string,
    },
  ]);
  expect(only(access, 'kubernetes_service_account_v1')).toMatchObject({
    metadata: {
      annotations: {
        'azure.workload.identity/client-id': expect.stringMatching(
          /^\$\{data\.azurerm_user_assigned_identity\.[\w-]+\.client_id\}$/,
        ) as string,
      },
    },
  });
  // No state of another stack is read.
  expect(access.data.terraform_remote_state).toBeUndefined();
  expect(accessStack.dependsOn(clusterStack)).toBe(true);
});

test('a cluster that somebody else created can be trusted, too', () => {
  const synthesized = synth((stack) => {
    const cluster = AadAksCluster.fromLookup(stack, 'Aks', {
      clusterName: 'myAKSCluster',
      resourceGroupName: 'myResourceGroup',
    });
    const identity = new AksWorkloadIdentity(stack, 'Deployer', {
      ...ACCOUNT,
      cluster,
      location: 'eastus',
      identityName: 'deployer',
      mountKubernetesToken: true,
      connection: new KubernetesConnection(stack, 'Kubernetes', { cluster }),
    });

    expect(resolve(stack, identity.principalId)).toMatch(/\.principal_id\}$/);
    expect(resolve(stack, identity.clientId)).toMatch(/\.client_id\}$/);
    expect(resolve(stack, identity.identityId)).toMatch(/azurerm_user_assigned_identity\.\w+\.id\}$/);
  });
  expect(only(synthesized, 'azurerm_federated_identity_credential').issuer).toMatch(
    /^\$\{data\.azurerm_kubernetes_cluster\.\w+\.oidc_issuer_url\}$/,
  );
  expect(only(synthesized, 'kubernetes_service_account_v1').automount_service_account_token).toBe(true);
});

test.each([
  [AzurermVersion.V4, OWNER_IN_4, OWNER_IN_5],
  [AzurermVersion.V5, OWNER_IN_5, OWNER_IN_4],
])(
  'azurerm %s.x knows the identity by its own argument, whatever the bindings are of',
  (azurerm, own, other) => {
    const synthesized = synthCluster({ azurerm }, (cluster) => {
      cluster.addWorkloadIdentity('Deployer', ACCOUNT);
    });
    const credential = only(synthesized, 'azurerm_federated_identity_credential');

    expect(credential).toMatchObject(own);
    expect(Object.keys(credential).filter((name) => name in other && !(name in own))).toEqual([]);
  },
);

test('a cluster with legacy Azure AD has workload identities, too', () => {
  const synthesized = synthLegacy({}, (cluster) => void cluster.addWorkloadIdentity('Deployer', ACCOUNT));
  expect(only(synthesized, 'azurerm_federated_identity_credential')).toHaveProperty('parent_id');
});

test.each<[string, Partial<AksWorkloadIdentityOptions>, string]>([
  [
    'a namespace',
    { namespace: 'Shop' },
    "namespace 'Shop' is not valid: use 1 to 63 lowercase letters, digits and hyphens, starting and ending with a letter or digit",
  ],
  [
    'a service account',
    { serviceAccount: 'deployer_' },
    "serviceAccount 'deployer_' is not valid: use 1 to 253 lowercase letters, digits, hyphens and periods, with a letter or digit at both ends and around periods",
  ],
  [
    'a name of the identity',
    { identityName: 'a' },
    "identityName 'a' is not valid: use 3 to 128 letters, digits, hyphens and underscores, starting with a letter or digit",
  ],
])('refuses %s', (_, options, message) => {
  expect(() => synthIdentity(options)).toThrow(new Error(`${message} (at 'test/Aks/Deployer')`));
});

test('accepts tokens for every name', () => {
  const options = {
    namespace: expression('${var.ns}'),
    serviceAccount: expression('${var.sa}'),
    identityName: expression('${var.name}'),
  };
  expect(only(synthIdentity(options), 'azurerm_federated_identity_credential').subject).toBe(
    'system:serviceaccount:${var.ns}:${var.sa}',
  );
});

test('refuses a cluster without workload identity', () => {
  expect(() =>
    synthCluster({ security: { workloadIdentity: false } }, (cluster) => {
      cluster.addWorkloadIdentity('Deployer', ACCOUNT);
    }),
  ).toThrow(
    new Error(
      "workload identity is off: remove security.workloadIdentity false and security.oidcIssuer false (at 'test/Aks')",
    ),
  );
});

test('refuses a cluster whose issuer is not known', () => {
  expect(() =>
    synth((stack) => {
      const cluster = AadAksCluster.fromAadAksClusterAttributes(stack, 'Aks', {
        clusterId:
          '/subscriptions/s/resourceGroups/myResourceGroup/providers/Microsoft.ContainerService/managedClusters/myAKSCluster',
        clusterName: 'aks',
        resourceGroupName: 'aks',
        host: 'https://aks:443',
        clusterCaCertificate: 'Y2E=',
      });
      new AksWorkloadIdentity(stack, 'Deployer', { ...ACCOUNT, cluster, location: 'eastus' });
    }),
  ).toThrow(
    new Error(
      "oidcIssuerUrl is not known: pass it to fromAadAksClusterAttributes(), or use fromLookup() (at 'test/Aks')",
    ),
  );
});
