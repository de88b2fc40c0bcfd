/** Something that the constructs refuse or warn about at synth. */
export interface Diagnostic {
  /** What messages end with, in brackets, and what names it where it is allowed or silenced. */
  readonly id: string;

  /** What trips it. */
  readonly when: string;

  /** Why it matters. */
  readonly reason: string;
}

/** Refused, unless `security.unsafeAllow` of the cluster (or of `AadIntegration.managed`) names the ID. */
export const REFUSED_UNLESS_ALLOWED: readonly Diagnostic[] = [
  {
    id: 'local-accounts-off',
    when: 'local accounts are off with legacy Azure AD',
    reason: 'Azure turns local accounts off with managed Azure AD only',
  },
  {
    id: 'lock-out',
    when: 'local accounts are off, and there is no admin group and no explicit Azure RBAC',
    reason: 'nobody could administer the cluster, not even whoever deploys it',
  },
  {
    id: 'rbac-off',
    when: 'Kubernetes RBAC is off',
    reason: 'whoever signs in may do everything, and bindings have no effect',
  },
  {
    id: 'workload-identity-without-oidc',
    when: 'workload identity is on and the OIDC issuer is off',
    reason: 'the tokens that Azure AD exchanges come from the issuer; AKS refuses',
  },
  {
    id: 'cilium',
    when: "the policy is Cilium's without its data plane, or its data plane is neither on an overlay nor has a pod subnet",
    reason: 'AKS runs Cilium on Azure CNI overlay or with pod subnets only',
  },
  {
    id: 'windows-with-cilium',
    when: 'a Windows pool is added to a cluster with the Cilium data plane',
    reason: 'the data plane serves Linux nodes only',
  },
  {
    id: 'critical-addons-only',
    when: 'the system pool takes critical add-ons only and the cluster has no user pool',
    reason: 'no node takes applications; their pods stay pending',
  },
  {
    id: 'node-image-channel',
    when: "the upgrade channel is 'node-image' and the node OS channel another one than 'NodeImage'",
    reason: 'AKS refuses the combination',
  },
  {
    id: 'admin-group-not-uuid',
    when: 'an admin group is not a UUID',
    reason: 'AKS matches object IDs; a name or a path makes nobody an administrator',
  },
];

/** Refused always: nothing could be deployed, or it could not work. */
export const REFUSED: readonly Diagnostic[] = [
  {
    id: 'admin-credentials-off',
    when: 'KubernetesCredentials.admin() is used and local accounts are off',
    reason: 'there is no client certificate to sign in with',
  },
  {
    id: 'automatic-node-proxy',
    when: "a role on AKS Automatic grants 'nodes/proxy'",
    reason: 'AKS keeps everybody from the nodes that it manages, and refuses the role',
  },
  {
    id: 'automatic-privileged-role',
    when: "'cluster-admin' is bound in the whole of a cluster of AKS Automatic",
    reason: 'AKS refuses the binding; Azure roles make administrators there',
  },
  {
    id: 'automatic-system-namespace',
    when: "a role, a binding or a service account on AKS Automatic is in 'kube-system'",
    reason: 'AKS manages what is there, and refuses changes',
  },
  {
    id: 'public-client-with-password',
    when: 'a password is defined below an AadClientApp',
    reason: 'whoever runs a public client can read it; its sign-in does not use one',
  },
];

