/** Major version of the azurerm provider that a stack with managed Azure AD runs with. */
export enum AzurermVersion {
  /** 4.x, as the bindings are. */
  V4 = '4',

  /**
   * 5.x; the stack is pinned to `~> 5.2`, and resources carry the arguments that only 5.x has. It registers no resource
   * providers by itself: pass `AadAksCluster.RESOURCE_PROVIDERS` to the `AzurermProvider`.
   */
  V5 = '5',
}
