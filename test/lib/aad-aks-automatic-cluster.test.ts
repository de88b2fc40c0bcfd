import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, TerraformStack, Testing, Token } from 'cdktf';
import { Construct } from 'constructs';
import {
  AadAksAutomaticCluster,
  AadAksAutomaticClusterProps,
  AksIdentity,
  AksPrivateDnsZone,
  AzureRole,
  AzurermVersion,
  AadAksCluster,
  AadIntegration,
  KubernetesConnection,
  RbacBinding,
  RbacCustomRole,
  RbacRole,
  RbacSubject,
} from '../../lib';
import { AZURERM } from './provider-generations';

const NAME = { clusterName: 'auto', resourceGroupName: 'rg' };
const PLACE = { ...NAME, location: 'eastus' };
const ID = '/subscriptions/8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8/resourceGroups/rg/providers';
const CLUSTER_ID = `${ID}/Microsoft.ContainerService/managedClusters/auto`;
const IDENTITY = AksIdentity.userAssigned(`${ID}/Microsoft.ManagedIdentity/userAssignedIdentities/aks`);
const subnet = (name: string): string => `${ID}/Microsoft.Network/virtualNetworks/net/subnets/${name}`;
const NETWORK = {
  nodeSubnetId: subnet('nodes'),
  systemNodeSubnetId: subnet('system'),
  apiServerSubnetId: subnet('api'),
};
const GROUP = RbacSubject.group('5f1c0b7a-6a0e-4c0d-9f3b-0c8a2d4e6f10');

type Resources = Record<string, Record<string, Record<string, unknown>>>;

function stackWith(define: (stack: TerraformStack) => void): { stack: TerraformStack; app: App } {
  const app = Testing.app();
  const stack = new TerraformStack(app, 'test');
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  define(stack);
  return { stack, app };
}

function synth(define: (stack: TerraformStack) => void): Resources {
  const { stack } = stackWith(define);
  return (JSON.parse(Testing.synth(stack, true)) as { resource: Resources }).resource;
}

const only = (resources: Resources, type: string): Record<string, unknown> => {
  const [[, resource]] = Object.entries(resources[type]!) as [[string, Record<string, unknown>]];
  return Object.fromEntries(Object.entries(resource).filter(([key]) => key !== '//'));
};

const cluster = (scope: Construct, more: Partial<AadAksAutomaticClusterProps> = {}) =>
  new AadAksAutomaticCluster(scope, 'Aks', { ...PLACE, ...more });

const withBindingsOf5 = AZURERM >= 5 ? describe : describe.skip;

(AZURERM < 5 ? describe : describe.skip)('with bindings of azurerm 4', () => {
  test.each([
    ['AKS Automatic', (stack: TerraformStack) => cluster(stack)],
    ['AKS Automatic', (stack: TerraformStack) => AadAksAutomaticCluster.fromLookup(stack, 'Aks', NAME)],
  ])('%s is refused, with the package that has it', (what, define) => {
    expect(() => stackWith(define)).toThrow(
      `${what} needs azurerm 5.x, and the bindings are of 4.55.0: use cdktn-aks-aad`,
    );
  });
});

withBindingsOf5('a cluster of AKS Automatic', () => {
  test('needs a name and a place', () => {
    const resources = synth((stack) =>
      cluster(stack, { tags: { team: 'shop' }, authorizedIpRanges: ['203.0.113.0/24'] }),
    );

    expect(only(resources, 'azurerm_kubernetes_automatic_cluster')).toEqual({
      name: 'auto',
      location: expect.stringContaining('azurerm_resource_group') as string,
      resource_group_name: expect.stringContaining('azurerm_resource_group') as string,
      identity: { type: 'SystemAssigned' },
      api_server_access: { authorized_ip_ranges: ['203.0.113.0/24'] },
      tags: { team: 'shop' },
    });
    expect(only(resources, 'azurerm_resource_group')).toMatchObject({ name: 'rg', tags: { team: 'shop' } });
  });

  test('has a network of its own, privately', () => {
    const resources = synth((stack) =>
      cluster(stack, {
        createResourceGroup: false,
        network: NETWORK,
        identity: IDENTITY,
        privateCluster: { privateDnsZone: AksPrivateDnsZone.system() },
        protect: true,
        deletionLock: true,
      }),
    );

    expect(only(resources, 'azurerm_kubernetes_automatic_cluster')).toMatchObject({
      resource_group_name: 'rg',
      identity: { type: 'UserAssigned', identity_ids: [IDENTITY._id] },
      api_server_access: { subnet_id: NETWORK.apiServerSubnetId },
      hosted_system: {
        node_subnet_id: NETWORK.nodeSubnetId,
        system_node_subnet_id: NETWORK.systemNodeSubnetId,
      },
      private_cluster: { private_dns_zone_id: 'System', public_fully_qualified_domain_name_enabled: false },
      lifecycle: { prevent_destroy: true },
    });
    expect(resources.azurerm_resource_group).toBeUndefined();
    expect(only(resources, 'azurerm_management_lock')).toMatchObject({ lock_level: 'CanNotDelete' });
  });

  test.each<[Partial<AadAksAutomaticClusterProps>, string]>([
    [{ clusterName: 'a b' }, "clusterName 'a b' is not valid"],
    [{ network: NETWORK }, 'network of your own needs an identity'],
    [
      { network: { ...NETWORK, nodeSubnetId: 'nodes' }, identity: IDENTITY },
      "nodeSubnetId 'nodes' is not valid",
    ],
    [
      { network: { ...NETWORK, apiServerSubnetId: subnet('Nodes') }, identity: IDENTITY },
      'is also nodeSubnetId: AKS Automatic needs a subnet for each',
    ],
    [{ authorizedIpRanges: [] }, 'authorizedIpRanges'],
    [{ authorizedIpRanges: ['10.0.0.0/33'] }, "authorizedIpRanges '10.0.0.0/33' is not valid"],
    [
      {
        identity: AksIdentity.servicePrincipal(
          '5f1c0b7a-6a0e-4c0d-9f3b-0c8a2d4e6f10',
          Token.asString({ resolve: () => '${var.secret}' }),
        ),
      },
      'identity is a service principal, which AKS Automatic does not take',
    ],
  ])('%j is refused', (more, message) => {
    expect(() => stackWith((stack) => cluster(stack, more))).toThrow(message);
  });

  test('does not share a stack with azurerm 4', () => {
    expect(() =>
      stackWith((stack) => {
        new AadAksCluster(stack, 'Other', {
          ...PLACE,
          clusterName: 'other',
          aad: AadIntegration.managed({ azureRbac: true }),
          azurerm: AzurermVersion.V4,
        });
        cluster(stack);
      }),
    ).toThrow('needs 4.x and 5.x');
  });

  test('is taken over with its resource group', () => {
    const { stack } = stackWith((scope) => cluster(scope).importFrom(CLUSTER_ID));
    const imports = (JSON.parse(Testing.synth(stack)) as { import: { id: string }[] }).import;

    expect(imports.map(({ id }) => id).sort()).toEqual([
      CLUSTER_ID.split('/').slice(0, 5).join('/'),
      CLUSTER_ID,
    ]);
  });

  test('gives Azure roles of Azure RBAC and identities to pods', () => {
    const resources = synth((stack) => {
      const aks = cluster(stack);
      aks.grantAzureRole('Developers', { role: AzureRole.RBAC_WRITER, subject: GROUP, namespace: 'shop' });
      aks.addWorkloadIdentity('Shop', { namespace: 'shop', serviceAccount: 'web' });
    });

    expect(only(resources, 'azurerm_role_assignment').scope).toMatch(
      /azurerm_kubernetes_automatic_cluster\.Aks_\w+\.id\}\/namespaces\/shop$/,
    );
    expect(only(resources, 'azurerm_user_assigned_identity')).toMatchObject({ name: 'auto-shop-web' });
    expect(only(resources, 'azurerm_federated_identity_credential').issuer).toMatch(
      /azurerm_kubernetes_automatic_cluster\.Aks_\w+\.oidc_issuer_url/,
    );
  });
});

