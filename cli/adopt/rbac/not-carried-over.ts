/** Why aks.yaml cannot say what an object is; it stays in the cluster as it is. */
export class NotCarriedOver extends Error {}
