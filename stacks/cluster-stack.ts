import { TerraformOutput, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { AadAksCluster, AadIntegration, AzurermVersion } from '../lib';
import { clusterProps, nodePoolProps } from './cluster-props';
import { AksConfig } from './config';
import { IdentityStack } from './identity-stack';
import { defineAzurerm } from './providers';
import { silenceWarnings } from './silence';
import { defineStateBackend } from './state-backend';

/** The cluster and its resource group. */
export class ClusterStack extends TerraformStack {
  /** The cluster. */
  readonly cluster: AadAksCluster;

  constructor(scope: Construct, id: string, config: AksConfig, identity: IdentityStack) {
    super(scope, id);
    silenceWarnings(this, config);
    defineStateBackend(this, config);
    defineAzurerm(this, config, true);
    this.addDependency(identity);

    this.cluster = new AadAksCluster(this, 'Aks', {
      ...clusterProps(config.cluster),
      protect: config.protect,
      deletionLock: config.cluster.deletionLock ?? config.protect,
      aad: integration(config, identity),
      azurerm: config.azure.azurerm as AzurermVersion | undefined,
    });
    for (const pool of config.cluster.nodePools) {
      this.cluster.addNodePool(`NodePool-${pool.name}`, nodePoolProps(pool));
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
}

function integration({ aad, azure }: AksConfig, identity: IdentityStack): AadIntegration {
  if (identity.apps) {
    return AadIntegration.legacy({ ...identity.apps, tenantId: azure.tenantId });
  }
  if (aad.mode === 'legacy') {
    throw new Error('the identity stack has not registered the applications');
  }
  const created = identity.adminGroupObjectId ? [identity.adminGroupObjectId] : [];

  // azure.tenantId is that of the provider, so the cluster finds the same one by itself.
  return AadIntegration.managed({
    adminGroupObjectIds: [...aad.adminGroupObjectIds, ...created],
    azureRbac: aad.azureRbac,
  });
}
