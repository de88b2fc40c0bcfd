import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import {
  AadAksCluster,
  AzureEnvironment,
  KubeloginLogin,
  KubernetesConnection,
  KubernetesCredentials,
  RbacBinding,
  RbacRole,
  RbacSubject,
} from '../lib';
import { ClusterStack } from './cluster-stack';
import { AccessConfig, AksConfig } from './config';
import { defineAzurerm } from './providers';
import { defineStateBackend } from './state-backend';

/** Constraints of the generations that are not those of the bindings; the same as the cluster's own. */
const AZURERM_VERSIONS = { '3': '~> 3.117', '5': '~> 5.2' };

/** Logins of kubelogin that do not bring the tenant along. */
const NEEDS_TENANT: readonly AksConfig['kubernetes']['login'][] = ['spn', 'workloadidentity'];

/** Who may do what in the cluster; finds the cluster by its configured name, so it reads nobody's state. */
export class AccessStack extends TerraformStack {
  constructor(scope: Construct, id: string, config: AksConfig, cluster: ClusterStack) {
    super(scope, id);
    defineStateBackend(this, config);
    defineAzurerm(this, config);
    this.addDependency(cluster);

    // One deployment has one version of azurerm: that which the cluster needs.
    const version = config.aad.mode === 'legacy' ? '3' : config.azure.azurerm;
    if (version && version !== '4') {
      this.addOverride('terraform.required_providers.azurerm.version', AZURERM_VERSIONS[version]);
    }
    const connection = this.connect(config);
    this.addWorkloadIdentities(config, cluster, connection);
    this.bind(config.access);
  }

  private connect({ cluster, aad, kubernetes, azure }: AksConfig): KubernetesConnection {
    const existing = AadAksCluster.fromLookup(this, 'Aks', {
      clusterName: cluster.name,
      resourceGroupName: cluster.resourceGroupName,
      localAccounts: cluster.security?.localAccounts ?? aad.mode === 'legacy',
    });

    const credentials =
      kubernetes.credentials === 'admin'
        ? KubernetesCredentials.admin()
        : KubernetesCredentials.kubelogin({
            login: kubernetes.login as KubeloginLogin | undefined,
            // The Azure CLI refuses a tenant when a managed identity is signed in, and needs none.
            tenantId: NEEDS_TENANT.includes(kubernetes.login) ? azure.tenantId : undefined,
            environment: azure.environment as AzureEnvironment | undefined,
          });

    return new KubernetesConnection(this, 'Kubernetes', { cluster: existing, credentials });
  }

  /** The identities belong to the cluster stack, and this one finds them by name. */
  private addWorkloadIdentities(
    { cluster: { workloadIdentities } }: AksConfig,
    { cluster }: ClusterStack,
    connection: KubernetesConnection,
  ): void {
    for (const { createServiceAccount, ...identity } of workloadIdentities) {
      const id = `WorkloadIdentity-${identity.namespace}-${identity.serviceAccount}`;
      cluster.addWorkloadIdentity(id, {
        ...identity,
        connection: createServiceAccount ? connection : undefined,
      });
    }
  }

  /** Entries with the same role and place become one binding, so that adding a person changes one resource. */
  private bind(access: readonly AccessConfig[]): void {
    for (const [id, entries] of groupByBinding(access)) {
      const [{ name, namespace, clusterRole, role }] = entries;

      new RbacBinding(this, id, {
        name,
        namespace,
        role: clusterRole === undefined ? RbacRole.role(role ?? '') : RbacRole.clusterRole(clusterRole),
        subjects: distinctSubjects(entries),
      });
    }
  }
}

type Entries = [AccessConfig, ...AccessConfig[]];

/** Construct ID of the binding that an entry belongs to: part of the resource's address, so it only follows the role and place. */
function bindingId({ name, namespace, clusterRole, role }: AccessConfig): string {
  const what = clusterRole === undefined ? `Role-${role}` : `ClusterRole-${clusterRole}`;
  const where = namespace === undefined ? 'cluster' : `namespace-${namespace}`;

  return [what, where, ...(name === undefined ? [] : [name])].join('--');
}

function groupByBinding(access: readonly AccessConfig[]): Map<string, Entries> {
  const bindings = new Map<string, Entries>();

  for (const entry of access) {
    const id = bindingId(entry);
    const earlier = bindings.get(id);
    if (earlier) {
      earlier.push(entry);
    } else {
      bindings.set(id, [entry]);
    }
  }
  return bindings;
}

function distinctSubjects(entries: readonly AccessConfig[]): RbacSubject[] {
  const subjects = entries.flatMap((entry) => [
    ...entry.users.map((user) => RbacSubject.user(user)),
    ...entry.guests.map((guest) => RbacSubject.guest(guest)),
    ...entry.groups.map((group) => RbacSubject.group(group)),
    ...entry.servicePrincipals.map((principal) => RbacSubject.servicePrincipal(principal)),
    ...entry.serviceAccounts.map((account) => {
      const [namespace = '', name = ''] = account.split('/');
      return RbacSubject.serviceAccount(namespace, name);
    }),
  ]);

  return [...new Map(subjects.map((subject) => [JSON.stringify(subject), subject])).values()];
}
