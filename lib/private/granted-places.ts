/** Where the bindings, or the Azure role assignments, of a stack make a role count. */
export interface BoundPlaces {
  readonly inCluster: boolean;

  /** Sorted; a namespace whose name only Terraform knows is not among them, but is counted. */
  readonly namespaces: readonly string[];

  /** How many namespaces have no name yet. */
  readonly unnamed: number;
}