/** Warned about, unless the context key `cdktf-aks-aad:silence` lists the ID. */
export const WARNINGS: readonly Diagnostic[] = [
  {
    id: 'legacy-aad',
    when: 'a cluster has the legacy integration',
    reason: 'Azure creates no new clusters with it, and it needs azurerm 3.x',
  },
  {
    id: 'local-accounts',
    when: 'local accounts are on beside managed Azure AD',
    reason: "the administrator's certificate bypasses Azure AD and cannot be revoked without rotating all",
  },
  {
    id: 'public-api-server',
    when: 'the API server is public and has no authorized ranges',
    reason: 'a stolen token works from anywhere',
  },
  {
    id: 'range-around-address',
    when: 'an authorized range does not start at its network address, such as `203.0.113.5/24`',
    reason: 'it lets in the whole range, where perhaps one address was meant; the Azure CLI refuses it',
  },
  {
    id: 'ranges-allow-everybody',
    when: 'the authorized ranges contain 0.0.0.0/0, or are all addresses together',
    reason: 'the list has no effect',
  },
  {
    id: 'ranges-on-private-cluster',
    when: 'a private cluster has authorized ranges',
    reason: 'they limit the public address only, which a private cluster does not have',
  },
  {
    id: 'long-lived-secret',
    when: 'the client secret of a server application is valid for more than 365 days',
    reason: 'it outlives who created it, and a leak goes on for longer',
  },
  {
    id: 'secret-across-stacks',
    when: 'the secret of a server application is used in another stack than its own',
    reason: 'it is then also in the outputs of the one state and in the other state',
  },
  {
    id: 'secret-in-local-state',
    when: 'a stack with a secret keeps its state in a local file',
    reason: 'the file is readable, is not locked, and ends up in backups and commits',
  },
  {
    id: 'local-state-of-production',
    when: 'state is local and the configuration is protected or its environment is called production or the like',
    reason: 'whoever deploys next does not have the files, and they are lost with the machine',
  },
  {
    id: 'unlocked-state',
    when: 'states are not locked',
    reason: 'two runs at once can ruin a state, and Terraform then knows nothing of what it has made',
  },
  {
    id: 'unencrypted-state',
    when: 'the service is not told to encrypt states',
    reason: 'a state holds whatever secrets its resources have',
  },
  {
    id: 'state-without-tls',
    when: 'states go over the network by http',
    reason: 'secrets of a state, and the credentials for it, can be read and changed on the way',
  },
  {
    id: 'azure-rbac-unassigned',
    when: 'Azure RBAC is the only way in, and the app assigns no Azure role',
    reason: 'nobody has access until somebody assigns a role by hand',
  },
  {
    id: 'deployer-left-out',
    when: 'the account that runs Terraform is not itself a member of the group that aad.adminGroup creates; told by the plan',
    reason: 'the API server refuses it when the access stack is deployed',
  },
  {
    id: 'patch-version-with-channel',
    when: 'the Kubernetes version names a patch and an upgrade channel is on',
    reason: 'once AKS has upgraded, the next apply fails, as it would be a downgrade',
  },
  {
    id: 'kubenet',
    when: 'the network is kubenet',
    reason: 'Azure retires it on 31 March 2028',
  },
  {
    id: 'service-principal',
    when: 'the control plane acts as a service principal',
    reason: 'its secret is in state, and the cluster stops working when it expires',
  },
  {
    id: 'overrides',
    when: '`overrides` of a cluster or a node pool sends raw arguments of the provider',
    reason: 'their names and types are checked, and not whether AKS takes them or what they open',
  },
  {
    id: 'ignored-setting',
    when: '`ignoreChanges` of a cluster names the argument that a setting beside it sends',
    reason: 'the setting counts when the cluster is created, and never again',
  },
  {
    id: 'node-public-ip',
    when: 'nodes have public addresses',
    reason: 'every node can be reached from the internet',
  },
  {
    id: 'cluster-admin-user',
    when: 'cluster-admin, or its Azure role, is granted to a single user',
    reason: 'reviews of the directory look at groups, and a group outlives a person',
  },
  {
    id: 'system-group',
    when: 'a role is bound to a group of Kubernetes itself',
    reason: 'nobody chooses its members',
  },
  {
    id: 'unknown-system-group',
    when: "a role is bound to a group that begins with 'system:' and is none that Kubernetes puts accounts in, as 'system:authenticatd'",
    reason: 'nobody is in the group, and the binding grants nothing',
  },
  {
    id: 'subject-matches-nobody',
    when: 'an exact subject is an object ID in upper case, the user principal name of a guest, or a group of Kubernetes as a user',
    reason:
      'names are compared exactly, with the object ID in lower case that tokens have; the binding grants nothing',
  },
  {
    id: 'default-service-account',
    when: "a role is bound to a service account 'default'",
    reason: 'every pod of the namespace without a service account of its own gets the right',
  },
  {
    id: 'automatic-system-secrets',
    when: 'a role that reads secrets is bound in the whole of a cluster of AKS Automatic',
    reason:
      "AKS keeps the secrets of 'kube-system' from everybody, so that the role says more than it grants",
  },
  {
    id: 'default-namespace',
    when: "a role is granted in the namespace 'default'",
    reason: 'whatever is created without a namespace lands there, and can be reached with the right',
  },
  {
    id: 'local-admin',
    when: 'somebody is granted Azure Kubernetes Service Cluster Admin Role',
    reason: 'it fetches the certificate of the local administrator, who bypasses Azure AD',
  },
  {
    id: 'foreign-domain',
    when: 'a user principal name is of a domain that directory.domains does not list',
    reason: 'a guest is known to the cluster by object ID; a binding by name grants nothing',
  },
  {
    id: 'unknown-location',
    when: "the location in aks.yaml is not an Azure region but resembles one, as 'West Europ'",
    reason: 'Azure refuses it, minutes into the apply',
  },
  {
    id: 'unknown-state-region',
    when: "the region of the backend s3 looks like one of AWS and is none that is known here, as 'us-east-9'",
    reason: 'Terraform has a list of regions, and refuses others before it has made anything',
  },
  {
    id: 'unknown-cluster-role',
    when: "a binding names a ClusterRole that is nearly one of every cluster or of the configuration, as 'editor' or 'veiw', or that is a role of one namespace there",
    reason: 'Kubernetes takes a binding to a role that does not exist, and grants nothing',
  },
  {
    id: 'unknown-role',
    when: 'a binding names a role of one namespace that is a ClusterRole, is defined in another namespace, or is nearly one that is defined',
    reason: 'Kubernetes takes a binding to a role that does not exist, and grants nothing',
  },
  {
    id: 'unknown-aggregation',
    when: "a custom role is added to a ClusterRole that takes no rules over, as 'cluster-admin', or that is nearly one which does, as 'vieww'",
    reason: 'Kubernetes takes the label that nobody selects, and the rules count nowhere',
  },
  {
    id: 'unknown-namespace',
    when: "an entry of access, azureRoles or roles names a namespace that 'namespaces' does not have, and that is nearly one of it",
    reason:
      'a right in a namespace that does not exist is a right to nothing, and Azure assigns it all the same',
  },
  {
    id: 'people-instead-of-group',
    when: 'three or more people are named in aks.yaml for the same role in the same place',
    reason:
      'a group of the directory is one subject for all of them, and who joins or leaves needs no deployment',
  },
  {
    id: 'repeated-right',
    when: 'somebody gets the same right in more than one way',
    reason: 'taking one of them away takes nothing away',
  },
  {
    id: 'role-wildcard',
    when: 'a custom role allows everything of a kind, or takes over the rules of cluster-admin by its labels',
    reason: 'it also allows what does not exist yet',
  },
  {
    id: 'rule-matches-nothing',
    when: 'a part of a rule matches no request: an API group that there is not (`core`, `apps/v1`), a wrong one, a singular, a subresource that there is not, `pod*` and other patterns, `read` and other verbs that there are not, `create` with `resourceNames` and without `patch`, names that no object can have, the path of a resource as a URL, a cluster-scoped resource in a namespace, there also by an Azure role or by one of Kubernetes such as `system:auth-delegator`',
    reason: 'Kubernetes takes it and grants nothing',
  },
  {
    id: 'role-escalate',
    when: 'a custom role allows escalate or bind',
    reason: 'it leads to every other right',
  },
  {
    id: 'role-impersonate',
    when: 'a custom role allows to impersonate',
    reason: 'it leads to the rights of others',
  },
  {
    id: 'role-certificates',
    when: 'a custom role approves certificate requests, or has its own for nodes approved',
    reason: 'a certificate can name any user, and a node has tokens of what runs on it',
  },
  {
    id: 'role-webhooks',
    when: 'a custom role writes admission webhooks or mutating admission policies',
    reason: 'they see every request, and change it',
  },
  {
    id: 'role-create-pods',
    when: 'a custom role allows to create pods',
    reason: 'a pod can use any secret and service account of its namespace',
  },
  {
    id: 'role-workloads',
    when: 'a custom role writes deployments, daemon sets, stateful sets, replica sets, jobs or cron jobs',
    reason: 'they make pods, which can use any secret and service account of the namespace',
  },
  {
    id: 'role-service-account-token',
    when: 'a custom role allows to issue tokens of service accounts',
    reason: 'it leads to their rights',
  },
  {
    id: 'role-create-secrets',
    when: 'a custom role allows to create secrets',
    reason: 'Kubernetes fills one of type service-account-token with the token of a service account',
  },
  {
    id: 'role-secrets',
    when: 'a custom role reads the secrets of all namespaces',
    reason: 'tokens and passwords are among them',
  },
  {
    id: 'role-nodes-proxy',
    when: 'a custom role allows the proxy of nodes',
    reason: 'it reaches the kubelet past the API server and its audit',
  },
  {
    id: 'role-pods-exec',
    when: 'a custom role allows to run commands in pods',
    reason: 'they run with the rights of the pod',
  },
  {
    id: 'role-ephemeral-containers',
    when: 'a custom role allows to add ephemeral containers to pods',
    reason: 'they run with the rights of the pod, and may be privileged',
  },
  {
    id: 'role-change-pods',
    when: 'a custom role allows to change pods',
    reason: 'another image runs with the rights of the pod',
  },
  {
    id: 'role-persistent-volumes',
    when: 'a custom role allows to create persistent volumes',
    reason: 'a volume can be a path of the node',
  },
  {
    id: 'role-namespaces',
    when: 'a custom role allows to change namespaces',
    reason: 'their labels hold the Pod Security level',
  },
  {
    id: 'role-nodes',
    when: 'a custom role changes nodes or their status',
    reason: 'pods of others can be moved to a node that is in wrong hands',
  },
  {
    id: 'role-pod-status',
    when: 'a custom role changes the status of pods',
    reason: 'a pod can be given labels that services look for',
  },
  {
    id: 'role-service-status',
    when: 'a custom role changes the status of services',
    reason: 'the address of a load balancer there draws connections of others (CVE-2020-8554)',
  },
  {
    id: 'role-port-forward',
    when: 'a custom role allows to forward ports, or the proxies of pods and services',
    reason: 'they go past network policies',
  },
  {
    id: 'role-admission',
    when: 'a custom role deletes admission webhooks, or writes or deletes validating admission policies',
    reason: 'whatever they kept out comes in',
  },
  {
    id: 'role-api-services',
    when: 'a custom role writes API services',
    reason: 'a group of resources is then answered by another server',
  },
  {
    id: 'role-bindings',
    when: 'a custom role writes bindings',
    reason: 'its holder can hand its own rights on, and nobody who granted them is asked',
  },
  {
    id: 'unknown-data-action',
    when: 'an AzureRoleDefinition has a data action that is none of the known ones',
    reason: 'Azure refuses a role with a data action that there is not; a new one it may know',
  },
];
