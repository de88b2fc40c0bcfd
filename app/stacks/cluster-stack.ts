import { TerraformOutput, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { AadAksCluster, AadIntegration, AzurermVersion, IAksNodePool } from '../../lib';
import { clusterProps } from './cluster-props';
import { nodePoolProps } from './node-pools';
import { AksConfig, NodePoolConfig } from '../config';
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
  readonly cluster: AadAksCluster;

  constructor(scope: Construct, id: string, config: AksConfig, identity: IdentityStack) {
    super(scope, id);
    silenceWarnings(this, config);
    warnOfDoubts(this, config, ['unknown-location']);
    defineStateBackend(this, config);
    setParallelism(this, config);
    defineAzurerm(this, config, true);
    this.addDependency(identity);

    this.cluster = new AadAksCluster(this, 'Aks', {
      ...clusterProps(config.cluster),
      protect: config.protect,
      deletionLock: config.cluster.deletionLock ?? config.protect,
      aad: integration(config, identity),
      azurerm: config.azure.azurerm as AzurermVersion | undefined,
    });
    const pools = config.cluster.nodePools.map((pool) => ({
      config: pool,
      pool: this.cluster.addNodePool(`NodePool-${pool.name}`, nodePoolProps(pool)),
    }));
    this.takeOver(config, pools);

    new TerraformOutput(this, 'get_credentials', {
      value: this.cluster.credentialsCommand,
      description: 'Puts the cluster into your kubeconfig, to sign in with Azure AD.',
    });
    new TerraformOutput(this, 'oidc_issuer_url', {
      value: this.cluster.oidcIssuerUrl,
      description: 'Issuer that federated credentials of workload identities trust.',
    });
  }

  /** What the configuration imports; IDs that it does not write follow from the subscription and the names. */
  private takeOver(
    { azure, cluster }: AksConfig,
    pools: readonly { readonly config: NodePoolConfig; readonly pool: IAksNodePool }[],
  ): void {
    const group = `/subscriptions/${azure.subscriptionId}/resourceGroups/${cluster.resourceGroupName}`;
    const id = `${group}/providers/Microsoft.ContainerService/managedClusters/${cluster.name}`;

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
  const created = identity.adminGroupObjectId ? [identity.adminGroupObjectId] : [];

  // azure.tenantId is that of the provider, so the cluster finds the same one by itself.
  return AadIntegration.managed({
    adminGroupObjectIds: [...aad.adminGroupObjectIds, ...created],
    azureRbac: aad.azureRbac,
  });
}
