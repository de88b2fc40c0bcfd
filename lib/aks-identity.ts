import { requireKind } from './private/kind-check';

/** As whom the control plane acts in Azure. */
export class AksIdentity {
  /** A managed identity that lives and dies with the cluster. */
  static systemAssigned(): AksIdentity {
    return new AksIdentity('SystemAssigned');
  }

  /**
   * A managed identity that exists before the cluster, so that roles can be assigned to it first.
   *
   * @param userAssignedIdentityId ARM ID, `/subscriptions/…/userAssignedIdentities/<name>`
   */
  static userAssigned(userAssignedIdentityId: string): AksIdentity {
    userAssignedIdentityId = requireKind('string', 'userAssignedIdentityId', userAssignedIdentityId);
    return new AksIdentity('UserAssigned', userAssignedIdentityId);
  }

  /**
   * A service principal, whose secret expires and is kept in state. Warned about as `service-principal`.
   *
   * @param clientId application (client) ID, a UUID
   * @param clientSecret a reference, such as a sensitive `TerraformVariable`; a literal is refused
   */
  static servicePrincipal(clientId: string, clientSecret: string): AksIdentity {
    requireKind('string', 'clientId', clientId);
    requireKind('string', 'clientSecret', clientSecret);
    return new AksIdentity('ServicePrincipal', clientId, clientSecret);
  }

  private constructor(
    /** @internal */
    readonly _kind: 'SystemAssigned' | 'UserAssigned' | 'ServicePrincipal',
    /** @internal */
    readonly _id?: string,
    /** @internal */
    readonly _secret?: string,
  ) {}
}

/** An identity that exists, with which nodes pull images and reach Azure. The control plane needs one of its own, too. */
export interface AksKubeletIdentityOptions {
  /** ARM ID, `/subscriptions/…/userAssignedIdentities/<name>`. A change replaces the cluster. */
  readonly userAssignedIdentityId: string;

  /** Its client ID, a UUID. A change replaces the cluster. */
  readonly clientId: string;

  /** Its object (principal) ID, a UUID. A change replaces the cluster. */
  readonly objectId: string;
}
