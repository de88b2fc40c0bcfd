import { DataAzurermClientConfig } from '@cdktf/provider-azurerm/lib/data-azurerm-client-config';
import { TerraformOutput, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import {
  AadAksCluster,
  AadIntegration,
  AksNodePoolMode,
  AksUpgradeChannel,
  NodeOsUpgradeChannel,
} from '../lib';
import { AksConfig } from './config';
import { IdentityStack } from './identity-stack';
import { mutable } from './mutable';
import { defineAzurerm } from './providers';
import { silenceWarnings } from './silence';
import { defineStateBackend } from './state-backend';

/** The cluster and its resource group. */
export class ClusterStack extends TerraformStack {
  constructor(scope: Construct, id: string, config: AksConfig, identity: IdentityStack) {
    super(scope, id);
    silenceWarnings(this, config);
    defineStateBackend(this, config);
    defineAzurerm(this, config, true);
    this.addDependency(identity);

    const { cluster: settings } = config;
    const cluster = new AadAksCluster(this, 'Aks', {
      aad: this.integration(config, identity),
      clusterName: settings.name,
      resourceGroupName: settings.resourceGroupName,
      createResourceGroup: settings.createResourceGroup,
      location: settings.location,
      dnsPrefix: settings.dnsPrefix,
      kubernetesVersion: settings.kubernetesVersion,
      defaultNodePool: mutable(settings.defaultNodePool),
      userAssignedIdentityId: settings.userAssignedIdentityId,
      localAccounts: settings.localAccounts,
      authorizedIpRanges: mutable(settings.authorizedIpRanges),
      privateCluster: settings.privateCluster,
      oidcIssuer: settings.oidcIssuer,
      workloadIdentity: settings.workloadIdentity,
      automaticUpgradeChannel: settings.automaticUpgradeChannel as AksUpgradeChannel | undefined,
      nodeOsUpgradeChannel: settings.nodeOsUpgradeChannel as NodeOsUpgradeChannel | undefined,
      sshPublicKey: settings.sshPublicKey,
      adminUsername: settings.adminUsername,
      tags: settings.tags,
    });

    for (const pool of settings.nodePools) {
      cluster.addNodePool(`NodePool-${pool.name}`, {
        ...mutable(pool),
        mode: pool.mode as AksNodePoolMode | undefined,
      });
    }

    new TerraformOutput(this, 'get_credentials', {
      value: cluster.credentialsCommand,
      description: 'Puts the cluster into your kubeconfig, to sign in with Azure AD.',
    });
    new TerraformOutput(this, 'oidc_issuer_url', {
      value: cluster.oidcIssuerUrl,
      description: 'Issuer that federated credentials of workload identities trust.',
    });
  }

  private integration({ aad, azure }: AksConfig, identity: IdentityStack): AadIntegration {
    const tenantId = azure.tenantId ?? new DataAzurermClientConfig(this, 'ClientConfig').tenantId;

    if (identity.apps) {
      return AadIntegration.legacy({ ...identity.apps, tenantId });
    }
    if (aad.mode === 'legacy') {
      throw new Error('the identity stack has not registered the applications');
    }
    const created = identity.adminGroupObjectId ? [identity.adminGroupObjectId] : [];

    return AadIntegration.managed({
      tenantId,
      adminGroupObjectIds: [...aad.adminGroupObjectIds, ...created],
      azureRbac: aad.azureRbac,
    });
  }
}
