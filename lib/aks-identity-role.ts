import { requireKind } from './private/kind-check';

/**
 * An Azure role that an identity of a cluster needs outside of the cluster, and on which resource.
 *
 * The IDs of built-in roles are the same in every subscription:
 * https://learn.microsoft.com/azure/role-based-access-control/built-in-roles.
 */
export class AksIdentityRole {
  /**
   * Nodes may pull images: AcrPull (`7f951dda-4ed3-4680-a7ca-43fe172d538d`, "Azure built-in roles for Containers") for the
   * identity of the nodes. A registry whose permissions are by repository (ABAC) does not honour it.
   *
   * @param registryId ARM ID of the registry, `/subscriptions/…/registries/<name>`
   */
  static acrPull(registryId: string): AksIdentityRole {
    registryId = requireKind('string', 'registryId', registryId);
    return new AksIdentityRole('AcrPull', '7f951dda-4ed3-4680-a7ca-43fe172d538d', registryId);
  }

  /**
   * AKS may join nodes and load balancers to a network of your own, and write routes: Network Contributor
   * (`4d97b98b-1d4f-4787-a291-c67834d212e7`, "Azure built-in roles for Networking") for the identity of the control plane.
   *
   * @param resourceId ARM ID of a subnet, route table, private DNS zone or anything else of `Microsoft.Network`
   */
  static networkContributor(resourceId: string): AksIdentityRole {
    resourceId = requireKind('string', 'resourceId', resourceId);
    return new AksIdentityRole('Network Contributor', '4d97b98b-1d4f-4787-a291-c67834d212e7', resourceId);
  }

  /**
   * AKS may write the name of a private API server into a zone of your own: Private DNS Zone Contributor
   * (`b12aa53e-6015-4669-85d0-8515ebb3ae7f`, "Azure built-in roles for Networking") for the identity of the control plane.
   *
   * @param zoneId ARM ID of the zone, `/subscriptions/…/privateDnsZones/<name>`
   */
  static privateDnsZoneContributor(zoneId: string): AksIdentityRole {
    zoneId = requireKind('string', 'zoneId', zoneId);
    return new AksIdentityRole(
      'Private DNS Zone Contributor',
      'b12aa53e-6015-4669-85d0-8515ebb3ae7f',
      zoneId,
    );
  }

  private constructor(
    /** Name of the role in Azure. */
    readonly name: string,

    /** ID of the role, a UUID. */
    readonly roleId: string,

    /** ARM ID of what the role is assigned on. */
    readonly resourceId: string,
  ) {}

  /** Whether it is for the nodes, and not for the control plane. @internal */
  get _isForNodes(): boolean {
    return this.name === 'AcrPull';
  }
}
