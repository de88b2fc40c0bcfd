/** Major version of the azurerm provider that a stack with managed Azure AD runs with. */
export enum AzurermVersion {
  /** 4.x, as the bindings for cdktf are; with those for CDK Terrain, the stack is pinned to `~> 4.55`. */
  V4 = '4',

  /**
   * 5.x, as the bindings for CDK Terrain are; with those for cdktf, the stack is pinned to `~> 5.2`, and resources carry the
   * arguments that only 5.x has. It registers no resource providers by itself: pass `AadAksCluster.RESOURCE_PROVIDERS` to
   * the `AzurermProvider`.
   */
  V5 = '5',
}
