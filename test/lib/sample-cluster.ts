import { TerraformStack, TerraformVariable } from 'cdktf';
import { AadAksCluster, AadAksClusterProps, AadClientApp, AadIntegration, AadServerApp } from '../../lib';
import { only, synth, Synthesized } from './synth';

export const TENANT = '72f988bf-0000-0000-0000-2d7cd011db47';
export const GROUP = '894656e1-39f8-4bfe-b16a-510f61af6f41';

const PROVIDERS = '/subscriptions/s/resourceGroups/shared/providers';
export const SUBNET = `${PROVIDERS}/Microsoft.Network/virtualNetworks/hub/subnets/aks`;
export const POD_SUBNET = `${PROVIDERS}/Microsoft.Network/virtualNetworks/hub/subnets/pods`;
export const IDENTITY = `${PROVIDERS}/Microsoft.ManagedIdentity/userAssignedIdentities/aks`;
export const ROUTE_TABLE = `${PROVIDERS}/Microsoft.Network/routeTables/egress`;
export const ZONE = `${PROVIDERS}/Microsoft.Network/privateDnsZones/privatelink.eastus.azmk8s.io`;
export const REGISTRY = `${PROVIDERS}/Microsoft.ContainerRegistry/registries/contoso`;
export const WORKSPACE = `${PROVIDERS}/Microsoft.OperationalInsights/workspaces/logs`;
export const MONITOR_WORKSPACE = `${PROVIDERS}/Microsoft.Monitor/accounts/metrics`;
export const VM_SIZE = 'Standard_D4ds_v5';

/** Warned about nowhere. */
export const REQUIRED: AadAksClusterProps = {
  clusterName: 'myAKSCluster',
  resourceGroupName: 'myResourceGroup',
  location: 'eastus',
  aad: AadIntegration.managed({ adminGroupObjectIds: [GROUP] }),
  apiServer: { authorizedIpRanges: ['203.0.113.0/24'] },
};

/** The legacy integration with applications that somebody else registered. */
export function legacy(stack: TerraformStack): AadIntegration {
  const ids = { clientId: GROUP, objectId: GROUP, servicePrincipalObjectId: GROUP };

  return AadIntegration.legacy({
    serverApp: AadServerApp.fromAadServerAppAttributes(stack, 'Server', {
      ...ids,
      scopeId: GROUP,
      secret: new TerraformVariable(stack, 'secret', { sensitive: true }).stringValue,
    }),
    clientApp: AadClientApp.fromAadClientAppAttributes(stack, 'Client', ids),
    tenantId: TENANT,
  });
}

type Props = Partial<AadAksClusterProps>;

/** Synthesises one cluster; `use` gets it before. */
export function synthCluster(props: Props = {}, use?: (cluster: AadAksCluster) => void): Synthesized {
  return synth((stack) => {
    const cluster = new AadAksCluster(stack, 'Aks', { ...REQUIRED, ...props });
    use?.(cluster);
  });
}

/** Arguments of the one cluster. */
export function clusterArguments(
  props: Props = {},
  use?: (cluster: AadAksCluster) => void,
): Record<string, unknown> {
  return only(synthCluster(props, use), 'azurerm_kubernetes_cluster');
}

/** Synthesises one cluster with legacy Azure AD. */
export function synthLegacy(props: Props = {}, use?: (cluster: AadAksCluster) => void): Synthesized {
  return synth((stack) => {
    const defaultNodePool = { vmSize: VM_SIZE };
    const aad = legacy(stack);
    const cluster = new AadAksCluster(stack, 'Aks', { ...REQUIRED, defaultNodePool, aad, ...props });
    use?.(cluster);
  });
}

/** What the stack is warned about, sorted. */
export function warningsOf(build: (stack: TerraformStack) => void): string[] {
  let built: TerraformStack | undefined;
  synth((stack) => {
    built = stack;
    build(stack);
  });
  return (built?.node.metadata ?? [])
    .filter(({ type }) => type === '@cdktf/warn')
    .map(({ data }) => String(data))
    .sort();
}

/** What a cluster is warned about. */
export function clusterWarnings(props: Props = {}, use?: (cluster: AadAksCluster) => void): string[] {
  return warningsOf((stack) => {
    const cluster = new AadAksCluster(stack, 'Aks', { ...REQUIRED, ...props });
    use?.(cluster);
  });
}
