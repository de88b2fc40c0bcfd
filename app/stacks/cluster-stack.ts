import { TerraformOutput, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import {
  AadAksAutomaticCluster,
  AadAksCluster,
  AadIntegration,
  AzureRole,
  AzurermVersion,
  IAksNodePool,
  RbacSubject,
} from '../../lib';
import { automaticClusterProps, clusterProps } from './cluster-props';
import { nodePoolProps } from './node-pools';
import { AksConfig, NodePoolConfig } from '../config';
import { clusterIdOf } from '../config/cluster-id';
import { grantIdentityRole } from './identity-roles';
import { IdentityStack } from './identity-stack';
import { known } from './known';
import { defineAzurerm } from './providers';
import { warnOfDoubts } from './doubt-warnings';
import { setParallelism } from './parallelism';
import { silenceWarnings } from './silence';
import { defineStateBackend } from '../state/backend';

/** The cluster and its resource group. */
export class ClusterStack extends TerraformStack {
  /** The cluster. */
  readonly cluster: AadAksCluster | AadAksAutomaticCluster;

  constructor(scope: Construct, id: string, config: AksConfig, identity: IdentityStack) {
    super(scope, id);
    silenceWarnings(this, config);
    warnOfDoubts(this, config, ['unknown-location']);
    defineStateBackend(this, config);
    setParallelism(this, config);
    defineAzurerm(this, config, true);
    this.addDependency(identity);

    if (config.cluster.automatic) {
      this.cluster = this.defineAutomaticCluster(config, identity);
      this.takeOver(config, []);
    } else {
      const cluster = this.defineCluster(config, identity);
      this.cluster = cluster;
      const pools = config.cluster.nodePools.map((pool) => ({
        config: pool,
        pool: cluster.addNodePool(`NodePool-${pool.name}`, nodePoolProps(pool)),
      }));
      this.takeOver(config, pools);
      config.cluster.identityRoles.forEach((entry) => grantIdentityRole(cluster, entry));
    }

    new TerraformOutput(this, 'get_credentials', {
      value: this.cluster.credentialsCommand,
      description: 'Puts the cluster into your kubeconfig, to sign in with Azure AD.',
    });
    new TerraformOutput(this, 'oidc_issuer_url', {
      value: this.cluster.oidcIssuerUrl,
      description: 'Issuer that federated credentials of workload identities trust.',
    });
  }

  private defineCluster(config: AksConfig, identity: IdentityStack): AadAksCluster {
    return new AadAksCluster(this, 'Aks', {
      ...clusterProps(config.cluster),
      ...protection(config),
      aad: integration(config, identity),
      azurerm: config.azure.azurerm as AzurermVersion | undefined,
    });
  }

  /** AKS Automatic knows no groups of administrators, so these have the Azure role that makes them such. */
  private defineAutomaticCluster(config: AksConfig, identity: IdentityStack): AadAksAutomaticCluster {
    const cluster = new AadAksAutomaticCluster(this, 'Aks', {
      ...automaticClusterProps(config.cluster),
      ...protection(config),
    });
    for (const [id, group] of Object.entries(adminGroups(config, identity))) {
      cluster.grantAzureRole(`Admins-${id}`, {
        role: AzureRole.RBAC_CLUSTER_ADMIN,
        subject: RbacSubject.group(group),
      });
    }
    return cluster;
  }

  /** What the configuration imports; IDs that it does not write follow from the subscription and the names. */
  private takeOver(
    { azure, cluster }: AksConfig,
    pools: readonly { readonly config: NodePoolConfig; readonly pool: IAksNodePool }[],
  ): void {
    const group = `/subscriptions/${azure.subscriptionId}/resourceGroups/${cluster.resourceGroupName}`;
    const id = clusterIdOf(String(azure.subscriptionId), cluster.resourceGroupName, cluster.name);

    if (cluster.import !== undefined) {
      this.cluster.importFrom(cluster.import === true ? id : cluster.import);
    } else if (cluster.importResourceGroup) {
      this.cluster.importResourceGroupFrom(group);
    }
    for (const { config, pool } of pools) {
      if (config.import !== undefined) {
        pool.importFrom(config.import === true ? `${id}/agentPools/${config.name}` : config.import);
      }
    }
  }
}

function integration({ aad, azure }: AksConfig, identity: IdentityStack): AadIntegration {
  if (aad.mode === 'legacy') {
    return AadIntegration.legacy({ ...known(identity.apps, 'aad'), tenantId: azure.tenantId });
  }

  return AadIntegration.managed({
    // azure.tenantId is that of the provider, so the cluster finds the same one by itself.
    tenantId: aad.tenantId,
    adminGroupObjectIds: Object.values(adminGroups({ aad }, identity)),
    azureRbac: aad.azureRbac,
  });
}

/** Object IDs of the groups whose members administer the cluster, each by an ID of its own. */
function adminGroups({ aad }: Pick<AksConfig, 'aad'>, identity: IdentityStack): Record<string, string> {
  const existing = aad.mode === 'managed' ? aad.adminGroupObjectIds : [];
  return {
    ...Object.fromEntries(existing.map((id) => [id.toLowerCase(), id])),
    ...(identity.adminGroupObjectId !== undefined && { created: identity.adminGroupObjectId }),
  };
}

function protection({ protect, cluster }: AksConfig): { protect: boolean; deletionLock: boolean } {
  return { protect, deletionLock: cluster.deletionLock ?? protect };
}
