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
import { AZURERM_3 } from '../lib/private/azurerm-3';
import { ClusterStack } from './cluster-stack';
import { AccessConfig, AksConfig } from './config';
import { defineAzurerm } from './providers';
import { defineStateBackend } from './state-backend';

/** Logins of kubelogin that do not bring the tenant along. */
const NEEDS_TENANT: readonly AksConfig['kubernetes']['login'][] = ['spn', 'workloadidentity'];

/** Who may do what in the cluster; finds the cluster by its configured name, so it reads nobody's state. */
export class AccessStack extends TerraformStack {
  constructor(scope: Construct, id: string, config: AksConfig, cluster: ClusterStack) {
    super(scope, id);
    defineStateBackend(this, config);
    defineAzurerm(this, config, false);
    this.addDependency(cluster);

    if (config.aad.mode === 'legacy') {
      this.addOverride('terraform.required_providers.azurerm.version', AZURERM_3);
    }
    this.connect(config);
    this.bind(config.access);
  }

  private connect({ cluster, aad, kubernetes, azure }: AksConfig): void {
    const existing = AadAksCluster.fromLookup(this, 'Aks', {
      clusterName: cluster.name,
      resourceGroupName: cluster.resourceGroupName,
      localAccounts: cluster.localAccounts ?? aad.mode === 'legacy',
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

    new KubernetesConnection(this, 'Kubernetes', { cluster: existing, credentials });
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

/**
 * Construct ID of the binding that an entry belongs to: part of the resource's address, so it only follows role and place.
 *
 * The separator has the one character besides the slash that no name of Kubernetes has; the address shows its hyphens.
 */
function bindingId({ name, namespace, clusterRole, role }: AccessConfig): string {
  const what = clusterRole === undefined ? `Role-${role}` : `ClusterRole-${clusterRole}`;
  const where = namespace === undefined ? 'cluster' : `namespace-${namespace}`;

  return [what, where, ...(name === undefined ? [] : [name])].join('-%-');
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
