/** The resource type of a cluster of AKS Automatic. */
export const AUTOMATIC_CLUSTER_TYPE = 'azurerm_kubernetes_automatic_cluster';

/** The resource types that are a cluster. */
export const CLUSTER_TYPES: readonly string[] = ['azurerm_kubernetes_cluster', AUTOMATIC_CLUSTER_TYPE];
