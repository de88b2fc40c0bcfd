import { State } from '../../../rehearsal/protocol/values';
import { binding, namespace, subject } from '../access/sample-world';

export const CRB = 'kubernetes_cluster_role_binding_v1';
export const RB = 'kubernetes_role_binding_v1';
const ROLE = 'kubernetes_role_v1';
export const CLUSTER_ROLE = 'kubernetes_cluster_role_v1';
export const ALICE = subject('User', 'alice@contoso.com');

const LONG = 'x'.repeat(64);
export const READ_PODS: State = { verbs: ['get'], api_groups: [''], resources: ['pods'] };

/** What is refused, on which resource type, and in which words. */
export type Case = [what: string, type: string, object: State, message: string | RegExp];

/** What the provider refuses from the configuration alone. */
export const PROVIDER_CASES: Case[] = [
  [
    'a binding whose name cannot stand in a URL',
    CRB,
    binding('a/b', 'view', [ALICE]),
    "metadata.0.name may not contain '/'",
  ],
  [
    'a role whose name is two dots',
    ROLE,
    role([READ_PODS], { name: '..' }),
    "metadata.0.name may not be '..'",
  ],
  [
    'a namespace with capitals',
    'kubernetes_namespace_v1',
    namespace('Shop'),
    "metadata.0.name a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
  ],
  [
    'a name beside a generated one',
    ROLE,
    role([READ_PODS], { name: 'a', generate_name: 'b' }),
    'Conflicting configuration arguments',
  ],
  [
    'a label value with a blank',
    'kubernetes_namespace_v1',
    { metadata: [{ name: 'shop', labels: { team: 'a b' } }] },
    "metadata.0.labels (\"a b\") a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  ],
  [
    'a label key with an empty prefix',
    'kubernetes_namespace_v1',
    { metadata: [{ name: 'shop', labels: { '/team': 'a' } }] },
    'metadata.0.labels ("/team") prefix part must be non-empty',
  ],
  [
    'an annotation key with a blank',
    'kubernetes_namespace_v1',
    { metadata: [{ name: 'shop', annotations: { 'a b': 'c' } }] },
    "metadata.0.annotations (\"a b\") name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  ],
  [
    'a role reference in another API group',
    RB,
    {
      ...binding('b', 'view', [ALICE]),
      role_ref: [{ api_group: 'apps', kind: 'ClusterRole', name: 'view' }],
    },
    'expected role_ref.0.api_group to be one of ["rbac.authorization.k8s.io"], got apps',
  ],
  [
    'a role reference to a user',
    RB,
    binding('b', 'view', [ALICE], { kind: 'User' }),
    'expected role_ref.0.kind to be one of ["Role" "ClusterRole"], got User',
  ],
];

const invalid = (name: string, error: string): string =>
  `ClusterRoleBinding.rbac.authorization.k8s.io "${name}" is invalid: ${error}`;

/** What the API server refuses. */
export const SERVICE_CASES: Case[] = [
  [
    'a subject of a kind that does not exist',
    CRB,
    binding('b', 'view', [ALICE, subject('Person', 'p')]),
    invalid(
      'b',
      'subjects[1].kind: Unsupported value: "Person": supported values: "ServiceAccount", "User", "Group"',
    ),
  ],
  [
    'a ClusterRoleBinding to a Role',
    CRB,
    binding('b', 'reader', [ALICE], { kind: 'Role' }),
    invalid('b', 'roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole"'),
  ],
  [
    'a role reference without a name',
    CRB,
    binding('b', '', [ALICE]),
    invalid('b', 'roleRef.name: Required value'),
  ],
  [
    'a role reference whose name cannot stand in a URL',
    CRB,
    binding('b', 'a/b', [ALICE]),
    invalid('b', 'roleRef.name: Invalid value: "a/b": may not contain \'/\''),
  ],
  [
    'a subject without a name',
    CRB,
    binding('b', 'view', [subject('User', '')]),
    invalid('b', 'subjects[0].name: Required value'),
  ],
  [
    'a user in the core API group',
    CRB,
    binding('b', 'view', [{ ...ALICE, api_group: 'v1' }]),
    invalid(
      'b',
      'subjects[0].apiGroup: Unsupported value: "v1": supported values: "rbac.authorization.k8s.io"',
    ),
  ],
  [
    'a service account in the RBAC API group',
    CRB,
    binding('b', 'view', [
      { ...subject('ServiceAccount', 'ci', 'build'), api_group: 'rbac.authorization.k8s.io' },
    ]),
    invalid(
      'b',
      'subjects[0].apiGroup: Unsupported value: "rbac.authorization.k8s.io": supported values: ""',
    ),
  ],
  [
    'a service account without a namespace in the whole cluster',
    CRB,
    binding('b', 'view', [subject('ServiceAccount', 'ci')]),
    invalid('b', 'subjects[0].namespace: Required value'),
  ],
  [
    'a binding that Kubernetes has already',
    CRB,
    binding('cluster-admin', 'view', [ALICE]),
    'clusterrolebindings.rbac.authorization.k8s.io "cluster-admin" already exists',
  ],
  [
    'the binding that AKS makes',
    CRB,
    binding('aks-cluster-admin-binding-aad', 'view', [ALICE]),
    'clusterrolebindings.rbac.authorization.k8s.io "aks-cluster-admin-binding-aad" already exists',
  ],
  [
    'a role that Kubernetes has already',
    CLUSTER_ROLE,
    role([READ_PODS], { name: 'view' }),
    'clusterroles.rbac.authorization.k8s.io "view" already exists',
  ],
  [
    'a namespace that Kubernetes has already',
    'kubernetes_namespace_v1',
    namespace('kube-system'),
    'namespaces "kube-system" already exists',
  ],
  [
    'the service account that every namespace has',
    'kubernetes_service_account_v1',
    { metadata: [{ name: 'default', namespace: 'default' }] },
    'serviceaccounts "default" already exists',
  ],
  [
    'an object in a namespace that does not exist',
    RB,
    binding('b', 'view', [ALICE], { namespace: 'nowhere' }),
    'namespaces "nowhere" not found',
  ],
  [
    'a namespace with a dot',
    'kubernetes_namespace_v1',
    namespace('a.b'),
    /^Namespace "a\.b" is invalid: metadata\.name: Invalid value: "a\.b": a lowercase RFC 1123 label must/,
  ],
  [
    'a namespace with a level of Pod Security that there is not',
    'kubernetes_namespace_v1',
    { metadata: [{ name: 'a', labels: { 'pod-security.kubernetes.io/enforce': 'strict' } }] },
    /^Namespace "a" is invalid: metadata\.labels\[pod-security\.kubernetes\.io\/enforce\]: Invalid value: "strict"/,
  ],
  [
    'a namespace with a long name',
    'kubernetes_namespace_v1',
    namespace('a'.repeat(64)),
    /must be no more than 63 characters/,
  ],
  [
    'a rule without verbs',
    CLUSTER_ROLE,
    role([{ ...READ_PODS, verbs: [] }]),
    'ClusterRole.rbac.authorization.k8s.io "tested" is invalid: rules[0].verbs: Required value: verbs must contain at least one value',
  ],
  [
    'a rule without API groups',
    CLUSTER_ROLE,
    role([{ verbs: ['get'], resources: ['pods'] }]),
    'ClusterRole.rbac.authorization.k8s.io "tested" is invalid: rules[0].apiGroups: Required value: resource rules must supply at least one api group',
  ],
  [
    'a rule without resources',
    CLUSTER_ROLE,
    role([READ_PODS, { verbs: ['get'], api_groups: [''] }]),
    'ClusterRole.rbac.authorization.k8s.io "tested" is invalid: rules[1].resources: Required value: resource rules must supply at least one resource',
  ],
  [
    'a rule on both resources and URLs',
    CLUSTER_ROLE,
    role([{ ...READ_PODS, non_resource_urls: ['/healthz'] }]),
    'ClusterRole.rbac.authorization.k8s.io "tested" is invalid: rules[0].nonResourceURLs: Invalid value: rules cannot apply to both regular resources and non-resource URLs',
  ],
  [
    'an aggregation without selectors',
    CLUSTER_ROLE,
    { metadata: [{ name: 'a' }], aggregation_rule: [{ cluster_role_selectors: [] }] },
    'ClusterRole.rbac.authorization.k8s.io "a" is invalid: aggregationRule.clusterRoleSelectors: Required value: at least one clusterRoleSelector required if aggregationRule is non-nil',
  ],
  [
    'an operator that does not exist',
    CLUSTER_ROLE,
    aggregation({ match_expressions: [{ key: 'k', operator: 'Is' }] }),
    'ClusterRole.rbac.authorization.k8s.io "a" is invalid: aggregationRule.clusterRoleSelectors: operator: Invalid value: "Is": not a valid selector operator',
  ],
  [
    'an operator without its values',
    CLUSTER_ROLE,
    aggregation({ match_expressions: [{ key: 'k', operator: 'In' }] }),
    "ClusterRole.rbac.authorization.k8s.io \"a\" is invalid: aggregationRule.clusterRoleSelectors: values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
  ],
  [
    'an operator with values that it has no use for',
    CLUSTER_ROLE,
    aggregation({ match_expressions: [{ key: 'k', operator: 'Exists', values: ['v'] }] }),
    "ClusterRole.rbac.authorization.k8s.io \"a\" is invalid: aggregationRule.clusterRoleSelectors: values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
  ],
  [
    'a selector of a malformed label',
    CLUSTER_ROLE,
    aggregation({ match_labels: { team: LONG } }),
    'ClusterRole.rbac.authorization.k8s.io "a" is invalid: aggregationRule.clusterRoleSelectors: values: Invalid value: "' +
      `${LONG}": must be no more than 63 characters`,
  ],
  [
    'annotations that are too long',
    CLUSTER_ROLE,
    role([READ_PODS], { name: 'tested', annotations: { note: 'x'.repeat(262_144) } }),
    'ClusterRole.rbac.authorization.k8s.io "tested" is invalid: metadata.annotations: Too long: may not be more than 262144 bytes',
  ],
];

export function role(rules: readonly State[], metadata: State = { name: 'tested' }): State {
  return { metadata: [metadata], rule: [...rules] };
}

export function aggregation(selector: State): State {
  return {
    metadata: [{ name: 'a' }],
    aggregation_rule: [{ cluster_role_selectors: [selector] }],
  };
}