withBindingsOf5('access to a cluster of AKS Automatic', () => {
  function problems(define: (stack: TerraformStack) => void, automatic = true): string[] {
    const { app, stack } = stackWith((scope) => {
      const aks = automatic
        ? AadAksAutomaticCluster.fromLookup(scope, 'Aks', NAME)
        : AadAksCluster.fromLookup(scope, 'Aks', NAME);
      new KubernetesConnection(scope, 'Kubernetes', { cluster: aks });
      define(scope);
    });
    expect(app.node.children).toContain(stack);
    return stack.node.findAll().flatMap((construct) => construct.node.validate());
  }
  const bound = (role: RbacRole, namespace?: string) => (stack: TerraformStack) =>
    new RbacBinding(stack, 'Bound', {
      role,
      ...(namespace !== undefined && { namespace }),
      subjects: [GROUP],
    });
  const granting = (resources: string[], namespace?: string) => (stack: TerraformStack) =>
    new RbacCustomRole(stack, 'Role', {
      name: 'r',
      ...(namespace !== undefined && { namespace }),
      rules: [{ apiGroups: [''], resources, verbs: ['get'] }],
    });

  test.each<[string, (stack: TerraformStack) => unknown, string]>([
    ['cluster-admin everywhere', bound(RbacRole.clusterRole('cluster-admin')), 'automatic-privileged-role'],
    ['a binding in kube-system', bound(RbacRole.VIEW, 'kube-system'), 'automatic-system-namespace'],
    ['a role in kube-system', granting(['pods'], 'kube-system'), 'automatic-system-namespace'],
    ['nodes/proxy', granting(['nodes/proxy']), 'automatic-node-proxy'],
  ])('%s is refused there, and nowhere else', (_what, define, id) => {
    expect(problems(define)).toEqual([expect.stringContaining(`[${id}]`)]);
    expect(problems(define, false)).toEqual([]);
  });

  test('everything else is as on any cluster', () => {
    expect(
      problems((stack) => {
        bound(RbacRole.clusterRole('cluster-admin'), 'shop')(stack);
        granting(['pods', 'nodes'])(stack);
      }),
    ).toEqual([]);
  });

  test('a role that reads secrets everywhere is warned about: those of kube-system are kept', () => {
    const warnings = (automatic: boolean): string[] => {
      const { stack, app } = stackWith((scope) => {
        const aks = automatic
          ? AadAksAutomaticCluster.fromLookup(scope, 'Aks', NAME)
          : AadAksCluster.fromLookup(scope, 'Aks', NAME);
        new KubernetesConnection(scope, 'Kubernetes', { cluster: aks });
        const role = new RbacCustomRole(scope, 'Role', {
          name: 'r',
          rules: [{ resources: ['secrets'], verbs: ['get'] }],
        });
        new RbacBinding(scope, 'Bound', { role, subjects: [GROUP] });
      });
      app.synth();
      return stack.node
        .findAll()
        .flatMap((construct) => construct.node.metadata.map(({ data }) => String(data)));
    };
    expect(warnings(true).filter((text) => text.includes('[automatic-system-secrets]'))).toHaveLength(1);
    expect(warnings(false).filter((text) => text.includes('[automatic-system-secrets]'))).toEqual([]);
  });
});
