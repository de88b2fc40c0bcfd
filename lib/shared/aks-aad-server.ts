/** First-party application "Azure Kubernetes Service AAD Server", in every tenant: who a token for a managed cluster is issued to. */
export const AKS_AAD_SERVER = '6dae42f8-4368-4678-94ff-3960e28e3630';
