/** ClusterRoles of Kubernetes that are about nothing but URLs and what is in no namespace, so that a binding in one grants nothing. */
export const CLUSTER_WIDE_ROLES: readonly string[] = [
  'system:auth-delegator',
  'system:basic-user',
  'system:certificates.k8s.io:certificatesigningrequests:nodeclient',
  'system:certificates.k8s.io:certificatesigningrequests:selfnodeclient',
  'system:certificates.k8s.io:kube-apiserver-client-approver',
  'system:certificates.k8s.io:kube-apiserver-client-kubelet-approver',
  'system:certificates.k8s.io:kubelet-serving-approver',
  'system:certificates.k8s.io:legacy-unknown-approver',
  'system:cluster-trust-bundle-discovery',
  'system:controller:clusterrole-aggregation-controller',
  'system:discovery',
  'system:monitoring',
  'system:node-bootstrapper',
  'system:public-info-viewer',
  'system:service-account-issuer-discovery',
];
