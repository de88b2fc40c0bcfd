import {
  ClusterRole,
  ClusterRoleBinding,
  LabelSelector,
  ObjectMeta,
  PolicyRule,
  Role,
  RoleBinding,
  RoleRef,
  Subject,
} from './objects';

/** A resource as Terraform JSON or a state has it: a block that occurs once is an object in the one and a list in the other. */
export type TerraformObject = Readonly<Record<string, unknown>>;

/** The Kubernetes object behind a `kubernetes_role`. */
export function toRole(resource: TerraformObject): Role {
  return {
    kind: 'Role',
    metadata: { ...metadataOf(resource), namespace: namespaceOf(resource) },
    rules: rulesOf(resource),
  };
}

/** The Kubernetes object behind a `kubernetes_cluster_role`. */
export function toClusterRole(resource: TerraformObject): ClusterRole {
  const [aggregation] = blocks(resource, 'aggregation_rule');
  return {
    kind: 'ClusterRole',
    metadata: metadataOf(resource),
    rules: rulesOf(resource),
    ...(aggregation && {
      aggregationRule: {
        clusterRoleSelectors: blocks(aggregation, 'cluster_role_selectors').map(toSelector),
      },
    }),
  };
}

/** The Kubernetes object behind a `kubernetes_role_binding`. */
export function toRoleBinding(resource: TerraformObject): RoleBinding {
  return {
    kind: 'RoleBinding',
    metadata: { ...metadataOf(resource), namespace: namespaceOf(resource) },
    ...whoAndWhat(resource),
  };
}

/** The Kubernetes object behind a `kubernetes_cluster_role_binding`. */
export function toClusterRoleBinding(resource: TerraformObject): ClusterRoleBinding {
  return { kind: 'ClusterRoleBinding', metadata: metadataOf(resource), ...whoAndWhat(resource) };
}

/** The rules of a role. */
export function rulesOf(resource: TerraformObject): PolicyRule[] {
  return blocks(resource, 'rule').map((rule) => ({
    verbs: texts(rule, 'verbs'),
    ...list(rule, 'api_groups', 'apiGroups'),
    ...list(rule, 'resources', 'resources'),
    ...list(rule, 'resource_names', 'resourceNames'),
    ...list(rule, 'non_resource_urls', 'nonResourceURLs'),
  }));
}

/** Name, labels and annotations of an object. */
export function metadataOf(resource: TerraformObject): ObjectMeta {
  const [metadata = {}] = blocks(resource, 'metadata');
  const annotations = stringsOf(metadata.annotations);
  return {
    name: text(metadata, 'name') ?? '',
    labels: stringsOf(metadata.labels),
    ...(Object.keys(annotations).length > 0 && { annotations }),
  };
}

/** The namespace that a resource is written to be in; empty where it has none. */
export function namespaceOf(resource: TerraformObject): string {
  const [metadata = {}] = blocks(resource, 'metadata');
  return text(metadata, 'namespace') ?? '';
}

/** The blocks of one kind. */
export function blocks(object: TerraformObject, name: string): TerraformObject[] {
  const value = object[name];
  const candidates: unknown[] = Array.isArray(value) ? value : [value];
  return candidates.filter(
    (candidate): candidate is TerraformObject => typeof candidate === 'object' && candidate !== null,
  );
}

/** A string that is set; undefined for the empty one, which providers treat alike. */
export function text(object: TerraformObject, name: string): string | undefined {
  const value = object[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The strings of a list. */
export function texts(object: TerraformObject, name: string): string[] {
  const value = object[name];
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

function whoAndWhat(resource: TerraformObject): { roleRef: RoleRef; subjects: Subject[] } {
  const [roleRef = {}] = blocks(resource, 'role_ref');
  return {
    roleRef: { kind: text(roleRef, 'kind') ?? '', name: text(roleRef, 'name') ?? '' },
    subjects: blocks(resource, 'subject').map((subject) => ({
      kind: text(subject, 'kind') ?? '',
      name: text(subject, 'name') ?? '',
      namespace: text(subject, 'namespace'),
    })),
  };
}

function toSelector(selector: TerraformObject): LabelSelector {
  return {
    matchLabels: stringsOf(selector.match_labels),
    matchExpressions: blocks(selector, 'match_expressions').map((expression) => ({
      key: text(expression, 'key') ?? '',
      operator: text(expression, 'operator') ?? '',
      values: texts(expression, 'values'),
    })),
  };
}

/** A list under its name in Kubernetes, unless nothing is in it; what is not known yet counts as something. */
function list(rule: TerraformObject, name: string, key: keyof PolicyRule): Partial<PolicyRule> {
  const value = rule[name];
  const isSet = Array.isArray(value)
    ? value.length > 0
    : value !== undefined && value !== null && value !== '';
  return isSet ? { [key]: texts(rule, name) } : {};
}

function stringsOf(value: unknown): Record<string, string> {
  return { ...(value as Record<string, string> | null | undefined) };
}
