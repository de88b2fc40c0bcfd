/** Which of its own NGINX controllers application routing makes. */
export enum AksNginxController {
  /** One whose address is set by annotations, public unless they say otherwise. */
  ANNOTATION_CONTROLLED = 'AnnotationControlled',

  /** One with a public address. */
  EXTERNAL = 'External',

  /** One with an address of the virtual network. */
  INTERNAL = 'Internal',

  /** None; make `NginxIngressController` objects instead. */
  NONE = 'None',
}

/** Application routing: an NGINX ingress that AKS manages. */
export interface AksWebAppRoutingOptions {
  /**
   * ARM IDs of the DNS zones, public or private, in which it makes records.
   *
   * @default - none
   */
  readonly dnsZoneIds?: string[];

  /**
   * Which controller it makes by itself. Not with legacy Azure AD, whose azurerm 3 does not have it.
   *
   * @default AksNginxController.ANNOTATION_CONTROLLED
   */
  readonly defaultNginxController?: AksNginxController;
}

/** Istio as AKS manages it. Not with legacy Azure AD, whose azurerm 3 does not have its revisions. */
export interface AksServiceMeshOptions {
  /** Revisions of the control plane, such as `asm-1-25`; two while it is upgraded. */
  readonly revisions: string[];

  /**
   * Whether there is an ingress gateway in the virtual network.
   *
   * @default false
   */
  readonly internalIngressGateway?: boolean;

  /**
   * Whether there is an ingress gateway with a public address.
   *
   * @default false
   */
  readonly externalIngressGateway?: boolean;
}

/** What AKS runs in the cluster on request. */
export interface AksAddOnOptions {
  /**
   * Whether KEDA scales workloads by events.
   *
   * @default false
   */
  readonly keda?: boolean;

  /**
   * Whether the Vertical Pod Autoscaler sets what pods request.
   *
   * @default false
   */
  readonly verticalPodAutoscaler?: boolean;

  /**
   * Application routing.
   *
   * @default - none
   */
  readonly webAppRouting?: AksWebAppRoutingOptions;

  /**
   * Istio.
   *
   * @default - none
   */
  readonly serviceMesh?: AksServiceMeshOptions;
}
