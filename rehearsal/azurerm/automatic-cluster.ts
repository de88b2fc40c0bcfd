import { block, isTrue, text, withBlock } from '../world/attributes';
import { armId } from './arm-ids';
import { addresses } from './cluster';
import { refuseLocked } from './locks';
import { AksCluster, inWordsOfCluster } from '../kubernetes/aks-cluster';
import { removeObjectsOf } from '../kubernetes/store';
import { ResourceBehaviour } from '../world/behaviour';
import { kubeconfigs } from './kubeconfigs';
import { supportedPatch } from './kubernetes-versions';

/**
 * A cluster of AKS Automatic, as the schema in the bindings of azurerm 5.10 has it. Nothing of it was recorded: that local accounts
 * are off and Azure RBAC is on is from "What is AKS Automatic", the addresses are those of any cluster.
 */
export const automaticCluster: ResourceBehaviour = {
  apply: (planned, _prior, context) => {
    const id = armId('azurerm_kubernetes_automatic_cluster', planned, context);
    const access = block(planned, 'private_cluster');
    const words = {
      ...planned,
      id,
      dns_prefix: text(planned, 'name') ?? '',
      oidc_issuer_enabled: true,
      private_cluster_enabled: access !== undefined,
      private_cluster_public_fqdn_enabled:
        access !== undefined && isTrue(access, 'public_fully_qualified_domain_name_enabled'),
    };
    const found = addresses(words, id, context);
    const identified = withBlock(planned, 'identity', (identity) =>
      text(identity, 'type') === 'SystemAssigned'
        ? {
            ...identity,
            principal_id: context.uuid('identity', id),
            tenant_id: context.tenant.tenantId,
          }
        : identity,
    );
    const complete = {
      ...identified,
      id,
      current_kubernetes_version: supportedPatch(),
      fully_qualified_domain_name: found.fqdn ?? '',
      private_fully_qualified_domain_name: found.private_fqdn ?? '',
      portal_fully_qualified_domain_name: found.portal_fqdn ?? '',
      node_resource_group_id: found.node_resource_group_id ?? '',
      oidc_issuer_url: found.oidc_issuer_url ?? '',
    };
    return { ...complete, ...kubeconfigs(inWordsOfCluster(complete), context) };
  },
  remove: (prior, context) => {
    refuseLocked(prior, context);
    removeObjectsOf(new AksCluster(inWordsOfCluster(prior)), context.world);
  },
};

/** Deployment safeguards, of which a cluster has one set. */
export const deploymentSafeguard: ResourceBehaviour = {
  apply: (planned) => ({ id: text(planned, 'kubernetes_cluster_id') ?? '' }),
};
