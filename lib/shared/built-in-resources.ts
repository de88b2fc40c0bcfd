// Written by npm run kubernetes-defaults from Kubernetes v1.33.13, v1.34.4, v1.35.4, v1.36.3, v1.37.2: one group a
// line, each type with its short names.

/** Types whose objects are in a namespace. */
export const NAMESPACED: Readonly<Record<string, string>> = {
  '': 'bindings configmaps/cm endpoints/ep events/ev limitranges/limits persistentvolumeclaims/pvc pods/po podtemplates replicationcontrollers/rc resourcequotas/quota secrets serviceaccounts/sa services/svc',
  apps: 'controllerrevisions daemonsets/ds deployments/deploy replicasets/rs statefulsets/sts',
  'authorization.k8s.io': 'localsubjectaccessreviews',
  autoscaling: 'horizontalpodautoscalers/hpa',
  batch: 'cronjobs/cj jobs',
  'certificates.k8s.io': 'podcertificaterequests',
  'coordination.k8s.io': 'leasecandidates leases',
  'discovery.k8s.io': 'endpointslices',
  'events.k8s.io': 'events/ev',
  'lifecycle.k8s.io': 'evictionrequests evictions',
  'networking.k8s.io': 'ingresses/ing networkpolicies/netpol',
  policy: 'poddisruptionbudgets/pdb',
  'rbac.authorization.k8s.io': 'rolebindings roles',
  'resource.k8s.io': 'resourceclaims resourceclaimtemplates',
  'scheduling.k8s.io': 'compositepodgroups podgroups workloads',
  'storage.k8s.io': 'csistoragecapacities',
};

/** Types whose objects are in none. */
export const CLUSTER_SCOPED: Readonly<Record<string, string>> = {
  '': 'componentstatuses/cs namespaces/ns nodes/no persistentvolumes/pv',
  'admissionregistration.k8s.io':
    'mutatingadmissionpolicies mutatingadmissionpolicybindings mutatingwebhookconfigurations validatingadmissionpolicies validatingadmissionpolicybindings validatingwebhookconfigurations',
  'apiextensions.k8s.io': 'customresourcedefinitions/crd/crds',
  'apiregistration.k8s.io': 'apiservices',
  'authentication.k8s.io': 'selfsubjectreviews tokenreviews',
  'authorization.k8s.io': 'selfsubjectaccessreviews selfsubjectrulesreviews subjectaccessreviews',
  'certificates.k8s.io': 'certificatesigningrequests/csr clustertrustbundles',
  'flowcontrol.apiserver.k8s.io': 'flowschemas prioritylevelconfigurations',
  'internal.apiserver.k8s.io': 'storageversions',
  'networking.k8s.io': 'ingressclasses ipaddresses/ip servicecidrs',
  'node.k8s.io': 'runtimeclasses',
  'rbac.authorization.k8s.io': 'clusterrolebindings clusterroles',
  'resource.k8s.io': 'deviceclasses devicetaintrules resourcepoolstatusrequests resourceslices',
  'scheduling.k8s.io': 'priorityclasses/pc',
  'storage.k8s.io': 'csidrivers csinodes storageclasses/sc volumeattachments volumeattributesclasses/vac',
  'storagemigration.k8s.io': 'storageversionmigrations',
};

/** Subresources, behind their types. */
export const SUBRESOURCES: Readonly<Record<string, string>> = {
  '': 'namespaces/finalize/status nodes/proxy/status persistentvolumeclaims/status persistentvolumes/status pods/attach/binding/ephemeralcontainers/eviction/exec/log/portforward/proxy/resize/status replicationcontrollers/scale/status resourcequotas/status serviceaccounts/token services/proxy/status',
  'admissionregistration.k8s.io': 'validatingadmissionpolicies/status',
  'apiextensions.k8s.io': 'customresourcedefinitions/status',
  'apiregistration.k8s.io': 'apiservices/status',
  apps: 'daemonsets/status deployments/scale/status replicasets/scale/status statefulsets/scale/status',
  autoscaling: 'horizontalpodautoscalers/status',
  batch: 'cronjobs/status jobs/status',
  'certificates.k8s.io': 'certificatesigningrequests/approval/status podcertificaterequests/status',
  'flowcontrol.apiserver.k8s.io': 'flowschemas/status prioritylevelconfigurations/status',
  'internal.apiserver.k8s.io': 'storageversions/status',
  'lifecycle.k8s.io': 'evictionrequests/status evictions/status',
  'networking.k8s.io': 'ingresses/status servicecidrs/status',
  policy: 'poddisruptionbudgets/status',
  'resource.k8s.io': 'devicetaintrules/status resourceclaims/status resourcepoolstatusrequests/status',
  'scheduling.k8s.io': 'compositepodgroups/status podgroups/status',
  'storage.k8s.io': 'csinodes/status volumeattachments/status',
  'storagemigration.k8s.io': 'storageversionmigrations/status',
};

