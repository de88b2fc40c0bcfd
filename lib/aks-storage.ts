/** Which drivers of storage AKS runs in the cluster. */
export interface AksStorageOptions {
  /**
   * Whether volumes may be containers of Azure Blob Storage.
   *
   * @default false
   */
  readonly blobDriver?: boolean;

  /**
   * Whether volumes may be Azure disks.
   *
   * @default true
   */
  readonly diskDriver?: boolean;

  /**
   * Whether volumes may be shares of Azure Files.
   *
   * @default true
   */
  readonly fileDriver?: boolean;

  /**
   * Whether there may be snapshots of volumes.
   *
   * @default true
   */
  readonly snapshotController?: boolean;
}
