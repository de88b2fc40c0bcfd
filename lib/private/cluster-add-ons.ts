import {
  KubernetesClusterConfig,
  KubernetesClusterStorageProfile,
} from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { Construct } from 'constructs';
import { AadAksClusterProps } from '../aad-aks-cluster-props';
import { AksAddOnOptions } from '../aks-add-ons';
import { AksStorageOptions } from '../aks-storage';
import { ValidationError } from '../shared/errors';
import { isLiteral, literalItems, requirePattern } from './guards';
import { armIdForm } from '../shared/arm-id-form';

/** Names of revisions, "Istio-based service mesh add-on for AKS". */
const REVISION = /^asm-\d+-\d+$/;
const DNS_ZONE_ID = armIdForm('Microsoft.Network/(private)?dnsZones');

type Arguments = Pick<
  KubernetesClusterConfig,
  'workloadAutoscalerProfile' | 'webAppRouting' | 'serviceMeshProfile'
>;

/** The provider's arguments for what AKS runs in the cluster. */
export function addOnArguments({
  keda,
  verticalPodAutoscaler,
  webAppRouting,
  serviceMesh,
}: AksAddOnOptions): Arguments {
  return {
    workloadAutoscalerProfile:
      keda === undefined && verticalPodAutoscaler === undefined
        ? undefined
        : { kedaEnabled: keda, verticalPodAutoscalerEnabled: verticalPodAutoscaler },
    webAppRouting: webAppRouting && {
      dnsZoneIds: webAppRouting.dnsZoneIds ?? [],
      defaultNginxController: webAppRouting.defaultNginxController,
    },
    serviceMeshProfile: serviceMesh && {
      mode: 'Istio',
      revisions: serviceMesh.revisions,
      internalIngressGatewayEnabled: serviceMesh.internalIngressGateway ?? false,
      externalIngressGatewayEnabled: serviceMesh.externalIngressGateway ?? false,
    },
  };
}

/** The provider's block for the drivers of storage. */
export function storageArguments(storage: AksStorageOptions): KubernetesClusterStorageProfile {
  return {
    blobDriverEnabled: storage.blobDriver ?? false,
    diskDriverEnabled: storage.diskDriver ?? true,
    fileDriverEnabled: storage.fileDriver ?? true,
    snapshotControllerEnabled: storage.snapshotController ?? true,
  };
}

/** Refuses what AKS or the version of azurerm does not take. */
export function requireAddOns({ addOns = {}, aad }: AadAksClusterProps, scope: Construct): void {
  const { webAppRouting, serviceMesh } = addOns;
  const unknown = serviceMesh
    ? 'serviceMesh'
    : webAppRouting?.defaultNginxController && 'webAppRouting.defaultNginxController';
  if (aad.isLegacy && unknown) {
    throw new ValidationError(
      `addOns.${unknown} is nothing that azurerm 3.x takes, which legacy Azure AD needs: remove it`,
      scope,
    );
  }
  literalItems('dnsZoneIds', webAppRouting?.dnsZoneIds, scope).forEach((id) =>
    requirePattern(
      'dnsZoneIds',
      id,
      DNS_ZONE_ID,
      'use the ARM ID of a DNS zone, /subscriptions/…/dnsZones/<name>',
      scope,
    ),
  );
  if (!serviceMesh) {
    return;
  }
  const { revisions } = serviceMesh;
  literalItems('revisions', revisions, scope).forEach((revision) =>
    requirePattern(
      'revisions',
      revision,
      REVISION,
      "use revisions such as 'asm-1-25' (az aks mesh get-revisions)",
      scope,
    ),
  );
  if (isLiteral(revisions) && (revisions.length === 0 || revisions.length > 2)) {
    throw new ValidationError(
      `revisions has ${revisions.length} entries: name one, or two while it is upgraded`,
      scope,
    );
  }
}
