import { AksCluster } from '../../../rehearsal/kubernetes/aks-cluster';
import { State } from '../../../rehearsal/protocol/values';
import { AUTOMATIC, automaticWith, givenAutomatic } from './automatic-cases';
import { RehearsedService } from '../protocol/rehearsed-service';

let service: RehearsedService;
beforeEach(async () => {
  service = await givenAutomatic();
});

const create = (more: State = {}): Promise<State> => service.create(AUTOMATIC, automaticWith(more));

describe('a cluster of AKS Automatic', () => {
  test('has addresses, an issuer and a kubeconfig that signs in with Azure AD alone', async () => {
    const cluster = await create();

    expect(cluster).toMatchObject({
      id: `/subscriptions/${service.tenant.subscriptionId}/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/auto`,
      fully_qualified_domain_name: expect.stringMatching(
        /^auto-[0-9a-f]{8}\.hcp\.eastus\.azmk8s\.io$/,
      ) as string,
      private_fully_qualified_domain_name: '',
      oidc_issuer_url: expect.stringMatching(/^https:\/\/eastus\.oic\./) as string,
      identity: [{ tenant_id: service.tenant.tenantId }],
      kube_config: [{ client_certificate: '', client_key: '', password: '' }],
      kube_config_raw: expect.stringContaining('command: kubelogin') as string,
    });
  });

  test('is one to the API server: Azure roles count, and nobody is local', async () => {
    const cluster = await create();
    const [config] = cluster.kube_config as State[];
    const found = AksCluster.at(config!.host as string, service.world);

    expect(found?.id).toBe(cluster.id);
    expect(found?.adminCertificates).toEqual([]);
    expect(found?.aad).toMatchObject({ isAzureRbacEnabled: true, adminGroupObjectIds: [] });
  });

  test('with a private address has no public one, unless asked for', async () => {
    const isPublic = async (publicFqdn: boolean): Promise<boolean> => {
      const cluster = await create({
        name: `private-${publicFqdn}`,
        private_cluster: [{ public_fully_qualified_domain_name_enabled: publicFqdn }],
      });
      expect(cluster.private_fully_qualified_domain_name).toContain('.privatelink.eastus.azmk8s.io');
      return cluster.fully_qualified_domain_name !== '';
    };
    expect([await isPublic(false), await isPublic(true)]).toEqual([false, true]);
  });

  test('is found by name, and its identity may get roles', async () => {
    const cluster = await create();
    const [identity] = cluster.identity as State[];

    expect(service.lookUp(AUTOMATIC, { name: 'auto', resource_group_name: 'rg' })).toMatchObject({
      id: cluster.id,
      kube_config: cluster.kube_config,
    });
    await expect(
      service.create('azurerm_role_assignment', {
        scope: cluster.id!,
        role_definition_name: 'Reader',
        principal_id: identity!.principal_id!,
      }),
    ).resolves.toMatchObject({ principal_type: 'ServicePrincipal' });
  });

  test('has its safeguards under its own ID', async () => {
    const cluster = await create();
    await expect(
      service.create('azurerm_kubernetes_cluster_deployment_safeguard', {
        kubernetes_cluster_id: cluster.id!,
        level: 'Enforce',
      }),
    ).resolves.toMatchObject({ id: cluster.id, level: 'Enforce' });
  });
});
