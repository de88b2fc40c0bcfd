import { Context } from '../../../rehearsal/world/behaviour';
import { Surroundings } from '../../../rehearsal/kubernetes/cluster-rbac';
import { kubernetes } from '../../../rehearsal/kubernetes/kubernetes';
import { loadTenant } from '../../../access/directory/load-tenant';
import { Tenant } from '../../../access/directory/tenant';
import { uuidOf } from '../../../access/directory/uuid';
import { State } from '../../../rehearsal/protocol/values';
import { FileWorld } from '../../../rehearsal/world/world';

/** Object IDs of rehearsal/tenant.yaml. */
export const CLUSTER_ADMINS = '894656e1-39f8-4bfe-b16a-510f61af6f41';
export const SHOP_DEVELOPERS = '5f1c0b7a-6a0e-4c0d-9f3b-0c8a2d4e6f10';
export const SHOP_READERS = '7d2e1c8b-8b1f-4d1e-8a4c-1d9b3e5f7a21';
export const CAROL = 'c3d4e5f6-1a9b-4e37-97dd-3bc76d0f9c03';
export const ERIN = 'e5f6a7b8-90c4-47aa-b5f2-5ce98f219e05';
export const CI_DEPLOYER = '3a7c0d2f-5e8b-4c90-b6d4-7f1e2a3b4c5d';

export const HOST = 'https://shop-1234.hcp.eastus.azmk8s.io:443';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A provider configuration with an administrator's client certificate. */
export const AS_LOCAL_ADMIN: State = {
  host: HOST,
  client_certificate: 'admin certificate',
  client_key: 'admin key',
  cluster_ca_certificate: 'ca certificate',
};

/** A provider configuration in which kubelogin signs the deployer in. */
export const THROUGH_KUBELOGIN: State = {
  host: HOST,
  cluster_ca_certificate: 'ca certificate',
  exec: [execBlock('--login', 'azurecli', '--server-id', '6dae42f8-4368-4678-94ff-3960e28e3630')],
};

export function execBlock(...args: string[]): State {
  return {
    api_version: 'client.authentication.k8s.io/v1beta1',
    command: 'kubelogin',
    args: ['get-token', ...args],
  };
}

/** A world that holds one cluster on managed Azure AD, whose admin group is contoso-cluster-admins. */
export function worldWithCluster(changes: State = {}): FileWorld {
  const world = new FileWorld();
  addCluster(world, changes);
  return world;
}

export function addCluster(world: FileWorld, changes: State = {}): void {
  const name = (changes.name as string | undefined) ?? 'shop';
  const cluster: State = {
    id: `/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/${name}`,
    name,
    local_account_disabled: false,
    kube_config: [{ host: HOST, cluster_ca_certificate: base64('ca certificate'), client_certificate: '' }],
    kube_admin_config: [{ host: HOST, client_certificate: base64('admin certificate') }],
    azure_active_directory_role_based_access_control: [
      {
        tenant_id: '72f988bf-0000-0000-0000-2d7cd011db47',
        admin_group_object_ids: [CLUSTER_ADMINS],
        azure_rbac_enabled: false,
      },
    ],
    ...changes,
  };
  world.put('azurerm_kubernetes_cluster', cluster.id as string, cluster);
}

let shipped: Tenant | undefined;

/** The tenant of the rehearsal, as far as its clusters have nothing of their own yet. */
export function withoutNamespaces(): Tenant {
  shipped ??= loadTenant();
  return { ...shipped, namespaces: [] };
}

export function contextOf(
  world: FileWorld,
  provider: State = AS_LOCAL_ADMIN,
  tenant: Tenant = withoutNamespaces(),
): Context {
  return { tenant, world, provider, uuid: uuidOf };
}

export function surroundingsOf(world: FileWorld, tenant: Tenant = withoutNamespaces()): Surroundings {
  return { tenant, world };
}

/** Creates or changes an object as the provider server does, and returns its state. */
export function applied(type: string, planned: State, context: Context, prior: State | null = null): State {
  return kubernetes.resources[type]!.apply(prior ? { id: prior.id!, ...planned } : planned, prior, context);
}

export function binding(
  name: string,
  role: string,
  subjects: readonly State[],
  { namespace, kind = 'ClusterRole' }: { namespace?: string; kind?: string } = {},
): State {
  return {
    metadata: [{ name, ...(namespace && { namespace }) }],
    role_ref: [{ api_group: 'rbac.authorization.k8s.io', kind, name: role }],
    subject: [...subjects],
  };
}

export function subject(kind: string, name: string, namespace = ''): State {
  return { kind, name, namespace, api_group: null };
}

export function namespace(name: string): State {
  return { metadata: [{ name }], wait_for_default_service_account: false };
}
