/** What happens to a spot node that Azure takes back. */
export enum AksEvictionPolicy {
  /** The node and its disk are deleted. */
  DELETE = 'Delete',

  /** Keeps the disk, and counts against the quota. */
  DEALLOCATE = 'Deallocate',
}

/** Settings of a spot node pool. */
export interface AksSpotOptions {
  /**
   * Most that an hour of one node may cost, in US dollars.
   *
   * @default - -1, up to the price on demand
   */
  readonly maxPrice?: number;

  /**
   * What happens to a node that Azure takes back.
   *
   * @default AksEvictionPolicy.DELETE
   */
  readonly evictionPolicy?: AksEvictionPolicy;
}