/** What may be asked of each subresource, whatever it is of. */
export const SUBRESOURCE_VERBS: Readonly<Record<string, string>> = {
  approval: 'get patch update',
  attach: 'create get',
  binding: 'create',
  ephemeralcontainers: 'get patch update',
  eviction: 'create',
  exec: 'create get',
  finalize: 'update',
  log: 'get',
  portforward: 'create get',
  proxy: 'create delete get patch update',
  resize: 'get patch update',
  scale: 'get patch update',
  status: 'get patch update',
  token: 'create',
};

/** Objects of RBAC that clusters of each of these versions have, those of a namespace behind its name. */
export const RBAC_OBJECTS: Readonly<Record<string, string>> = {
  ClusterRole:
    'admin cluster-admin edit system:aggregate-to-admin system:aggregate-to-edit system:aggregate-to-view system:auth-delegator system:basic-user system:certificates.k8s.io:certificatesigningrequests:nodeclient system:certificates.k8s.io:certificatesigningrequests:selfnodeclient system:certificates.k8s.io:kube-apiserver-client-approver system:certificates.k8s.io:kube-apiserver-client-kubelet-approver system:certificates.k8s.io:kubelet-serving-approver system:certificates.k8s.io:legacy-unknown-approver system:controller:attachdetach-controller system:controller:certificate-controller system:controller:clusterrole-aggregation-controller system:controller:cronjob-controller system:controller:daemon-set-controller system:controller:deployment-controller system:controller:disruption-controller system:controller:endpoint-controller system:controller:endpointslice-controller system:controller:endpointslicemirroring-controller system:controller:ephemeral-volume-controller system:controller:expand-controller system:controller:generic-garbage-collector system:controller:horizontal-pod-autoscaler system:controller:job-controller system:controller:legacy-service-account-token-cleaner system:controller:namespace-controller system:controller:node-controller system:controller:persistent-volume-binder system:controller:pod-garbage-collector system:controller:pv-protection-controller system:controller:pvc-protection-controller system:controller:replicaset-controller system:controller:replication-controller system:controller:resourcequota-controller system:controller:root-ca-cert-publisher system:controller:route-controller system:controller:selinux-warning-controller system:controller:service-account-controller system:controller:service-cidrs-controller system:controller:service-controller system:controller:statefulset-controller system:controller:ttl-after-finished-controller system:controller:ttl-controller system:controller:validatingadmissionpolicy-status-controller system:discovery system:heapster system:kube-aggregator system:kube-controller-manager system:kube-dns system:kube-scheduler system:kubelet-api-admin system:monitoring system:node system:node-bootstrapper system:node-problem-detector system:node-proxier system:persistent-volume-provisioner system:public-info-viewer system:service-account-issuer-discovery system:volume-scheduler view',
  ClusterRoleBinding:
    'cluster-admin system:basic-user system:controller:attachdetach-controller system:controller:certificate-controller system:controller:clusterrole-aggregation-controller system:controller:cronjob-controller system:controller:daemon-set-controller system:controller:deployment-controller system:controller:disruption-controller system:controller:endpoint-controller system:controller:endpointslice-controller system:controller:endpointslicemirroring-controller system:controller:ephemeral-volume-controller system:controller:expand-controller system:controller:generic-garbage-collector system:controller:horizontal-pod-autoscaler system:controller:job-controller system:controller:legacy-service-account-token-cleaner system:controller:namespace-controller system:controller:node-controller system:controller:persistent-volume-binder system:controller:pod-garbage-collector system:controller:pv-protection-controller system:controller:pvc-protection-controller system:controller:replicaset-controller system:controller:replication-controller system:controller:resourcequota-controller system:controller:root-ca-cert-publisher system:controller:route-controller system:controller:selinux-warning-controller system:controller:service-account-controller system:controller:service-cidrs-controller system:controller:service-controller system:controller:statefulset-controller system:controller:ttl-after-finished-controller system:controller:ttl-controller system:controller:validatingadmissionpolicy-status-controller system:discovery system:kube-controller-manager system:kube-dns system:kube-scheduler system:monitoring system:node system:node-proxier system:public-info-viewer system:service-account-issuer-discovery system:volume-scheduler',
  Role: 'kube-public/system:controller:bootstrap-signer kube-system/extension-apiserver-authentication-reader kube-system/system::leader-locking-kube-controller-manager kube-system/system::leader-locking-kube-scheduler kube-system/system:controller:bootstrap-signer kube-system/system:controller:cloud-provider kube-system/system:controller:token-cleaner',
  RoleBinding:
    'kube-public/system:controller:bootstrap-signer kube-system/system::extension-apiserver-authentication-reader kube-system/system::leader-locking-kube-controller-manager kube-system/system::leader-locking-kube-scheduler kube-system/system:controller:bootstrap-signer kube-system/system:controller:cloud-provider kube-system/system:controller:token-cleaner',
};

/** Cluster roles of them whose rules are those of others. */
export const AGGREGATED_ROLES: readonly string[] = ['admin', 'edit', 'view'];
