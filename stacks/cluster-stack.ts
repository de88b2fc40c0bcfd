import { TerraformOutput, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import {
  AadAksCluster,
  AadIntegration,
  AksIdentity,
  AksNodePoolMode,
  AksUpgradeChannel,
  NodeOsUpgradeChannel,
} from '../lib';
import { AksConfig } from './config';
import { IdentityStack } from './identity-stack';
import { defineAzurerm } from './providers';
import { defineStateBackend } from './state-backend';

/** The cluster and its resource group. */
export class ClusterStack extends TerraformStack {
  constructor(scope: Construct, id: string, config: AksConfig, identity: IdentityStack) {
    super(scope, id);
    defineStateBackend(this, config);
    defineAzurerm(this, config);
    this.addDependency(identity);

    const { cluster: settings } = config;
    const cluster = new AadAksCluster(this, 'Aks', {
      aad: this.integration(config, identity),
      clusterName: settings.name,
      resourceGroupName: settings.resourceGroupName,
      createResourceGroup: settings.createResourceGroup,
      location: settings.location,
      kubernetesVersion: settings.kubernetesVersion,
      defaultNodePool: mutable(settings.defaultNodePool),
      identity: settings.userAssignedIdentityId
        ? AksIdentity.userAssigned(settings.userAssignedIdentityId)
        : undefined,
      apiServer: {
        dnsPrefix: settings.dnsPrefix,
        authorizedIpRanges: mutable(settings.authorizedIpRanges),
        privateCluster: settings.privateCluster,
      },
      security: {
        localAccounts: settings.localAccounts,
        oidcIssuer: settings.oidcIssuer,
        workloadIdentity: settings.workloadIdentity,
      },
      upgrades: {
        channel: settings.automaticUpgradeChannel as AksUpgradeChannel | undefined,
        nodeOsChannel: settings.nodeOsUpgradeChannel as NodeOsUpgradeChannel | undefined,
      },
      nodeAccess: settings.sshPublicKey
        ? { sshPublicKey: settings.sshPublicKey, adminUsername: settings.adminUsername }
        : undefined,
      tags: settings.tags,
    });

    for (const pool of settings.nodePools) {
      cluster.addNodePool(`NodePool-${pool.name}`, {
        ...mutable(pool),
        mode: pool.mode as AksNodePoolMode | undefined,
      });
    }

    new TerraformOutput(this, 'get_credentials', {
      value: cluster.getCredentialsCommand,
      description: 'Puts the cluster into your kubeconfig, to sign in with Azure AD.',
    });
    new TerraformOutput(this, 'oidc_issuer_url', {
      value: cluster.oidcIssuerUrl,
      description: 'Issuer that federated credentials of workload identities trust.',
    });
  }

  private integration({ aad, azure }: AksConfig, identity: IdentityStack): AadIntegration {
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
}

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;

/** The configuration is deeply readonly, props of constructs are not; neither side changes the lists. */
function mutable<T>(value: T): Mutable<T> {
  return value as Mutable<T>;
}
