/** Operating system of a node pool. */
export enum AksNodeOs {
  /** Ubuntu Linux, in the release that AKS chooses for the Kubernetes version. */
  UBUNTU = 'Ubuntu',

  /** Azure Linux. */
  AZURE_LINUX = 'AzureLinux',

  /** Windows Server 2019; user pools only, and not with Cilium. */
  WINDOWS_2019 = 'Windows2019',

  /** Windows Server 2022; user pools only, and not with Cilium. */
  WINDOWS_2022 = 'Windows2022',
}
